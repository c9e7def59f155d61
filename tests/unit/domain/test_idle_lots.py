"""Points that live as long as their member keeps coming."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.days import IdleClock, add_months
from terminal.domain.expiry import ExpiryClock, ExpiryRule, new_lot
from terminal.domain.ledger import Entry, EntryKind, MemberState, apply
from tests.unit.domain.samples import DAY

RULE = ExpiryRule(ExpiryClock.MONTHS_IDLE, 6)
# As long as days are told one by one (three years): what a till keeps offline for longer is dated by what is known.
DAYS = st.integers(-540, 540).map(lambda days: DAY + timedelta(days=days))
Booked = tuple[Entry, date]


def visit(day: date, points: int = 0, months: int = 6) -> Booked:
    rule = replace(RULE, count=months)
    parts = (new_lot(rule, "tea", f"lot {day}", points, day),) if points else ()
    return Entry("m", EntryKind.ACCRUE, points, parts, spend_minor=10, visits=1), day


def gift(day: date, points: int) -> Booked:
    parts = (new_lot(RULE, "tea", f"gift {day}", points, day),)
    return Entry("m", EntryKind.BONUS, points, parts), day


def fold(*history: Booked) -> MemberState:
    state = MemberState("m")
    for entry, day in history:
        state, _ = apply(state, entry, day)
    return state


@pytest.mark.parametrize(
    ("visits", "until"),
    [
        ([], date(2027, 5, 21)),
        ([date(2027, 5, 21)], date(2027, 11, 21)),
        ([date(2027, 5, 22)], date(2027, 5, 21)),
        ([date(2027, 5, 20), date(2027, 11, 20)], date(2028, 5, 20)),
        ([date(2027, 5, 20), date(2027, 11, 21)], date(2027, 11, 20)),
        ([date(2026, 11, 21)], date(2027, 5, 21)),
        ([date(2026, 11, 1)], date(2027, 5, 21)),
        # The month ends: 31 August and six months is 28 February, and the next count is from the visit again.
        ([date(2027, 2, 28), date(2027, 8, 28)], date(2028, 2, 28)),
    ],
)
def test_every_visit_in_time_moves_the_last_day_on(visits: list[date], until: date) -> None:
    assert IdleClock(6, visits).until(date(2026, 11, 21)) == until
    state = fold(gift(date(2026, 11, 21), 5), *(visit(day) for day in visits))
    assert state.lots[0].expires_on == until


def naive(earned: date, known: date | None, months: int, visits: list[date]) -> date:
    """The rule as one would say it: day by day."""
    until = max(add_months(earned, months), known or earned)
    for day in sorted(visits):
        if earned < day <= until:
            until = max(until, add_months(day, months))
    return until


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=6), st.integers(1, 36), st.lists(DAYS, max_size=30))
def test_jumping_from_visit_to_visit_is_counting_them_all(
    lots: list[tuple[date, date | None]], months: int, visits: list[date]
) -> None:
    clock = IdleClock(months, sorted(visits))
    assert [clock.until(*lot) for lot in lots] == [naive(*lot, months, visits) for lot in lots]


VISITS = st.lists(DAYS, max_size=8, unique=True)
GIFTS = st.lists(DAYS, max_size=4, unique=True)


@given(VISITS, GIFTS, st.randoms(use_true_random=False))
def test_the_last_day_does_not_depend_on_the_order_of_arrival(
    visits: list[date], gifts: list[date], random: Random
) -> None:
    history = [*(visit(day, 3) for day in visits), *(gift(day, 7) for day in gifts)]
    shuffled = list(history)
    random.shuffle(shuffled)
    assert fold(*shuffled).lots == fold(*history).lots


@given(VISITS, GIFTS, DAYS, st.randoms(use_true_random=False))
def test_a_visit_that_was_refunded_is_as_if_it_had_not_been(
    visits: list[date], gifts: list[date], undone: date, random: Random
) -> None:
    if undone in visits:
        visits.remove(undone)
    back = Entry("m", EntryKind.REVERSE, 0, spend_minor=-10, visits=-1, counts_on=undone), DAY
    kept = [*(visit(day) for day in visits), *(gift(day, 7) for day in gifts)]
    both = [*kept, visit(undone), back]
    random.shuffle(both)
    assert fold(*both).lots == fold(*kept).lots


def test_what_ran_out_is_not_brought_back_by_a_later_visit() -> None:
    state = fold(visit(DAY, 100), visit(date(2027, 5, 22), 40))
    assert [(lot.points, lot.expires_on) for lot in state.lots] == [
        (100, date(2027, 5, 21)), (40, date(2027, 11, 22)),
    ]  # fmt: skip
    assert (state.balance(date(2027, 5, 22)), state.expired(date(2027, 5, 22))) == (40, 100)


def test_a_visit_that_arrives_late_still_saves_what_it_came_in_time_for() -> None:
    late = visit(date(2027, 5, 21))
    before = fold(visit(DAY, 100), visit(date(2027, 11, 1)))
    assert before.balance(date(2027, 11, 1)) == 0
    assert fold(visit(DAY, 100), visit(date(2027, 11, 1)), late).balance(date(2027, 11, 1)) == 100


def test_points_of_a_member_who_always_comes_live_longer_than_days_are_told() -> None:
    days = [DAY + timedelta(days=100 * count) for count in range(40)]
    state = fold(visit(days[0], 100), *(visit(day) for day in days[1:]))
    assert state.lots[0].expires_on == add_months(days[-1], 6)
    assert len(state.progress.activity) < 15
    # Then they stay away for too long, and what comes afterwards does not bring the points back.
    gone = fold(visit(days[0], 100), *(visit(day) for day in days[1:]), visit(days[-1] + timedelta(days=200)))
    assert gone.lots[0].expires_on == add_months(days[-1], 6)


def test_lots_of_one_clock_run_out_together() -> None:
    state = fold(visit(date(2026, 1, 31), 100), visit(date(2026, 5, 10), 100))
    assert {lot.expires_on for lot in state.lots} == {date(2026, 11, 10)}
    next_lot = state.next_to_expire(date(2026, 5, 11))
    assert next_lot is not None
    assert next_lot.expires_on == date(2026, 11, 10)


def test_lots_with_fixed_days_stay_as_they_are() -> None:
    fixed = new_lot(ExpiryRule(ExpiryClock.DAYS, 30), "tea", "fixed", 5, DAY)
    entry = Entry("m", EntryKind.BONUS, 5, (fixed,))
    state = fold((entry, DAY), visit(DAY + timedelta(days=10), 5), visit(DAY + timedelta(days=20)))
    assert fixed in state.lots
