"""The messages and errors as OpenAPI describes them, taken from the same types that are sent."""

from typing import Any

import msgspec

from sync.protocol.binary_push import BATCH_MEDIA_TYPE
from sync.protocol.errors import ERRORS
from sync.protocol.messages import (
    EnrolAnswer,
    EnrolRequest,
    ErrorAnswer,
    HashHex,
    Id,
    MemberMessage,
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
from sync.protocol.signing import DIGEST_HEADER, NONCE_HEADER, SIGNATURE_HEADER, TERMINAL_HEADER, TIME_HEADER
from sync.protocol.states import StateDocument
from sync.protocol.steps import (
    FramesAnswer,
    FramesRequest,
    LanesAnswer,
    LanesRequest,
    LookupAnswer,
    LookupRequest,
    ReserveAnswer,
    ReserveRequest,
    SnapshotAnswer,
    SnapshotRequest,
)

_Described = dict[str, Any]

_BATCH = (
    "One line of JSON (the envelope), a newline, then the frames joined by newlines as one zstd frame that says how "
    "large its content is."
)
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
_MESSAGES: tuple[type[Any], ...] = (
    *_ANSWERS,
    *_ANSWERS.values(),
    PushEnvelope,
    MemberMessage,
    StateDocument,
    ErrorAnswer,
)
_REFERENCES, _DEFINITIONS = msgspec.json.schema_components(_MESSAGES, ref_template="#/components/schemas/{name}")
_REFERENCE_TO = dict(zip(_MESSAGES, _REFERENCES, strict=True))

_TEXT = {"type": "string"}
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_SIGNED_WITH: dict[str, tuple[str, _Described]] = {
    TERMINAL_HEADER: ("The terminal that sends the request and signs it.", msgspec.json.schema(Id)),
    NONCE_HEADER: ("Any text, made anew for each request.", _TEXT),
    TIME_HEADER: ("The terminal's clock, ISO 8601 with its offset.", {**_TEXT, "format": "date-time"}),
    SIGNATURE_HEADER: (
        "The Ed25519 signature, in hex, over `stillpoint-request-1`, the method, the path with its query, the SHA-256 "
        "of the unpacked body in hex, the nonce and the time, with a line feed between each two.",
        {**_TEXT, "pattern": "^[0-9a-f]{128}$"},
    ),
}
_DIGEST = {"description": "The SHA-256 of the unpacked body, in hex.", "schema": msgspec.json.schema(HashHex)}


def components() -> _Described:
    """What the descriptions of the endpoints refer to."""
    member = _DEFINITIONS["MemberMessage"]
    # A state goes out as the bytes that are stored: the message that carries it does not know its type.
    with_state = {**member, "properties": {**member["properties"], "state": _REFERENCE_TO[StateDocument]}}
    return {
        "schemas": {**_DEFINITIONS, "MemberMessage": with_state},
        "parameters": {name: _header(name, *said, required=True) for name, said in _SIGNED_WITH.items()},
        "headers": {DIGEST_HEADER: _DIGEST},
    }


def describe(request: type[Any]) -> _Described:
    """The headers and the body of a request, its answer and every error, for one endpoint."""
    described = {
        "requestBody": {"required": True, "content": _json(request)},
        "responses": {"200": _answer("Done.", _json(_ANSWERS[request])), **_refusals()},
    }
    return described if request is EnrolRequest else {"parameters": _signature(), **described}


def describe_push() -> _Described:
    """The same of the push, which has two forms."""
    described = describe(PushRequest)
    described["requestBody"]["content"][BATCH_MEDIA_TYPE] = {
        "schema": {"type": "string", "format": "binary", "description": _BATCH},
        "x-stillpoint-envelope": _REFERENCE_TO[PushEnvelope],
    }
    return {
        "operationId": "push",
        "summary": "Push",
        "description": "Stores frames for ever; they are posted to balances soon after.",
        **described,
    }


def describe_file() -> _Described:
    """The headers of a request for a snapshot's file, what it is answered with and every error."""
    whole = {"ETag": _plain("The file's digest in quotes."), "Accept-Ranges": _plain("`bytes`")}
    part = {**whole, "Content-Range": _plain("Which bytes these are, and of how many.")}
    refused = _refusals()
    refused["416"]["headers"]["Content-Range"] = _plain("How many bytes the file has: `bytes */<size>`.")
    return {
        "parameters": [
            *_signature(),
            _header("Range", "The bytes that are wanted, one range of them.", _TEXT),
            _header("If-Range", "The `ETag` of which a range is wanted; of another file all of it is.", _TEXT),
        ],
        "responses": {
            "200": {"description": "All of it.", "headers": whole, "content": _BYTES},
            "206": {"description": "The range that was asked for.", "headers": part, "content": _BYTES},
            **refused,
        },
    }


def _signature() -> list[_Described]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in _SIGNED_WITH]


def _header(name: str, description: str, schema: _Described, *, required: bool = False) -> _Described:
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}


def _plain(description: str) -> _Described:
    return {"description": description, "schema": _TEXT}


def _refusals() -> dict[str, _Described]:
    by_status: dict[int, list[str]] = {}
    for error in ERRORS.values():
        by_status.setdefault(error.status, []).append(f"`{error.kind}`: {error.title}")
    return {str(status): _answer("\n\n".join(titles), _json(ErrorAnswer)) for status, titles in by_status.items()}


def _answer(description: str, content: _Described) -> _Described:
    digest = {DIGEST_HEADER: {"$ref": f"#/components/headers/{DIGEST_HEADER}"}}
    return {"description": description, "headers": digest, "content": content}


def _json(message: type[Any]) -> _Described:
    return {"application/json": {"schema": _REFERENCE_TO[message]}}
