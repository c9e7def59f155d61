"""First sync: the same members as by pages, whatever becomes of the line, the file and its keys."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import update

from sync.client.first_sync import FAR_BEHIND, is_far_behind
from sync.client.priority import NICENESS, step_back
from sync.client.process import RecordingRound
from sync.protocol.messages import PullAnswer, PullRequest, Standing
from sync.protocol.snapshots import PIECE_BYTES, REPLICA_REVISION
from sync.protocol.steps import ContentRequest, SnapshotAnswer, SnapshotRequest
from sync.server.office.erasing import TOMBSTONE_DAYS, erase_member, forget_tombstones
from sync.server.storage.tables import cells
from terminal.domain.errors import Refusal
from terminal.store.home import Home
from tests.sync.office import desk
from tests.sync.snapshots import CELL, PHONES, MakeLane, build, busy_lane, by_pages, no_pages
from tests.sync.test_pulling import small_pages
from tests.sync.test_pushing import Interposed, refused
from tests.sync.world import Lane, World


@pytest.fixture
def busy(world: World, lanes: MakeLane) -> Lane:
    return busy_lane(lanes)


@pytest.fixture
def busy_small(small_world: World, lanes_small: MakeLane) -> Lane:
    return busy_lane(lanes_small)


class Cut:
    """A server whose line breaks after a number of bytes of the snapshot."""

    def __init__(self, world: World, after: int) -> None:
        self._world, self._left = world, after
        self.fetched = 0

    def __getattr__(self, step: str) -> Callable[..., Any]:
        return getattr(self._world.service, step)  # type: ignore[no-any-return]  # one of GroupServer's steps

    def snapshot_content(self, request: ContentRequest) -> Iterator[bytes]:
        for portion in self._world.service.snapshot_content(request):
            taken = portion[: self._left]
            self.fetched += len(taken)
            self._left -= len(taken)
            yield taken
            if not self._left:
                raise Refusal("server_unreachable")


def test_a_download_goes_on_at_any_byte(small_world: World, lanes_small: MakeLane, busy_small: Lane) -> None:
    size = build(small_world).size
    lane = lanes_small("patient")
    fetched = 0
    for after in (1, 15, 16, size // 4, size // 3):
        cut = Cut(small_world, after)
        with pytest.raises(Refusal, match="server_unreachable"):
            lane.sync(cut)
        fetched += cut.fetched
        (part,) = lane.folder.glob("snapshot-*.part")
        assert part.stat().st_size == fetched
    rest = Cut(small_world, size)
    lane.sync(rest)
    assert fetched + rest.fetched == size
    assert lane.knows(PHONES[-1])


def test_an_answer_that_ends_early_is_no_damage(small_world: World, lanes_small: MakeLane, busy_small: Lane) -> None:
    build(small_world)
    lane = lanes_small("new")

    def short(request: ContentRequest) -> Iterator[bytes]:
        yield next(small_world.service.snapshot_content(request))[:100]

    interposed = Interposed(small_world, snapshot_content=short)
    assert refused(lane, interposed).kind == "server_unreachable"
    assert lane.sync(no_pages(small_world)).pulled == len(PHONES)


def test_a_download_that_a_power_cut_garbled_is_begun_again(
    small_world: World, lanes_small: MakeLane, busy_small: Lane
) -> None:
    made = build(small_world)
    lane = lanes_small("new")
    (lane.folder / f"snapshot-{made.digest}.part").write_bytes(bytes(1000))
    (lane.folder / f"snapshot-{'0' * 64}.part").write_bytes(b"of an older one")
    assert lane.sync(no_pages(small_world)).pulled == len(PHONES)
    assert not list(lane.folder.glob("snapshot-*"))


def garbled(world: World, place: int) -> Interposed:
    def content(request: ContentRequest) -> Iterator[bytes]:
        whole = bytearray(b"".join(world.service.snapshot_content(ContentRequest(request.terminal, request.digest))))
        whole[place] ^= 1
        yield bytes(whole[request.offset :])

    return Interposed(world, snapshot_content=content)


@pytest.mark.parametrize("place", [0, 3000, -1])
def test_a_wrong_byte_is_noticed_and_pages_bring_the_members(
    small_world: World, lanes_small: MakeLane, busy_small: Lane, place: int
) -> None:
    build(small_world)
    lane = lanes_small("new")
    recording = RecordingRound(lane.round(garbled(small_world, place)), lane.replica, lane.clock)
    assert recording.run_once().pulled == len(PHONES)
    assert [lane.balance(phone) for phone in PHONES] == [busy_small.balance(phone) for phone in PHONES]
    assert [parked.kind for parked in lane.replica.parked()] == ["snapshot_damaged"]
    assert Home(lane.folder).replica.name == "replica.db"
    assert not list(lane.folder.glob("snapshot-*")) + list(lane.folder.glob("replica-*"))


def test_a_longer_file_than_was_promised_is_not_read_to_its_end(
    small_world: World, lanes_small: MakeLane, busy_small: Lane
) -> None:
    build(small_world)
    lane = lanes_small("new")

    def endless(_request: ContentRequest) -> Iterator[bytes]:
        while True:
            yield bytes(PIECE_BYTES)

    lane.sync(Interposed(small_world, snapshot_content=endless))
    assert lane.knows(PHONES[0])


CHANGES: list[dict[str, Any]] = [
    {"number": 3},
    {"members": 2},
    {"size": 10},
    {"cell": "other"},
    {"unpacked": 1},
    {"digest": "0" * 64},
]


@pytest.mark.parametrize("change", CHANGES, ids=[next(iter(change)) for change in CHANGES])
def test_an_offer_that_the_server_did_not_sign_is_not_taken(
    small_world: World, lanes_small: MakeLane, change: dict[str, Any]
) -> None:
    busy, lane = lanes_small("busy"), lanes_small("new")
    busy.enrol("0912000001")
    busy.sync()
    build(small_world)

    def forged(request: SnapshotRequest) -> SnapshotAnswer:
        return msgspec.structs.replace(small_world.service.snapshot(request), **change)

    recording = RecordingRound(lane.round(Interposed(small_world, snapshot=forged)), lane.replica, lane.clock)
    recording.run_once()
    assert lane.knows("+886912000001")
    assert [parked.kind for parked in lane.replica.parked()] == ["snapshot_signature_wrong"]


def test_a_wrong_key_opens_nothing(small_world: World, lanes_small: MakeLane) -> None:
    busy, lane = lanes_small("busy"), lanes_small("new")
    busy.enrol("0912000001")
    busy.sync()
    build(small_world)

    def other_key(request: SnapshotRequest) -> SnapshotAnswer:
        return msgspec.structs.replace(small_world.service.snapshot(request), key="00" * 32)

    sync_round = lane.round(Interposed(small_world, snapshot=other_key))
    assert sync_round.run_once().pulled == 1
    assert sync_round.trouble is not None and sync_round.trouble.kind == "snapshot_damaged"


def test_a_snapshot_replaced_meanwhile_is_asked_for_once_more_later(
    small_world: World, lanes_small: MakeLane, busy_small: Lane
) -> None:
    build(small_world)
    lane = lanes_small("new")

    def gone(_request: ContentRequest) -> Iterator[bytes]:
        yield from ()
        raise Refusal("snapshot_missing")

    sync_round = lane.round(Interposed(small_world, snapshot_content=gone))
    assert sync_round.run_once().pulled == len(PHONES)
    assert sync_round.trouble is None


def page_at(newest: int, total: int) -> PullAnswer:
    return PullAnswer((), 0, False, newest, total, Standing(1, 1, 1), 1, 15)


def test_a_snapshot_is_the_shorter_way_only_from_far_behind() -> None:
    assert not is_far_behind(1, page_at(FAR_BEHIND + 1, 0))
    assert is_far_behind(1, page_at(FAR_BEHIND + 2, 100_000))
    assert not is_far_behind(1, page_at(FAR_BEHIND + 2, 200_000))


def test_whoever_was_away_for_long_takes_a_snapshot(
    small_world: World, lanes_small: MakeLane, busy_small: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = lanes_small("away")
    lane.sync(by_pages(small_world))
    monkeypatch.setattr("sync.client.first_sync.FAR_BEHIND", 10)
    for phone in PHONES:
        busy_small.sell(phone, 1000)
    busy_small.sync()
    build(small_world)
    asked: list[int] = []

    def pull(request: PullRequest) -> PullAnswer:
        asked.append(request.cursor)
        return small_world.service.pull(request)

    lane.sync(Interposed(small_world, pull=pull))
    assert Home(lane.folder).replica.name == "replica-2.db"
    assert asked[1:] == [lane.replica.cursor()]
    assert [lane.balance(phone) for phone in PHONES] == [busy_small.balance(phone) for phone in PHONES]


def test_a_snapshot_from_before_is_no_way_forward(
    small_world: World, lanes_small: MakeLane, busy_small: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.first_sync.FAR_BEHIND", 10)
    build(small_world)
    lane = lanes_small("away")
    lane.sync(by_pages(small_world))
    for phone in PHONES:
        busy_small.sell(phone, 1000)
    busy_small.sync()
    assert lane.sync().pulled == len(PHONES)
    assert Home(lane.folder).replica.name == "replica.db"


@pytest.mark.parametrize("has_snapshot", [True, False])
def test_whom_the_server_may_have_forgotten_to_tell_of_starts_anew(
    small_world: World, lanes_small: MakeLane, busy_small: Lane, has_snapshot: bool
) -> None:
    lane = lanes_small("away")
    lane.sync()
    stale = lane.replica.cursor()
    busy_small.sell(PHONES[0], 1000)
    busy_small.sync()
    if has_snapshot:
        build(small_world)

    def forgotten(request: PullRequest) -> PullAnswer:
        if 0 < request.cursor <= stale:
            raise Refusal("cursor_forgotten")
        return small_world.service.pull(request)

    assert lane.sync(Interposed(small_world, pull=forgotten)).pulled == len(PHONES)
    assert lane.balance(PHONES[0]) == busy_small.balance(PHONES[0])
    assert Home(lane.folder).replica.name == ("replica-2.db" if has_snapshot else "replica.db")


def test_a_snapshot_older_than_what_was_forgotten_is_not_given(world: World, busy: Lane) -> None:
    made = build(world)
    with world.database.write() as connection:
        connection.execute(update(cells).where(cells.c.cell == CELL).values(forgotten=made.number + 1))
    with pytest.raises(Refusal, match="snapshot_missing"):
        world.service.snapshot(SnapshotRequest(busy.terminal_id, REPLICA_REVISION))


def test_a_till_goes_on_over_the_switch(small_world: World, lanes_small: MakeLane, busy_small: Lane) -> None:
    build(small_world)
    lane = lanes_small("till")
    with lane.store.view() as unit:
        assert unit.find_member("phone", PHONES[0]) is None
        lane.sync()
        assert unit.find_member("phone", PHONES[0]) is None
    assert lane.knows(PHONES[0])
    lane.sell(PHONES[0], 1000)
    assert lane.balance(PHONES[0]) == 200
    lane.sync()
    assert lane.balance(PHONES[0]) == 200


def test_a_terminal_that_sold_before_its_first_sync_counts_nothing_twice(
    small_world: World, lanes_small: MakeLane, busy_small: Lane
) -> None:
    lane = lanes_small("early")
    lane.enrol(PHONES[0].replace("+886", "0"))
    lane.sell(PHONES[0], 1000)
    build(small_world)
    lane.sync()
    assert lane.balance(PHONES[0]) == 200
    busy_small.sync()
    assert busy_small.balance(PHONES[0]) == 200


def test_pages_from_the_start_go_on_although_somebody_was_forgotten(
    small_world: World, lanes_small: MakeLane, busy_small: Lane
) -> None:
    erase_member(desk(small_world), PHONES[-1])
    for phone in PHONES[:3]:
        busy_small.sell(phone, 100)
    busy_small.sync()
    small_world.clock.instant += timedelta(days=TOMBSTONE_DAYS + 1)
    assert forget_tombstones(small_world.database, small_world.clock.now()) == 1
    lane = lanes_small("new")
    pages = small_pages(small_world)
    calls = 0

    def cut_off(request: PullRequest) -> PullAnswer:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise Refusal("server_unreachable")
        return pages.pull(request)  # type: ignore[no-any-return]  # a server's step

    assert refused(lane, Interposed(small_world, pull=cut_off)).kind == "server_unreachable"
    assert 0 < lane.replica.member_count() < len(PHONES) - 1
    assert lane.sync(pages).pulled < len(PHONES) - 1
    assert [lane.knows(phone) for phone in PHONES] == [True] * (len(PHONES) - 1) + [False]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread has no priority of its own")
def test_only_the_thread_that_steps_back_has_less_of_the_processor() -> None:
    def priority() -> tuple[int, bool]:
        thread = threading.get_native_id()
        return os.getpriority(os.PRIO_PROCESS, thread), os.sched_getscheduler(thread) == os.SCHED_IDLE

    with ThreadPoolExecutor(1, initializer=step_back) as aside:
        assert aside.submit(priority).result() == (NICENESS, True)
    niceness, is_idle = priority()
    assert niceness < NICENESS
    assert not is_idle
