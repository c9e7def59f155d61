"""A set-up scan: how fast a scanner types, what it puts before and after a code, and the settings that follow. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from math import ceil
from statistics import median
from typing import Final

from devices.scanner.wedge import ENTER, LENGTH_MIN, TAB, TERMINATORS
from terminal.domain.records import record

GAP_FLOOR_MS: Final = 20
"""Below that the keyboard's own clock decides: a USB port is asked every 8 ms, and two looks may fall together."""
GAP_CEILING_MS: Final = 100
_MARGIN: Final = 2
_STEP_MS: Final = 5
_NO_PREFIX: Final = "/]+-"
"""What codes themselves begin with: a carrier, an AIM identifier, a phone from abroad."""

Key = tuple[str, int]
"""A key's character and when it went down, in milliseconds."""


class WedgeTrouble(StrEnum):
    """Why a scanner cannot be used as it is set up."""

    NO_SUFFIX = "no_suffix"
    """It ends its codes with neither Enter nor Tab: set it to send Enter."""
    TOO_SLOW = "too_slow"
    """Slow enough to be taken for fingers: take out its delay between characters, or give it a prefix."""
    TOO_SHORT = "too_short"
    """The code had too few characters to measure by."""
    UNEQUAL = "unequal"
    """The scans began or ended differently: not one scanner, or a hand in between."""


@record
class MeasuredScanner:
    """What the scans showed. ``gap_ms`` is what to set: the longest gap with a margin; ``settings`` by option name."""

    median_ms: float
    longest_ms: int
    gap_ms: int
    prefix: str
    suffix: str
    trouble: WedgeTrouble | None = None

    @property
    def settings(self) -> Mapping[str, str]:
        """The options to save; none while there is trouble."""
        if self.trouble is not None:
            return {}
        return {"wedge_prefix": self.prefix, "wedge_suffix": self.suffix, "wedge_gap_ms": str(self.gap_ms)}


def measure(scans: Sequence[Sequence[Key]]) -> MeasuredScanner:
    """What some scans of any code (three are enough) say of the scanner that typed them."""
    gaps = [after[1] - before[1] for scan in scans for before, after in pairwise(scan)] or [0]
    longest = max(gaps)
    proposed = ceil((longest * _MARGIN) / _STEP_MS) * _STEP_MS
    prefixes, suffixes = {_prefix(scan) for scan in scans}, {_suffix(scan) for scan in scans}
    prefix, suffix = min(prefixes, default=""), min(suffixes, default="")
    return MeasuredScanner(
        median_ms=median(gaps),
        longest_ms=longest,
        gap_ms=min(max(proposed, GAP_FLOOR_MS), GAP_CEILING_MS),
        prefix=prefix,
        suffix=suffix,
        trouble=_trouble(scans, len(prefixes) + len(suffixes), prefix, suffix, longest),
    )


def _trouble(
    scans: Sequence[Sequence[Key]], kinds: int, prefix: str, suffix: str, longest_ms: int
) -> WedgeTrouble | None:
    if any(len(_characters(scan)) < LENGTH_MIN for scan in scans) or not scans:
        return WedgeTrouble.TOO_SHORT
    if kinds > 2:
        return WedgeTrouble.UNEQUAL
    if not suffix:
        return WedgeTrouble.NO_SUFFIX
    slowest = GAP_CEILING_MS if prefix else GAP_CEILING_MS // _MARGIN
    return WedgeTrouble.TOO_SLOW if longest_ms > slowest else None


def _characters(scan: Sequence[Key]) -> str:
    return "".join(text for text, _ in scan if text not in TERMINATORS)


def _prefix(scan: Sequence[Key]) -> str:
    """The sign that a scanner was set to send first: no code begins with one."""
    first = _characters(scan)[:1]
    return first if first.isascii() and not first.isalnum() and first not in _NO_PREFIX else ""


def _suffix(scan: Sequence[Key]) -> str:
    last = scan[-1][0] if scan else ""
    return "enter" if last in ENTER else "tab" if last in TAB else ""
