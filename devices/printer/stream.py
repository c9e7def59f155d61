"""The printer's side of ESC/POS: the commands we send, out of a byte stream. Anything else is garbage on paper."""

from collections.abc import Callable
from dataclasses import dataclass

from devices.printer.paper import Band

_GS_V_FEEDING = {65, 66, 97, 98, 103, 104}


@dataclass(frozen=True, slots=True)
class Reset:
    """ESC @."""


@dataclass(frozen=True, slots=True)
class Feed:
    """ESC J n or ESC d n, in dots."""

    dots: int


@dataclass(frozen=True, slots=True)
class Cut:
    """GS V."""


@dataclass(frozen=True, slots=True)
class Kick:
    """ESC p m: the drawer on pin 2 (``m`` 0) or 5 (``m`` 1)."""

    connector: int


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """GS ( H function 48."""

    process_id: bytes


@dataclass(frozen=True, slots=True)
class Garbage:
    """A byte that no command begins with: a real printer prints it as a character."""

    byte: int


Command = Band | Reset | Feed | Cut | Kick | CompletionRequest | Garbage | None
_Parsed = tuple[Command, int]
_MORE: _Parsed = (None, 0)
_LINE_DOTS = 34


class CommandStream:
    """Cuts a byte stream into commands, however it arrives; keeps the beginning of one that is not whole."""

    def __init__(self) -> None:
        self._pending = b""

    @property
    def idle(self) -> bool:
        """Whether the stream stands between two commands."""
        return not self._pending

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
            commands.append(command)
            at += length
        self._pending = pending[at:]
        return commands


def _parse(data: bytes, at: int) -> _Parsed:
    """The command at ``at`` and its length; length 0 when more bytes are needed."""
    if data[at] == 0:
        return None, 1
    for prefix, parse in _COMMANDS:
        head = data[at : at + len(prefix)]
        if head == prefix:
            return parse(data, at)
        if prefix.startswith(head):
            return _MORE
    return Garbage(data[at]), 1


def _fixed(length: int, make: Callable[[bytes], Command]) -> Callable[[bytes, int], _Parsed]:
    def parse(data: bytes, at: int) -> _Parsed:
        whole = data[at : at + length]
        return (make(whole), length) if len(whole) == length else _MORE

    return parse


def _raster(data: bytes, at: int) -> _Parsed:
    header = data[at : at + 8]
    if len(header) < 8:
        return _MORE
    stride, rows = int.from_bytes(header[4:6], "little"), int.from_bytes(header[6:8], "little")
    end = at + 8 + stride * rows
    return (Band(stride, rows, data[at + 8 : end]), end - at) if len(data) >= end else _MORE


def _cut(data: bytes, at: int) -> _Parsed:
    mode = data[at + 2 : at + 3]
    if not mode:
        return _MORE
    length = 4 if mode[0] in _GS_V_FEEDING else 3
    return (Cut(), length) if len(data) >= at + length else _MORE


_COMMANDS: tuple[tuple[bytes, Callable[[bytes, int], _Parsed]], ...] = (
    (b"\x1dv0", _raster),
    (b"\x1bJ", _fixed(3, lambda whole: Feed(whole[2]))),
    (b"\x1bd", _fixed(3, lambda whole: Feed(whole[2] * _LINE_DOTS))),
    (b"\x1b@", _fixed(2, lambda _: Reset())),
    (b"\x1dP", _fixed(4, lambda _: None)),
    (b"\x1bp", _fixed(5, lambda whole: Kick(whole[2] & 1))),
    (b"\x1dV", _cut),
    (b"\x1d(H\x06\x0000", _fixed(11, lambda whole: CompletionRequest(whole[7:11]))),
    (b"\x10\x04", _fixed(3, lambda _: None)),
    (b"\x10\x05", _fixed(3, lambda _: None)),
    (b"\x10\x14", _fixed(5, lambda _: None)),
)
