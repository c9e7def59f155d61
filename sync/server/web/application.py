"""The group server over HTTP. An endpoint parses, authorises and calls one method of the service."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from sync.protocol.messages import EnrolRequest, ProgrammeRequest, PullRequest, StatusRequest
from sync.protocol.steps import FramesRequest, LanesRequest, LookupRequest, ReserveRequest, SnapshotRequest
from sync.server.metrics import CONTENT_TYPE
from sync.server.processes.pulse import BEAT_SECONDS, Pulse
from sync.server.processes.worker import workers_of
from sync.server.service import Service
from sync.server.snapshots.ranges import add_snapshot_file
from sync.server.web.answers import answer, refusal_answer
from sync.server.web.gate import Gate, Room
from sync.server.web.push_route import PushRoute
from sync.server.web.requests import accepted, parsed, read_body, signed, their_time, unpacked
from sync.server.web.schemas import components, describe, describe_push
from terminal.domain.errors import Refusal

PUSH_PATH = "/v1/push"
# Each thread may hold a connection to the database, and there may be several processes.
THREADS = 16


def create_application(service: Service, *, posting: bool = True, room: Room | None = None) -> FastAPI:
    """The application; its lifespan starts and stops intake, and posting where this process does it."""
    room = room or Room()

    @asynccontextmanager
    async def lifespan(_application: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        pulse = Pulse((service.observe, service.presence.write, service.tombstones.tend))
        beating = asyncio.create_task(_beat(room))
        behind = (workers_of(service), service.snapshots) if posting else ()
        parts = (service.intake, pulse, *behind)
        for part in parts:
            part.start()
        yield
        beating.cancel()
        with suppress(asyncio.CancelledError):  # as was asked of it
            await beating
        for part in parts:
            await run_in_threadpool(part.stop)

    application = FastAPI(title="Stillpoint group server", lifespan=lifespan, docs_url=None, redoc_url=None)
    application.add_exception_handler(Refusal, _refused)
    push = Route(PUSH_PATH, PushRoute(service.intake, service.presence), methods=["POST"], name="push")
    application.router.routes.append(push)
    for name, kind in _STEPS.items():
        _add_step(application, service, name, kind, getattr(service, name))
    add_snapshot_file(application, service)
    _add_probes(application, service)
    application.add_middleware(Gate, metrics=service.metrics, room=room, steps=("push", *_STEPS))
    application.openapi = _documented(application)  # type: ignore[method-assign]  # FastAPI's own way to extend it
    return application


_STEPS: dict[str, type[Any]] = {
    "enrol": EnrolRequest,
    "status": StatusRequest,
    "pull": PullRequest,
    "programme": ProgrammeRequest,
    "snapshot": SnapshotRequest,
    "lookup": LookupRequest,
    "reserve": ReserveRequest,
    "lanes": LanesRequest,
    "frames": FramesRequest,
}


def _add_step(application: FastAPI, service: Service, name: str, kind: type[Any], method: Callable[[Any], Any]) -> None:
    async def endpoint(request: Request) -> Response:
        body = await read_body(request)
        return await run_in_threadpool(step, request, body)

    def step(request: Request, packed: bytes) -> Response:
        body = unpacked(packed, request.headers.get("content-encoding"))
        message = parsed(body, kind)
        if kind is not EnrolRequest:
            _authorise(service, request, body, message)
        return answer(method(message), accepted(request))

    endpoint.__doc__ = method.__doc__
    application.post(f"/v1/{name}", name=name, openapi_extra=describe(kind), response_class=Response)(endpoint)


def _authorise(service: Service, request: Request, body: bytes, message: Any) -> None:
    """Raises ``Refusal("request_unsigned")`` unless the terminal named in the message signed this request."""
    said = signed(request, body)
    if said.terminal != message.terminal:
        raise Refusal("request_unsigned")
    or_before = isinstance(message, (StatusRequest, FramesRequest))
    service.authenticate(said.terminal, said.statement, said.signature, or_before=or_before)
    service.presence.note(said.terminal, their_time(request))


def _add_probes(application: FastAPI, service: Service) -> None:
    @application.get("/health")
    async def health() -> dict[str, str]:
        """The process runs."""
        return {"status": "running"}

    @application.get("/ready")
    def ready(response: Response) -> dict[str, str]:
        """The process runs, its database answers, and the tables are those of this version."""
        if service.ready():
            return {"status": "ready"}
        response.status_code = 503
        return {"status": "migrations_pending"}

    @application.get("/metrics", response_class=Response)
    def metrics() -> Response:
        """Counters of all processes of this server, and the database's figures, for Prometheus."""
        return Response(service.metrics.render(service.figures.figures()), media_type=CONTENT_TYPE)


def _documented(application: FastAPI) -> Callable[[], dict[str, Any]]:
    generate = application.openapi

    def openapi() -> dict[str, Any]:
        schema = generate()
        schema["paths"].setdefault(PUSH_PATH, {"post": describe_push()})
        schema["components"] = components()
        return schema

    return openapi


async def _beat(room: Room) -> None:
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        room.observe(BEAT_SECONDS)


async def _refused(_request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return refusal_answer(refusal)
