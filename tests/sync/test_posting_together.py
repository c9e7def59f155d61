"""Frames of several terminals in one transaction, and several who post at once: the same as one after the other."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from sync.protocol.frame_shape import read_movements
from sync.protocol.messages import IdentifierHash
from sync.protocol.states import decode_state
from sync.server.accounts.account import Account
from sync.server.accounts.books import Books, PostedEntry
from sync.server.posting.portions import POSTED, Overtaken, Share, move_on, read_portions
from sync.server.posting.posting import Posting
from sync.server.processes.worker import workers_of
from sync.server.storage.tables import cells, epochs, exceptions, feed, ledger, members
from terminal.domain.frames import Frame, FrameKind
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState
from tests.benchmarks.crowd import Crowd, Size, fill
from tests.sync.office import conserved
from tests.sync.world import Lane, World

MakeLane = Callable[[str], Lane]
DAY = date(2026, 11, 21)
AT = "2026-11-21T06:00:00+00:00"
SIZE = Size(terminals=6, frames=60, members=30, cells=2, per_batch=10)
NAMES = ("ann", "ben", "cho")


def spoken(terminal: str, seq: int, said: tuple[str, str, int]) -> Frame:
    """What one of a few things to say is as a frame."""
    what, name, number = said
    entries: tuple[Entry, ...] = ()
    if what == "enrol":
        phone = {"kind": "phone", "hash": f"{number % 3}" * 64}
        enrolling = {"member": name, "identifiers": [phone]}
        return Frame(terminal, 1, seq, FrameKind.MEMBER_ENROLLED, AT, DAY, "xinyi", "", enrolling)
    if what == "earn":
        lot = LotPart(f"{terminal}-{seq}", "chawu", number, None, DAY)
        entries = (Entry(name, EntryKind.ACCRUE, number, (lot,), number, 1, number),)
    else:
        entries = (Entry(name, EntryKind.REDEEM, -number),)
    return Frame(terminal, 1, seq, FrameKind.SALE, AT, DAY, "xinyi", "", {"sale": f"{terminal}-{seq}"}, entries)


SAYINGS = st.lists(
    st.tuples(st.sampled_from(("enrol", "earn", "redeem")), st.sampled_from(NAMES), st.integers(1, 90)), max_size=6
)


def begun() -> list[Account]:
    first = MemberState("ann", (LotPart("old", "chawu", 50, None, DAY),))
    pooled = Account(MemberState("ben"), household="pool", identifiers=(IdentifierHash("phone", "2" * 64),))
    return [Account(first, cells=("main",), told=("main",)), pooled, Account(MemberState("pool"))]


@given(st.lists(SAYINGS, min_size=2, max_size=4))
def test_terminals_posted_together_come_to_the_same_as_one_by_one(told: list[list[tuple[str, str, int]]]) -> None:
    frames = [
        [spoken(f"t{place}", seq, said) for seq, said in enumerate(saying, 1)] for place, saying in enumerate(told)
    ]
    together = Books("main", begun())
    for frame in (frame for saying in frames for frame in saying):
        together.post(frame)

    accounts = {account.member_id: account for account in begun()}
    rows: list[PostedEntry] = []
    cases: list[Any] = []
    for saying in frames:
        alone = Books("main", accounts.values())
        for frame in saying:
            alone.post(frame)
        accounts |= {account.member_id: account for account in alone.changed()}
        rows += alone.entries
        cases += alone.exceptions
    assert {account.member_id: account for account in together.changed()}.items() <= accounts.items()
    assert (together.entries, together.exceptions) == (rows, cases)


@pytest.mark.postgres
def test_processes_share_posting_by_cell_and_the_audit_by_terminal(postgres_url: str) -> None:
    crowd = fill(postgres_url, SIZE)
    service, shares = crowd.service(), [Share(index, 5) for index in range(5)]
    everything = service.posting.waiting()
    dealt = [service.posting.waiting(share) for share in shares]
    assert sorted(claim for claims in dealt for claim in claims) == everything
    for claims in dealt:
        groups = service.posting.together(claims)  # a group is of one cell, and has all of its terminals
        assert [len(group) for group in groups] == [SIZE.terminals // SIZE.cells] * len(groups)
    service.posting.post_all()
    audited = [service.auditing.waiting(share) for share in shares]
    assert sorted(claim for claims in audited for claim in claims) == everything
    assert max(map(len, audited)) < len(everything)
    crowd.database.close()


def test_lanes_of_one_cell_are_posted_in_one_transaction(world: World, lanes: MakeLane) -> None:
    made = [lanes(name) for name in ("one", "two", "three")]
    for lane in made:
        lane.pause = lambda _seconds: None
        lane.enrol("0912000001")
        lane.sell("+886912000001", 1000)
        lane.sync()
    posting = world.service.posting
    (group,) = posting.together(posting.waiting())
    assert sorted(group) == sorted((lane.terminal_id, 1) for lane in made)
    assert posting.post_together(group) == 9
    assert posting.waiting() == []
    assert conserved(world)
    for lane in made:
        lane.sync()
    assert {lane.balance("+886912000001") for lane in made} == {300}


def test_a_claim_that_another_has_done_is_not_done_again(world: World, lanes: MakeLane) -> None:
    lane = lanes("one")
    lane.pause = lambda _seconds: None
    lane.sell(None, 1000)
    lane.sync()
    with world.database.read() as connection:
        portions = read_portions(connection, POSTED, [(lane.terminal_id, 1)])
    world.post()
    with pytest.raises(Overtaken), world.database.write() as connection:
        move_on(connection, POSTED, portions)
    assert world.service.posting.post_portion(lane.terminal_id, 1) == 0


@pytest.fixture
def crowd(postgres_url: str) -> Crowd:
    return fill(postgres_url, SIZE)


def totals(crowd: Crowd) -> dict[str, int]:
    with crowd.database.read() as connection:
        rows = connection.execute(select(members.c.member, members.c.state)).all()
    return {row.member: decode_state(row.member, row.state).total for row in rows}


def post_at_once(crowd: Crowd, workers: int) -> None:
    """Everybody posts what waits until nothing does, terminals together and alone, none knowing of the others."""
    trouble: list[BaseException] = []

    def post(place: int) -> None:
        posting = Posting(crowd.database, crowd.keys, crowd.clock.now)
        try:
            while claims := posting.waiting():
                groups = posting.together(claims) if place % 2 else [[claim] for claim in reversed(claims)]
                for group in groups:
                    posting.post_together(group)
        except BaseException as error:  # told to the test's own thread below
            trouble.append(error)
            raise

    threads = [threading.Thread(target=post, args=(place,)) for place in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not trouble


def check(crowd: Crowd, before: dict[str, int]) -> None:
    """Every entry of every frame once, and every member what they had and their rows moved."""
    with crowd.database.read() as connection:
        moved = dict(
            connection.execute(select(ledger.c.member, func.sum(ledger.c.points)).group_by(ledger.c.member)).all()
        )
        per_frame = connection.execute(
            select(func.count()).select_from(select(ledger.c.terminal, ledger.c.seq).distinct().subquery())
        ).scalar_one()
        assert per_frame == SIZE.all_frames
        assert connection.execute(select(func.sum(epochs.c.posted))).scalar_one() == SIZE.all_frames
        numbers = connection.execute(select(feed.c.cell, func.max(feed.c.number), func.count()).group_by(feed.c.cell))
        counters = {row.cell: row for row in connection.execute(select(cells))}
        for cell, newest, carried in numbers:
            assert (counters[cell].number, counters[cell].members) == (newest, carried)
    assert totals(crowd) == {member: before.get(member, 0) + moved.get(member, 0) for member in totals(crowd)}


@pytest.mark.postgres
def test_many_who_post_for_the_same_members_neither_lose_nor_double(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.server.posting.portions.FRAMES_PER_PORTION", 20)
    before = totals(crowd)
    post_at_once(crowd, 4)
    check(crowd, before)
    crowd.database.close()


@pytest.mark.postgres
def test_members_whom_two_make_at_once_get_what_both_say(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.posting.portions.FRAMES_PER_PORTION", 20)
    with crowd.database.write() as connection:
        for table in (members, feed, cells):
            connection.execute(delete(table))
    post_at_once(crowd, 4)
    check(crowd, {})
    with crowd.database.read() as connection:
        unknown = select(exceptions.c.member).where(exceptions.c.code == "member_unknown")
        assert len(set(connection.execute(unknown).scalars())) == len(totals(crowd))
    crowd.database.close()


def test_a_terminal_whose_frames_cannot_be_posted_holds_up_no_other(
    world: World, lanes: MakeLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [lanes(name) for name in ("one", "two", "three")]
    for lane in made:
        lane.pause = lambda _seconds: None
        lane.sell(None, 1000)
        lane.sync()
    spoilt = made[1].terminal_id
    both_are_posted = threading.Event()
    posted: list[int] = []

    def stumble(frame_bytes: bytes, terminal: str, epoch: int, seq: int) -> Frame:
        if terminal == spoilt:
            raise RuntimeError
        return read_movements(frame_bytes, terminal, epoch, seq)

    def count(frames: int) -> None:
        posted.append(frames)
        if sum(posted) == 4:
            both_are_posted.set()

    monkeypatch.setattr("sync.server.posting.posting.read_movements", stumble)
    monkeypatch.setattr(world.service.backlog, "posted", count)
    workers = workers_of(world.service)
    workers.start()
    try:
        assert both_are_posted.wait(30)
    finally:
        workers.stop()
    assert world.service.posting.waiting() == [(spoilt, 1)]
