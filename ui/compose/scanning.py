"""What a terminal's settings say of scanners: how they type, and what codes mean here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from devices.scanner.scan import Scan, ScanKind, ScanRules
from devices.scanner.wedge import ENTER, TAB, TERMINATORS, WedgeSettings
from terminal.domain.in_store_codes import parse_rule
from terminal.settings.options import value_of, values_in
from ui.viewmodels.peripherals import ScanReading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TERMINATORS_BY_SUFFIX = {"either": TERMINATORS, "enter": ENTER, "tab": TAB}


def scan_rules(read: Callable[[str], str | None]) -> ScanRules:
    """The rules in the settings that ``read`` gives (``unit.setting``)."""
    patterns = values_in(value_of("in_store_codes", read))
    return ScanRules(
        member_card_prefixes=values_in(value_of("member_card_prefixes", read)),
        in_store_codes=tuple(rule for pattern in patterns if (rule := parse_rule(pattern)) is not None),
        coupon_prefixes=values_in(value_of("coupon_prefixes", read)),
    )


def wedge_settings(read: Callable[[str], str | None]) -> WedgeSettings:
    """How the scanner types, by the same settings."""
    return WedgeSettings(
        gap_ms=int(value_of("wedge_gap_ms", read)),
        length_min=int(value_of("wedge_length_min", read)),
        prefix=value_of("wedge_prefix", read),
        terminators=TERMINATORS_BY_SUFFIX[value_of("wedge_suffix", read)],
    )


def tuned(before: WedgeSettings, measured: Mapping[str, str]) -> WedgeSettings:
    """How the scanner types after it was measured; how short a code may be is nothing that scans show."""
    return replace(wedge_settings(measured.get), length_min=before.length_min)


def scan_reading(scan: Scan) -> ScanReading:
    """A scan as the till takes it."""
    return ScanReading(scan.value, scan.kind.names_member, scan.packed, scan.kind is ScanKind.COUPON)
