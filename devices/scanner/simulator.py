"""A scanner without a laser: sends what it "reads" down a pseudo-terminal or TCP, with its suffix."""

from pathlib import Path
from types import TracebackType
from typing import Self

from devices.virtual_ports import PtyPort, VirtualPort


class VirtualScanner:
    """A serial scanner on a port of its own; it cannot scan while unplugged.

    At ``link``, a symbolic link, it can be plugged in again where it was; otherwise its next port is another.
    """

    def __init__(self, suffix: bytes = b"\r", link: Path | None = None, port: VirtualPort | None = None) -> None:
        self._suffix = suffix
        self._port: VirtualPort = port or PtyPort(link)
        self._there = True
        self.url = self._port.url

    def scan(self, text: str) -> None:
        """Reads a code."""
        self.send(text.encode() + self._suffix)

    def send(self, data: bytes) -> None:
        """Sends bytes as they are: halves, noise, several scans at once. Raises ``OSError`` when unplugged."""
        if not self._there:
            raise OSError("the scanner is unplugged")
        self._port.receive(0)  # over TCP, whoever waits at the door comes in
        self._port.send(data)

    def unplug(self) -> None:
        """Pulls the cable; the device file disappears."""
        self._port.unplug()
        self._there = False

    def plug_in(self) -> None:
        """Puts the cable in again."""
        self._port.plug_in()
        self._there, self.url = True, self._port.url

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()
