"""The options of a terminal: what each may be, what it is when nobody chose, and who may change it.

The store keeps values as text under the option's name. What an option means to people is in the language files,
section ``setting``, under the same name.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from resources.printers import printer_table
from terminal.domain.errors import Refusal
from terminal.domain.in_store_codes import parse_rule
from terminal.domain.records import record
from terminal.domain.staff import APPROVED_BY_CHOICE


class ChangedBy(StrEnum):
    """Who may change an option."""

    CASHIER = "cashier"
    MANAGER = "manager"


@record
class Option:
    """One option. ``form`` says what values look like, for people and for ``accepts``, which is given them trimmed.

    ``names`` are the values where they are too many for ``form``: one that is not among them is answered with the
    nearest.
    """

    name: str
    default: str
    form: str
    accepts: Callable[[str], bool]
    changed_by: ChangedBy = ChangedBy.MANAGER
    names: Callable[[], Iterable[str]] | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """All values that there are, where they are few; else none."""
        return self.accepts.values if isinstance(self.accepts, OneOf) else ()

    @property
    def several(self) -> tuple[str, ...]:
        """All values of which any number may be chosen, where they are few; else none."""
        each = self.accepts.each if isinstance(self.accepts, ListOf) else None
        return each.values if isinstance(each, OneOf) else ()


@record
class OneOf:
    """Accepts some values and no other."""

    values: tuple[str, ...]

    def __call__(self, text: str) -> bool:
        """Whether it is one of them."""
        return text in self.values


def _one_of(*values: str) -> tuple[str, Callable[[str], bool]]:
    return " | ".join(values), OneOf(values)


def _matching(form: str, pattern: str) -> tuple[str, Callable[[str], bool]]:
    return form, lambda text: re.fullmatch(pattern, text) is not None


def _text_up_to(length_max: int) -> tuple[str, Callable[[str], bool]]:
    return f"≤ {length_max}", lambda text: len(text) <= length_max and text.isprintable()


@record
class ListOf:
    """Accepts values between commas, none at all among them."""

    each: Callable[[str], bool]

    def __call__(self, text: str) -> bool:
        """Whether each of them is accepted."""
        return all(self.each(value) for value in values_in(text))


def _list_of(form: str, accepts: Callable[[str], bool]) -> tuple[str, Callable[[str], bool]]:
    return form, ListOf(accepts)


def _is_prefix(text: str) -> bool:
    return re.fullmatch(r"[0-9A-Za-z/+.-]{1,16}", text) is not None


def values_in(text: str) -> tuple[str, ...]:
    """The values of an option that takes several, between commas."""
    return tuple(value.strip() for value in text.split(",")) if text else ()


_TCP, _SERIAL = r"tcp://[^/?\s]+(:\d{1,5})?", r"serial:[^?\s]+(\?[a-z]+=\w+(&[a-z]+=\w+)*)?"
_FILE, _USB = r"file:///\S+", r"usb://[0-9a-fA-F]{4}:[0-9a-fA-F]{4}(\?\S+)?"
_SPOOLER = r"spooler:[^\s\x00-\x1f][^\x00-\x1f]*"
_PORT = r"0|102[4-9]|10[3-9]\d|1[1-9]\d{2}|[2-9]\d{3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]"
_PEER = rf"([\w.-]+|\[[0-9a-fA-F:]+\]):({_PORT[2:]})"

# Whether a device answers at an address is the device's to say; here it only has to be one.
OPTIONS: tuple[Option, ...] = (
    Option("language", "zh_TW", *_one_of("zh_TW", "en"), ChangedBy.CASHIER),
    Option(
        "printer",
        "",
        *_matching(
            "tcp://host:9100 | serial:///dev/ttyS0?baud=9600 | file:///dev/usb/lp0 | usb://04b8:0202 | spooler:NAME",
            rf"|{_TCP}|{_SERIAL}|{_FILE}|{_USB}|{_SPOOLER}",
        ),
    ),
    Option("printer_paper_mm", "80", *_one_of("80", "58")),
    Option(
        "printer_profile",
        "default",
        "default | generic-58 | TM-T82III | …",
        lambda name: name in printer_table(),
        names=printer_table,
    ),
    Option("printer_text", "raster", *_one_of("raster", "big5", "gb18030", "ascii")),
    Option("scanner", "wedge", *_matching("wedge | serial:///dev/ttyACM0?baud=9600", rf"|wedge|{_SERIAL}")),
    Option("wedge_prefix", "", *_matching("one character, for instance ~", r"|[!-~]")),
    Option("wedge_suffix", "either", *_one_of("either", "enter", "tab")),
    Option("wedge_gap_ms", "50", *_matching("10 … 150", r"[1-9]\d|1[0-4]\d|150")),
    Option("wedge_length_min", "6", *_matching("3 … 32", r"[3-9]|[12]\d|3[0-2]")),
    Option("member_card_prefixes", "", *_list_of("A-, 2900", _is_prefix)),
    Option("coupon_prefixes", "", *_list_of("CP, 99", _is_prefix)),
    Option(
        "in_store_codes",
        "20IIIIIPPPPP, 21IIIIIWW.WWW",
        *_list_of("20IIIIIPPPPP, 21IIIIIWW.WWW, 22IIIIIVPPPP", lambda pattern: parse_rule(pattern) is not None),
    ),
    Option("cash_drawer", "none", *_one_of("none", "printer")),
    Option("cash_drawer_pin", "2", *_one_of("2", "5")),
    Option("cash_drawer_sensor", "none", *_one_of("none", "high_open", "low_open")),
    Option(
        "line_display",
        "",
        *_matching(
            "tcp://host:9100 | serial:///dev/ttyUSB1?baud=9600 | file:///dev/usb/lp1 | usb://04b8:0202",
            rf"|{_TCP}|{_SERIAL}|{_FILE}|{_USB}",
        ),
    ),
    Option("line_display_protocol", "cd5220", *_one_of("cd5220", "escpos")),
    Option("customer_screen", "none", *_matching("none | HDMI-2", r"[^\x00-\x1f\x7f]{1,64}")),
    Option("screen_mm_per_100px", "26.5", *_matching("8.0 … 60.0", r"([89]|[1-5]\d)(\.\d)?|60(\.0)?")),
    Option("screen_theme", "system", *_one_of("system", "light", "dark", "contrast"), ChangedBy.CASHIER),
    Option("lock_minutes", "5", *_matching("0 (never) … 120", r"0|[1-9]\d?|1[01]\d|120")),
    Option(
        "manager_approves",
        ", ".join(APPROVED_BY_CHOICE),
        *_list_of(", ".join(APPROVED_BY_CHOICE), OneOf(APPROVED_BY_CHOICE)),
    ),
    Option("receipt_footer", "", *_text_up_to(120)),
    Option("backup_folder", "", *_text_up_to(200)),
    Option("export_folder", "", *_text_up_to(260)),
    Option("relay", "on", *_one_of("on", "off")),
    Option("relay_port", "47113", *_matching("0 | 1024 … 65535", _PORT)),
    Option("relay_peers", "", *_matching("192.168.1.21:47113, till-2.local:47113", rf"|{_PEER}(\s*,\s*{_PEER})*")),
)
_BY_NAME: Mapping[str, Option] = {option.name: option for option in OPTIONS}


def option(name: str) -> Option:
    """The option called ``name``. Raises ``Refusal("setting_unknown")`` with the nearest name as ``suggestion``."""
    found = _BY_NAME.get(name)
    if found is None:
        raise Refusal("setting_unknown", name=name, suggestion=_nearest(name, _BY_NAME))
    return found


def checked(name: str, text: str) -> str:
    """The value to keep for an option.

    Raises ``Refusal``: ``setting_unknown``, ``setting_invalid``, ``setting_not_a_name`` with the nearest name as
    ``suggestion``.
    """
    wanted, value = option(name), text.strip()
    if not wanted.accepts(value):
        if wanted.names is not None:
            raise Refusal("setting_not_a_name", name=name, value=value, suggestion=_nearest(value, wanted.names()))
        raise Refusal("setting_invalid", name=name, value=value, form=wanted.form)
    return value


def value_of(name: str, read: Callable[[str], str | None]) -> str:
    """What an option is now; ``read`` gives what was chosen (``unit.setting``). What is no longer valid is ignored."""
    wanted = option(name)
    chosen = read(name)
    return chosen if chosen is not None and wanted.accepts(chosen) else wanted.default


def _nearest(typed: str, names: Iterable[str]) -> str:
    """The name that ``typed`` looks most like, capitals aside."""
    from difflib import get_close_matches

    known = {name.lower(): name for name in names}
    near = get_close_matches(typed.lower(), known, n=1, cutoff=0)
    return known[near[0]] if near else next(iter(known.values()))
