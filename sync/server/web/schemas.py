"""The messages and errors as OpenAPI describes them, taken from the same types that are sent."""

from typing import Any

import msgspec

from sync.protocol.binary_push import BATCH_MEDIA_TYPE
from sync.protocol.errors import ERRORS
from sync.protocol.messages import (
    EnrolAnswer,
    EnrolRequest,
    ErrorAnswer,
    ProgrammeAnswer,
    ProgrammeRequest,
    PullAnswer,
    PullRequest,
    PushEnvelope,
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

_BATCH = (
    "One line of JSON (the envelope), a newline, then the frames joined by newlines as one zstd frame that says how "
    "large its content is."
)
_BYTES = {"description": "Done.", "content": {"application/octet-stream": {}}}
_ANSWERS: dict[type[Any], type[Any]] = {
    EnrolRequest: EnrolAnswer,
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
    answered = _BYTES if request is PieceRequest else _content("Done.", _ANSWERS[request])
    return {"requestBody": {"required": True, **_content("", request)}, "responses": _responses(answered)}


def describe_push() -> dict[str, Any]:
    """The same of the push, which has two forms."""
    body = _content("", PushRequest)
    body["content"][BATCH_MEDIA_TYPE] = {
        "schema": {"type": "string", "format": "binary", "description": _BATCH},
        "x-stillpoint-envelope": msgspec.json.schema(PushEnvelope),
    }
    return {
        "operationId": "push",
        "summary": "Push",
        "description": "Stores frames for ever; they are posted to balances soon after.",
        "requestBody": {"required": True, **body},
        "responses": _responses(_content("Done.", Standing)),
    }


def _responses(answered: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": answered}
    by_status: dict[int, list[str]] = {}
    for error in ERRORS.values():
        by_status.setdefault(error.status, []).append(f"`{error.kind}`: {error.title}")
    for status, titles in by_status.items():
        responses[str(status)] = _content("\n\n".join(titles), ErrorAnswer)
    return responses


def _content(description: str, message: type[Any]) -> dict[str, Any]:
    # Definitions are inlined per endpoint: msgspec's own references would clash with FastAPI's component names.
    schema = msgspec.json.schema(message)
    return {"description": description, "content": {"application/json": {"schema": schema}}}
