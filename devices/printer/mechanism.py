"""The inside of a virtual printer: what it does with bytes, without ports or threads."""

import re
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from PIL import Image

from devices.printer.characters import Line, Look, LookChange, Run
from devices.printer.paper import Band, Page, Part
from devices.printer.script import Trouble
from devices.printer.stream import (
    LINE_DOTS,
    Columns,
    Command,
    CommandStream,
    CompletionRequest,
    Cut,
    Feed,
    Garbage,
    Kick,
    LineEnd,
    LineSpacing,
    Reset,
    Subscription,
    Text,
)

PAGES_KEPT = 32
_REAL_TIME = re.compile(rb"\x10(?:\x04([\x01-\x04])|\x05([\x01\x02])|\x14(\x01[\x00\x01][\x01-\x08]))", re.DOTALL)
_REAL_TIME_LENGTH = 5
_STOPPING = {Trouble.PAPER_OUT, Trouble.COVER_OPEN, Trouble.HANG}
_OFFLINE, _DRAWER, _COVER, _PAPER_STOP, _NEAR_END, _PAPER_END = 0x08, 0x04, 0x04, 0x20, 0x0C, 0x60
_ASB_COVER, _ASB_NEAR_END, _ASB_PAPER_END, _ASB_LAST = 0x20, 0x03, 0x0C, 0x0F
_TALL_DOTS = 3


@dataclass
class Mechanism:
    """Prints what it is given while nothing stops it, and keeps what it cannot print yet.

    ``say`` carries its answers, ``cut`` is called after each receipt. ``codec`` is its own characters' code page; one
    without takes every character for garbage.
    """

    say: Callable[[bytes], None]
    cut: Callable[[], None]
    answers: bool = True
    confirms: bool = True
    codec: str | None = None
    pages: deque[Page] = field(default_factory=lambda: deque(maxlen=PAGES_KEPT))
    troubles: set[Trouble] = field(default_factory=set)
    receipts: int = 0
    kicks: int = 0
    garbage: int = 0
    _stream: CommandStream = field(default_factory=CommandStream)
    _commands: deque[Command] = field(default_factory=deque)
    _waiting: bytes = b""
    _tail: bytes = b""
    _parts: list[Part] = field(default_factory=list)
    _text: list[tuple[bytes, Look]] = field(default_factory=list)
    _look: Look = field(default_factory=Look)
    _columns: list[Image.Image] = field(default_factory=list)
    _spacing: int = LINE_DOTS
    _subscribed: int = 0
    _last_said: bytes = b""

    def obey(self, data: bytes) -> None:
        """Real-time commands at once, wherever they stand; the rest in turn."""
        seen = self._tail + data
        offset = len(self._tail)
        taken = 0
        for match in _REAL_TIME.finditer(seen):
            if match.end() <= offset:
                continue
            start, end = max(match.start() - offset, taken), match.end() - offset
            self.take(data[taken:start])
            if match[1]:
                self.answer(match[1][0])
            elif match[3]:
                self.kicks += 1
            elif self.troubles:
                self.clear()
            self.take(data[start:end])
            taken = end
        self.take(data[taken:])
        self._tail = seen[1 - _REAL_TIME_LENGTH :]

    def take(self, data: bytes) -> None:
        """Prints, or keeps for later while it cannot."""
        self._waiting += data
        while not self.troubles & _STOPPING:
            if self._commands:
                self._carry_out(self._commands.popleft())
                continue
            if not self._waiting:
                return
            self._stream.draws = Trouble.WRONG_PROFILE not in self.troubles
            waiting, self._waiting = self._waiting, b""
            self._commands.extend(self._stream.feed(waiting))

    def clear(self) -> None:
        """DLE ENQ 2: what is not printed yet is thrown away."""
        self._waiting = b""
        self._text.clear()
        self._commands.clear()
        self._columns.clear()
        self._stream.forget()

    def lose_power(self) -> None:
        """Everything unprinted and every setting is lost; what is on paper stays."""
        self.clear()
        self._reset()
        self._tail, self._subscribed = b"", 0

    @property
    def half_a_band(self) -> bool:
        """Whether it has taken part of a picture and waits for the rest."""
        return self._stream.half_a_band

    def answer(self, question: int) -> None:
        """DLE EOT."""
        if not self.answers:
            return
        paper_out, cover_open = Trouble.PAPER_OUT in self.troubles, Trouble.COVER_OPEN in self.troubles
        near_end = paper_out or Trouble.PAPER_NEAR_END in self.troubles
        bits = {
            1: (_OFFLINE if paper_out or cover_open else 0) | self._drawer(),
            2: (_COVER if cover_open else 0) | (_PAPER_STOP if paper_out else 0),
            3: 0,
            4: (_PAPER_END if paper_out else 0) | (_NEAR_END if near_end else 0),
        }
        self.say(bytes([0x12 | bits[question]]))

    def automatic_status(self) -> bytes:
        """The four bytes of ASB as things stand."""
        paper_out, cover_open = Trouble.PAPER_OUT in self.troubles, Trouble.COVER_OPEN in self.troubles
        first = 0x10 | self._drawer() | (_OFFLINE if paper_out or cover_open else 0) | (_ASB_COVER if cover_open else 0)
        near_end = _ASB_NEAR_END if paper_out or Trouble.PAPER_NEAR_END in self.troubles else 0
        return bytes([first, 0, near_end | (_ASB_PAPER_END if paper_out else 0), _ASB_LAST])

    def tell_changes(self) -> None:
        """Says by itself how it is, where somebody asked for that and something changed."""
        status = self.automatic_status()
        if self.answers and self._subscribed and status != self._last_said:
            self._last_said = status
            self.say(status)

    def _drawer(self) -> int:
        return _DRAWER if Trouble.DRAWER_OPEN in self.troubles else 0

    def _carry_out(self, command: Command) -> None:
        match command:
            case Band():
                self._end_line()
                self._parts.append(command)
            case Feed(dots):
                self._end_line(dots)
            case LineEnd():
                self._end_line(self._spacing)
            case LineSpacing(dots):
                self._spacing = dots
            case Columns(mode, data):
                self._columns.append(_drawn(mode, data))
            case Text(data):
                self._write(data)
            case LookChange():
                self._look = command.of(self._look)
            case Garbage(data):
                self.garbage += len(data)
            case _:
                self._operate(command)

    def _operate(self, command: Command) -> None:
        match command:
            case Cut():
                self._end_line()
                self.pages.append(Page(tuple(self._parts)))
                self._parts = []
                self.receipts += 1
                self.cut()
            case Kick():
                self.kicks += 1
            case Reset():
                self._reset()
            case Subscription(wanted):
                self._subscribed, self._last_said = wanted, b""
                self.tell_changes()
            case CompletionRequest(process_id) if Trouble.WRONG_PROFILE in self.troubles:
                self.garbage += len(process_id)
            case CompletionRequest(process_id) if self.confirms:
                self.say(b"\x37\x22" + process_id + b"\x00")
            case _:
                pass

    def _reset(self) -> None:
        self._look, self._spacing = Look(), LINE_DOTS
        self._text.clear()
        self._columns.clear()

    def _write(self, data: bytes) -> None:
        """Characters of the line begun; a line may tear a Chinese one in two, so what looks the same stays together."""
        before = self._text.pop()[0] if self._text and self._text[-1][1] == self._look else b""
        self._text.append((before + data, self._look))

    def _end_line(self, dots: int = 0) -> None:
        """Prints the line begun, if there is one, and moves the paper by ``dots``."""
        if self._columns:
            band = _beside(self._columns)
            self._columns.clear()
            self._parts.append(band)
            dots = max(0, dots - band.rows)
        runs = tuple(Run(text, look) for data, look in self._text if (text := self._decoded(data)))
        self._text.clear()
        if runs:
            self._parts.append(Line(runs))
            dots = max(0, dots - Line(runs).dots)
        if dots:
            self._parts.append(dots)

    def _decoded(self, text: bytes) -> str:
        """The characters; none where they are nonsense in this printer's code page."""
        with suppress(UnicodeDecodeError):
            if self.codec:
                return text.decode(self.codec)
        self.garbage += len(text)
        return ""


def _drawn(mode: int, data: bytes) -> Image.Image:
    """The dots of one ESC *: 8 tall dots or 24, each twice as wide where the density is single."""
    high = 24 if mode >= 32 else 8
    turned = Image.frombytes("1", (high, len(data) * 8 // high), data, "raw", "1;I")
    dots = turned.transpose(Image.Transpose.TRANSPOSE)
    wider, taller = 1 if mode & 1 else 2, _TALL_DOTS if high == 8 else 1
    return dots.resize((dots.width * wider, dots.height * taller), Image.Resampling.NEAREST)


def _beside(pieces: Iterable[Image.Image]) -> Band:
    """Pieces of one line from left to right."""
    pieces = list(pieces)
    width = -(-sum(piece.width for piece in pieces) // 8) * 8
    line = Image.new("1", (max(width, 8), max(piece.height for piece in pieces)), 255)
    pen = 0
    for piece in pieces:
        line.paste(piece, (pen, 0))
        pen += piece.width
    return Band(line.width // 8, line.height, line.tobytes("raw", "1;I"))
