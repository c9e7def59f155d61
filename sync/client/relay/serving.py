"""Listening for other lanes, in a thread of its own with a connection to the store of its own."""

import asyncio
import logging
import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from sync.client.relay.wire import ASK_BYTES_MAX, LENGTH_BYTES, WHOLE_SECONDS
from terminal.domain.errors import Broken, Refusal

CALLERS_MAX = 64
CALLERS_OF_ONE_HOST_MAX = 8
_BACKLOG = 32

_log = logging.getLogger(__name__)


class Listener:
    """Answers whoever calls, one question each. What cannot be answered is logged, and the caller hears nothing."""

    def __init__(self, answer: Callable[[bytes], bytes], host: str, port: int, seconds: float = WHOLE_SECONDS) -> None:
        self._answer = answer
        self._seconds = seconds
        self._socket = _bound(host, port)
        self._callers: Counter[str] = Counter()
        self._calls: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="relay-listener")

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._socket.getsockname()[1])

    def start(self) -> None:
        """Begins to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Hangs up on everybody and waits for the thread."""
        if not self._thread.is_alive():
            self._socket.close()
            self._loop.close()
            return
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._pick_up, sock=self._socket, backlog=_BACKLOG)
        await self._stopping.wait()
        # Who is just being accepted has a task of the loop's own, which a closed server would leave an open socket.
        with suppress(NotImplementedError):  # Windows' loop watches no sockets: it has nothing to take away
            self._loop.remove_reader(self._socket)
        if accepting := asyncio.all_tasks() - self._calls - {asyncio.current_task()}:
            await asyncio.wait(accepting)
        server.close()

    def _pick_up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Whatever becomes of the call, it is hung up: a task that is cancelled before it began does nothing itself."""
        call = self._loop.create_task(self._called(reader, writer))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        call.add_done_callback(lambda _: writer.transport.abort())

    async def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = str((writer.get_extra_info("peername") or ("?",))[0])
        if self._callers.total() >= CALLERS_MAX or self._callers[host] >= CALLERS_OF_ONE_HOST_MAX:
            _log.warning("too many calls at once, one from %s is refused", host)
            return
        self._callers[host] += 1
        try:
            async with asyncio.timeout(self._seconds):
                await self._converse(reader, writer)
        except (Refusal, Broken) as trouble:
            _log.warning("a call from %s is not answered: %s", host, trouble)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            _log.warning("a call from %s broke off: %s", host, type(error).__name__)
        finally:
            self._callers -= Counter({host: 1})

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        length = int.from_bytes(await reader.readexactly(LENGTH_BYTES), "big")
        if length > ASK_BYTES_MAX:
            raise Refusal("lane_message_wrong", reason="size")
        answer = self._answer(await reader.readexactly(length))
        writer.write(len(answer).to_bytes(LENGTH_BYTES, "big") + answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()


def _bound(host: str, port: int) -> socket.socket:
    """A socket there; where the port is taken (another till on this machine), one that the system chooses."""
    try:
        return socket.create_server((host, port))
    except OSError:
        if port == 0:
            raise
        _log.warning("port %s is taken, the relay takes another", port)
        return socket.create_server((host, 0))
