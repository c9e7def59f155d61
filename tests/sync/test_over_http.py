"""What can go wrong on the wire: other servers, no server, wrong keys, too much."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import msgspec
import pytest

from sync.client.http import HttpServer
from sync.protocol.messages import PullRequest, StatusRequest
from sync.protocol.signing import SigningKey, answer_digest
from sync.server.web.running import Address
from terminal.domain.errors import Refusal
from tests.sync.world import START, Lane, Served, World

ASK = StatusRequest("some-terminal")


@pytest.fixture
def small_served(small_world: World) -> Iterator[Served]:
    with Served(small_world) as over_http:
        yield over_http


@pytest.fixture
def lane(small_served: Served, tmp_path: Path) -> Iterator[Lane]:
    made = small_served.lane(tmp_path / "lane")
    yield made
    made.close()


def kind_of(ask: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        ask()
    return caught.value.kind


@contextmanager
def answering(status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    """Some web server that is not ours."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {"content-type": "text/html"}, b"<html>Sign in to the mall's network</html>"),
        (302, {"location": "http://portal.invalid/"}, b""),
        (502, {"content-type": "text/html"}, b"<h1>Bad gateway</h1>"),
        (200, {"content-type": "application/json"}, b'{"standing": null}'),
        (404, {"content-type": "application/json"}, b'{"detail":"Not Found"}'),
        (200, {"content-encoding": "gzip"}, b"not gzip"),
        (200, {}, b"\xff\xfe"),
    ],
)
def test_an_answer_that_is_not_ours_is_not_understood(status: int, headers: dict[str, str], body: bytes) -> None:
    with answering(status, headers, body) as url:
        client = HttpServer(url, lambda: START, SigningKey.generate())
        assert kind_of(lambda: client.status(ASK)) == "server_answer_not_understood"
        client.close()


STATUS = b'{"standing":{"epoch":1,"durable":7,"posted":7},"head":"%s","programme_version":1,"interval_seconds":15}' % (
    b"0" * 64
)


def test_an_answer_that_was_garbled_on_the_way_is_not_understood_although_it_reads_well() -> None:
    said = {"Stillpoint-Digest": answer_digest(STATUS)}
    with answering(200, said, STATUS) as url:
        client = HttpServer(url, lambda: START, SigningKey.generate())
        assert client.status(ASK).standing.durable == 7
        client.close()
    with answering(200, said, STATUS.replace(b'"durable":7', b'"durable":9')) as url:
        client = HttpServer(url, lambda: START, SigningKey.generate())
        assert kind_of(lambda: client.status(ASK)) == "server_answer_not_understood"
        client.close()


def test_every_answer_says_the_digest_of_its_body(small_served: Served, lane: Lane) -> None:
    for answer in (
        httpx.post(f"{small_served.url}/v1/status", content=b"{}"),
        httpx.post(f"{small_served.url}/v1/push", content=b"no push"),
    ):
        assert answer.headers["Stillpoint-Digest"] == answer_digest(answer.content)
    heard: list[httpx.Response] = []
    lane.server._client.event_hooks = {"response": [heard.append]}  # type: ignore[attr-defined]  # it is an HttpServer
    lane.sync()
    assert heard
    for answer in heard:
        assert answer.headers["Stillpoint-Digest"] == answer_digest(answer.content)


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        client = HttpServer(f"http://127.0.0.1:{taken.getsockname()[1]}", lambda: START)
        assert kind_of(lambda: client.status(ASK)) == "server_unreachable"
        client.close()


def test_a_server_without_tls_behind_https_is_trouble_of_its_own_kind(small_served: Served) -> None:
    client = HttpServer(small_served.url.replace("http:", "https:"), lambda: START)
    assert kind_of(lambda: client.status(ASK)) == "server_certificate_wrong"
    client.close()


@pytest.mark.parametrize(
    "url", ["", "server", "ftp://server", "http://", "http://[::1", "http://[", "http://server:99999"]
)
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    assert kind_of(lambda: HttpServer(url, lambda: START)) == "server_url_invalid"


def test_a_kept_alive_connection_that_was_dropped_is_not_noticed(lane: Lane, small_served: Served) -> None:
    lane.sync()
    # What a proxy does after a quiet minute: the socket under the client goes away.
    client = lane.server
    assert isinstance(client, HttpServer)
    pool = client._client._transport._pool  # type: ignore[attr-defined]  # httpx offers no way to cut a connection
    stream = pool.connections[0]._connection._network_stream
    stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
    assert lane.sync().frames == 1


def test_a_request_signed_by_another_key_is_refused(lane: Lane, small_served: Served, small_world: World) -> None:
    stranger = HttpServer(small_served.url, small_world.clock.now, SigningKey.generate())
    assert kind_of(lambda: stranger.status(StatusRequest(lane.terminal_id))) == "request_unsigned"
    assert kind_of(lambda: stranger.status(StatusRequest("nobody"))) == "request_unsigned"
    stranger.close()
    unsigned = small_served.client()
    assert kind_of(lambda: unsigned.pull(PullRequest(lane.terminal_id, 0))) == "request_unsigned"


def test_one_terminal_cannot_speak_for_another(lane: Lane, small_served: Served, tmp_path: Path) -> None:
    other = small_served.lane(tmp_path / "other")
    body = msgspec.json.encode(StatusRequest(other.terminal_id))
    client = lane.server
    assert isinstance(client, HttpServer)
    answer = client._send("v1/status", lane.terminal_id, body, client._keys()[0])
    assert answer.status_code == 401
    other.close()


def test_a_clock_that_is_years_off_is_no_reason_to_refuse(small_served: Served, small_world: World, lane: Lane) -> None:
    lane.clock.instant = START.replace(year=1999)
    assert lane.sync().durable == 1


def test_too_large_a_body_is_refused_before_it_is_read(small_served: Served) -> None:
    answer = httpx.post(f"{small_served.url}/v1/push", content=b"x" * 8_000_001)
    assert (answer.status_code, answer.json()["error"]["kind"]) == (413, "request_too_large")


def test_a_small_body_that_unpacks_to_a_large_one_is_refused_too(small_served: Served) -> None:
    packed = gzip.compress(b" " * 50_000_000)
    answer = httpx.post(f"{small_served.url}/v1/push", content=packed, headers={"content-encoding": "gzip"})
    assert (answer.status_code, answer.json()["error"]["kind"]) == (413, "request_too_large")


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b"[" * 5000, b'{"terminal":1,"cursor":-1}'])
def test_nonsense_is_malformed(small_served: Served, body: bytes) -> None:
    answer = httpx.post(f"{small_served.url}/v1/pull", content=body)
    assert (answer.status_code, answer.json()["error"]["kind"]) == (400, "request_malformed")


def test_a_client_of_an_unknown_version_is_told(lane: Lane) -> None:
    client = lane.server
    assert kind_of(lambda: client.status(StatusRequest(lane.terminal_id, versions=(99,)))) == "protocol_version_unknown"


def test_patience_is_asked_for_in_the_header_too(small_world: World, small_served: Served, lane: Lane) -> None:
    small_world.service.backlog.waiting_max = 0
    client = lane.server
    assert isinstance(client, HttpServer)
    request = lane.round()._signed(batch) if (batch := lane.replica.unsent((0, 0), 10, 10**6)) else None
    answer = client._send("v1/push", lane.terminal_id, msgspec.json.encode(request), client._keys()[0])
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) == answer.json()["error"]["data"]["retry_after_seconds"]


def test_an_address_is_local_unless_said_otherwise() -> None:
    assert Address().host == "127.0.0.1"
