"""Running the application with uvicorn: says its address once it listens, ends cleanly on SIGTERM and SIGINT."""

import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

SHUTDOWN_SECONDS = 10
_BACKLOG = 1024


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 takes a free one. With certificate and key (PEM files) it speaks TLS."""

    host: str = "127.0.0.1"
    port: int = 8765
    certificate: Path | None = None
    private_key: Path | None = None


class Runner(uvicorn.Server):
    """A server that announces its URL when requests are answered, and whose ``run`` returns after a signal."""

    def __init__(self, application: FastAPI, address: Address, announce: Callable[[str], None]) -> None:
        self._address = address
        self._announce = announce
        super().__init__(
            uvicorn.Config(
                application,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=SHUTDOWN_SECONDS,
                timeout_keep_alive=75,
                ssl_certfile=address.certificate,
                ssl_keyfile=address.private_key,
            )
        )

    def serve_until_stopped(self) -> None:
        """Runs until a signal or ``should_exit``. Raises ``OSError`` when the port is taken."""
        listening = _listen(self._address)
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
            host, port = sockets[0].getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            scheme = "https" if self._address.certificate else "http"
            self._announce(f"{scheme}://{shown}:{port}")


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address.host, address.port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _nothing_left(_signal: int, _frame: FrameType | None) -> None:
    return
