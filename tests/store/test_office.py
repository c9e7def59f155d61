"""What the store manager's pages read: the ledger by pages, members by pages, what waits for a person."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.frames import CHAIN_START, Frame, FrameKind, chain, encode_frame
from terminal.domain.identifiers import parse_phone
from terminal.domain.ledger import Entry, EntryKind, MemberState
from terminal.ports.clock import SetClock
from terminal.ports.lanes import Lane, LaneBatch
from terminal.ports.office import EntryFilter, EntryPlace, EntryState
from terminal.ports.printing import JobState
from terminal.ports.replica import MemberRow, ParkedRefusal
from terminal.ports.store import MemberProfile
from terminal.store.ledger_pages import Shape
from terminal.store.replica import StoredReplica
from terminal.store.reviews import _TAKEN_AFTER
from terminal.store.sql.ledger_pages import own_entries
from terminal.store.statements import Statement
from terminal.store.store import TerminalStore
from terminal.usecases import points_ledger as ledger_of
from terminal.usecases.adjust import Adjust, adjust
from terminal.usecases.exceptions import ExceptionKind, exceptions, mark_seen
from terminal.usecases.member_list import directory_part, member_file, member_page, members_named
from terminal.usecases.points_ledger import frame_file, points_ledger
from terminal.usecases.till import Till
from tests.store import facts
from tests.store.conftest import Terminal
from tests.store.facts import DAY, NOW

ANN = "0190a0b0-0000-7000-8000-00000000000a"
LIN = "0190a0b0-0000-7000-8000-00000000000b"
YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture
def terminal(terminal_on_disk: Terminal) -> Iterator[Terminal]:
    """Lists by pages are the encrypted files' own business."""
    document, digest = facts.programme_bundle(1)
    terminal_on_disk.replica.add_programme(document, digest, 1, b"signature")
    yield terminal_on_disk


@pytest.fixture
def till(terminal: Terminal) -> Till:
    return Till(terminal.store, SetClock(NOW))


def known(member_id: str, name: str, phone: str, points: int = 0, card: str | None = None) -> MemberRow:
    state = MemberState(member_id, (facts.lot(f"lot-{member_id}", points),) if points else (), visits=2, last_visit=DAY)
    return MemberRow(member_id, 1, state, profile=MemberProfile(member_id, name, parse_phone(phone), card=card))


def all_pages(till: Till, wanted: EntryFilter) -> list[tuple[str, int]]:
    """Who and how many points, page by page."""
    found, after = [], None
    while True:
        page = points_ledger(till, wanted, after)
        found += [(row.member_id, row.points) for row in page.rows]
        if page.is_last:
            return found
        after = page.rows[-1].place


# --- the points ledger ------------------------------------------------------------------------------------------------


def test_the_ledger_is_newest_first_and_pages_neither_repeat_nor_skip(
    terminal: Terminal, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_of, "PAGE_ROWS", 3)
    for count in range(1, 8):
        facts.sell(terminal.store, f"s{count}", facts.accrue("m1", count, f"l{count}"), facts.accrue("m2", 100, "x"))
    assert [points for _, points in all_pages(till, EntryFilter())] == [
        points for count in range(7, 0, -1) for points in (100, count)
    ]


def test_a_row_says_what_it_is_of_and_how_far_it_has_come(terminal: Terminal, till: Till) -> None:
    terminal.replica.apply_page([known(ANN, "Ann Lee", "0912345678")], 1, (0, 0))
    facts.sell(terminal.store, "s1", facts.accrue(ANN, 5, "l1"))
    facts.append(terminal.store, facts.redeem(ANN, 2))
    facts.append(terminal.store, facts.redeem(ANN, 1))
    terminal.replica.record_push((1, 3), (1, 2))
    page = points_ledger(till, EntryFilter())
    assert [(row.frame, row.sale_number, row.kind, row.points, row.state) for row in page.rows] == [
        (FrameKind.ADJUSTMENT, None, EntryKind.REDEEM, -1, EntryState.UNSENT),
        (FrameKind.ADJUSTMENT, None, EntryKind.REDEEM, -2, EntryState.SENT),
        (FrameKind.SALE, "0001", EntryKind.ACCRUE, 5, EntryState.POSTED),
    ]
    assert page.faces[ANN].name == "Ann Lee" and page.faces[ANN].phone == "+886912345678"
    assert page.is_last and page.rows[-1].at == NOW


@pytest.mark.parametrize(
    ("wanted", "points"),
    [
        (EntryFilter(), [-3, 40, -2, 30]),
        (EntryFilter(first=DAY), [-3, 40]),
        (EntryFilter(last=YESTERDAY), [-2, 30]),
        (EntryFilter(kind=EntryKind.REDEEM), [-3, -2]),
        (EntryFilter(member="m2"), [40, -2]),
        (EntryFilter(sign=1), [40, 30]),
        (EntryFilter(sign=-1, member="m1"), [-3]),
        (EntryFilter(unsent=True), [-3, 40]),
        (EntryFilter(unsent=True, sign=1, first=DAY, last=DAY, kind=EntryKind.ACCRUE, member="m2"), [40]),
    ],
)
def test_filters(terminal: Terminal, till: Till, wanted: EntryFilter, points: list[int]) -> None:
    facts.append(terminal.store, facts.accrue("m1", 30, "a"), day=YESTERDAY)
    facts.append(terminal.store, facts.redeem("m2", 2), day=YESTERDAY)
    facts.append(terminal.store, facts.accrue("m2", 40, "b"))
    facts.append(terminal.store, facts.redeem("m1", 3))
    terminal.replica.record_push((1, 3), (1, 3))
    assert [row.points for row in points_ledger(till, wanted).rows] == points


def test_a_clock_that_was_set_back_moves_no_row_out_of_its_day(terminal: Terminal, till: Till) -> None:
    facts.append(terminal.store, facts.accrue("m1", 1, "a"))
    facts.append(terminal.store, facts.accrue("m1", 2, "b"), day=YESTERDAY)
    facts.append(terminal.store, facts.accrue("m1", 3, "c"))
    assert [row.points for row in points_ledger(till, EntryFilter()).rows] == [3, 1, 2]


def lane_hears(terminal: Terminal, *entries: Entry, day: date = DAY) -> bytes:
    """Another lane's frame, heard in the store; gives its bytes."""
    frame = Frame("t2", 1, 1, FrameKind.ADJUSTMENT, "", day, "xinyi", "", {}, entries)
    payload = encode_frame(frame)
    assert isinstance(terminal.replica, StoredReplica)
    terminal.replica.lanes.take_roster([Lane("t2", 1, b"k" * 32)])
    head = chain(CHAIN_START, payload)
    terminal.replica.lanes.add(LaneBatch("t2", 1, 1, (payload,), CHAIN_START, head, b"signature"), (frame,))
    return payload


def test_what_other_lanes_did_stands_among_the_rest_of_its_day(
    terminal: Terminal, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_of, "PAGE_ROWS", 2)
    facts.append(terminal.store, facts.accrue("m1", 1, "a"), day=YESTERDAY)
    facts.append(terminal.store, facts.accrue("m1", 2, "b"))
    payload = lane_hears(terminal, facts.accrue("m1", 50, "c"), facts.redeem("m2", 60))
    assert [points for _, points in all_pages(till, EntryFilter())] == [2, -60, 50, 1]
    assert [points for _, points in all_pages(till, EntryFilter(sign=-1))] == [-60]
    assert [points for _, points in all_pages(till, EntryFilter(kind=EntryKind.ACCRUE, member="m1"))] == [2, 50, 1]
    assert all_pages(till, EntryFilter(unsent=True, last=DAY)) == [("m1", 2), ("m1", 1)]
    heard = points_ledger(till, EntryFilter(sign=-1)).rows[0]
    assert (heard.state, heard.at, heard.frame) == (EntryState.HEARD, None, None)
    assert frame_file(till, heard.place).chain_hash == chain(CHAIN_START, payload).hex()


def test_the_frame_behind_a_row_with_its_chain_hash(terminal: Terminal, till: Till) -> None:
    seq = facts.append(terminal.store, facts.accrue("m1", 1, "a"))
    found = frame_file(till, points_ledger(till, EntryFilter()).rows[0].place)
    assert (found.frame.seq, found.frame.kind, found.state) == (seq, FrameKind.ADJUSTMENT, EntryState.UNSENT)
    assert found.chain_hash == terminal.replica.head().chain_hash.hex()
    assert '"reason": "test"' in found.text and found.programme is None
    with pytest.raises(Refusal, match="frame_not_here"):
        frame_file(till, EntryPlace(DAY, False, "t9", 1, 1, 0))


def plan_of(stored: TerminalStore, statement: Statement) -> list[str]:
    with stored.view() as unit:
        driver = unit._connection.driver
        values = [0] * len(statement.compiled.parameters)
        return [str(row[3]) for row in driver.execute(f"EXPLAIN QUERY PLAN {statement.compiled.text}", values)]


def test_who_owes_is_found_among_the_latest_entries(stored: TerminalStore) -> None:
    plan = plan_of(stored, _TAKEN_AFTER)
    assert any(line.startswith("SEARCH points_entry USING PRIMARY KEY") for line in plan), plan
    assert not any(line.startswith("SCAN points_entry") for line in plan), plan


@pytest.mark.parametrize(
    ("shape", "index"),
    [
        (Shape(), "points_entry_by_day"),
        (Shape(EntryKind.ACCRUE, sign=1), "points_entry_by_day"),
        (Shape(members=True, few=True), "points_entry_of_member"),
        (Shape(unsent=True, sign=-1, few=True), "PRIMARY KEY"),
        (Shape(unsent=True), "points_entry_by_day"),
        (Shape(EntryKind.ADJUST), "points_entry_adjusted"),
    ],
)
def test_no_list_walks_the_whole_ledger_to_sort_it(stored: TerminalStore, shape: Shape, index: str) -> None:
    plan = plan_of(stored, own_entries(shape))
    scans = [line for line in plan if "points_entry" in line and "JOIN" not in line]
    assert index in scans[0], plan
    assert not any(line == "SCAN points_entry" for line in plan), plan


# --- members ----------------------------------------------------------------------------------------------------------


def test_members_come_page_by_page_newest_first_with_newcomers_among_them(
    terminal: Terminal, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.usecases.member_list.PAGE_ROWS", 2)
    people = [known(f"m{place}", f"名字{place}", f"091234567{place}", 10 * place) for place in range(5)]
    terminal.replica.apply_page([*people, facts.alias("m9", "m1")], 1, (0, 0))
    facts.enrol(terminal.store, MemberProfile("n-new", "新人", "+886987654321"))
    first = member_page(till)
    assert [(row.name, row.balance) for row in first.rows] == [("新人", 0), ("名字4", 40)]
    pages = [first]
    while pages[-1].last is not None:
        pages.append(member_page(till, pages[-1].last))
    assert [row.member_id for page in pages[1:] for row in page.rows] == ["m3", "m2", "m1", "m0"]


def test_the_directory_is_built_part_by_part_and_finds_people_of_the_list(
    terminal: Terminal, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.usecases.member_list.LEAF_ROWS", 1)
    terminal.replica.apply_page(
        [known(LIN, "林志華", "0912345678", card="A0001"), known(ANN, "Ann Lee", "0987000111")], 1, (0, 0)
    )
    first = directory_part(till)
    second = directory_part(till, first.last)
    assert [first.leaf.id_at(0), second.leaf.id_at(0)] == [LIN, ANN]
    assert [row.name for row in members_named(till, [ANN, "gone", LIN])] == ["Ann Lee", "林志華"]


def test_a_members_file_has_lots_movements_and_what_they_owe(terminal: Terminal, till: Till) -> None:
    terminal.replica.apply_page([known(LIN, "林志華", "0912345678", 30)], 1, (0, 0))
    facts.append(terminal.store, facts.accrue(LIN, 5, "l9"))
    found = member_file(till, LIN)
    assert (found.card.balance, found.deficit, found.household) == (35, 0, False)
    assert sorted(lot.points for lot in found.lots) == [5, 30]
    assert [row.entry.points for row in found.movements] == [5]
    with pytest.raises(Refusal, match="member_unknown"):
        member_file(till, "nobody")


def test_a_members_file_says_why_points_were_adjusted(terminal: Terminal, till: Till) -> None:
    terminal.replica.apply_page([known(LIN, "林志華", "0912345678", 30)], 1, (0, 0))
    facts.append(terminal.store, facts.accrue(LIN, 5, "l9"))
    adjust(till, Adjust(LIN, 7, "補登"))
    adjust(till, Adjust(LIN, -2, "多給"))
    found = member_file(till, LIN)
    said = [found.reasons.get((row.epoch, row.seq)) for row in found.movements]
    assert said == ["test", "補登", "多給"]


# --- what waits for a person ------------------------------------------------------------------------------------------


def test_nothing_waits_at_a_terminal_where_all_is_well(till: Till) -> None:
    assert exceptions(till) == ()


def test_what_waits_with_its_evidence_the_most_serious_first(terminal: Terminal, till: Till) -> None:
    terminal.replica.apply_page([known(LIN, "林志華", "0912345678", 30)], 1, (0, 0))
    adjust(till, Adjust(LIN, 7, "補登", approved_by="王店長"))
    facts.append(terminal.store, facts.redeem(LIN, 50))
    terminal.replica.park(ParkedRefusal(NOW, "push_gap", {"durable_epoch": 1, "durable_seq": 2}))
    terminal.replica.record_attempt(True, NOW + timedelta(hours=1))
    terminal.replica.record_attempt(True, NOW + timedelta(hours=1), "epoch_frozen")
    with terminal.store.unit_of_work() as unit:
        unit.add_print_job(facts.RECEIPT, None)
        unit.commit()
    queue = terminal.store.print_queue()
    assert queue.claim()
    job = queue.next_job()
    assert job is not None
    assert queue.mark(job.output_id, JobState.HELD, "printer_paper_out")
    found = exceptions(till)
    assert [(one.kind, one.refusal) for one in found] == [
        (ExceptionKind.CUT_OFF, "epoch_frozen"),
        (ExceptionKind.SET_ASIDE, "push_gap"),
        (ExceptionKind.CLOCK, None),
        (ExceptionKind.OVERDRAWN, None),
        (ExceptionKind.PRINT_HELD, None),
        (ExceptionKind.ADJUSTED, None),
    ]
    owing, adjusted = found[3], found[5]
    assert owing.data == {"points": 13} and owing.member is not None and owing.member.name == "林志華"
    assert adjusted.data == {"points": 7, "reason": "補登", "approved_by": "王店長"}


def test_what_somebody_looked_at_says_who_and_when_and_comes_last(terminal: Terminal, till: Till) -> None:
    terminal.replica.apply_page([known(LIN, "林志華", "0912345678", 30)], 1, (0, 0))
    adjust(till, Adjust(LIN, 7, "補登"))
    adjust(till, Adjust(LIN, 8, "補登"))
    newest, other = exceptions(till)
    mark_seen(till, newest.key, "王店長")
    again = mark_seen(till, newest.key, "林小姐")
    assert (again.by, again.at) == ("王店長", NOW)
    found = exceptions(till)
    assert [one.key for one in found] == [other.key, newest.key]
    assert found[1].seen == again and found[0].seen is None


def test_a_debt_that_the_server_tells_of_is_listed_while_the_member_comes_here(terminal: Terminal, till: Till) -> None:
    owing = MemberRow(LIN, 1, MemberState(LIN, deficit=9), profile=MemberProfile(LIN, "林志華", "+886912345678"))
    elsewhere = MemberRow(ANN, 1, MemberState(ANN, deficit=9), profile=MemberProfile(ANN, "Ann", "+886912345679"))
    terminal.replica.apply_page([owing, elsewhere], 1, (0, 0))
    facts.append(terminal.store, facts.accrue(LIN, 5, "l9"))
    terminal.replica.apply_page([owing], 2, (1, 2))
    (one,) = exceptions(till)
    assert one.member is not None and one.member.member_id == LIN
