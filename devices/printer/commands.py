"""The plain ESC/POS commands around a picture, from python-escpos and its printer profiles.

Loading the library takes most of a second, so it is loaded on first use, which is the printer's own thread.
"""

from dataclasses import dataclass
from functools import lru_cache

from devices.escpos_library import load_escpos
from devices.printer.encoder import BAND_ROWS_MAX

DOTS_PER_INCH_DEFAULT = 203
PROFILE_DEFAULT = "default"
DRAWER_PINS = (2, 5)
_PROFILES_KEPT = 8

_RECOVER_AND_CLEAR = b"\x10\x05\x02"
COMPLETION_ID_LENGTH = 4


@dataclass(frozen=True, slots=True)
class PlainCommands:
    """What one printer model wants before and after a picture, and to open the drawer on pin 2 or 5."""

    start: bytes
    cut: bytes
    kick: tuple[bytes, bytes]


@lru_cache(maxsize=_PROFILES_KEPT)
def plain_commands(profile: str) -> PlainCommands:
    """The commands for a python-escpos profile; one it does not know counts as ``default``."""
    load_escpos()
    from escpos.capabilities import CAPABILITIES
    from escpos.printer import Dummy

    name = profile if profile in CAPABILITIES["profiles"] else PROFILE_DEFAULT
    printer = Dummy(profile=name)
    cuts = printer.profile.supports("paperFullCut") or printer.profile.supports("paperPartCut")

    def recorded(command: str, *arguments: object) -> bytes:
        getattr(printer, command)(*arguments)
        sent = bytes(printer.output)
        printer.clear()
        return sent

    start = recorded("hw", "INIT") + _motion_unit(printer.profile.profile_data.get("media", {}).get("dpi"))
    cut = recorded("cut", "FULL", False) if cuts else recorded("print_and_feed", 4)
    return PlainCommands(start, cut, (recorded("cashdraw", 2), recorded("cashdraw", 5)))


def recovery(width_dots: int) -> bytes:
    """What goes before a receipt that was interrupted: DLE ENQ 2, then zeros for a picture cut off halfway.

    A printer that still waits for the rest of a band takes the zeros as white rows; any other ignores them.
    """
    return _RECOVER_AND_CLEAR + bytes(BAND_ROWS_MAX * width_dots // 8)


def completion_request(process_id: bytes) -> bytes:
    """``GS ( H`` function 48: the printer answers with ``process_id`` once everything before it is on paper."""
    if len(process_id) != COMPLETION_ID_LENGTH or not all(0x20 <= byte <= 0x7E for byte in process_id):
        raise ValueError("a process id is four printable ASCII characters")
    return b"\x1d(H\x06\x0000" + process_id


def _motion_unit(dots_per_inch: object) -> bytes:
    """``GS P``: makes one unit of ``ESC J`` one dot, whatever the model's default is."""
    known = isinstance(dots_per_inch, int) and 0 < dots_per_inch < 256
    unit = dots_per_inch if known and isinstance(dots_per_inch, int) else DOTS_PER_INCH_DEFAULT
    return b"\x1dP" + bytes([unit, unit])
