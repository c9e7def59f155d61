"""When snapshots are made, and when what was made counts for nothing."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from sync.protocol.snapshots import PIECE_BYTES
from sync.server.office.erasing import erase_member
from sync.server.office.members import ImportedMember, ImportPlace, import_members
from sync.server.snapshots import keeping
from sync.server.snapshots.building import OvertakenError, build_snapshot
from sync.server.snapshots.image import Image
from sync.server.snapshots.keeping import SnapshotKeeper
from sync.server.storage.tables import snapshots
from terminal.domain.errors import Refusal
from terminal.store.home import Home
from tests.sync.office import desk
from tests.sync.snapshots import CELL, PHONES, MakeLane, build, busy_lane, no_pages
from tests.sync.world import Lane, World


@pytest.fixture
def busy(world: World, lanes: MakeLane) -> Lane:
    return busy_lane(lanes)


@pytest.fixture
def busy_small(small_world: World, lanes_small: MakeLane) -> Lane:
    return busy_lane(lanes_small)


def test_the_keeper_makes_one_where_it_is_worth_it(world: World, busy: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = SnapshotKeeper(world.database, world.keys, world.clock.now)
    assert keeper.run_once() == ()
    monkeypatch.setattr(keeping, "MEMBERS_MIN", len(PHONES))
    assert [made.members for made in keeper.run_once()] == [len(PHONES)]
    assert keeper.run_once() == ()
    world.clock.instant += keeping.PAUSE
    for phone in PHONES[:4]:
        busy.sell(phone, 100)
    busy.sync()
    assert keeper.run_once() == ()  # a fifth is not more than a fifth
    world.clock.instant += keeping.AGE_MAX + timedelta(seconds=1)
    assert len(keeper.run_once()) == 1
    for phone in PHONES[:5]:
        busy.sell(phone, 100)
    busy.sync()
    assert keeper.run_once() == ()  # not so soon after the last
    world.clock.instant += keeping.PAUSE
    assert len(keeper.run_once()) == 1
    world.clock.instant += keeping.AGE_MAX * 2
    assert keeper.run_once() == ()  # nothing has changed


def test_the_keeper_ends_while_it_makes_one(
    small_world: World, busy_small: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MEMBERS_MIN", 1)
    keeper = SnapshotKeeper(small_world.database, small_world.keys, small_world.clock.now)
    keeper._stopping.set()
    keeper.start()
    keeper.stop()
    keeper = SnapshotKeeper(small_world.database, small_world.keys, small_world.clock.now)
    monkeypatch.setattr(Image, "add", lambda *_: keeper._stopping.set())
    keeper.start()
    keeper.stop()
    with small_world.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(snapshots)).scalar_one() == 0


def interrupted(world: World, *, at: int, by: Callable[[], object]) -> None:
    """A snapshot that is being made while something else happens."""
    breaths = 0

    def breathe() -> None:
        nonlocal breaths
        breaths += 1
        if breaths == at:
            by()

    build_snapshot(world.database, world.keys, CELL, world.clock.now, breathe)


def made(world: World) -> int:
    with world.database.read() as connection:
        return connection.execute(select(func.count()).select_from(snapshots)).scalar_one()


def test_a_snapshot_whose_pieces_somebody_took_away_is_none(world: World, busy: Lane) -> None:
    with pytest.raises(OvertakenError):
        interrupted(world, at=3, by=lambda: build(world))  # its pieces are there, its row is not
    assert made(world) == 1


@pytest.mark.parametrize("at", [1, 2, 3])
def test_whoever_is_erased_while_one_is_made_is_not_in_it(small_world: World, lanes_small: MakeLane, at: int) -> None:
    busy_lane(lanes_small)
    with pytest.raises(OvertakenError):
        interrupted(small_world, at=at, by=lambda: erase_member(desk(small_world), PHONES[0]))
    assert made(small_world) == 0
    build(small_world)
    lane = lanes_small("new")
    lane.sync()
    assert Home(lane.folder).replica.name == "replica-2.db"
    assert [lane.knows(phone) for phone in PHONES[:2]] == [False, True]
    erase_member(desk(small_world), PHONES[1])
    assert made(small_world) == 0


def test_a_cell_that_nobody_knows_has_none(world: World) -> None:
    with pytest.raises(Refusal, match="cell_unknown"):
        build(world)


def test_many_members_make_several_pieces(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    incoming = [
        ImportedMember(f"+88691{place:07}", hashlib.sha512(str(place).encode()).hexdigest()) for place in range(12_000)
    ]
    place = ImportPlace("chawu", "xinyi", CELL, "0" * 64)
    import_members(small_world.database, small_world.keys, place, incoming, small_world.clock.now)
    made = build(small_world)
    assert made.size > PIECE_BYTES
    assert lane.sync(no_pages(small_world)).pulled == len(incoming)
    assert lane.knows("+886910011999")
