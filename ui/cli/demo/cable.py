"""The network cable between a terminal and the server, which can be pulled and put back."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

CHUNK = 65536


class Cable:
    """A TCP relay on the loopback address. Cut, it refuses connections and drops those it carries."""

    def __init__(self, server_url: str) -> None:
        target = urlsplit(server_url)
        self._target = (str(target.hostname), int(target.port or 80))
        self._lock = threading.Lock()
        self._carried: set[socket.socket] = set()
        self._whole = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, name="cable", daemon=True).start()

    def cut(self) -> None:
        """Pulls the cable: what is under way breaks off, what comes is refused."""
        with self._lock:
            self._whole = False
            carried, self._carried = self._carried, set()
        for end in carried:
            _close(end)

    def mend(self) -> None:
        """Puts the cable back."""
        with self._lock:
            self._whole = True

    def close(self) -> None:
        """Takes the cable away."""
        self.cut()
        _close(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._carry(near)

    def _carry(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._target, timeout=5) if self._whole else None
        except OSError:
            far = None
        if far is None:
            _close(near)
            return
        far.settimeout(None)
        with self._lock:
            self._carried |= {near, far}
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self._pump, args=(source, sink), name="cable", daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):  # cut off: so is the other end, below
            while chunk := source.recv(CHUNK):
                sink.sendall(chunk)
        with self._lock:
            self._carried -= {source, sink}
        _close(source)
        _close(sink)


def _close(end: socket.socket) -> None:
    """Closes it, whatever the other side has done already."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        end.close()
