"""The group server over HTTP. An endpoint parses, authorises and calls one method of the service."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from sync.protocol.errors import ERRORS
from sync.protocol.messages import (
    EnrolRequest,
    ErrorAnswer,
    ErrorBody,
    ProgrammeRequest,
    PullRequest,
    PushRequest,
    StatusRequest,
)
from sync.protocol.steps import (
    FramesRequest,
    LanesRequest,
    LookupRequest,
    PieceRequest,
    ReserveRequest,
    SnapshotRequest,
)
from sync.server.requests import authorise, read_body
from sync.server.schemas import describe
from sync.server.service import Service
from sync.server.worker import PostingWorker
from terminal.domain.errors import Refusal

BYTES = "application/octet-stream"

_log = logging.getLogger(__name__)


def create_application(service: Service) -> FastAPI:
    """The application; its lifespan starts and stops posting."""

    @asynccontextmanager
    async def lifespan(_application: FastAPI) -> AsyncIterator[None]:
        worker = PostingWorker(service.posting, service.backlog)
        worker.start()
        yield
        await run_in_threadpool(worker.stop)

    application = FastAPI(title="Stillpoint group server", lifespan=lifespan, docs_url=None, redoc_url=None)
    application.add_exception_handler(Refusal, _refused)
    application.add_exception_handler(Exception, _failed)
    _add_step(application, service, "enrol", EnrolRequest, service.enrol)
    _add_step(application, service, "push", PushRequest, service.push)
    _add_step(application, service, "status", StatusRequest, service.status)
    _add_step(application, service, "pull", PullRequest, service.pull)
    _add_step(application, service, "programme", ProgrammeRequest, service.programme)
    _add_step(application, service, "snapshot", SnapshotRequest, service.snapshot)
    _add_step(application, service, "snapshot_piece", PieceRequest, service.snapshot_piece)
    _add_step(application, service, "lookup", LookupRequest, service.lookup)
    _add_step(application, service, "reserve", ReserveRequest, service.reserve)
    _add_step(application, service, "lanes", LanesRequest, service.lanes)
    _add_step(application, service, "frames", FramesRequest, service.frames)
    _add_probes(application, service)
    return application


def _add_step(application: FastAPI, service: Service, name: str, kind: type[Any], method: Callable[[Any], Any]) -> None:
    async def endpoint(request: Request) -> Response:
        body = await read_body(request)
        return await run_in_threadpool(answer, request, body)

    def answer(request: Request, body: bytes) -> Response:
        message = _parse(body, kind)
        if not isinstance(message, EnrolRequest):
            authorise(service, request, body, message.terminal)
        answered = method(message)
        return Response(answered, media_type=BYTES) if isinstance(answered, bytes) else _json(answered)

    endpoint.__doc__ = method.__doc__
    application.post(f"/v1/{name}", name=name, openapi_extra=describe(kind), response_class=Response)(endpoint)


def _add_probes(application: FastAPI, service: Service) -> None:
    @application.get("/health")
    def health() -> dict[str, str]:
        """The process runs."""
        return {"status": "running"}

    @application.get("/ready")
    def ready() -> dict[str, str]:
        """The process runs and its database answers."""
        service.ready()
        return {"status": "ready"}


def _parse(body: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("request_malformed", reason=str(error)) from error


def _json(message: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(message), status, headers, "application/json")


async def _refused(_request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    known = ERRORS.get(refusal.kind)
    data = {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in refusal.data.items()}
    wait = refusal.data.get("retry_after_seconds")
    headers = {"Retry-After": str(wait)} if wait is not None else None
    body = ErrorAnswer(ErrorBody(refusal.kind, data, known.title if known else ""))
    return _json(body, known.status if known else 422, headers)


async def _failed(request: Request, error: Exception) -> Response:
    # Starlette logs the traceback itself once this answer has been sent.
    _log.error("%s %s failed: %s", request.method, request.url.path, type(error).__name__)
    return _json(ErrorAnswer(ErrorBody("server_failed", {}, ERRORS["server_failed"].title)), 500)
