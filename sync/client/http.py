"""The group server over HTTP, from the terminal's side."""

import gzip
import secrets
import ssl
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

from sync.protocol.binary_push import BATCH_MEDIA_TYPE, encode_push
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
    DIGEST_HEADER,
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TERMINAL_HEADER,
    TIME_HEADER,
    SigningKey,
    answer_digest,
    request_statement,
)
from sync.protocol.steps import (
    ContentRequest,
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
from terminal.domain.errors import Broken, Refusal

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 30.0
_COMPRESS_ABOVE_BYTES = 4_096
_ATTEMPTS = 2
_JSON = "application/json"
# What a server answers that does not know the binary form: an older one took it for a message that makes no sense.
_SPEAKS_ANOTHER = frozenset({"protocol_version_unknown", "request_malformed"})
# A line that garbles a push makes every server answer so. Once may be the line's doing, then the next push is binary
# again; twice in a row, while JSON gets through both times, it is the server's.
_BINARY_REFUSALS_MAX = 2

_Request = (
    EnrolRequest
    | PushRequest
    | StatusRequest
    | PullRequest
    | ProgrammeRequest
    | SnapshotRequest
    | LookupRequest
    | ReserveRequest
    | LanesRequest
    | FramesRequest
)
_Answer = TypeVar("_Answer")
Keys = Callable[[], Sequence[SigningKey]]


class HttpServer:
    """Implements ``GroupServer`` over one kept-alive connection. Without a key it can only enrol.

    ``key`` may give several, the newest first: a server that has not heard of the newest epoch knows an older one's.

    Raises ``Refusal``: what the server refused, or ``server_unreachable``, ``server_certificate_wrong``,
    ``server_answer_not_understood`` (a captive portal, a proxy's page, another service).
    """

    def __init__(self, url: str, now: Callable[[], datetime], key: SigningKey | Keys | None = None) -> None:
        self._now = now
        self._keys: Keys = (lambda: (key,)) if isinstance(key, SigningKey) else key or (lambda: ())
        self._known: SigningKey | None = None
        self._binary_refusals = 0
        self._says_digests = False
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
        """See ``GroupServer.push``. Frames go in their binary form unless the server does not know that."""
        sender = request.carrier or request.terminal
        body = encode_push(request) if self._binary_refusals < _BINARY_REFUSALS_MAX else None
        if body is None:
            return self._call("push", sender, request, Standing)
        try:
            standing = _read(self._answered("push", sender, body, BATCH_MEDIA_TYPE), Standing)
        except Refusal as refusal:
            if refusal.kind not in _SPEAKS_ANOTHER:
                raise
        else:
            self._binary_refusals = 0
            return standing
        standing = self._call("push", sender, request, Standing)
        self._binary_refusals += 1
        return standing

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

    def snapshot_content(self, request: ContentRequest) -> Iterator[bytes]:
        """See ``GroupServer.snapshot_content``."""
        headers = {"Range": f"bytes={request.offset}-", "Accept-Encoding": "identity"}
        get = self._client.build_request("GET", f"v1/snapshot/{request.digest}", headers=headers)
        if key := self._signers(request.terminal)[0]:
            self._sign(get, request.terminal, b"", key)
        try:
            response = self._client.send(get, stream=True)
            try:
                yield from _content_after(response, request.offset)
            finally:
                response.close()
        except httpx.TransportError as error:
            raise _unreachable(error) from error

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
        return _read(self._answered(step, terminal, msgspec.json.encode(message)), kind)

    def _answered(self, step: str, terminal: str | None, body: bytes, media_type: str = _JSON) -> httpx.Response:
        """The server's answer. Raises what it refused."""
        refused = Refusal("request_unsigned")
        for key in self._signers(terminal):
            response = self._send(f"v1/{step}", terminal, body, key, media_type)
            self._require_whole(response)
            if response.is_success:
                self._known = key
                return response
            refused = _refusal_in(response)
            if refused.kind != "request_unsigned":
                break
        raise refused

    def _require_whole(self, response: httpx.Response) -> None:
        """Raises unless the answer is what the server sent; one that never says digests is older than they are."""
        said = response.headers.get(DIGEST_HEADER)
        if said is None and not self._says_digests:
            return
        if said != answer_digest(response.content):
            raise _not_understood(response)
        self._says_digests = True

    def _signers(self, terminal: str | None) -> tuple[SigningKey | None, ...]:
        """The keys to try in turn: first the one that the server knew last."""
        keys = self._keys() if terminal else ()
        return (*sorted(keys, key=lambda key: key != self._known),) or (None,)

    def _send(
        self, path: str, terminal: str | None, body: bytes, key: SigningKey | None, media_type: str = _JSON
    ) -> httpx.Response:
        headers = {"Content-Type": media_type, "Accept": _JSON}
        sent = body
        if media_type == _JSON and len(body) > _COMPRESS_ABOVE_BYTES:
            sent = gzip.compress(body, compresslevel=5)
            headers["Content-Encoding"] = "gzip"
        for attempt in range(1, _ATTEMPTS + 1):
            request = self._client.build_request("POST", path, content=sent, headers=headers)
            if terminal and key:
                self._sign(request, terminal, body, key)
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


def _content_after(response: httpx.Response, offset: int) -> Iterator[bytes]:
    if not response.is_success:
        response.read()
        raise _refusal_in(response)
    # A proxy that knows no ranges sends all of it.
    skipped = 0 if response.status_code == httpx.codes.PARTIAL_CONTENT else offset
    for portion in response.iter_raw():
        if skipped < len(portion):
            yield portion[skipped:]
        skipped = max(0, skipped - len(portion))


def _refusal_in(response: httpx.Response) -> Refusal:
    error = _read(response, ErrorAnswer).error
    return Refusal(error.kind, **{name: msgspec.json.decode(value) for name, value in error.data.items()})


def _read(response: httpx.Response, kind: type[_Answer]) -> _Answer:
    try:
        return msgspec.json.decode(response.content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _not_understood(response) from error


def _not_understood(response: httpx.Response) -> Refusal:
    content = response.headers.get("content-type", "")[:80]
    return Refusal("server_answer_not_understood", status=response.status_code, content=content)


def _unreachable(error: httpx.TransportError) -> Refusal:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return Refusal("server_certificate_wrong", reason=cause.reason or type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return Refusal("server_unreachable", reason=type(error).__name__)
