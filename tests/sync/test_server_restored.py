"""A server's database put back from an older copy: terminals bring what it lacks, and take anew what it says."""

import shutil
from pathlib import Path

import pytest

from sync.client.enrolment import open_next_epoch, rejoin_terminal
from sync.server.office.case_queue import list_cases, show_case
from sync.server.office.overview import revoke
from sync.server.posting.restored import begin_feed_anew
from sync.server.snapshots.building import build_snapshot
from terminal.domain.errors import Refusal
from terminal.domain.ledger import MemberState
from terminal.ports.replica import MemberRow
from tests.sync.test_pushing import PHONE, MakeLane
from tests.sync.world import Lane, World


def keep_copy(world: World, folder: Path) -> None:
    world.database.close()
    shutil.copy(folder / "server.db", folder / "older.db")
    world.restart()


def put_back(world: World, folder: Path) -> None:
    world.database.close()
    for name in ("server.db-wal", "server.db-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(folder / "older.db", folder / "server.db")
    world.restart()
    begin_feed_anew(world.database)


def believes_otherwise(lane: Lane, points_of: str) -> None:
    """The replica as it is after pages that the copy does not know of: all numbers fit, the states do not."""
    progress = lane.replica.progress()
    with lane.store.view() as unit:
        record = unit.member(points_of)
    assert record is not None
    state = MemberState(points_of, deficit=7, applied=record.state.applied)
    row = MemberRow(points_of, number=progress.cursor, state=state, profile=None)
    lane.replica.apply_page((row,), progress.cursor, progress.posted)


def test_every_terminal_takes_its_members_anew(world: World, lanes: MakeLane) -> None:
    lane, other = lanes("first"), lanes("second")
    member = lane.enrol("0912345678", "Ann")
    lane.sell(PHONE, 1000)
    lane.sync()
    other.sync()
    build_snapshot(world.database, world.keys, "main", world.clock.now)
    believes_otherwise(other, member)
    assert other.sync().pulled == 0

    assert begin_feed_anew(world.database) == 1
    assert other.sync().pulled == 1
    assert other.balance(PHONE) == lane.balance(PHONE) == 100
    assert other.sync().pulled == 0
    lane.sell(PHONE, 500)
    lane.sync()
    assert other.sync().pulled == 1
    assert other.balance(PHONE) == 150


@pytest.mark.parametrize("is_pushed", [True, False])
def test_an_epoch_that_the_copy_does_not_know_is_pushed_after_all_of_the_one_before(
    small_world: World, tmp_path: Path, is_pushed: bool
) -> None:
    world = small_world
    lane = world.lane(tmp_path / "first")
    lane.enrol("0912345678")
    lane.sync()
    keep_copy(world, tmp_path)
    lane.sell(PHONE, 1000)
    lane.sync()
    lane.close()
    open_next_epoch(lane.folder, lane.secrets, world.clock)
    lane = Lane.opened(lane.folder, lane.secrets, lane.clock, lane.server, world.post)
    if is_pushed:
        lane.sync()

    put_back(world, tmp_path)
    lane.sell(PHONE, 500)
    report = lane.sync()

    assert report.durable == report.posted == report.frames == 2
    assert lane.balance(PHONE) == 150
    lane.close()


def test_a_terminal_that_is_let_in_again_brings_what_the_copy_lacks_of_before(
    small_world: World, tmp_path: Path
) -> None:
    world = small_world
    lane = world.lane(tmp_path / "first")
    lane.enrol("0912345678")
    lane.sync()
    keep_copy(world, tmp_path)
    sold = lane.sell(PHONE, 1000)
    lane.sync()
    put_back(world, tmp_path)
    revoke(world.database, lane.terminal_id, world.clock.now)
    code = world.service.enrolment.new_code_again(lane.terminal_id).code
    lane.close()
    rejoin_terminal(lane.server, lane.folder, lane.secrets, code, world.clock)
    lane = Lane.opened(lane.folder, lane.secrets, lane.clock, lane.server, world.post)
    lane.sync()

    with world.database.read() as connection:
        kept = [show_case(connection, world.keys, case.case) for case in list_cases(connection)]
    assert sold.sale_id in str(kept)
    lane.close()


@pytest.mark.parametrize(
    ("sells_on", "kind"), [(False, "journal_behind_server"), (True, "epoch_frozen")], ids=["at rest", "selling on"]
)
def test_what_only_a_second_machine_has_after_all_that_reaches_the_office(
    small_world: World, tmp_path: Path, sells_on: bool, kind: str
) -> None:
    world = small_world
    lane = world.lane(tmp_path / "first")
    lane.enrol("0912345678")
    lane.sync()
    keep_copy(world, tmp_path)
    shutil.copytree(lane.folder, tmp_path / "disk of before")
    sold = lane.sell(PHONE, 1000)
    lane.sync()
    put_back(world, tmp_path)
    open_next_epoch(tmp_path / "disk of before", lane.secrets, world.clock)
    restored = Lane.opened(tmp_path / "disk of before", lane.secrets, lane.clock, lane.server, world.post)
    restored.sync()
    if sells_on:
        lane.sell(PHONE, 300)

    for _ in range(2):  # it says so each time, and hands over what it has once
        with pytest.raises(Refusal) as refused:
            lane.sync()
        assert refused.value.kind == kind
    with world.database.read() as connection:
        kept = [show_case(connection, world.keys, case.case) for case in list_cases(connection)]
    assert sold.sale_id in str(kept)
    lane.close()
    restored.close()
