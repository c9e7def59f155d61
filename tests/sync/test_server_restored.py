"""A server's database put back from an older copy: terminals bring what it lacks, and take anew what it says."""

import shutil
from pathlib import Path

from sync.client.enrolment import open_next_epoch
from sync.server.restored import begin_feed_anew
from sync.server.snapshots.building import build_snapshot
from terminal.domain.ledger import MemberState
from terminal.ports.replica import MemberRow
from tests.sync.test_pushing import PHONE, MakeLane
from tests.sync.world import Lane, World


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


def test_an_epoch_that_the_copy_does_not_know_is_pushed_from_its_beginning(small_world: World, tmp_path: Path) -> None:
    world = small_world
    lane = world.lane(tmp_path / "first")
    lane.enrol("0912345678")
    lane.sync()
    world.database.close()
    shutil.copy(tmp_path / "server.db", tmp_path / "older.db")
    world.restart()
    lane.sell(PHONE, 1000)
    lane.close()
    open_next_epoch(lane.folder, lane.secrets, world.clock)
    lane = Lane.opened(lane.folder, lane.secrets, lane.clock, lane.server, world.post)
    lane.sync()

    world.database.close()
    for name in ("server.db-wal", "server.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "older.db", tmp_path / "server.db")
    world.restart()
    begin_feed_anew(world.database)
    lane.sell(PHONE, 500)
    report = lane.sync()

    assert report.durable == report.posted == report.frames == 2
    assert lane.balance(PHONE) == 150
    lane.close()
