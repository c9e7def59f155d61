"""A pole without light: understands CD5220 and ESC/POS from the other side of real TCP or a pseudo-terminal."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Self

from devices.display.protocols import Lines
from devices.display.screen import DisplayScreen
from devices.virtual_ports import PtyPort, TcpPort, VirtualDevice, VirtualPort

HEARD_MAX = 65_536
_POLL_S = 0.02


class Trouble(StrEnum):
    """What can befall a display."""

    HANG = "hang"
    """It takes no bytes any more, until cured."""
    DROP = "drop"
    """Who talks to it is cut off. Over TCP they may come again at once; a serial line is gone until cured."""
    UNPLUG = "unplug"
    """Nothing is there any more, until cured."""
    POWER_CYCLE = "power_cycle"
    """It is dark, and the port never noticed."""


CUTTING = {Trouble.DROP, Trouble.UNPLUG}


class VirtualLineDisplay(VirtualDevice):
    """A simulated display on a port of its own; ``heard`` is the last of what it was sent."""

    def __init__(self, port: VirtualPort) -> None:
        super().__init__(port, "virtual-line-display")
        self.heard = b""
        self._screen = DisplayScreen()
        self._hangs = False
        self._to_do: list[Callable[[], None]] = []
        self._planned: tuple[Trouble, int] | None = None
        self._thread.start()

    @classmethod
    def tcp(cls) -> Self:
        """One that listens on a free TCP port of this machine."""
        return cls(TcpPort())

    @classmethod
    def pty(cls, link: Path | None = None) -> Self:
        """One at the end of a serial line; ``link`` is a name that stays the same when it is plugged in again."""
        return cls(PtyPort(link))

    @property
    def lines(self) -> Lines:
        """What a customer reads now."""
        with self._changed:
            return self._screen.lines

    @property
    def garbage(self) -> int:
        """How many bytes were no command and no text."""
        with self._changed:
            return self._screen.garbage

    def wait_for(self, lines: Lines, timeout_s: float = 10.0) -> bool:
        """Waits until it shows that; false when time runs out."""
        with self._changed:
            return self._changed.wait_for(lambda: self._screen.lines == lines, timeout_s)

    def wait_for_other(self, lines: Lines, timeout_s: float = 10.0) -> Lines:
        """Waits until it shows something else than ``lines``, or time runs out; gives what it shows then."""
        with self._changed:
            self._changed.wait_for(lambda: self._screen.lines != lines, timeout_s)
            return self._screen.lines

    def befall(self, trouble: Trouble, after_bytes: int = 0) -> None:
        """Makes ``trouble`` happen once that many more bytes have arrived."""
        with self._changed:
            if after_bytes:
                self._planned = trouble, after_bytes
            else:
                self._suffer(trouble)
            self._changed.notify_all()

    def cure(self, trouble: Trouble) -> None:
        """It listens again and works off what waited, or is plugged in again, dark."""
        with self._changed:
            if trouble is Trouble.HANG:
                self._hangs = False
            else:
                self._screen = DisplayScreen()
                self._to_do.append(self._port.plug_in)
            self._changed.notify_all()

    def _run(self) -> None:
        while not self._stopped:
            with self._changed:
                to_do, self._to_do = self._to_do, []
                for act in to_do:  # here, because a port belongs to one thread
                    act()
                if self._hangs:
                    self._changed.wait_for(lambda: self._stopped or not self._hangs)
                    continue
            data = self._port.receive(_POLL_S)
            if data:
                with self._changed:
                    self._receive(data)
                    self._changed.notify_all()

    def _receive(self, data: bytes) -> None:
        if self._planned is not None:
            trouble, after_bytes = self._planned
            if len(data) < after_bytes:
                self._planned = trouble, after_bytes - len(data)
            else:
                self._planned = None
                self._take(data[:after_bytes])
                self._suffer(trouble)
                data = data[after_bytes:] if trouble not in CUTTING else b""
        self._take(data)

    def _take(self, data: bytes) -> None:
        self.heard = (self.heard + data)[-HEARD_MAX:]
        self._screen.feed(data)

    def _suffer(self, trouble: Trouble) -> None:
        match trouble:
            case Trouble.HANG:
                self._hangs = True
            case Trouble.DROP:
                self._to_do.append(self._port.drop)
            case Trouble.UNPLUG:
                self._to_do.append(self._port.unplug)
            case Trouble.POWER_CYCLE:
                self._screen = DisplayScreen()
