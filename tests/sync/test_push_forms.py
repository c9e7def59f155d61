"""The forms in which pushes come and lie: JSON for ever, binary, and rows of both."""

import gzip
import zlib
from collections.abc import Sequence
from contextlib import suppress

import httpx
import msgspec
import pytest
import zstandard
from sqlalchemy import Row, func, select, update

from sync.client.http import HttpServer
from sync.protocol.binary_push import BATCH_MEDIA_TYPE, ZSTD_MAGIC, split_push
from sync.protocol.messages import PROTOCOL_VERSIONS, PushEnvelope, Standing
from sync.protocol.signing import SigningKey
from sync.server.storage.frame_blocks import unpack_frames
from sync.server.storage.tables import batches, epochs
from terminal.domain.errors import Refusal
from tests.sync.pushes import Sender
from tests.sync.test_over_http import answering
from tests.sync.world import START, Served, World

BINARY = {"Content-Type": BATCH_MEDIA_TYPE}


@pytest.fixture
def sender(world: World) -> Sender:
    return Sender.enrolled(world)


def posted(served: Served, sender: Sender, body: bytes, **headers: str) -> httpx.Response:
    signed = sender.signed(body)
    return httpx.post(f"{served.url}/v1/push", content=body, headers={**BINARY, **signed, **headers})


def rows(world: World) -> list[Row[tuple[int, int, bytes]]]:
    with world.database.read() as connection:
        statement = select(batches.c.first, batches.c.last, batches.c.frames).order_by(batches.c.first)
        return list(connection.execute(statement))


def with_block(sender: Sender, block: bytes, **changes: int) -> bytes:
    envelope, _block = split_push(sender.binary())
    return msgspec.json.encode(msgspec.structs.replace(envelope, **changes)) + b"\n" + block


def test_a_binary_push_is_stored_as_it_came(world: World, served: Served, sender: Sender) -> None:
    body = sender.binary()
    answer = posted(served, sender, body)
    assert (answer.status_code, answer.json()["durable"]) == (200, 5)
    (row,) = rows(world)
    assert row.frames == split_push(body)[1]
    assert unpack_frames(row.frames) == tuple(sender.frames)


def test_a_json_push_of_the_first_version_is_stored_like_any_other(
    world: World, served: Served, sender: Sender
) -> None:
    body = msgspec.json.encode(sender.push(versions=(1,)))
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", **sender.signed(body)}
    answer = httpx.post(f"{served.url}/v1/push", content=gzip.compress(body), headers=headers)
    assert answer.status_code == 200
    (row,) = rows(world)
    assert row.frames.startswith(ZSTD_MAGIC)
    assert unpack_frames(row.frames) == tuple(sender.frames)


def test_a_body_under_zstd_is_unpacked(world: World, served: Served, sender: Sender) -> None:
    body = msgspec.json.encode(sender.push())
    headers = {"Content-Type": "application/json", "Content-Encoding": "zstd", **sender.signed(body)}
    packed = zstandard.ZstdCompressor().compress(body)
    assert httpx.post(f"{served.url}/v1/push", content=packed, headers=headers).status_code == 200
    assert len(rows(world)) == 1


@pytest.mark.parametrize("damage", ["truncated", "extended", "empty", "sizeless", "latin"])
def test_a_damaged_block_is_malformed_and_nothing_is_kept(
    world: World, served: Served, sender: Sender, damage: str
) -> None:
    block = split_push(sender.binary())[1]
    blocks = {
        "truncated": block[:-7],
        "extended": block + block,
        "empty": b"",
        "sizeless": zstandard.ZstdCompressor(write_content_size=False).compress(b"\n".join(sender.frames)),
        "latin": zstandard.ZstdCompressor().compress(b"\n".join([b"\xe9"] * 5)),
    }
    answer = posted(served, sender, with_block(sender, blocks[damage]))
    assert (answer.status_code, answer.json()["error"]["kind"]) == (400, "request_malformed")
    assert rows(world) == []


def test_a_small_block_that_would_unpack_to_a_large_one_is_refused(served: Served, sender: Sender) -> None:
    bomb = zstandard.ZstdCompressor().compress(b"\n" * 500_000_000)
    answer = posted(served, sender, with_block(sender, bomb))
    assert (answer.status_code, answer.json()["error"]["kind"]) == (413, "request_too_large")


@pytest.mark.parametrize("count", [4, 6])
def test_a_wrong_count_is_malformed(world: World, served: Served, sender: Sender, count: int) -> None:
    answer = posted(served, sender, with_block(sender, split_push(sender.binary())[1], count=count))
    assert (answer.status_code, answer.json()["error"]["kind"]) == (400, "request_malformed")
    assert rows(world) == []


def test_a_push_without_an_envelope_is_malformed(served: Served, sender: Sender) -> None:
    for body in (b"", b"{}\n", b"no newline", b"\xff\n"):
        assert posted(served, sender, body).status_code == 400


def test_a_binary_push_that_somebody_else_signed_is_refused(served: Served, world: World, sender: Sender) -> None:
    body = sender.binary()
    stranger = Sender.enrolled(world)
    assert posted(served, stranger, body).status_code == 401
    changed = body.replace(b'"epoch":1', b'"epoch":2')
    headers = {**BINARY, **sender.signed(body)}
    assert httpx.post(f"{served.url}/v1/push", content=changed, headers=headers).status_code == 401


def test_a_repeated_push_is_answered_alike_and_stored_once(world: World, served: Served, sender: Sender) -> None:
    body = sender.binary()
    answers = [posted(served, sender, body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {answer.json()["durable"] for answer in answers} == {5}
    assert len(rows(world)) == 1


def test_of_a_push_that_overlaps_only_what_is_new_is_stored(world: World, served: Served, sender: Sender) -> None:
    posted(served, sender, sender.binary(1, 3))
    assert posted(served, sender, sender.binary(2)).json()["durable"] == 5
    first, second = rows(world)
    assert (first.first, first.last, second.first, second.last) == (1, 3, 4, 5)
    assert unpack_frames(second.frames) == tuple(sender.frames[3:])
    world.post()
    with world.database.read() as connection:
        assert connection.execute(select(epochs.c.posted)).scalar_one() == 5


def test_rows_of_old_and_new_make_one_journal(world: World, sender: Sender) -> None:
    world.service.push(sender.push(1, 3))
    with world.database.write() as connection:
        packed = zlib.compress(msgspec.json.encode([frame.decode() for frame in sender.frames[:3]]), level=1)
        connection.execute(update(batches).values(frames=packed))
    assert world.service.push(sender.push(2)).durable == 5
    assert [frame for row in rows(world) for frame in unpack_frames(row.frames)] == sender.frames
    world.post()
    assert world.service.push(sender.push()).posted == 5


def test_frames_with_a_newline_are_kept_too(world: World, sender: Sender) -> None:
    sender.frames[2] = b'{"odd":\n"frame"}'
    world.service.push(sender.push())
    assert unpack_frames(rows(world)[0].frames) == tuple(sender.frames)


def test_the_client_pushes_binary_and_names_both_versions(served: Served, world: World, sender: Sender) -> None:
    client = HttpServer(served.url, world.clock.now, sender.key)
    assert client.push(sender.push()).durable == 5
    client.close()
    assert served.get("/metrics").text.count('stillpoint_pushes_total{outcome="stored"} 1.0') == 1
    assert PushEnvelope(sender.terminal, 1, 1, "0" * 64, 1, "").versions == PROTOCOL_VERSIONS == (1, 2)


@pytest.mark.parametrize("kind", ["request_malformed", "protocol_version_unknown"])
def test_a_server_that_does_not_know_the_binary_form_gets_json(small_world: World, kind: str) -> None:
    sender = Sender.enrolled(small_world)
    refused = msgspec.json.encode({"error": {"kind": kind, "data": {}}})
    with answering(400, {"content-type": "application/json"}, refused) as url:
        client = HttpServer(url, lambda: START, sender.key)
        with pytest.raises(Refusal, match=kind):  # the older form is refused as well
            client.push(sender.push())
        client.close()


class RefusingClient(HttpServer):
    """A client to whom every push is answered by what comes next in ``answers``: "taken", or a kind of refusal."""

    def __init__(self, answers: Sequence[str]) -> None:
        super().__init__("http://server.invalid", lambda: START)
        self._answers = iter(answers)
        self.sent: list[str] = []

    def _send(
        self, path: str, terminal: str | None, body: bytes, key: SigningKey | None, media_type: str = ""
    ) -> httpx.Response:
        self.sent.append("binary" if media_type == BATCH_MEDIA_TYPE else "json")
        answer = next(self._answers)
        if answer == "taken":
            return httpx.Response(200, content=msgspec.json.encode(Standing(1, 5, 0)))
        return httpx.Response(400, json={"error": {"kind": answer, "data": {}}})


@pytest.mark.parametrize(
    ("answers", "sent"),
    [
        # A server that does not know the binary form, twice: then it is asked no more.
        ("request_malformed taken request_malformed taken taken", "binary json binary json json"),
        ("protocol_version_unknown taken protocol_version_unknown taken taken", "binary json binary json json"),
        # A line that garbles one push of several.
        ("request_malformed taken taken taken", "binary json binary binary"),
        ("request_malformed taken taken request_malformed taken taken", "binary json binary binary json binary"),
        # Where JSON is refused as well, nothing has been learned of the binary form.
        ("request_malformed request_malformed request_malformed taken taken", "binary json binary json binary"),
        # Other refusals have nothing to do with the form.
        ("server_busy server_busy taken", "binary binary binary"),
    ],
)
def test_the_client_stays_with_json_once_the_binary_form_was_refused_twice_in_a_row(
    small_world: World, answers: str, sent: str
) -> None:
    push = Sender.enrolled(small_world).push()
    client = RefusingClient(answers.split())
    while len(client.sent) < len(sent.split()):
        with suppress(Refusal):  # how often it asks is what is looked at
            client.push(push)
    assert client.sent == sent.split()
    client.close()


def test_a_version_that_nobody_speaks_is_refused_with_those_spoken_here(served: Served, sender: Sender) -> None:
    answer = posted(served, sender, sender.binary(versions=(7,)))
    error = answer.json()["error"]
    assert (error["kind"], error["data"]["ours"]) == ("protocol_version_unknown", [1, 2])


def test_nothing_is_answered_before_it_is_stored(world: World, served: Served, sender: Sender) -> None:
    posted(served, sender, sender.binary())
    with world.database.read() as connection:
        assert connection.execute(select(func.sum(epochs.c.durable))).scalar_one() == 5
