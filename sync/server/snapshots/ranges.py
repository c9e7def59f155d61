"""A snapshot's sealed file over plain HTTP, so that a download goes on where it was cut off (RFC 9110, 14)."""

import re

from fastapi import FastAPI, Request
from starlette.responses import Response, StreamingResponse

from sync.server.service import Service
from sync.server.web.answers import refusal_answer
from sync.server.web.requests import signed, their_time
from sync.server.web.schemas import describe_file
from terminal.domain.errors import Refusal
from terminal.domain.records import record

_ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


@record
class Span:
    """Bytes ``start`` to before ``end``."""

    start: int
    end: int


def add_snapshot_file(application: FastAPI, service: Service) -> None:
    """Adds ``GET /v1/snapshot/{digest}``; signed like every step, with an empty body."""
    described = describe_file()

    @application.get(
        "/v1/snapshot/{digest}",
        response_class=Response,
        responses=described["responses"],
        openapi_extra={"parameters": described["parameters"]},
    )
    def snapshot_file(digest: str, request: Request) -> Response:
        """The sealed file with that SHA-256, or the range of it that is asked for."""
        said = signed(request, b"")
        service.authenticate(said.terminal, said.statement, said.signature)
        service.presence.note(said.terminal, their_time(request))
        file = service.snapshot_file(said.terminal, digest)
        etag = f'"{digest}"'
        headers = {"Accept-Ranges": "bytes", "ETag": etag, "Cache-Control": "private, immutable"}
        asked = request.headers.get("range") if request.headers.get("if-range", etag) == etag else None
        span = span_of(asked, file.size)
        if span is None:
            return _beyond(file.size)
        whole = span == Span(0, file.size)
        if not whole:
            headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{file.size}"
        headers["Content-Length"] = str(span.end - span.start)
        service.metrics.snapshot_bytes.inc(span.end - span.start)
        return StreamingResponse(
            file.read(span.start, span.end),
            status_code=200 if whole else 206,
            headers=headers,
            media_type="application/octet-stream",
        )


def span_of(asked: str | None, size: int) -> Span | None:
    """The bytes that a ``Range`` header asks for; all of them where it asks for none or for several; ``None``: none."""
    match = _ONE_RANGE.fullmatch((asked or "").replace(" ", ""))
    if match is None or match[0] == "bytes=-":
        return Span(0, size)
    first, last = match[1], match[2]
    if not first:
        return Span(max(0, size - int(last)), size) if int(last) else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return Span(0, size)
    return Span(start, end) if start < size else None


def _beyond(size: int) -> Response:
    return refusal_answer(Refusal("snapshot_range_beyond", size=size), {"Content-Range": f"bytes */{size}"})
