"""What every request has: a body of bounded size, and the terminal's signature."""

import zlib
from datetime import UTC, datetime

from fastapi import Request

from sync.protocol.messages import REQUEST_BYTES_MAX
from sync.protocol.signing import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TERMINAL_HEADER,
    TIME_HEADER,
    request_statement,
)
from sync.server.service import Service
from terminal.domain.errors import Refusal

_GZIP_WINDOW = 31


async def read_body(request: Request) -> bytes:
    """The body, unpacked when it is gzip. Raises ``Refusal("request_too_large")`` before reading more than that."""
    received = bytearray()
    async for piece in request.stream():
        received += piece
        _require_size(len(received))
    if request.headers.get("content-encoding") == "gzip":
        return _unpacked(bytes(received))
    return bytes(received)


def authorise(service: Service, request: Request, body: bytes, terminal: str) -> None:
    """Raises ``Refusal("request_unsigned")`` unless ``terminal``, named in the message, signed this request."""
    headers = request.headers
    if headers.get(TERMINAL_HEADER) != terminal:
        raise Refusal("request_unsigned")
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    time = headers.get(TIME_HEADER, "")
    statement = request_statement(request.method, target, body, headers.get(NONCE_HEADER, ""), time)
    try:
        signature = bytes.fromhex(headers.get(SIGNATURE_HEADER, ""))
    except ValueError:
        raise Refusal("request_unsigned") from None
    service.authenticate(terminal, statement, signature)
    service.note_seen(terminal, _instant(time))


def _unpacked(packed: bytes) -> bytes:
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


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None
