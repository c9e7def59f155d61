"""The plain ESC/POS commands around a picture, from python-escpos and its printer profiles.

Loading the library takes most of a second, so it is loaded on first use, which is the printer's own thread.
"""

from functools import lru_cache

from devices.escpos_library import load_escpos
from devices.printer.encoder import BAND_ROWS_MAX
from devices.printer.profiles import PROFILE_DEFAULT, Cutter, printer_profile
from terminal.domain.records import record

__all__ = [
    "PROFILE_DEFAULT",
    "SUBSCRIBE",
    "PlainCommands",
    "completion_request",
    "plain_commands",
    "recovery",
]
SUBSCRIBE = b"\x1da\x0f"
"""``GS a``: the printer tells by itself of its drawer switch, of being offline, of faults and of its paper (ASB)."""
_PROFILES_KEPT = 8

_RECOVER_AND_CLEAR = b"\x10\x05\x02"
COMPLETION_ID_LENGTH = 4


@record
class PlainCommands:
    """What one printer model wants before and after a picture, and to open the drawer on pin 2 or 5."""

    start: bytes
    cut: bytes
    kick: tuple[bytes, bytes]


@lru_cache(maxsize=_PROFILES_KEPT)
def plain_commands(profile: str) -> PlainCommands:
    """The commands for a printer profile; one nobody knows counts as ``default``."""
    load_escpos()
    from escpos.printer import Dummy

    model = printer_profile(profile)
    printer = Dummy(profile=model.library)

    def recorded(command: str, *arguments: object) -> bytes:
        getattr(printer, command)(*arguments)
        sent = bytes(printer.output)
        printer.clear()
        return sent

    start = recorded("hw", "INIT") + _motion_unit(model.dots_per_inch)
    if model.automatic_status:
        start += SUBSCRIBE  # some models forget it at ESC @
    cut = recorded("print_and_feed", 4) if model.cut is Cutter.NONE else recorded("cut", "FULL", False)
    return PlainCommands(start, cut, (recorded("cashdraw", 2), recorded("cashdraw", 5)))


def recovery(width_dots: int) -> bytes:
    """What goes before a receipt that was interrupted: DLE ENQ 2, then zeros for a picture cut off halfway.

    ``width_dots`` is the widest that the picture may have been: the settings may be others since.
    A printer that still waits for the rest of a band takes the zeros as white rows; any other ignores them.
    """
    return _RECOVER_AND_CLEAR + bytes(BAND_ROWS_MAX * width_dots // 8)


def completion_request(process_id: bytes) -> bytes:
    """``GS ( H`` function 48: the printer answers with ``process_id`` once everything before it is on paper."""
    if len(process_id) != COMPLETION_ID_LENGTH or not all(0x20 <= byte <= 0x7E for byte in process_id):
        raise ValueError("a process id is four printable ASCII characters")
    return b"\x1d(H\x06\x0000" + process_id


def _motion_unit(dots_per_inch: int) -> bytes:
    """``GS P``: makes one unit of ``ESC J`` one dot, whatever the model's default is."""
    return b"\x1dP" + bytes([dots_per_inch, dots_per_inch])
