"""Pushing: whatever is lost, repeated or forked on the way, every frame counts exactly once."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select, update

from sync.client.enrolment import open_next_epoch
from sync.protocol.messages import PullRequest, PushRequest, Standing
from sync.server.office.members import ImportedMember, ImportPlace, import_members
from sync.server.office.overview import overview, revoke
from sync.server.storage.frame_blocks import pack_frames, unpack_frames
from sync.server.storage.tables import batches, epochs, ledger, quarantine
from terminal.domain.errors import Refusal
from terminal.domain.frames import chain
from tests.sync.world import Direct, Lane, World, bundle

PHONE = "+886912345678"
MakeLane = Callable[[str], Lane]


class Interposed:
    """A server whose steps a test can interfere with."""

    def __init__(self, world: World, **steps: Callable[[Any], Any]) -> None:
        self._direct = Direct(world)
        self._steps = steps

    def __getattr__(self, step: str) -> Callable[[Any], Any]:
        return self._steps.get(step) or getattr(self._direct, step)


def refused(lane: Lane, server: Interposed | None = None) -> Refusal:
    with pytest.raises(Refusal) as caught:
        lane.sync(server)
    return caught.value


def ledger_rows(world: World) -> int:
    with world.database.read() as connection:
        return connection.execute(select(func.count()).select_from(ledger)).scalar_one()


def capture(world: World, lane: Lane) -> PushRequest:
    """The push that the lane would make, which the server never sees."""
    caught: list[PushRequest] = []

    def catch(request: PushRequest) -> Standing:
        caught.append(request)
        raise Refusal("server_unreachable")

    refused(lane, Interposed(world, push=catch))
    return caught[0]


def test_a_push_whose_answer_was_lost_is_repeated_and_posted_once(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sell(PHONE, 1000)

    def lose_answer(request: PushRequest) -> Standing:
        world.service.push(request)
        raise Refusal("server_unreachable")

    assert refused(lane, Interposed(world, push=lose_answer)).kind == "server_unreachable"
    world.post()
    lane.sync()

    assert ledger_rows(world) == 1
    assert lane.balance(PHONE) == 100


def test_a_push_that_begins_too_late_is_told_where_to_begin(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    request = capture(world, lane)
    late = replace_frames(lane, request, first=2)
    with pytest.raises(Refusal) as gap:
        world.service.push(late)
    assert (gap.value.kind, gap.value.data["durable"]) == ("push_gap", 0)


def replace_frames(lane: Lane, request: PushRequest, first: int) -> PushRequest:
    batch = lane.replica.unsent((request.epoch, first - 1), 500, 10**6)
    assert batch is not None
    return lane.round()._signed(batch)


def test_a_server_restored_from_an_older_copy_gets_the_frames_again(small_world: World, tmp_path: Path) -> None:
    world = small_world
    lane = world.lane(tmp_path / "first")
    lane.enrol("0912345678")
    lane.sync()
    world.database.close()
    shutil.copy(tmp_path / "server.db", tmp_path / "older.db")
    world.restart()
    lane.sell(PHONE, 1000)
    lane.sync()

    world.database.close()
    for name in ("server.db-wal", "server.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "older.db", tmp_path / "server.db")
    world.restart()
    lane.sync()
    lane.sell(PHONE, 500)
    report = lane.sync()

    assert report.durable == report.posted == report.frames
    assert lane.balance(PHONE) == 150
    assert overview(world.database).points == 150
    lane.close()


def test_frames_stored_before_a_crash_are_posted_after_it(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sell(PHONE, 1000)
    lane.pause = lambda _seconds: None
    assert lane.sync().posted == 0

    world.restart()
    world.post()
    world.post()
    assert lane.sync().posted == 3
    assert (ledger_rows(world), lane.balance(PHONE)) == (1, 100)


def test_a_crash_in_the_middle_of_posting_leaves_nothing_half_done(
    world: World, lanes: MakeLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sell(PHONE, 1000)
    lane.pause = lambda _seconds: None
    lane.sync()

    class PowerCut(Exception):
        pass

    def fail(*_arguments: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr("sync.server.posting.posting.announce", fail)
        with pytest.raises(PowerCut):
            world.post()
    assert ledger_rows(world) == 0

    world.post()
    lane.sync()
    assert (ledger_rows(world), lane.balance(PHONE)) == (1, 100)


def test_a_cloned_terminal_freezes_the_epoch_and_both_branches_are_kept(
    world: World, lanes: MakeLane, tmp_path: Path
) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sync()
    lane.close()
    shutil.copytree(lane.folder, tmp_path / "clone")
    original = reopened(world, lane, lane.folder)
    clone = reopened(world, lane, tmp_path / "clone")
    original.sell(PHONE, 1000)
    clone.sell(PHONE, 3000)
    original.sync()

    assert refused(clone).kind == "epoch_frozen"
    assert refused(clone).kind == "epoch_frozen"
    original.sell(PHONE, 100)
    assert refused(original).kind == "epoch_frozen"

    seen = overview(world.database)
    assert (seen.points, seen.quarantined, seen.terminals[0].frozen) == (100, 2, True)
    original.close()
    clone.close()


def test_a_clone_that_goes_on_from_a_branch_of_its_own_is_noticed_too(
    world: World, lanes: MakeLane, tmp_path: Path
) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sync()
    lane.close()
    shutil.copytree(lane.folder, tmp_path / "clone")
    original = reopened(world, lane, lane.folder)
    clone = reopened(world, lane, tmp_path / "clone")
    original.sell(PHONE, 1000)
    original.sync()
    clone.sell(PHONE, 3000)
    clone.sell(PHONE, 3000)
    clone.replica.record_push((1, 3), (1, 3))

    assert refused(clone).kind == "epoch_frozen"
    assert overview(world.database).points == 100
    original.close()
    clone.close()


def reopened(world: World, lane: Lane, folder: Path) -> Lane:
    return Lane.opened(folder, lane.secrets, lane.clock, lane.server, world.post)


def test_a_journal_restored_from_a_copy_goes_on_in_a_new_epoch(world: World, lanes: MakeLane, tmp_path: Path) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sync()
    lane.close()
    shutil.copytree(lane.folder, tmp_path / "restored")
    lane = reopened(world, lane, lane.folder)
    lane.sell(PHONE, 1000)
    lane.sync()
    lane.close()

    restored = reopened(world, lane, tmp_path / "restored")
    behind = refused(restored)
    assert (behind.kind, behind.data["here"], behind.data["there"]) == ("journal_behind_server", 2, 3)

    assert open_next_epoch(restored.folder, restored.secrets, world.clock).epoch == 2
    restored.sell(PHONE, 500)
    restored.sync()
    assert restored.balance(PHONE) == 150
    assert overview(world.database).points == 150

    lane = reopened(world, lane, lane.folder)
    lane.sell(PHONE, 700)
    assert refused(lane).kind == "epoch_frozen"
    restored.sell(PHONE, 100)
    restored.sync()
    assert restored.balance(PHONE) == 160
    lane.close()
    restored.close()


def test_a_later_epoch_is_posted_after_all_of_the_earlier_one(
    world: World, lanes: MakeLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.server.posting.portions.FRAMES_PER_PORTION", 1)
    lane = lanes("first")
    lane.pause = lambda _seconds: None
    lane.enrol("0912345678")
    for _ in range(3):
        lane.sell(PHONE, 1000)
        lane.sync()
    open_next_epoch(lane.folder, lane.secrets, world.clock)
    lane.sell(PHONE, 1000)
    lane.sync()
    while world.service.posting.waiting():
        for claim in world.service.posting.waiting():
            world.service.posting.post_portion(*claim)
            lane.sync()
            assert lane.balance(PHONE) == 400
    assert overview(world.database).points == 400


def test_what_a_revoked_terminal_pushes_goes_to_quarantine(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    revoke(world.database, lane.terminal_id, world.clock.now)

    assert refused(lane).kind == "terminal_revoked"
    assert refused(lane).kind == "terminal_revoked"
    with pytest.raises(Refusal, match="terminal_revoked"):
        world.service.pull(PullRequest(lane.terminal_id, 0))
    seen = overview(world.database)
    assert (seen.quarantined, seen.members) == (1, 0)
    with world.database.read() as connection:
        kept = connection.execute(select(quarantine)).one()
    assert b"sale" not in kept.request


def test_a_batch_that_was_tampered_with_is_not_taken(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    request = capture(world, lane)
    frames = tuple(frame.replace("member", "nember") for frame in request.frames)
    changed = msgspec.structs.replace(request, frames=frames)
    with pytest.raises(Refusal, match="push_signature_wrong"):
        world.service.push(changed)


def test_a_frame_that_cannot_be_read_becomes_a_case_and_the_rest_goes_on(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    request = capture(world, lane)
    batch = lane.replica.unsent((0, 0), 500, 10**6)
    assert batch is not None
    broken = (batch.frames[0], b'{"v":1,"seq":"two"}')
    head = batch.previous_hash
    for frame in broken:
        head = chain(head, frame)
    world.service.push(lane.round()._signed(replace(batch, frames=broken, chain_hash=head)))
    world.post()

    seen = overview(world.database)
    assert seen.exceptions == {"frame_unreadable": 1}
    assert seen.terminals[0].posted == len(request.frames) == 2


def test_a_member_nobody_enrolled_is_made_and_shown_to_a_person(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sell(PHONE, 1000)
    lane.pause = lambda _seconds: None
    lane.sync()
    with world.database.write() as connection:
        # As if the enrolment had been in frames that never reached this server.
        connection.execute(update(epochs).values(posted=0))
        row = connection.execute(select(batches)).one()
        frames = [frame.decode() for frame in unpack_frames(row.frames)]
        frames[1] = '{"lost":true}'
        connection.execute(update(batches).values(frames=pack_frames(tuple(frames))))
    world.post()
    seen = overview(world.database)
    assert seen.exceptions == {"frame_unreadable": 1, "member_unknown": 1}
    assert (seen.members, seen.points) == (1, 100)


def test_too_large_a_backlog_asks_for_patience_with_a_figure(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    world.service.backlog.add(600_000)
    busy = refused(lane)
    assert busy.kind == "server_busy"
    assert isinstance(busy.data["retry_after_seconds"], int)
    world.service.backlog.posted(600_000)
    lane.sync()


def test_imported_members_keep_their_points_and_importing_twice_changes_nothing(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    place = ImportPlace("chawu", "xinyi", "main", "")
    people = [ImportedMember(PHONE, "Ann", points=500), ImportedMember("+886912345679", "Bo", points=-20)]
    first = import_members(world.database, world.keys, place, people, world.clock.now)
    second = import_members(world.database, world.keys, place, people, world.clock.now)
    assert ((first.imported, first.known), (second.imported, second.known)) == ((2, 0), (0, 2))

    lane.sync()
    assert (lane.balance(PHONE), lane.balance("+886912345679")) == (500, -20)
    lane.sell(PHONE, 10, redeem=100)
    lane.sync()
    assert lane.balance(PHONE) == 400
    assert overview(world.database).points == 380


def test_the_programme_bundle_is_the_one_that_was_published(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    with lane.store.view() as unit:
        assert unit.programme().version == 1
    assert bundle() != bundle(2)
