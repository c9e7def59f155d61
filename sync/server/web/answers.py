"""Messages and refusals as HTTP answers."""

from collections.abc import Mapping

import msgspec
import zstandard
from starlette.responses import Response

from sync.protocol.errors import ERRORS
from sync.protocol.messages import ErrorAnswer, ErrorBody
from sync.protocol.signing import DIGEST_HEADER, answer_digest
from terminal.domain.errors import Refusal

_JSON = "application/json"
_COMPRESS_ABOVE_BYTES = 4_096
_LEVEL = 3


def answer(message: object, accepted: str = "") -> Response:
    """A message; compressed when it is large and ``accepted``, the encodings that the client takes, has zstd."""
    body = msgspec.json.encode(message)
    headers = {DIGEST_HEADER: answer_digest(body)}
    if len(body) <= _COMPRESS_ABOVE_BYTES or not _takes_zstd(accepted):
        return Response(body, headers=headers, media_type=_JSON)
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(body)
    headers |= {"Content-Encoding": "zstd", "Vary": "Accept-Encoding"}
    return Response(packed, headers=headers, media_type=_JSON)


def refusal_answer(refusal: Refusal, more_headers: Mapping[str, str] | None = None) -> Response:
    """A refusal, with its kind's status and the seconds to wait in the header too."""
    known = ERRORS.get(refusal.kind)
    data = {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in refusal.data.items()}
    wait = refusal.data.get("retry_after_seconds")
    body = msgspec.json.encode(ErrorAnswer(ErrorBody(refusal.kind, data, known.title if known else "")))
    headers = {**(more_headers or {}), DIGEST_HEADER: answer_digest(body)}
    if wait is not None:
        headers["Retry-After"] = str(wait)
    return Response(body, known.status if known else 422, headers, _JSON)


def failure_answer() -> Response:
    """What is said of an error that nobody foresaw."""
    return refusal_answer(Refusal("server_failed"))


def _takes_zstd(accepted: str) -> bool:
    offers = (offer.strip().partition(";") for offer in accepted.lower().split(","))
    return any(name.strip() == "zstd" and weight.replace(" ", "") != "q=0" for name, _semicolon, weight in offers)
