"""A lean load generator: one kept-alive connection for each request, all opened first, all sent at one instant."""

import asyncio
import sys
import time
from functools import partial
from pathlib import Path
from typing import cast

import msgspec
import uvloop

_OPENING_AT_ONCE = 64


class Load(msgspec.Struct):
    """Seconds until each request was acknowledged, and the status of every answer, those asked again included."""

    acknowledged: list[float]
    statuses: list[int]


class _Terminal(asyncio.Protocol):
    """Sends its request, and again when it is asked to come back later."""

    def __init__(self, request: bytes, load: Load, done: asyncio.Semaphore) -> None:
        self._request = request
        self._load = load
        self._done = done
        self._received = b""
        self._started = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._started:
            self._load.statuses.append(0)
            self._done.release()

    def go(self, started: float) -> None:
        assert self._transport
        self._started = started
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, blank, body = self._received.partition(b"\r\n\r\n")
        if not blank:
            return
        lines = head.lower().split(b"\r\n")
        headers = dict(line.split(b": ", 1) for line in lines[1:])
        if len(body) < int(headers[b"content-length"]):
            return
        self._received = b""
        status = int(lines[0].split(b" ")[1])
        self._load.statuses.append(status)
        if status in {429, 503}:
            loop = asyncio.get_running_loop()
            loop.call_later(int(headers[b"retry-after"]), self.go, self._started)
            return
        self._load.acknowledged.append(time.perf_counter() - self._started)
        self._started = 0.0
        self._done.release()


async def send_all(port: int, requests: list[bytes]) -> Load:
    """Sends all of them at once and waits for every answer."""
    loop = asyncio.get_running_loop()
    load, done = Load([], []), asyncio.Semaphore(0)
    opened: list[_Terminal] = []
    for first in range(0, len(requests), _OPENING_AT_ONCE):
        opening = [
            loop.create_connection(partial(_Terminal, request, load, done), "127.0.0.1", port)
            for request in requests[first : first + _OPENING_AT_ONCE]
        ]
        opened.extend(terminal for _transport, terminal in await asyncio.gather(*opening))
    started = time.perf_counter()
    for terminal in opened:
        terminal.go(started)
    for _ in requests:
        await done.acquire()
    return load


if __name__ == "__main__":
    prepared = msgspec.msgpack.decode(Path(sys.argv[2]).read_bytes(), type=list[bytes])
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(send_all(int(sys.argv[1]), prepared))))
