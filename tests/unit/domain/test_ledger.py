"""The ledger: points are conserved, whatever happens in whatever order."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState, apply, plan_spend, spending_order
from tests.unit.domain.samples import DAY, lot, member

DAYS = st.integers(-40, 40).map(lambda days: DAY + timedelta(days=days))
LOTS = st.builds(
    LotPart, st.sampled_from("abcdef"), st.just("tea"), st.integers(1, 500), st.none() | DAYS, st.just(DAY), st.just(0)
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    taken = draw(st.just(0) | st.integers(1, 900))
    if taken == 0:
        parts = tuple(draw(st.lists(LOTS, max_size=3)))
        points = sum(part.points for part in parts)
        return Entry("m", EntryKind.ACCRUE, points, parts, draw(st.integers(0, 999)), 1)
    parts = tuple(draw(st.lists(LOTS, max_size=3)))
    return Entry("m", EntryKind.REDEEM, -taken, parts, draw(st.integers(-999, 0)), -1)


def fold(history: list[tuple[Entry, date]]) -> MemberState:
    state = MemberState("m")
    for entry, day in history:
        state, _ = apply(state, entry, day)
    return state


@given(st.lists(st.tuples(entries(), DAYS), max_size=12))
def test_the_total_is_the_sum_of_the_entries(history: list[tuple[Entry, date]]) -> None:
    state = fold(history)
    assert state.total == sum(entry.points for entry, _ in history)
    assert state.spend_minor == sum(entry.spend_minor for entry, _ in history)
    assert state.visits == sum(entry.visits for entry, _ in history)
    assert all(lot.points > 0 for lot in state.lots)
    assert state.deficit >= 0
    assert list(state.lots) == sorted(state.lots, key=spending_order)


@given(st.lists(st.tuples(entries(), DAYS), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_change_the_total(history: list[tuple[Entry, date]], random: Random) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    one, other = fold(history), fold(shuffled)
    assert (one.total, one.spend_minor, one.visits) == (other.total, other.spend_minor, other.visits)


@given(st.lists(st.tuples(entries(), DAYS), max_size=8), entries(), DAYS)
def test_what_moved_is_what_the_lots_changed_by(history: list[tuple[Entry, date]], entry: Entry, day: date) -> None:
    before = fold(history)
    after, moves = apply(before, entry, day)
    changed = sum(lot.points for lot in after.lots) - sum(lot.points for lot in before.lots)
    assert sum(move.points for move in moves) == changed
    assert entry.points == changed - (after.deficit - before.deficit)


@given(st.lists(st.tuples(entries(), DAYS), max_size=8), DAYS)
def test_balance_and_what_expired_are_the_total(history: list[tuple[Entry, date]], day: date) -> None:
    state = fold(history)
    assert state.balance(day) + state.expired(day) == state.total


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (0, []),
        (30, [("soon", 30)]),
        (150, [("soon", 100), ("old", 50)]),
        (999, [("soon", 100), ("old", 80), ("new", 60)]),
    ],
)
def test_the_lot_that_runs_out_first_is_spent_first_then_the_oldest(
    points: int, expected: list[tuple[str, int]]
) -> None:
    lots = (
        lot("new", 60, earned=DAY),
        lot("old", 80, earned=DAY - timedelta(days=9)),
        lot("soon", 100, expires=DAY),
        lot("gone", 500, expires=DAY - timedelta(days=1)),
    )
    assert [(part.lot_id, part.points) for part in plan_spend(lots, points, DAY)] == expected


@pytest.mark.parametrize(
    ("points", "parts"),
    [(10, ()), (10, (9,)), (10, (11,)), (0, (1,)), (10, (20, -10)), (-10, (0,)), (-10, (-10,))],
)
def test_an_entry_cannot_make_points_out_of_nothing(points: int, parts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="of an entry"):
        Entry("m", EntryKind.ADJUST, points, tuple(lot(str(place), part) for place, part in enumerate(parts)))


def test_an_overdraft_is_repaid_by_the_next_points() -> None:
    state = member(lot("a", 50))
    state, moves = apply(state, Entry("m", EntryKind.REDEEM, -80, (lot("a", 80),)), DAY)
    assert (state.lots, state.deficit, state.balance(DAY)) == ((), 30, -30)
    assert [move.points for move in moves] == [-50]
    state, moves = apply(state, Entry("m", EntryKind.ACCRUE, 100, (lot("b", 100),)), DAY)
    assert (state.lots, state.deficit, state.balance(DAY)) == ((lot("b", 70),), 0, 70)
    assert [move.points for move in moves] == [70]


def test_points_that_come_back_expired_repay_nothing() -> None:
    gone = lot("gone", 20, expires=DAY - timedelta(days=1))
    overdrawn = replace(member(), deficit=30)
    after, moves = apply(overdrawn, Entry("m", EntryKind.RETURN, 20, (gone,)), DAY)
    assert (after.lots, after.deficit, after.total) == ((gone,), 30, overdrawn.total + 20)
    assert moves == (gone,)
    in_time, _ = apply(overdrawn, Entry("m", EntryKind.RETURN, 20, (gone,)), DAY - timedelta(days=1))
    assert (in_time.lots, in_time.deficit, in_time.total) == ((), 10, after.total)


def test_a_lot_keeps_its_own_dates_whatever_comes_back_to_it() -> None:
    held = lot("a", 50, expires=DAY)
    state, moves = apply(member(held), Entry("m", EntryKind.RETURN, 20, (lot("a", 20),)), DAY)
    assert state.lots == (held._replace(points=70),)
    assert moves == (held._replace(points=20),)
    expired, _ = apply(
        replace(member(held), deficit=9), Entry("m", EntryKind.RETURN, 20, (lot("a", 20),)), DAY + timedelta(days=1)
    )
    assert (expired.lots, expired.deficit) == ((held._replace(points=70),), 9)


def test_a_named_lot_is_taken_first_and_the_rest_from_the_others() -> None:
    state = member(lot("first", 100, expires=DAY), lot("named", 40))
    after, _ = apply(state, Entry("m", EntryKind.REVERSE, -60, (lot("named", 60),)), DAY)
    assert after.lots == (lot("first", 80, expires=DAY),)


def test_the_next_lot_to_expire_is_one_that_can_still_be_spent() -> None:
    gone, soon = lot("gone", 5, expires=DAY - timedelta(days=1)), lot("soon", 5, expires=DAY)
    assert member(gone, soon, lot("ever", 9)).next_to_expire(DAY) == soon
    assert member(gone, lot("ever", 9)).next_to_expire(DAY) is None


def test_the_last_visit_is_the_latest_whatever_came_last() -> None:
    visit = Entry("m", EntryKind.ACCRUE, 0, visits=1)
    state = fold([(visit, DAY), (visit, DAY - timedelta(days=3))])
    assert state.last_visit == DAY
    assert apply(state, replace(visit, visits=-1), DAY + timedelta(days=1))[0].last_visit == DAY
