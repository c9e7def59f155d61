"""What every request has: a body of bounded size, and the terminal's signature."""

import asyncio
import zlib
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
from starlette.requests import Request

from sync.protocol.binary_push import unpack_zstd
from sync.protocol.messages import REQUEST_BYTES_MAX
from sync.protocol.signing import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TERMINAL_HEADER,
    TIME_HEADER,
    request_statement,
)
from sync.server.intake.verification import Signed
from terminal.domain.errors import Refusal

# A slow line needs a minute for the largest body; whoever sends nothing must not hold a place for ever.
BODY_SECONDS = 120
_GZIP_WINDOW = 31
_Message = TypeVar("_Message")


async def read_body(request: Request) -> bytes:
    """The body as it came. Raises ``Refusal("request_too_large")`` before reading more than that."""
    received: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                received.append(piece)
                size += len(piece)
                _require_size(size)
    except TimeoutError as error:
        raise Refusal("request_malformed", reason="the body takes too long") from error
    return b"".join(received)


def unpacked(body: bytes, encoding: str | None) -> bytes:
    """The body without its content encoding: gzip, zstd or none."""
    if encoding == "gzip":
        return _unpacked_gzip(body)
    if encoding == "zstd":
        return unpack_zstd(body, REQUEST_BYTES_MAX)
    return body


def parsed(body: bytes, kind: type[_Message]) -> _Message:
    """The message in ``body``. Raises ``Refusal("request_malformed")``."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("request_malformed", reason=str(error)) from error


def signed(request: Request, body: bytes) -> Signed:
    """What the request's headers say was signed, by whom. Raises ``Refusal("request_unsigned")``."""
    headers = request.headers
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    time = headers.get(TIME_HEADER, "")
    statement = request_statement(request.method, target, body, headers.get(NONCE_HEADER, ""), time)
    try:
        signature = bytes.fromhex(headers.get(SIGNATURE_HEADER, ""))
    except ValueError:
        raise Refusal("request_unsigned") from None
    return Signed(headers.get(TERMINAL_HEADER, ""), statement, signature)


def their_time(request: Request) -> datetime | None:
    """What the terminal's clock showed, as far as it says."""
    try:
        instant = datetime.fromisoformat(request.headers.get(TIME_HEADER, ""))
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None


def accepted(request: Request) -> str:
    """The encodings that the client takes."""
    return request.headers.get("accept-encoding", "")


def _unpacked_gzip(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj(_GZIP_WINDOW)
    try:
        body = unpacking.decompress(packed, REQUEST_BYTES_MAX + 1)
    except zlib.error as error:
        raise Refusal("request_malformed", reason="not gzip") from error
    _require_size(len(body))
    if not unpacking.eof:
        raise Refusal("request_malformed", reason="gzip ends early")
    return body


def _require_size(size: int) -> None:
    if size > REQUEST_BYTES_MAX:
        raise Refusal("request_too_large", limit_bytes=REQUEST_BYTES_MAX)
