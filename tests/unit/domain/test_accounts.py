"""Statements: every point of every brand is somewhere, in every period, whatever happened in whatever order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.accounts import _COLUMNS, OVERDRAFT, Statement, book, last_days, statements
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState
from tests.unit.domain.samples import DAY, lot

DAYS = st.integers(-40, 40).map(lambda days: DAY + timedelta(days=days))
BRANDS = {"a": "tea", "b": "tea", "c": "noodles", "d": "noodles", "e": "plain"}
EXPIRIES = {"a": None, "b": DAY, "c": DAY + timedelta(days=5), "d": DAY - timedelta(days=5), "e": DAY}
PARTS = st.builds(
    lambda name, points: LotPart(name, BRANDS[name], points, EXPIRIES[name], DAY - timedelta(days=40), 0),
    st.sampled_from("abcd"), st.integers(1, 300),
)  # fmt: skip
IDLE = st.builds(
    lambda points: LotPart("e", "plain", points, DAY - timedelta(days=10), DAY - timedelta(days=40), 1),
    st.integers(1, 300),
)
GIVING = st.sampled_from([EntryKind.ACCRUE, EntryKind.BONUS, EntryKind.ADJUST, EntryKind.RETURN, EntryKind.TRANSFER])
TAKING = st.sampled_from([EntryKind.REDEEM, EntryKind.REVERSE, EntryKind.ADJUST, EntryKind.TRANSFER])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    parts = tuple(draw(st.lists(PARTS | IDLE, max_size=3)))
    if draw(st.booleans()):
        return Entry("m", draw(GIVING), sum(part.points for part in parts), parts, 5, 1)
    return Entry("m", draw(TAKING), -draw(st.integers(1, 500)), parts, -5, -1)


HISTORIES = st.lists(st.tuples(entries(), DAYS), max_size=14)


def stated(history: list[tuple[Entry, date]], first: date, last: date) -> dict[str, Statement]:
    state, bookings = book(MemberState("m"), history)
    return statements(bookings, first, last, last_days(bookings, [state]))


@given(HISTORIES, DAYS, DAYS, DAYS)
def test_every_account_balances_and_one_period_goes_on_where_the_other_ended(
    history: list[tuple[Entry, date]], one: date, two: date, three: date
) -> None:
    first, middle, last = sorted((one, two, three))
    before = stated(history, first, middle)
    after = stated(history, middle + timedelta(days=1), last + timedelta(days=1))
    whole = stated(history, first, last + timedelta(days=1))
    for account, statement in whole.items():
        earlier, later = before.get(account, Statement()), after[account]
        assert statement.balances and earlier.balances and later.balances
        assert (statement.opening, statement.closing) == (earlier.opening, later.closing)
        assert earlier.closing == later.opening
        assert statement.expired == earlier.expired + later.expired
        assert statement.redeemed == earlier.redeemed + later.redeemed


@given(HISTORIES)
def test_what_was_earned_is_spent_or_expired_or_clawed_back_or_still_there(history: list[tuple[Entry, date]]) -> None:
    state, bookings = book(MemberState("m"), history)
    last = DAY + timedelta(days=50)
    found = statements(bookings, date(2000, 1, 1), last, last_days(bookings, [state]))
    on_the_day_after = last + timedelta(days=1)
    assert sum(statement.closing for statement in found.values()) == state.balance(on_the_day_after)
    assert -sum(statement.expired for statement in found.values()) == state.expired(on_the_day_after)
    assert found.get(OVERDRAFT, Statement()).closing == -state.deficit
    for brand in set(BRANDS.values()):
        held = sum(lot.points for lot in state.lots if lot.brand == brand and lot.open_on(on_the_day_after))
        assert found.get(brand, Statement()).closing == held
    for kind, column in _COLUMNS.items():
        points = sum(entry.points for entry, _ in history if entry.kind is kind)
        assert sum(getattr(statement, column) for statement in found.values()) == points
    assert sum(statement.opening for statement in found.values()) == 0


def test_every_kind_of_entry_has_a_column() -> None:
    assert set(_COLUMNS) == set(EntryKind)


def test_a_month_in_figures() -> None:
    tea, old = lot("t", 100), lot("o", 40, brand="noodles", expires=date(2026, 11, 15), earned=date(2026, 1, 1))
    history = [
        (Entry("m", EntryKind.ACCRUE, 40, (old,)), date(2026, 1, 1)),
        (Entry("m", EntryKind.ACCRUE, 100, (tea,)), date(2026, 11, 2)),
        (Entry("m", EntryKind.REDEEM, -30, (lot("o", 30, brand="noodles"),)), date(2026, 11, 3)),
        (Entry("m", EntryKind.REDEEM, -120, (tea,)), date(2026, 11, 20)),
        (Entry("m", EntryKind.BONUS, 50, (lot("b", 50),)), date(2026, 11, 25)),
        # Two of the old points come back after their last day: they expire as they return.
        (Entry("m", EntryKind.RETURN, 2, (lot("o", 2, brand="noodles"),)), date(2026, 11, 26)),
    ]
    assert stated(history, date(2026, 11, 1), date(2026, 11, 30)) == {
        OVERDRAFT: Statement(redeemed=-20, repaid=20),
        "noodles": Statement(opening=40, redeemed=-30, returned=2, expired=-12),
        "tea": Statement(accrued=100, bonus=50, redeemed=-100, repaid=-20, closing=30),
    }


@pytest.mark.parametrize(("last", "expired", "closing"), [(DAY - timedelta(days=1), 0, 9), (DAY, -9, 0)])
def test_points_expire_in_the_period_of_their_last_day(last: date, expired: int, closing: int) -> None:
    history = [(Entry("m", EntryKind.ACCRUE, 9, (lot("a", 9, expires=DAY),)), DAY - timedelta(days=9))]
    made = stated(history, DAY - timedelta(days=30), last)["tea"]
    assert (made.expired, made.closing) == (expired, closing)
