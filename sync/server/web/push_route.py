"""Pushes over HTTP: read, handed to intake, answered once they have been committed.

A plain ASGI endpoint: when a whole group's terminals come back at once, all that is done here is done thousands of
times within seconds.
"""

import asyncio
from functools import partial

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from sync.protocol.binary_push import BATCH_MEDIA_TYPE
from sync.protocol.messages import PushRequest
from sync.server.intake.arriving import Incoming, Intake
from sync.server.intake.storing import Outcome, Stored
from sync.server.intake.verification import Arrival, binary_arrival, json_arrival
from sync.server.steps.presence import Presence
from sync.server.web.answers import answer
from sync.server.web.requests import parsed, read_body, signed, their_time, unpacked


class PushRoute:
    """An ASGI application for one path."""

    def __init__(self, intake: Intake, presence: Presence) -> None:
        self._intake = intake
        self._presence = presence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one push. Raises what it is refused for."""
        request = Request(scope, receive)
        body = await read_body(request)
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[Outcome] = loop.create_future()

        def settle(outcome: Outcome) -> None:
            loop.call_soon_threadsafe(_settle, waiting, outcome)

        self._intake.submit(Incoming(partial(_arrival, request, body), settle))
        outcome = await waiting
        if not isinstance(outcome, Stored):
            raise outcome
        self._presence.note(request.headers.get("stillpoint-terminal", ""), their_time(request))
        await answer(outcome.standing)(scope, receive, send)


def _arrival(request: Request, packed: bytes) -> Arrival:
    body = unpacked(packed, request.headers.get("content-encoding"))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == BATCH_MEDIA_TYPE:
        return binary_arrival(body, signed(request, body))
    return json_arrival(parsed(body, PushRequest), signed(request, body))


def _settle(waiting: asyncio.Future[Outcome], outcome: Outcome) -> None:
    if not waiting.done():
        waiting.set_result(outcome)
