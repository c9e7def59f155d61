"""The options of a terminal: what each may be, what it is when nobody chose, and who may change it.

The store keeps values as text under the option's name. What an option means to people is in the language files,
section ``setting``, under the same name.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from terminal.domain.errors import Refusal


class ChangedBy(StrEnum):
    """Who may change an option."""

    CASHIER = "cashier"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Option:
    """One option. ``form`` says what values look like, for people and for ``accepts``, which is given them trimmed."""

    name: str
    default: str
    form: str
    accepts: Callable[[str], bool]
    changed_by: ChangedBy = ChangedBy.MANAGER


def _one_of(*values: str) -> tuple[str, Callable[[str], bool]]:
    return " | ".join(values), lambda text: text in values


def _matching(form: str, pattern: str) -> tuple[str, Callable[[str], bool]]:
    compiled = re.compile(pattern)
    return form, lambda text: compiled.fullmatch(text) is not None


def _text_up_to(length_max: int) -> tuple[str, Callable[[str], bool]]:
    return f"≤ {length_max}", lambda text: len(text) <= length_max and text.isprintable()


_TCP, _SERIAL = r"tcp://[^/?\s]+(:\d{1,5})?", r"serial:[^?\s]+(\?[a-z]+=\w+(&[a-z]+=\w+)*)?"
_FILE, _USB = r"file:///\S+", r"usb://[0-9a-fA-F]{4}:[0-9a-fA-F]{4}(\?\S+)?"
_PORT = r"0|102[4-9]|10[3-9]\d|1[1-9]\d{2}|[2-9]\d{3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]"
_PEER = rf"([\w.-]+|\[[0-9a-fA-F:]+\]):({_PORT[2:]})"

# Whether a device answers at an address is the device's to say; here it only has to be one.
OPTIONS: tuple[Option, ...] = (
    Option("language", "zh_TW", *_one_of("zh_TW", "en"), ChangedBy.CASHIER),
    Option(
        "printer",
        "",
        *_matching(
            "tcp://host:9100 | serial:///dev/ttyS0?baud=9600 | file:///dev/usb/lp0 | usb://04b8:0202",
            rf"|{_TCP}|{_SERIAL}|{_FILE}|{_USB}",
        ),
    ),
    Option("printer_paper_mm", "80", *_one_of("80", "58")),
    Option("scanner", "wedge", *_matching("wedge | serial:///dev/ttyACM0?baud=9600", rf"|wedge|{_SERIAL}")),
    Option("cash_drawer", "none", *_one_of("none", "printer")),
    Option("receipt_footer", "", *_text_up_to(120)),
    Option("relay", "on", *_one_of("on", "off")),
    Option("relay_port", "47113", *_matching("0 | 1024 … 65535", _PORT)),
    Option("relay_peers", "", *_matching("192.168.1.21:47113, till-2.local:47113", rf"|{_PEER}(\s*,\s*{_PEER})*")),
)
_BY_NAME: Mapping[str, Option] = {option.name: option for option in OPTIONS}


def option(name: str) -> Option:
    """The option called ``name``. Raises ``Refusal("setting_unknown")`` with the nearest name as ``suggestion``."""
    found = _BY_NAME.get(name)
    if found is None:
        near = get_close_matches(name, _BY_NAME, n=1, cutoff=0) or [OPTIONS[0].name]
        raise Refusal("setting_unknown", name=name, suggestion=near[0])
    return found


def checked(name: str, text: str) -> str:
    """The value to keep for an option. Raises ``Refusal``: ``setting_unknown``, ``setting_invalid``."""
    wanted, value = option(name), text.strip()
    if not wanted.accepts(value):
        raise Refusal("setting_invalid", name=name, value=value, form=wanted.form)
    return value


def value_of(name: str, read: Callable[[str], str | None]) -> str:
    """What an option is now; ``read`` gives what was chosen (``unit.setting``). What is no longer valid is ignored."""
    wanted = option(name)
    chosen = read(name)
    return chosen if chosen is not None and wanted.accepts(chosen) else wanted.default
