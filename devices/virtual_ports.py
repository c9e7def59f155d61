"""The far end of a cable, for simulators: a TCP port that listens, or the master side of a pseudo-terminal."""

import os
import select
import socket
import time
from contextlib import suppress
from typing import Protocol

_RECEIVED_MAX = 65_536


class VirtualPort(Protocol):
    """What a simulated device reads and writes on, one peer at a time."""

    @property
    def url(self) -> str:
        """The reference under which the real driver finds the simulated device."""
        ...

    def receive(self, timeout_s: float) -> bytes:
        """What the peer sent; empty when nothing came in time."""
        ...

    def send(self, data: bytes) -> None:
        """Says something to the peer; lost when nobody is there."""
        ...

    def drop(self) -> None:
        """Pulls the cable: the present peer is cut off."""
        ...

    def close(self) -> None:
        """Ends the device."""
        ...


class TcpPort:
    """A listening socket on this machine; like most printers it serves one client and lets the next wait."""

    def __init__(self, port: int = 0) -> None:
        self._listener = socket.create_server(("127.0.0.1", port), backlog=4)
        self._client: socket.socket | None = None

    @property
    def url(self) -> str:
        """See ``VirtualPort``."""
        return f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"

    def receive(self, timeout_s: float) -> bytes:
        """See ``VirtualPort``."""
        awaited = self._client or self._listener
        if not select.select([awaited], [], [], timeout_s)[0]:
            return b""
        if self._client is None:
            self._client, _ = self._listener.accept()
            self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return b""
        try:
            data = self._client.recv(_RECEIVED_MAX)
        except OSError:
            data = b""
        if not data:
            self.drop()
        return data

    def send(self, data: bytes) -> None:
        """See ``VirtualPort``."""
        if self._client is not None:
            with suppress(OSError):
                self._client.sendall(data)

    def drop(self) -> None:
        """See ``VirtualPort``."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def close(self) -> None:
        """See ``VirtualPort``."""
        self.drop()
        self._listener.close()


class PtyPort:
    """A pseudo-terminal: the driver opens its slave side as a serial port."""

    def __init__(self) -> None:
        import pty
        import tty

        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self._path = os.ttyname(self._slave)

    @property
    def url(self) -> str:
        """See ``VirtualPort``."""
        return f"serial://{self._path}?baud=115200"

    def receive(self, timeout_s: float) -> bytes:
        """See ``VirtualPort``."""
        if self._master < 0:
            time.sleep(timeout_s)
            return b""
        if not select.select([self._master], [], [], timeout_s)[0]:
            return b""
        try:
            return os.read(self._master, _RECEIVED_MAX)
        except OSError:
            return b""

    def send(self, data: bytes) -> None:
        """See ``VirtualPort``."""
        with suppress(OSError):
            os.write(self._master, data)

    def drop(self) -> None:
        """Unplugs the adapter for good: the device file is gone, as with a USB serial cable."""
        self.close()

    def close(self) -> None:
        """See ``VirtualPort``."""
        for descriptor in (self._slave, self._master):
            if descriptor >= 0:
                os.close(descriptor)
        self._master = self._slave = -1
