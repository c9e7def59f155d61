"""Snapshots: what is in them, who gets them, and over which way."""

import hashlib
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, update

from sync.client.http import HttpServer
from sync.protocol.signing import DIGEST_HEADER, answer_digest
from sync.protocol.snapshots import REPLICA_REVISION
from sync.protocol.steps import ContentRequest, SnapshotRequest
from sync.server.office.overview import revoke
from sync.server.snapshots.ranges import Span, span_of
from sync.server.storage.tables import snapshot_pieces, snapshots, terminals
from terminal.domain.errors import Refusal
from terminal.store.home import Home
from tests.sync.snapshots import PHONES, MakeLane, build, busy_lane, by_pages, no_pages, rows_of
from tests.sync.world import Lane, Served, World


@pytest.fixture
def busy(world: World, lanes: MakeLane) -> Lane:
    return busy_lane(lanes)


@pytest.fixture
def busy_small(small_world: World, lanes_small: MakeLane) -> Lane:
    return busy_lane(lanes_small)


def test_a_snapshot_gives_what_pages_give(world: World, lanes: MakeLane, busy: Lane) -> None:
    merged = busy.enrol("0912999999", "兩次")
    lanes("other").enrol("0912999999", "兩次")
    busy.sell(merged, 500)
    busy.sync()
    made = build(world)
    first, second = lanes("by snapshot"), lanes("by pages")
    assert first.sync(no_pages(world)).pulled == made.members
    assert second.sync(by_pages(world)).pulled == made.members
    assert Home(first.folder).replica.name == "replica-2.db"
    assert rows_of(first) == rows_of(second)
    assert first.replica.cursor() == second.replica.cursor() == made.number
    for phone in PHONES:
        assert first.state(phone) == second.state(phone)
    assert not list(first.folder.glob("snapshot-*"))


def test_what_happened_since_the_snapshot_comes_with_pages(world: World, lanes: MakeLane, busy: Lane) -> None:
    build(world)
    busy.sell(PHONES[0], 5000)
    busy.enrol("0912888888")
    busy.sync()
    lane = lanes("new")
    assert lane.sync(no_pages(world)).pulled == len(PHONES) + 2
    assert lane.balance(PHONES[0]) == busy.balance(PHONES[0]) == 600
    assert lane.knows("+886912888888")
    busy.sell(PHONES[1], 1000)
    busy.sync()
    assert lane.sync().pulled == 1
    assert lane.balance(PHONES[1]) == busy.balance(PHONES[1])


def test_two_snapshots_are_kept_and_the_newest_is_given(world: World, lanes: MakeLane, busy: Lane) -> None:
    made = []
    for _ in range(3):
        world.clock.instant += timedelta(hours=1)
        busy.sell(PHONES[0], 100)
        busy.sync()
        made.append(build(world))
    with world.database.read() as connection:
        kept = connection.execute(select(snapshots.c.digest)).scalars().all()
        pieces = connection.execute(select(snapshot_pieces.c.digest)).scalars().all()
    assert set(kept) == set(pieces) == {snapshot.digest for snapshot in made[1:]}
    answer = world.service.snapshot(SnapshotRequest(busy.terminal_id, REPLICA_REVISION))
    assert (answer.digest, answer.number) == (made[2].digest, made[2].number)


def test_nothing_of_a_snapshot_is_in_the_clear_on_the_server(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    lane.enrol("0912000001", "王小明")
    lane.sync()
    made = build(small_world)
    with small_world.database.read() as connection:
        sealed = b"".join(connection.execute(select(snapshot_pieces.c.content)).scalars())
        (key,) = connection.execute(select(snapshots.c.sealed_key)).scalars()
    answer = small_world.service.snapshot(SnapshotRequest(lane.terminal_id, REPLICA_REVISION))
    assert hashlib.sha256(sealed).hexdigest() == made.digest
    assert bytes.fromhex(answer.key) not in key
    folder = Path(str(small_world.database._engine.url.database)).parent
    for file in folder.glob("server.db*"):
        assert not [
            text for text in ("王小明", "912000001", "CREATE TABLE server_member") if text.encode() in file.read_bytes()
        ]


def test_only_a_terminal_of_the_cell_gets_its_snapshot(
    world: World, lanes: MakeLane, busy: Lane, tmp_path: Path
) -> None:
    made = build(world)
    elsewhere = world.lane(tmp_path / "elsewhere", "daan")
    terminal = elsewhere.terminal_id
    elsewhere.close()
    with world.database.write() as connection:
        connection.execute(update(terminals).where(terminals.c.terminal == terminal).values(cell="other"))
    for ask in (
        lambda: world.service.snapshot(SnapshotRequest(terminal, REPLICA_REVISION)),
        lambda: world.service.snapshot_content(ContentRequest(terminal, made.digest)),
    ):
        with pytest.raises(Refusal, match="snapshot_missing"):
            ask()


def test_a_terminal_that_was_shut_out_gets_none(world: World, busy: Lane) -> None:
    made = build(world)
    revoke(world.database, busy.terminal_id, world.clock.now)
    for ask in (
        lambda: world.service.snapshot(SnapshotRequest(busy.terminal_id, REPLICA_REVISION)),
        lambda: world.service.snapshot_content(ContentRequest(busy.terminal_id, made.digest)),
    ):
        with pytest.raises(Refusal, match="terminal_revoked"):
            ask()


def test_a_terminal_of_another_schema_gets_none(small_world: World, busy_small: Lane) -> None:
    build(small_world)
    with pytest.raises(Refusal, match="snapshot_missing"):
        small_world.service.snapshot(SnapshotRequest(busy_small.terminal_id, "replica_9999"))


def test_over_http_with_ranges(served: Served, world: World, tmp_path: Path) -> None:
    first, second = served.lane(tmp_path / "first"), served.lane(tmp_path / "second")
    for phone in PHONES:
        first.enrol(phone.replace("+886", "0"))
    first.sync()
    world.post()
    made = build(world)
    whole = b"".join(first.server.snapshot_content(ContentRequest(first.terminal_id, made.digest)))
    assert hashlib.sha256(whole).hexdigest() == made.digest
    (second.folder / f"snapshot-{made.digest}.part").write_bytes(whole[:777])
    assert second.sync().pulled == len(PHONES)
    assert Home(second.folder).replica.name == "replica-2.db"
    assert b"".join(first.server.snapshot_content(ContentRequest(first.terminal_id, made.digest, 1000))) == whole[1000:]

    def get(headers: dict[str, str]) -> httpx.Response:
        assert isinstance(first.server, HttpServer)
        request = httpx.Request("GET", f"{served.url}/v1/snapshot/{made.digest}", headers=headers)
        key = first.server._signers(first.terminal_id)[0]
        assert key is not None
        first.server._sign(request, first.terminal_id, b"", key)
        with httpx.Client() as client:
            return client.send(request)

    plain = get({})
    assert (plain.status_code, plain.content, plain.headers["accept-ranges"]) == (200, whole, "bytes")
    etag = plain.headers["etag"]
    part = get({"Range": "bytes=10-19", "If-Range": etag})
    assert (part.status_code, part.content) == (206, whole[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{made.size}"
    assert get({"Range": "bytes=10-19", "If-Range": '"other"'}).status_code == 200
    beyond = get({"Range": f"bytes={made.size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{made.size}")
    assert beyond.headers[DIGEST_HEADER] == answer_digest(beyond.content)
    error = beyond.json()["error"]
    assert (error["kind"], error["data"]) == ("snapshot_range_beyond", {"size": made.size})
    wanted = ContentRequest(first.terminal_id, made.digest, made.size)
    with pytest.raises(Refusal, match="snapshot_range_beyond"):
        next(first.server.snapshot_content(wanted))
    assert served.get(f"/v1/snapshot/{made.digest}").status_code == 401
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        (None, Span(0, 100)),
        ("bytes=0-", Span(0, 100)),
        ("bytes=0-0", Span(0, 1)),
        ("bytes=90-200", Span(90, 100)),
        ("bytes=-10", Span(90, 100)),
        ("bytes=-200", Span(0, 100)),
        ("bytes=-0", None),
        ("bytes=100-", None),
        ("bytes=5-3", Span(0, 100)),
        ("bytes=-", Span(0, 100)),
        ("bytes=1-2,4-5", Span(0, 100)),
        ("lines=1-2", Span(0, 100)),
    ],
)
def test_ranges_are_read_as_the_standard_says(asked: str | None, span: Span | None) -> None:
    assert span_of(asked, 100) == span
