"""What all requests pass: a bound on how many are under way, an id, a measured duration, and an end to every error."""

import logging
import re
import time
import traceback
import uuid
from collections.abc import Collection

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.server.metrics import Metrics
from sync.server.web.answers import failure_answer, refusal_answer
from sync.server.web.logs import request_id
from terminal.domain.errors import Refusal

REQUESTS_MAX = 4_096
BYTES_MAX = 512_000_000
_RETRY_SECONDS_MAX = 60
_NEWEST_COUNTS = 0.3
_CLIENT_GONE = 499
_STEPS = "/v1/"
_REQUEST_ID = b"x-request-id"
_USABLE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

_log = logging.getLogger(__name__)


class Room:
    """How many requests, and bytes of theirs, one process holds at once. Belongs to the thread of the event loop."""

    def __init__(self, requests_max: int = REQUESTS_MAX, bytes_max: int = BYTES_MAX) -> None:
        self._requests_max = requests_max
        self._bytes_max = bytes_max
        self._requests = 0
        self._bytes = 0
        self._done = 0
        self._promised = 0
        self._per_second = float(requests_max) / 10

    def has_room(self) -> bool:
        """Whether one more request may begin."""
        return self._requests < self._requests_max

    def enter(self) -> None:
        """A request begins. Raises ``Refusal("server_busy")`` when there are too many."""
        if not self.has_room():
            raise self._busy()
        self._requests += 1

    def hold(self, size: int) -> None:
        """``size`` bytes of a request came. Raises ``Refusal("server_busy")`` when there are too many."""
        self._bytes += size
        if self._bytes > self._bytes_max:
            raise self._busy()

    def leave(self, size: int) -> None:
        """A request of which ``size`` bytes were held ends."""
        self._requests -= 1
        self._bytes -= size
        self._done += 1

    def observe(self, seconds: float) -> None:
        """Measures how many requests end in a second, from those since the last time, ``seconds`` ago."""
        done, self._done = self._done, 0
        self._promised = max(0, self._promised - done)
        if self._requests or done:
            self._per_second += _NEWEST_COUNTS * (done / seconds - self._per_second)

    def _busy(self) -> Refusal:
        # Each is told when those before it will be done: who is sent away together does not come back together.
        seconds = (self._requests + self._promised) / max(self._per_second, 1.0)
        self._promised += 1
        return Refusal("server_busy", retry_after_seconds=min(int(seconds) + 1, _RETRY_SECONDS_MAX))


class Gate:
    """ASGI middleware around the whole application."""

    def __init__(self, application: ASGIApp, metrics: Metrics, room: Room, steps: Collection[str]) -> None:
        self._application = application
        self._metrics = metrics
        self._room = room
        self._steps = frozenset(steps)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets one request through, or says that there is no room."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        passage = _Passage(scope, send)
        started = time.perf_counter()
        request_id.set(passage.request_id.decode())
        if scope["path"].startswith(_STEPS):
            await self._let_in(passage, scope, receive)
        else:
            await self._answer(passage, scope, receive)
        self._note(scope["path"], passage.status, time.perf_counter() - started)

    def _note(self, path: str, status: int, seconds: float) -> None:
        name = path[len(_STEPS) :].partition("/")[0] if path.startswith(_STEPS) else ""
        step = name if name in self._steps else "other"
        self._metrics.requests.labels(step, str(status)).observe(seconds)
        level = logging.INFO if status < 500 else logging.WARNING
        extra = {"step": step, "status": status, "milliseconds": round(seconds * 1000, 1)}
        _log.log(level, "request", extra=extra)

    async def _let_in(self, passage: "_Passage", scope: Scope, receive: Receive) -> None:
        try:
            self._room.enter()
        except Refusal as refusal:
            await refusal_answer(refusal)(scope, receive, passage.send)
            return
        held = 0

        async def receiving() -> Message:
            nonlocal held
            message = await receive()
            size = len(message.get("body", b""))
            held += size
            self._room.hold(size)
            return message

        try:
            await self._answer(passage, scope, receiving)
        finally:
            self._room.leave(held)

    async def _answer(self, passage: "_Passage", scope: Scope, receive: Receive) -> None:
        try:
            await self._application(scope, receive, passage.send)
        except ClientDisconnect:
            passage.status = passage.status or _CLIENT_GONE
        except Exception as error:  # the end of a request
            place = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("%s failed: %s in %s:%s", scope["path"], type(error).__name__, place.filename, place.lineno)
            if not passage.status:
                await failure_answer()(scope, receive, passage.send)


class _Passage:
    """One request: its id, echoed in the answer, and the answer's status."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        self.status = 0
        given = dict(scope["headers"]).get(_REQUEST_ID, b"")
        self.request_id = given if _USABLE_ID.fullmatch(given) else uuid.uuid4().hex.encode()

    async def send(self, message: Message) -> None:
        """Passes a message on; the first one gets the id."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message["headers"], (_REQUEST_ID, self.request_id)]}
        await self._send(message)
