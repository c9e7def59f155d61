"""A scanner without a laser: sends what it "reads" down a pseudo-terminal (or TCP), with its suffix."""

from types import TracebackType
from typing import Self

from devices.virtual_ports import PtyPort


class VirtualScanner:
    """A serial scanner on a pseudo-terminal of its own; it cannot scan while unplugged."""

    def __init__(self, suffix: bytes = b"\r") -> None:
        self._suffix = suffix
        self._port: PtyPort | None = PtyPort()
        self.url = self._port.url

    def scan(self, text: str) -> None:
        """Reads a code."""
        self.send(text.encode() + self._suffix)

    def send(self, data: bytes) -> None:
        """Sends bytes as they are: halves, noise, several scans at once. Raises ``OSError`` when unplugged."""
        if self._port is None:
            raise OSError("the scanner is unplugged")
        self._port.send(data)

    def unplug(self) -> None:
        """Pulls the cable; the device file disappears."""
        if self._port is not None:
            self._port.close()
            self._port = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()
