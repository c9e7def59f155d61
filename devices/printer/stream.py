"""The printer's side of ESC/POS: the commands we send, out of a byte stream. Anything else comes out as characters."""

import re
from collections.abc import Callable

from devices.printer.characters import LookChange, Size
from devices.printer.paper import Band
from terminal.domain.records import record

_GS_V_FEEDING = {65, 66, 97, 98, 103, 104}


@record
class Reset:
    """ESC @."""


@record
class Feed:
    """ESC J n or ESC d n, in dots: prints the line begun and moves the paper."""

    dots: int


@record
class LineEnd:
    """LF: prints the line begun and moves the paper by the line spacing."""


@record
class LineSpacing:
    """ESC 2 or ESC 3 n, in dots."""

    dots: int


@record
class Columns:
    """ESC *: part of the line begun, as columns of dots from left to right. ``mode`` is the command's ``m``."""

    mode: int
    data: bytes


@record
class Text:
    """Characters of the line begun, in whatever code page the printer is set to."""

    data: bytes


@record
class Cut:
    """GS V."""


@record
class Kick:
    """ESC p m: the drawer on pin 2 (``m`` 0) or 5 (``m`` 1)."""

    connector: int


@record
class Subscription:
    """GS a n: automatic status from now on for what ``n`` names; never again with 0."""

    wanted: int


@record
class CompletionRequest:
    """GS ( H function 48."""

    process_id: bytes


@record
class Garbage:
    """Bytes that mean nothing to this printer and come out as nonsense."""

    data: bytes


Command = (
    Band
    | Reset
    | Feed
    | LineEnd
    | LineSpacing
    | Columns
    | Text
    | LookChange
    | Cut
    | Kick
    | Subscription
    | CompletionRequest
    | Garbage
    | None
)
_Parsed = tuple[Command, int]
_MORE: _Parsed = (None, 0)
LINE_DOTS = 34
_COLUMN_BYTES = {0: 1, 1: 1, 32: 3, 33: 3}
_TEXT = re.compile(rb"[\x20-\xff]+")
_BAND_HEAD = 8


class CommandStream:
    """Cuts a byte stream into commands, however it arrives; keeps the beginning of one that is not whole.

    ``draws`` false is a printer that does not know GS v 0: its bytes come out as garbage, as many as there are.
    """

    def __init__(self) -> None:
        self.draws = True
        self._pending = b""

    @property
    def idle(self) -> bool:
        """Whether the stream stands between two commands."""
        return not self._pending

    @property
    def half_a_band(self) -> bool:
        """Whether it stands in the middle of a picture's dots."""
        missing, have = _band_length(self._pending), len(self._pending)
        return missing is not None and have >= missing // 2

    def forget(self) -> None:
        """Drops what is not whole."""
        self._pending = b""

    def feed(self, data: bytes) -> list[Command]:
        """The commands that are whole now, ``None`` for those that change nothing we show."""
        pending = self._pending + data
        commands: list[Command] = []
        at = 0
        while at < len(pending):
            command, length = _parse(pending, at)
            if length == 0:
                break
            strange = isinstance(command, Band) and not self.draws
            commands.append(Garbage(pending[at : at + length]) if strange else command)
            at += length
        self._pending = pending[at:]
        return commands


def _parse(data: bytes, at: int) -> _Parsed:
    """The command at ``at`` and its length; length 0 when more bytes are needed."""
    if data[at] in b"\x00\r":
        return None, 1
    if data[at] == 0x0A:
        return LineEnd(), 1
    run = _TEXT.match(data, at)
    if run is not None:
        return Text(run[0]), len(run[0])
    for prefix, parse in _COMMANDS:
        head = data[at : at + len(prefix)]
        if head == prefix:
            return parse(data, at)
        if prefix.startswith(head):
            return _MORE
    return Garbage(data[at : at + 1]), 1


def _fixed(length: int, make: Callable[[bytes], Command]) -> Callable[[bytes, int], _Parsed]:
    def parse(data: bytes, at: int) -> _Parsed:
        whole = data[at : at + length]
        return (make(whole), length) if len(whole) == length else _MORE

    return parse


def _band_length(data: bytes) -> int | None:
    """How long the picture is that ``data`` begins with; ``None`` when it begins with none that tells."""
    if not data.startswith(b"\x1dv0") or len(data) < _BAND_HEAD:
        return None
    return _BAND_HEAD + int.from_bytes(data[4:6], "little") * int.from_bytes(data[6:8], "little")


def _raster(data: bytes, at: int) -> _Parsed:
    header = data[at : at + _BAND_HEAD]
    length = _band_length(header)
    if length is None or len(data) < at + length:
        return _MORE
    stride, rows = int.from_bytes(header[4:6], "little"), int.from_bytes(header[6:8], "little")
    return Band(stride, rows, data[at + _BAND_HEAD : at + length]), length


def _columns(data: bytes, at: int) -> _Parsed:
    header = data[at : at + 5]
    if len(header) < 5:
        return _MORE
    mode, columns = header[2], int.from_bytes(header[3:5], "little")
    if mode not in _COLUMN_BYTES:
        return Garbage(header), len(header)
    end = at + 5 + columns * _COLUMN_BYTES[mode]
    return (Columns(mode, data[at + 5 : end]), end - at) if len(data) >= end else _MORE


def _cut(data: bytes, at: int) -> _Parsed:
    mode = data[at + 2 : at + 3]
    if not mode:
        return _MORE
    length = 4 if mode[0] in _GS_V_FEEDING else 3
    return (Cut(), length) if len(data) >= at + length else _MORE


def _scaled(scale: int) -> LookChange:
    """GS ! n: of every character, how much wider in the upper half of the byte and how much higher in the lower."""
    size = Size((scale >> 4 & 7) + 1, (scale & 7) + 1)
    return LookChange(size, size)


def _doubled(bits: int, wide: int, high: int) -> Size:
    return Size(2 if bits & wide else 1, 2 if bits & high else 1)


def _settings(length: int, *prefixes: bytes) -> tuple[tuple[bytes, Callable[[bytes, int], _Parsed]], ...]:
    """Commands that change nothing here."""
    return tuple((prefix, _fixed(length, lambda _: None)) for prefix in prefixes)


_COMMANDS: tuple[tuple[bytes, Callable[[bytes, int], _Parsed]], ...] = (
    (b"\x1dv0", _raster),
    (b"\x1bJ", _fixed(3, lambda whole: Feed(whole[2]))),
    (b"\x1bd", _fixed(3, lambda whole: Feed(whole[2] * LINE_DOTS))),
    (b"\x1b*", _columns),
    (b"\x1b2", _fixed(2, lambda _: LineSpacing(LINE_DOTS))),
    (b"\x1b3", _fixed(3, lambda whole: LineSpacing(whole[2]))),
    (b"\x1b@", _fixed(2, lambda _: Reset())),
    (b"\x1bp", _fixed(5, lambda whole: Kick(whole[2] & 1))),
    (b"\x1dV", _cut),
    (b"\x1da", _fixed(3, lambda whole: Subscription(whole[2]))),
    (b"\x1d(H\x06\x0000", _fixed(11, lambda whole: CompletionRequest(whole[7:11]))),
    (b"\x1d!", _fixed(3, lambda whole: _scaled(whole[2]))),
    (b"\x1b!", _fixed(3, lambda whole: LookChange(_doubled(whole[2], 0x20, 0x10), bold=bool(whole[2] & 0x08)))),
    (b"\x1c!", _fixed(3, lambda whole: LookChange(chinese=_doubled(whole[2], 0x04, 0x08)))),
    (b"\x1cW", _fixed(3, lambda whole: LookChange(chinese=_doubled(whole[2], 0x01, 0x01)))),
    (b"\x1bE", _fixed(3, lambda whole: LookChange(bold=bool(whole[2] & 0x01)))),
    (b"\x1bG", _fixed(3, lambda whole: LookChange(bold=bool(whole[2] & 0x01)))),
    *_settings(2, b"\x1c&", b"\x1c."),
    *_settings(3, b"\x10\x04", b"\x10\x05", b"\x1ba", b"\x1b-", b"\x1bt", b"\x1bR"),
    *_settings(3, b"\x1bM", b"\x1b ", b"\x1b{", b"\x1bV", b"\x1dB", b"\x1cC", b"\x1c-"),
    *_settings(4, b"\x1dP", b"\x1dL", b"\x1dW", b"\x1b$", b"\x1b\\", b"\x1bc", b"\x1cS"),
    *_settings(5, b"\x10\x14"),
)
