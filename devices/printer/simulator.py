"""A printer without paper: speaks ESC/POS from the other side over real TCP or a pseudo-terminal.

It obeys real-time commands wherever they stand, in the middle of pictures too, as real printers do; it keeps what it
received across connections; and it fails as its script says, or when told to.
"""

import random
import threading
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from devices.printer.mechanism import PAGES_KEPT, Mechanism
from devices.printer.paper import Page
from devices.printer.script import Plan, Step, Trouble
from devices.virtual_ports import RECEIVED_MAX, PtyPort, Scheme, TcpPort, VirtualDevice, VirtualPort

__all__ = ["PAGES_KEPT", "Step", "Trouble", "VirtualPrinter"]

_POLL_S = 0.02
_HALF_READ_BYTES = 64
_NOISE = (b"\x11", b"\x13", b"\xff", b"\x00\x00", b"??")
_NOISE_CHANCE = 0.5


class VirtualPrinter(VirtualDevice):
    """A simulated printer on a port of its own. ``answers`` and ``confirms`` false make it a cheap one-way model.

    ``codec`` is Python's name of the code that its own characters are in; without one they count as garbage.
    """

    def __init__(
        self,
        port: VirtualPort,
        *,
        answers: bool = True,
        confirms: bool = True,
        pages_kept: int = PAGES_KEPT,
        codec: str | None = None,
        script: Iterable[Step] = (),
    ) -> None:
        super().__init__(port, "virtual-printer")
        self.received = 0
        self._inside = Mechanism(self._say, self._cut, answers, confirms, codec, deque(maxlen=pages_kept))
        self._plan = Plan(script)
        self._bytes_per_second = 0
        self._held_back = b""
        self._chance = random.Random(0)
        self._at_port: deque[Trouble] = deque()
        self._unheard = b""
        self._thread.start()

    @classmethod
    def tcp(cls, *, answers: bool = True, confirms: bool = True, pages_kept: int = PAGES_KEPT) -> Self:
        """One that listens on a free TCP port of this machine."""
        return cls(TcpPort(), answers=answers, confirms=confirms, pages_kept=pages_kept)

    @classmethod
    def pty(
        cls, *, answers: bool = True, confirms: bool = True, pages_kept: int = PAGES_KEPT, link: Path | None = None
    ) -> Self:
        """One at the end of a serial line; at ``link`` it can be plugged in again where it was."""
        return cls(PtyPort(link), answers=answers, confirms=confirms, pages_kept=pages_kept)

    @classmethod
    def device_file(cls, *, answers: bool = True, confirms: bool = True, link: Path | None = None) -> Self:
        """One behind a device file, as a USB printer is."""
        return cls(PtyPort(link, Scheme.FILE), answers=answers, confirms=confirms)

    @property
    def pages(self) -> deque[Page]:
        """The receipts cut off, the newest last."""
        return self._inside.pages

    @property
    def receipts(self) -> int:
        """How many receipts were cut off."""
        return self._inside.receipts

    @property
    def kicks(self) -> int:
        """How often the drawer was kicked."""
        return self._inside.kicks

    @property
    def garbage(self) -> int:
        """How many bytes came out as nonsense."""
        return self._inside.garbage

    @property
    def near_end(self) -> bool:
        """Whether the paper is near its end."""
        return Trouble.PAPER_NEAR_END in self._inside.troubles

    @near_end.setter
    def near_end(self, near: bool) -> None:
        (self.befall if near else self.cure)(Trouble.PAPER_NEAR_END)

    def befall(
        self, trouble: Trouble, after_bytes: int = 0, *, after_receipts: int = 0, bytes_per_second: int = 1000
    ) -> None:
        """Makes ``trouble`` happen, at once or after what is planned already and that much more has arrived."""
        step = Step(trouble, after_bytes=after_bytes, after_receipts=after_receipts, bytes_per_second=bytes_per_second)
        with self._changed:
            if after_bytes or after_receipts:
                self._plan.add(step)
            else:
                self._happen(step)
            self._settle()

    def cure(self, trouble: Trouble) -> None:
        """New paper, a closed cover, a printer that listens again; it then works off what it holds."""
        with self._changed:
            self._happen(Step(cure=trouble))
            self._settle()

    def say(self, data: bytes) -> None:
        """Sends stray bytes, as automatic status or line noise."""
        self._port.send(data)

    def suffers(self, trouble: Trouble) -> bool:
        """Whether that is the matter with it now."""
        with self._changed:
            return trouble in self._inside.troubles

    def at_the_port(self) -> int:
        """How many bytes have reached it, those not read yet among them."""
        with self._changed:
            return self.received + self._port.unread()

    def wait_for_receipts(self, count: int, timeout_s: float = 10.0) -> bool:
        """Waits until that many receipts were cut off; false when time runs out."""
        with self._changed:
            return self._changed.wait_for(lambda: self.receipts >= count, timeout_s)

    def wait_for_kicks(self, count: int, timeout_s: float = 10.0) -> bool:
        """Waits until the drawer was kicked that often; false when time runs out."""
        with self._changed:
            return self._changed.wait_for(lambda: self.kicks >= count, timeout_s)

    def wait_for_script(self, timeout_s: float = 10.0) -> bool:
        """Waits until everything planned has happened; false when time runs out."""
        with self._changed:
            return self._changed.wait_for(lambda: self._plan.done and not self._at_port, timeout_s)

    def _run(self) -> None:
        while not self._stopped:
            with self._changed:
                self._work_at_port()
                self._follow_plan()
                wait = self._hanging() or self._bytes_per_second
                if wait:
                    self._changed.wait(_POLL_S)
                limit = max(1, round(self._bytes_per_second * _POLL_S)) if self._bytes_per_second else RECEIVED_MAX
            data = b"" if self._hanging() else self._port.receive(_POLL_S, limit)
            with self._changed:
                if data or (self._unheard and not self._hanging()):
                    self.received += len(data)
                    data, self._unheard = self._unheard + data, b""
                    self._receive(data)
                    self._changed.notify_all()

    def _hanging(self) -> bool:
        return Trouble.HANG in self._inside.troubles

    def _receive(self, data: bytes) -> None:
        """Takes what came, in pieces that end where the next step of the plan is due."""
        while data:
            if self._hanging():
                self._unheard += data
                return
            length = min(self._plan.bytes_to_next(RECEIVED_MAX), len(data))
            if Trouble.HALF_READ in self._inside.troubles:
                length = min(length, _HALF_READ_BYTES)
            piece, data = data[:length], data[length:]
            self._plan.count_bytes(length)
            self._inside.obey(piece)
            if Trouble.HALF_READ in self._inside.troubles and self._inside.half_a_band:
                self._inside.troubles.add(Trouble.HANG)
            self._follow_plan()
            if self._at_port:  # what had not been read when the line broke is lost with it
                return

    def _follow_plan(self) -> None:
        """Does whatever is due."""
        while (step := self._plan.due()) is not None:
            self._happen(step)
            self._changed.notify_all()

    def _happen(self, step: Step) -> None:
        if step.said:
            self._port.send(step.said)
        if step.befall is not None:
            self._suffer(step.befall, step.bytes_per_second)
        if step.cure is not None:
            self._recover(step.cure)
        self._inside.tell_changes()

    def _suffer(self, trouble: Trouble, bytes_per_second: int) -> None:
        if trouble in {Trouble.DROP, Trouble.UNPLUGGED, Trouble.POWER_CYCLE}:
            self._at_port.append(trouble)
        if trouble is Trouble.SLOW:
            self._bytes_per_second = bytes_per_second
        if trouble not in {Trouble.DROP, Trouble.POWER_CYCLE}:
            self._inside.troubles.add(trouble)

    def _recover(self, trouble: Trouble) -> None:
        troubles = self._inside.troubles
        if trouble is Trouble.HALF_READ and trouble in troubles:
            troubles.discard(Trouble.HANG)
        troubles.discard(trouble)
        if trouble is Trouble.SLOW:
            self._bytes_per_second = 0
        if trouble is Trouble.REORDERED:
            late, self._held_back = self._held_back, b""
            self._port.send(late)
        if trouble in {Trouble.UNPLUGGED, Trouble.DROP}:
            self._at_port.append(Trouble.UNPLUGGED)
        self._inside.take(b"")

    def _settle(self) -> None:
        """Lets the printer's own thread do what only it may do at the port, and waits for that."""
        self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._changed.wait_for(lambda: not self._at_port or self._stopped)

    def _work_at_port(self) -> None:
        while self._at_port:
            trouble = self._at_port[0]
            if trouble is Trouble.POWER_CYCLE:
                self._port.cycle()
                self._inside.lose_power()
                self._inside.troubles -= {Trouble.HANG, Trouble.HALF_READ}
                self._unheard = b""
            elif trouble is Trouble.DROP:
                self._port.drop()
            elif trouble in self._inside.troubles:
                self._port.unplug()
            else:
                self._port.plug_in()
            self._at_port.popleft()
            self._changed.notify_all()

    def _cut(self) -> None:
        self._plan.count_receipt()
        self._follow_plan()

    def _say(self, data: bytes) -> None:
        troubles = self._inside.troubles
        if Trouble.NOISE in troubles and self._chance.random() < _NOISE_CHANCE:
            self._port.send(self._chance.choice((*_NOISE, self._inside.automatic_status())))
        if Trouble.REORDERED in troubles and not self._held_back:
            self._held_back = data
            return
        late, self._held_back = self._held_back, b""
        self._port.send(data + late)
