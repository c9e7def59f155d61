"""The far end of a cable, for simulators: a TCP port that listens, or the master side of a pseudo-terminal."""

import os
import select
import socket
import threading
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

RECEIVED_MAX = 65_536
OFF_S = 0.5
"""How long a printer on a serial line is off when its power goes; real ones take longer to come back."""


class VirtualPort(Protocol):
    """What a simulated device reads and writes on, one peer at a time. All but ``url`` belongs to one thread."""

    @property
    def url(self) -> str:
        """The reference under which the real driver finds the simulated device."""
        ...

    def receive(self, timeout_s: float, limit: int = RECEIVED_MAX) -> bytes:
        """What the peer sent, ``limit`` bytes at most; empty when nothing came in time."""
        ...

    def unread(self) -> int:
        """How many bytes the peer has sent that nobody received yet."""
        ...

    def send(self, data: bytes) -> None:
        """Says something to the peer; lost when nobody is there."""
        ...

    def drop(self) -> None:
        """The present peer is cut off; a serial line and a device file are gone until ``plug_in``."""
        ...

    def cycle(self) -> None:
        """The device loses its power for a moment: what was on the way to it is lost."""
        ...

    def unplug(self) -> None:
        """Nothing is there any more until ``plug_in``."""
        ...

    def plug_in(self) -> None:
        """The device is there again."""
        ...

    def close(self) -> None:
        """Ends the device."""
        ...


class TcpPort:
    """A listening socket on this machine; like most printers it serves one client and lets the next wait."""

    def __init__(self, port: int = 0) -> None:
        self._listener: socket.socket | None = socket.create_server(("127.0.0.1", port), backlog=4)
        self._port: int = self._listener.getsockname()[1]
        self._client: socket.socket | None = None

    @property
    def url(self) -> str:
        """See ``VirtualPort``."""
        return f"tcp://127.0.0.1:{self._port}"

    def receive(self, timeout_s: float, limit: int = RECEIVED_MAX) -> bytes:
        """See ``VirtualPort``."""
        awaited = self._client or self._listener
        if awaited is None:
            time.sleep(timeout_s)
            return b""
        if not select.select([awaited], [], [], timeout_s)[0]:
            return b""
        if self._client is None and self._listener is not None:
            self._client, _ = self._listener.accept()
            self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return b""
        try:
            data = awaited.recv(limit)
        except OSError:
            data = b""
        if not data:
            self.drop()
        return data

    def unread(self) -> int:
        """See ``VirtualPort``."""
        return 0 if self._client is None else _unread(self._client.fileno())

    def send(self, data: bytes) -> None:
        """See ``VirtualPort``."""
        if self._client is not None:
            with suppress(OSError):  # it has hung up: lost
                self._client.sendall(data)

    def drop(self) -> None:
        """See ``VirtualPort``."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def cycle(self) -> None:
        """See ``VirtualPort``."""
        self.drop()

    def unplug(self) -> None:
        """See ``VirtualPort``."""
        self.drop()
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def plug_in(self) -> None:
        """See ``VirtualPort``; it listens on the same port as before."""
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self._port), backlog=4)

    def close(self) -> None:
        """See ``VirtualPort``."""
        self.unplug()


class Scheme(StrEnum):
    """As what the driver opens a pseudo-terminal."""

    SERIAL = "serial"
    FILE = "file"


class PtyPort:
    """A pseudo-terminal: the driver opens its slave side as a serial port, or as a printer's device file.

    ``link`` is a symbolic link to it, as udev makes them: it goes and comes with the device, whose number changes.
    """

    def __init__(self, link: Path | None = None, scheme: Scheme = Scheme.SERIAL) -> None:
        self._link, self._scheme = link, scheme
        self._master = self._slave = -1
        self._path = ""
        self.plug_in()

    @property
    def url(self) -> str:
        """See ``VirtualPort``."""
        path = str(self._link or self._path)
        return f"serial://{path}?baud=115200" if self._scheme is Scheme.SERIAL else f"file://{path}"

    def receive(self, timeout_s: float, limit: int = RECEIVED_MAX) -> bytes:
        """See ``VirtualPort``."""
        if self._master < 0:
            time.sleep(timeout_s)
            return b""
        if not select.select([self._master], [], [], timeout_s)[0]:
            return b""
        try:
            return os.read(self._master, limit)
        except OSError:
            return b""

    def unread(self) -> int:
        """See ``VirtualPort``."""
        return 0 if self._master < 0 else _unread(self._master)

    def send(self, data: bytes) -> None:
        """See ``VirtualPort``."""
        with suppress(OSError):  # unplugged, or nobody reads: lost
            os.write(self._master, data)

    def drop(self) -> None:
        """Pulls the adapter's cable: the device file is gone, as with a USB serial cable."""
        self.unplug()

    def cycle(self) -> None:
        """See ``VirtualPort``; a serial line stays and nobody reads it for a moment, a device file goes and comes."""
        if self._scheme is Scheme.FILE:
            self.unplug()
            self.plug_in()
        elif self._master >= 0:
            off_until = time.monotonic() + OFF_S
            while (left := off_until - time.monotonic()) > 0:
                self.receive(left)

    def unplug(self) -> None:
        """See ``VirtualPort``."""
        if self._link is not None:
            self._link.unlink(missing_ok=True)
        for descriptor in (self._slave, self._master):
            if descriptor >= 0:
                os.close(descriptor)
        self._master = self._slave = -1

    def plug_in(self) -> None:
        """See ``VirtualPort``."""
        import pty
        import tty

        if self._master >= 0:
            return
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self._path = os.ttyname(self._slave)
        if self._link is not None:
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(self._path)

    def close(self) -> None:
        """See ``VirtualPort``."""
        self.unplug()


class VirtualDevice(ABC):
    """A simulated device: a thread of its own at a port, until it is stopped.

    Whoever derives from it says in ``_run`` what that thread does, and starts it. ``_changed`` guards all its state.
    """

    def __init__(self, port: VirtualPort, name: str) -> None:
        self._port = port
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def url(self) -> str:
        """The reference under which the driver finds it."""
        return self._port.url

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

    @abstractmethod
    def _run(self) -> None: ...


def _unread(descriptor: int) -> int:
    """How many bytes lie in the kernel for ``descriptor``."""
    import array
    import fcntl
    import termios

    count = array.array("i", [0])
    with suppress(OSError, ValueError):  # closed meanwhile
        fcntl.ioctl(descriptor, termios.FIONREAD, count)
    return count[0]
