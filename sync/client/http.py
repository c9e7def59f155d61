"""The group server over HTTP, from the terminal's side."""

import gzip
import secrets
import ssl
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

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
from sync.protocol.signing import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TERMINAL_HEADER,
    TIME_HEADER,
    SigningKey,
    request_statement,
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
from terminal.domain.errors import Broken, Refusal

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 30.0
_COMPRESS_ABOVE_BYTES = 4_096
_ATTEMPTS = 2

_Request = (
    EnrolRequest
    | PushRequest
    | StatusRequest
    | PullRequest
    | ProgrammeRequest
    | SnapshotRequest
    | PieceRequest
    | LookupRequest
    | ReserveRequest
    | LanesRequest
    | FramesRequest
)
_Answer = TypeVar("_Answer")


class HttpServer:
    """Implements ``GroupServer`` over one kept-alive connection. Without a key it can only enrol.

    Raises ``Refusal``: what the server refused, or ``server_unreachable``, ``server_certificate_wrong``,
    ``server_answer_not_understood`` (a captive portal, a proxy's page, another service).
    """

    def __init__(self, url: str, now: Callable[[], datetime], key: SigningKey | None = None) -> None:
        self._now = now
        self._key = key
        try:
            _ = urlsplit(url).port  # httpx finds out only when it connects
            self._client = httpx.Client(
                base_url=url,
                timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
                limits=httpx.Limits(max_connections=2, max_keepalive_connections=1, keepalive_expiry=60),
                follow_redirects=False,
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise Refusal("server_url_invalid", url=url) from error
        if self._client.base_url.scheme not in {"http", "https"} or not self._client.base_url.host:
            self._client.close()
            raise Refusal("server_url_invalid", url=url)

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """See ``GroupServer.enrol``."""
        return self._call("enrol", None, request, EnrolAnswer)

    def push(self, request: PushRequest) -> Standing:
        """See ``GroupServer.push``."""
        return self._call("push", request.terminal, request, Standing)

    def status(self, request: StatusRequest) -> StatusAnswer:
        """See ``GroupServer.status``."""
        return self._call("status", request.terminal, request, StatusAnswer)

    def pull(self, request: PullRequest) -> PullAnswer:
        """See ``GroupServer.pull``."""
        return self._call("pull", request.terminal, request, PullAnswer)

    def programme(self, request: ProgrammeRequest) -> ProgrammeAnswer:
        """See ``GroupServer.programme``."""
        return self._call("programme", request.terminal, request, ProgrammeAnswer)

    def snapshot(self, request: SnapshotRequest) -> SnapshotAnswer:
        """See ``GroupServer.snapshot``."""
        return self._call("snapshot", request.terminal, request, SnapshotAnswer)

    def snapshot_piece(self, request: PieceRequest) -> bytes:
        """See ``GroupServer.snapshot_piece``."""
        return self._answered("snapshot_piece", request.terminal, request).content

    def lookup(self, request: LookupRequest) -> LookupAnswer:
        """See ``GroupServer.lookup``."""
        return self._call("lookup", request.terminal, request, LookupAnswer)

    def reserve(self, request: ReserveRequest) -> ReserveAnswer:
        """See ``GroupServer.reserve``."""
        return self._call("reserve", request.terminal, request, ReserveAnswer)

    def lanes(self, request: LanesRequest) -> LanesAnswer:
        """See ``GroupServer.lanes``."""
        return self._call("lanes", request.terminal, request, LanesAnswer)

    def frames(self, request: FramesRequest) -> FramesAnswer:
        """See ``GroupServer.frames``."""
        return self._call("frames", request.terminal, request, FramesAnswer)

    def close(self) -> None:
        """Closes the connection."""
        self._client.close()

    def _call(self, step: str, terminal: str | None, message: _Request, kind: type[_Answer]) -> _Answer:
        return _read(self._answered(step, terminal, message), kind)

    def _answered(self, step: str, terminal: str | None, message: _Request) -> httpx.Response:
        """The server's answer. Raises what it refused."""
        response = self._send(f"v1/{step}", terminal, msgspec.json.encode(message))
        if response.is_success:
            return response
        error = _read(response, ErrorAnswer).error
        data = {name: msgspec.json.decode(value) for name, value in error.data.items()}
        raise Refusal(error.kind, **data)

    def _send(self, path: str, terminal: str | None, body: bytes) -> httpx.Response:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        sent = body
        if len(body) > _COMPRESS_ABOVE_BYTES:
            sent = gzip.compress(body, compresslevel=5)
            headers["Content-Encoding"] = "gzip"
        for attempt in range(1, _ATTEMPTS + 1):
            request = self._client.build_request("POST", path, content=sent, headers=headers)
            if terminal and self._key:
                self._sign(request, terminal, body, self._key)
            try:
                return self._client.send(request)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
                # A kept-alive connection that the other side has closed meanwhile: normal, and every step may be
                # repeated.
                if attempt == _ATTEMPTS:
                    raise Refusal("server_unreachable", reason=type(error).__name__) from error
            except httpx.DecodingError as error:
                raise Refusal("server_answer_not_understood", status=0, content="") from error
            except httpx.TransportError as error:
                raise _unreachable(error) from error
        raise Broken("a request ended without an answer or a reason")

    def _sign(self, request: httpx.Request, terminal: str, body: bytes, key: SigningKey) -> None:
        nonce, time = secrets.token_hex(16), self._now().isoformat()
        target = request.url.raw_path.decode("ascii")
        request.headers[TERMINAL_HEADER] = terminal
        request.headers[NONCE_HEADER] = nonce
        request.headers[TIME_HEADER] = time
        statement = request_statement(request.method, target, body, nonce, time)
        request.headers[SIGNATURE_HEADER] = key.sign(statement).hex()


def _read(response: httpx.Response, kind: type[_Answer]) -> _Answer:
    try:
        return msgspec.json.decode(response.content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        content = response.headers.get("content-type", "")[:80]
        raise Refusal("server_answer_not_understood", status=response.status_code, content=content) from error


def _unreachable(error: httpx.TransportError) -> Refusal:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return Refusal("server_certificate_wrong", reason=cause.reason or type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return Refusal("server_unreachable", reason=type(error).__name__)
