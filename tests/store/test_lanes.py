"""What is kept of other lanes: rows, heads, what is forgotten when, and what a member comes to with it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.frames import CHAIN_START, Frame, FrameKind, chain, decode_frame, encode_frame
from terminal.domain.ledger import Entry
from terminal.ports.lanes import Lane, LaneBatch
from terminal.ports.replica import BEFORE_ALL
from terminal.ports.store import MemberProfile
from terminal.store.lanes import StoredLanes
from terminal.store.replica import StoredReplica
from tests.store import facts
from tests.store.conftest import Terminal
from tests.store.facts import DAY, PHONE

KEY = bytes(32)


class Author:
    """A lane that makes frames."""

    def __init__(self, terminal: str = "t2") -> None:
        self.terminal = terminal
        self.frames: list[bytes] = []
        self.hashes = [CHAIN_START]

    def make(self, *entries: Entry, day: date = DAY, kind: FrameKind = FrameKind.ADJUSTMENT, member: str = "") -> None:
        seq = len(self.frames) + 1
        body = {"member": member} if member else {}
        frame = Frame(self.terminal, 1, seq, kind, "", day, "xinyi", "", body, entries)
        self.frames.append(encode_frame(frame))
        self.hashes.append(chain(self.hashes[-1], self.frames[-1]))

    def batch(self, first: int, last: int) -> LaneBatch:
        frames = tuple(self.frames[first - 1 : last])
        return LaneBatch(
            self.terminal, 1, first, frames, self.hashes[first - 1], self.hashes[last], b"signed", b"", b""
        )


@pytest.fixture
def lanes(terminal_on_disk: Terminal) -> StoredLanes:
    replica = terminal_on_disk.replica
    assert isinstance(replica, StoredReplica)
    replica.lanes.take_roster([Lane("t2", 1, KEY), Lane("t3", 1, KEY)])
    return replica.lanes


@pytest.fixture
def author() -> Author:
    made = Author()
    for points in (10, 20, 30, 40):
        made.make(facts.accrue("m1", points, f"lot{points}"))
    return made


def add(lanes: StoredLanes, batch: LaneBatch, *members: MemberProfile) -> int:
    return lanes.add(batch, [decode_frame(frame) for frame in batch.frames], members)


def balance(terminal: Terminal, member: str = "m1") -> int:
    with terminal.store.view() as unit:
        record = unit.member(member)
    assert record is not None
    return record.state.balance(DAY)


def heard(lanes: StoredLanes) -> dict[str, int]:
    return {lane.terminal_id: lane.heard for lane in lanes.lanes()}


def known(terminal: Terminal, points: int = 100, **applied: tuple[int, int]) -> None:
    terminal.replica.apply_page([facts.server_member("m1", points, applied=applied)], 1, BEFORE_ALL)


def test_entries_of_other_lanes_lie_over_the_servers_state(
    terminal_on_disk: Terminal, lanes: StoredLanes, author: Author
) -> None:
    known(terminal_on_disk)
    assert balance(terminal_on_disk) == 100
    assert add(lanes, author.batch(1, 2)) == 2
    assert balance(terminal_on_disk) == 130
    facts.append(terminal_on_disk.store, facts.redeem("m1", 125))
    assert balance(terminal_on_disk) == 5
    assert add(lanes, author.batch(3, 4)) == 2
    assert balance(terminal_on_disk) == 75
    known(terminal_on_disk, 160, t2=(1, 3))
    assert balance(terminal_on_disk) == 160 + 40 - 125


def test_batches_that_overlap_are_kept_once_however_they_are_cut(lanes: StoredLanes, author: Author) -> None:
    assert [add(lanes, author.batch(*cut)) for cut in ((1, 2), (1, 2), (2, 3), (1, 1), (1, 4), (3, 3))] == [
        2, 0, 1, 0, 1, 0,
    ]  # fmt: skip
    kept = lanes.batches_after(("t2", 1), 0, 1_000_000)
    assert [(batch.first_seq, batch.last_seq) for batch in kept] == [(1, 2), (3, 3), (4, 4)]
    assert b"".join(frame for batch in kept for frame in batch.frames) == b"".join(author.frames)
    assert [batch.previous_hash for batch in kept] == [author.hashes[0], author.hashes[2], author.hashes[3]]
    assert [(batch.first_seq, batch.last_seq) for batch in lanes.batches_after(("t2", 1), 1, 1)] == [(1, 2)]
    assert lanes.batches_after(("t2", 1), 4, 1_000_000) == ()
    assert heard(lanes) == {"t2": 4, "t3": 0}


def test_a_gap_and_an_unknown_lane_are_refused(lanes: StoredLanes, author: Author) -> None:
    with pytest.raises(Refusal) as refused:
        add(lanes, author.batch(2, 4))
    assert (refused.value.kind, refused.value.data["durable"]) == ("lane_gap", 0)
    stranger = Author("t9")
    stranger.make()
    with pytest.raises(Refusal, match="lane_unknown"):
        add(lanes, stranger.batch(1, 1))


@pytest.mark.parametrize(("first", "last"), [(1, 1), (1, 3), (2, 3), (3, 3), (3, 4), (4, 4)])
def test_another_past_is_a_fork_wherever_it_begins(lanes: StoredLanes, author: Author, first: int, last: int) -> None:
    add(lanes, author.batch(1, 2))
    add(lanes, author.batch(3, 3))
    clone = Author()
    for points in (11, 20, 30, 40):
        clone.make(facts.accrue("m1", points, f"lot{points}"))
    with pytest.raises(Refusal, match="lane_forked"):
        add(lanes, clone.batch(first, last))
    assert heard(lanes)["t2"] == 3


def test_what_the_server_posted_is_where_a_lane_begins(
    terminal_on_disk: Terminal, lanes: StoredLanes, author: Author
) -> None:
    known(terminal_on_disk, 130, t2=(1, 2))
    lanes.take_roster([Lane("t2", 1, KEY, durable=2, posted=2)])
    assert heard(lanes) == {"t2": 2}
    assert add(lanes, author.batch(2, 3)) == 1
    assert balance(terminal_on_disk) == 160
    lanes.take_roster([Lane("t2", 1, KEY, durable=1, posted=1)])  # a server restored from a copy
    assert heard(lanes) == {"t2": 3}
    assert [batch.first_seq for batch in lanes.waiting(1_000_000)] == [3]


def test_what_waits_is_told_one_lane_after_the_other(lanes: StoredLanes, author: Author) -> None:
    other = Author("t3")
    other.make()
    for cut in ((1, 1), (2, 3), (4, 4)):
        add(lanes, author.batch(*cut))
    add(lanes, other.batch(1, 1))
    assert [batch.first_seq for batch in lanes.waiting(1_000_000)] == [1, 2, 4]
    lanes.mark_uploaded(("t2", 1), 2)
    assert [batch.first_seq for batch in lanes.waiting(1_000_000)] == [2, 4]
    assert [batch.name for batch in lanes.waiting(1_000_000, {("t2", 1)})] == [("t3", 1)]
    assert lanes.waiting(1_000_000, {("t2", 1), ("t3", 1)}) == ()
    lanes.take_roster([Lane("t2", 1, KEY, durable=4), Lane("t3", 1, KEY)])
    assert [batch.name for batch in lanes.waiting(1_000_000)] == [("t3", 1)]


def test_a_lane_no_longer_listed_counts_until_the_server_has_what_it_did(
    terminal_on_disk: Terminal, lanes: StoredLanes, author: Author
) -> None:
    known(terminal_on_disk)
    add(lanes, author.batch(1, 2))
    lanes.take_roster([Lane("t3", 1, KEY)])
    assert heard(lanes) == {"t3": 0}
    assert balance(terminal_on_disk) == 130
    assert [batch.last_seq for batch in lanes.waiting(1_000_000)] == [2]
    lanes.mark_uploaded(("t2", 1), 2)
    lanes.take_roster([Lane("t3", 1, KEY)])
    assert balance(terminal_on_disk) == 100
    assert lanes.batches_after(("t2", 1), 0, 1_000_000) == ()


def test_redemptions_of_the_day_are_remembered_after_they_were_posted(
    terminal_on_disk: Terminal, lanes: StoredLanes
) -> None:
    known(terminal_on_disk)
    author = Author()
    author.make(facts.redeem("m1", 30))
    author.make(facts.accrue("m1", 5, "more"))
    author.make(facts.redeem("m1", 7), day=DAY + timedelta(1))
    facts.append(terminal_on_disk.store, facts.redeem("m1", 1))
    add(lanes, author.batch(1, 2))

    def redeemed(day: date) -> int:
        with terminal_on_disk.store.view() as unit:
            return unit.redeemed_here("m1", day)

    assert redeemed(DAY) == 31
    lanes.take_roster([Lane("t2", 1, KEY, durable=2, posted=2)])
    assert redeemed(DAY) == 31
    add(lanes, author.batch(3, 3))
    lanes.take_roster([Lane("t2", 1, KEY, durable=2, posted=2)])
    assert (redeemed(DAY), redeemed(DAY + timedelta(1))) == (1, 7)


def test_members_of_another_lane_are_found_until_the_server_sends_them(
    terminal_on_disk: Terminal, lanes: StoredLanes
) -> None:
    author = Author()
    profile = replace(facts.PROFILE, member_id="m-lane", name="Lane", card="C0009", tags=("staff",))
    author.make(facts.accrue("m-lane", 10, "joining"), kind=FrameKind.MEMBER_ENROLLED, member="m-lane")
    strangers = replace(profile, member_id="m-other", phone="+886900000000", card=None)
    add(lanes, author.batch(1, 1), profile, strangers)
    with terminal_on_disk.store.view() as unit:
        assert unit.find_member("phone", PHONE) == unit.find_member("card", "C0009") == "m-lane"
        assert unit.find_member("phone", "+886900000000") is None
        record = unit.member("m-lane")
    assert record is not None
    assert (record.name, record.person.tags, record.state.balance(DAY)) == ("Lane", ("staff",), 10)
    assert record.confirmed is None

    terminal_on_disk.replica.apply_page([facts.server_member("m0", 100)], 1, BEFORE_ALL)
    assert balance(terminal_on_disk, "m-lane") == balance(terminal_on_disk, "m0") == 110
    with terminal_on_disk.store.view() as unit:
        assert unit.find_member("phone", PHONE) == "m0"
        merged = unit.member("m-lane")
    assert merged is not None and merged.name == "Server Name"
    page = [facts.alias("m-lane", "m0"), facts.server_member("m0", 110, applied={"t2": (1, 1)}, number=3)]
    terminal_on_disk.replica.apply_page(page, 3, BEFORE_ALL)
    lanes.take_roster([Lane("t2", 1, KEY, durable=1, posted=1)])
    assert balance(terminal_on_disk, "m-lane") == 110


def test_one_phone_enrolled_here_and_there_is_the_earlier_member(
    terminal_on_disk: Terminal, lanes: StoredLanes
) -> None:
    facts.enrol(terminal_on_disk.store, facts.PROFILE)
    author = Author()
    for member in ("m-earlier", "m-zlast"):
        author.make(facts.accrue(member, 10, f"lot-{member}"), kind=FrameKind.MEMBER_ENROLLED, member=member)
    profiles = [replace(facts.PROFILE, member_id=member, card=None) for member in ("m-earlier", "m-zlast")]
    add(lanes, author.batch(1, 2), *profiles)
    with terminal_on_disk.store.view() as unit:
        records = [unit.member(member) for member in ("m-earlier", "m-local", "m-zlast")]
    assert {record.member_id for record in records if record} == {"m-earlier"}
    assert {record.state.balance(DAY) for record in records if record} == {20}


def test_a_households_pool_hears_of_its_members_at_other_lanes(
    terminal_on_disk: Terminal, lanes: StoredLanes, author: Author
) -> None:
    pool = replace(facts.server_member("pool", 500, phone=""), profile=None)
    member = replace(facts.server_member("m1", 0), household="pool")
    terminal_on_disk.replica.apply_page([pool, member], 1, BEFORE_ALL)
    add(lanes, author.batch(1, 2))
    with terminal_on_disk.store.view() as unit:
        record = unit.member("m1")
    assert record is not None and record.pool is not None
    assert (record.pool.balance(DAY), record.state.balance(DAY), record.state.visits) == (530, 0, 5)


def test_every_lane_puts_the_same_entries_in_the_same_order(terminal_on_disk: Terminal, lanes: StoredLanes) -> None:
    known(terminal_on_disk)
    before, after = Author("t0"), Author("t2")
    before.make(facts.redeem("m1", 150))
    after.make(facts.accrue("m1", 70, "late"))
    lanes.take_roster([Lane("t0", 1, KEY), Lane("t2", 1, KEY)])
    facts.append(terminal_on_disk.store, facts.accrue("m1", 60, "own"))
    add(lanes, after.batch(1, 1))
    add(lanes, before.batch(1, 1))
    with terminal_on_disk.store.view() as unit:
        record = unit.member("m1")
    assert record is not None
    # 150 of 100, then what this terminal (t1) earned repays, then t2: the order of the terminals, not of hearing
    assert [(lot.lot_id, lot.points) for lot in record.state.lots] == [("late", 70), ("own", 10)]
    assert dict(record.state.applied) == {"t0": (1, 1), "t1": (1, 2), "t2": (1, 1)}
