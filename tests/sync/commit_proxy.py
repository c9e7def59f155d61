"""A connection to PostgreSQL that can be lost right before, or right after, a commit."""

import socket
import threading
from enum import Enum
from types import TracebackType
from typing import Self

from sqlalchemy import URL, make_url

_CHUNK_BYTES = 1 << 16
_COMMIT = b"COMMIT"
_WRITES = b"UPDATE epoch"


class Loss(Enum):
    """When the connection of a commit is lost."""

    BEFORE_COMMIT = "before"
    BEFORE_ANSWER = "after"


class CommitProxy:
    """Passes everything on to a server that listens on a socket; the next commit of pushed or posted frames may meet
    ``loss``.
    """

    def __init__(self, url: str) -> None:
        target = make_url(url)
        self._target = f"{target.query['host']}/.s.PGSQL.5432"
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._threads = [threading.Thread(target=self._accept)]
        self.place = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self.loss: Loss | None = None
        self._deaf: socket.socket | None = None
        self._database = target

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.go_away()

    def url(self, *others: str) -> str:
        """The database through this proxy; ``others`` are named before it."""
        plain: URL = self._database.set(query={}, host=None)
        return f"postgresql://{plain.username}@{','.join((*others, self.place))}/{plain.database}"

    def go_away(self) -> None:
        """Listens no more and loses every connection."""
        _close(self._listening)
        for pair in self._pairs:
            _lose(*pair)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._target)
            self._pairs.append((client, server))
            for pump in (self._asks, self._answers):
                self._threads.append(threading.Thread(target=pump, args=(client, server)))
                self._threads[-1].start()

    def _asks(self, client: socket.socket, server: socket.socket) -> None:
        writing = False
        while chunk := _received(client):
            writing = writing or _WRITES in chunk
            if writing and _COMMIT in chunk:
                writing, loss, self.loss = False, self.loss, None
                if loss is Loss.BEFORE_COMMIT:
                    break
                self._deaf = client if loss else None
            try:
                server.sendall(chunk)
            except OSError:
                break
        _lose(client, server)

    def _answers(self, client: socket.socket, server: socket.socket) -> None:
        while chunk := _received(server):
            if _COMMIT in chunk and self._deaf is client:
                break
            try:
                client.sendall(chunk)
            except OSError:
                break
        _lose(client, server)


def _received(end: socket.socket) -> bytes:
    try:
        return end.recv(_CHUNK_BYTES)
    except OSError:
        return b""


def _lose(*ends: socket.socket) -> None:
    for end in ends:
        _close(end)


def _close(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
    finally:
        end.close()
