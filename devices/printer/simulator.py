"""A printer without paper: speaks ESC/POS from the other side over real TCP or a pseudo-terminal.

It obeys real-time commands wherever they stand, in the middle of pictures too, as real printers do; it keeps what it
received across connections; and it fails when told to.
"""

import re
import threading
from collections import deque
from enum import StrEnum
from types import TracebackType
from typing import Self

from devices.printer.paper import Band, Page
from devices.printer.stream import Command, CommandStream, CompletionRequest, Cut, Feed, Garbage, Kick
from devices.virtual_ports import PtyPort, TcpPort, VirtualPort

PAGES_KEPT = 32
_REAL_TIME = re.compile(rb"\x10(?:\x04([\x01-\x04])|\x05([\x01\x02]))", re.DOTALL)
_POLL_S = 0.02
_OFFLINE, _COVER, _PAPER_STOP, _NEAR_END, _PAPER_END = 0x08, 0x04, 0x20, 0x0C, 0x60


class Trouble(StrEnum):
    """What can befall a printer."""

    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    HANG = "hang"
    DROP = "drop"


class VirtualPrinter:
    """A simulated printer on a port of its own. ``answers`` and ``confirms`` false make it a cheap one-way model."""

    def __init__(self, port: VirtualPort, *, answers: bool = True, confirms: bool = True, pages_kept: int = PAGES_KEPT):
        self.url = port.url
        self.answers = answers
        self.confirms = confirms
        self.near_end = False
        self.receipts = 0
        self.kicks = 0
        self.garbage = 0
        self.pages: deque[Page] = deque(maxlen=pages_kept)
        self._port = port
        self._stream = CommandStream()
        self._parts: list[Band | int] = []
        self._waiting = b""
        self._tail = b""
        self._troubles: set[Trouble] = set()
        self._planned: tuple[Trouble, int] | None = None
        self._changed = threading.Condition()
        self._stopped = False
        self._unplugged = False
        self._thread = threading.Thread(target=self._run, name="virtual-printer", daemon=True)
        self._thread.start()

    @classmethod
    def tcp(cls, *, answers: bool = True, confirms: bool = True, pages_kept: int = PAGES_KEPT) -> Self:
        """One that listens on a free TCP port of this machine."""
        return cls(TcpPort(), answers=answers, confirms=confirms, pages_kept=pages_kept)

    @classmethod
    def pty(cls, *, answers: bool = True, confirms: bool = True, pages_kept: int = PAGES_KEPT) -> Self:
        """One at the end of a serial line."""
        return cls(PtyPort(), answers=answers, confirms=confirms, pages_kept=pages_kept)

    def befall(self, trouble: Trouble, after_bytes: int = 0) -> None:
        """Makes ``trouble`` happen once that many more bytes have arrived."""
        with self._changed:
            if after_bytes:
                self._planned = trouble, after_bytes
            else:
                self._suffer(trouble)
            self._changed.notify_all()

    def cure(self, trouble: Trouble) -> None:
        """New paper, a closed cover, a printer that listens again; it then works off what it holds."""
        with self._changed:
            self._troubles.discard(trouble)
            if not self._troubles:
                self._take(b"")
            self._changed.notify_all()

    def say(self, data: bytes) -> None:
        """Sends stray bytes, as automatic status or line noise."""
        self._port.send(data)

    def wait_for_receipts(self, count: int, timeout_s: float = 10.0) -> bool:
        """Waits until that many receipts were cut off; false when time runs out."""
        with self._changed:
            return self._changed.wait_for(lambda: self.receipts >= count, timeout_s)

    def wait_for_kicks(self, count: int, timeout_s: float = 10.0) -> bool:
        """Waits until the drawer was kicked that often; false when time runs out."""
        with self._changed:
            return self._changed.wait_for(lambda: self.kicks >= count, timeout_s)

    def stop(self) -> None:
        """Switches it off and closes its port."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self._thread.join()
        self._port.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        unheard = b""
        while not self._stopped:
            if self._unplugged:
                self._unplugged = False
                self._port.drop()
            hanging = Trouble.HANG in self._troubles
            data = unheard if hanging else unheard + self._port.receive(_POLL_S)
            with self._changed:
                if Trouble.HANG in self._troubles:
                    unheard = data
                    self._changed.wait(_POLL_S)
                elif data:
                    unheard = b""
                    self._receive(data)
                    self._changed.notify_all()

    def _receive(self, data: bytes) -> None:
        if self._planned is not None:
            trouble, after_bytes = self._planned
            if len(data) >= after_bytes:
                self._planned = None
                self._obey(data[:after_bytes])
                self._suffer(trouble)
                data = data[after_bytes:] if trouble is not Trouble.DROP else b""
            else:
                self._planned = trouble, after_bytes - len(data)
        self._obey(data)

    def _suffer(self, trouble: Trouble) -> None:
        if trouble is Trouble.DROP:
            self._unplugged = True
        else:
            self._troubles.add(trouble)

    def _obey(self, data: bytes) -> None:
        """Real-time commands at once, wherever they stand; the rest in turn."""
        seen = self._tail + data
        offset = len(self._tail)
        taken = 0
        for match in _REAL_TIME.finditer(seen):
            if match.end() <= offset:
                continue
            start, end = max(match.start() - offset, taken), match.end() - offset
            self._take(data[taken:start])
            if match[1]:
                self._answer(match[1][0])
            elif self._troubles:
                self._waiting = b""
                self._stream.forget()
            self._take(data[start:end])
            taken = end
        self._take(data[taken:])
        self._tail = seen[-2:]

    def _take(self, data: bytes) -> None:
        """Prints, or keeps for later while it cannot."""
        self._waiting += data
        if self._troubles & {Trouble.PAPER_OUT, Trouble.COVER_OPEN, Trouble.HANG}:
            return
        waiting, self._waiting = self._waiting, b""
        for command in self._stream.feed(waiting):
            self._carry_out(command)

    def _carry_out(self, command: Command) -> None:
        match command:
            case Band():
                self._parts.append(command)
            case Feed(dots):
                self._parts.append(dots)
            case Cut():
                self.pages.append(Page(tuple(self._parts)))
                self._parts = []
                self.receipts += 1
            case Kick():
                self.kicks += 1
            case Garbage():
                self.garbage += 1
            case CompletionRequest(process_id) if self.confirms:
                self._port.send(b"\x37\x22" + process_id + b"\x00")
            case _:
                pass

    def _answer(self, question: int) -> None:
        if not self.answers:
            return
        paper_out, cover_open = Trouble.PAPER_OUT in self._troubles, Trouble.COVER_OPEN in self._troubles
        bits = {
            1: _OFFLINE if paper_out or cover_open else 0,
            2: (_COVER if cover_open else 0) | (_PAPER_STOP if paper_out else 0),
            3: 0,
            4: (_PAPER_END if paper_out else 0) | (_NEAR_END if self.near_end or paper_out else 0),
        }
        self._port.send(bytes([0x12 | bits[question]]))
