"""The messages and errors as OpenAPI describes them, taken from the same types that are sent."""

from typing import Any

import msgspec

from sync.protocol.errors import ERRORS
from sync.protocol.messages import (
    EnrolAnswer,
    EnrolRequest,
    ErrorAnswer,
    ProgrammeAnswer,
    ProgrammeRequest,
    PullAnswer,
    PullRequest,
    PushRequest,
    Standing,
    StatusAnswer,
    StatusRequest,
)
from sync.protocol.steps import (
    FramesAnswer,
    FramesRequest,
    LanesAnswer,
    LanesRequest,
    LookupAnswer,
    LookupRequest,
    PieceRequest,
    ReserveAnswer,
    ReserveRequest,
    SnapshotAnswer,
    SnapshotRequest,
)

_BYTES = {"description": "Done.", "content": {"application/octet-stream": {}}}
_ANSWERS: dict[type[Any], type[Any]] = {
    EnrolRequest: EnrolAnswer,
    PushRequest: Standing,
    StatusRequest: StatusAnswer,
    PullRequest: PullAnswer,
    ProgrammeRequest: ProgrammeAnswer,
    SnapshotRequest: SnapshotAnswer,
    LookupRequest: LookupAnswer,
    ReserveRequest: ReserveAnswer,
    LanesRequest: LanesAnswer,
    FramesRequest: FramesAnswer,
}


def describe(request: type[Any]) -> dict[str, Any]:
    """The request's body, its answer and every error, for one endpoint."""
    responses: dict[str, Any] = {"200": _BYTES if request is PieceRequest else _content("Done.", _ANSWERS[request])}
    by_status: dict[int, list[str]] = {}
    for error in ERRORS.values():
        by_status.setdefault(error.status, []).append(f"`{error.kind}`: {error.title}")
    for status, titles in by_status.items():
        responses[str(status)] = _content("\n\n".join(titles), ErrorAnswer)
    return {"requestBody": {"required": True, **_content("", request)}, "responses": responses}


def _content(description: str, message: type[Any]) -> dict[str, Any]:
    # Definitions are inlined per endpoint: msgspec's own references would clash with FastAPI's component names.
    schema = msgspec.json.schema(message)
    return {"description": description, "content": {"application/json": {"schema": schema}}}
