"""Running the application with uvicorn: says its address once it listens, ends cleanly on SIGTERM and SIGINT."""

import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from terminal.domain.records import record

SHUTDOWN_SECONDS = 10
_BACKLOG = 4096


@record
class Address:
    """Where to listen; port 0 takes a free one. With certificate and key (PEM files) it speaks TLS."""

    host: str = "127.0.0.1"
    port: int = 8765
    certificate: Path | None = None
    private_key: Path | None = None

    def url(self, listening: socket.socket) -> str:
        """The address of a socket that listens there."""
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        return f"{'https' if self.certificate else 'http'}://{shown}:{port}"


class Runner(uvicorn.Server):
    """A server that announces its URL when requests are answered, and whose ``run`` returns after a signal.

    It listens at ``address``, or takes over ``listening``.
    """

    def __init__(
        self,
        application: FastAPI,
        address: Address,
        announce: Callable[[str], None],
        listening: socket.socket | None = None,
    ) -> None:
        self._address = address
        self._announce = announce
        self._listening = listening
        super().__init__(
            uvicorn.Config(
                application,
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=SHUTDOWN_SECONDS,
                timeout_keep_alive=75,
                ssl_certfile=address.certificate,
                ssl_keyfile=address.private_key,
            )
        )

    def serve_until_stopped(self) -> None:
        """Runs until a signal or ``should_exit``. Raises ``OSError`` when the port is taken."""
        listening = self._listening or listen(self._address)
        # uvicorn raises the signal it was ended by once more; by then there is nothing left to stop.
        names = (signal.SIGTERM, signal.SIGINT) if threading.current_thread() is threading.main_thread() else ()
        previous = {name: signal.signal(name, _nothing_left) for name in names}
        try:
            self.run(sockets=[listening])
        finally:
            listening.close()
            for name, handler in previous.items():
                signal.signal(name, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, then announces."""
        await super().startup(sockets)
        if self.started and sockets:
            self._announce(self._address.url(sockets[0]))


def listen(address: Address) -> socket.socket:
    """A socket that listens there. Raises ``OSError`` when the port is taken."""
    return _bound(address.host, address.port, shared=False)


def listen_together(address: Address, count: int) -> list[socket.socket]:
    """``count`` sockets on one port, among which the system spreads connections evenly, where it can.

    Where it cannot, all are the same one. Raises ``OSError`` when the port is taken.
    """
    alone = listen(address)
    if count == 1 or not hasattr(socket, "SO_REUSEPORT"):
        return [alone, *(alone.dup() for _ in range(count - 1))]
    # Only who does not share finds out that the port is somebody else's.
    port = alone.getsockname()[1]
    alone.close()
    return [_bound(address.host, port, shared=True) for _ in range(count)]


def _bound(host: str, port: int, *, shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _nothing_left(_signal: int, _frame: FrameType | None) -> None:
    return
