"""Points are conserved: whatever was given is spent, taken back, expired or still there, and every quote says which."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.domain.accounts import OVERDRAFT, Booking, Statement, last_days, statements
from terminal.domain.ledger import EntryKind
from tests.unit.domain.laws.happenings import WITHOUT_A_LINE, histories
from tests.unit.domain.laws.rich_group import DOCUMENT
from tests.unit.domain.laws.world import OFFICE, World
from tests.unit.domain.samples import DAY

FIRST = date(2020, 1, 1)
GIVEN = (EntryKind.ACCRUE, EntryKind.BONUS, EntryKind.RETURN)
COLUMNS = {
    "accrued": EntryKind.ACCRUE,
    "bonus": EntryKind.BONUS,
    "adjusted": EntryKind.ADJUST,
    "transferred": EntryKind.TRANSFER,
    "redeemed": EntryKind.REDEEM,
    "returned": EntryKind.RETURN,
    "reversed": EntryKind.REVERSE,
}


def bookings_of(world: World) -> dict[str, list[Booking]]:
    """The ledger rows of every account, those of its other names among them."""
    found: dict[str, list[Booking]] = {}
    for row in world.rows:
        account = world.account(row.member_id).member_id
        found.setdefault(account, []).append(Booking(row.frame.day, row.entry, row.moves))
    return found


def total(found: Iterable[Statement], column: str) -> int:
    return sum(getattr(statement, column) for statement in found)


@settings(max_examples=200)
@given(histories(kinds=WITHOUT_A_LINE), st.integers(-2, 60))
def test_given_is_spent_or_taken_back_or_expired_or_there(world: World, days: int) -> None:
    last = world.day + timedelta(days=days)
    after = last + timedelta(days=1)
    for account, bookings in bookings_of(world).items():
        state = world.accounts[account].state
        found = statements(bookings, FIRST, max(last, world.day), last_days(bookings, [state]))
        after = max(last, world.day) + timedelta(days=1)
        for brand in {*DOCUMENT["brands"], *found} - {OVERDRAFT}:
            said = found.get(brand, Statement())
            held = sum(lot.points for lot in state.lots if lot.brand == brand and lot.open_on(after))
            gone = sum(lot.points for lot in state.lots if lot.brand == brand and not lot.open_on(after))
            gained = said.accrued + said.bonus + said.adjusted + said.transferred + said.returned
            assert gained + said.repaid == -(said.redeemed + said.reversed) + gone + held
            assert (said.expired, said.closing, said.opening) == (-gone, held, 0)
        assert found.get(OVERDRAFT, Statement()).closing == -state.deficit
        assert total(found.values(), "closing") == state.balance(after)
        for column, kind in COLUMNS.items():
            points = sum(booking.entry.points for booking in bookings if booking.entry.kind is kind)
            assert total(found.values(), column) == points


@settings(max_examples=70)
@given(histories(kinds=WITHOUT_A_LINE), st.integers(0, 40), st.integers(0, 40))
def test_a_period_begins_where_the_one_before_it_ended(world: World, one: int, two: int) -> None:
    middle, last = (DAY + timedelta(days=days) for days in sorted((one, two)))
    for account, bookings in bookings_of(world).items():
        until = last_days(bookings, [world.accounts[account].state])
        before = statements(bookings, FIRST, middle, until)
        then = statements(bookings, middle + timedelta(days=1), last, until)
        whole = statements(bookings, FIRST, last, until)
        for brand, said in whole.items():
            first, second = before.get(brand, Statement()), then.get(brand, Statement())
            assert said.balances
            assert (first.closing, second.closing) == (second.opening, said.closing)
            for column in (*COLUMNS, "repaid", "expired"):
                assert getattr(said, column) == getattr(first, column) + getattr(second, column)


@settings(max_examples=70)
@given(histories(kinds=WITHOUT_A_LINE))
def test_the_ledger_has_what_the_quotes_and_refunds_said(world: World) -> None:
    """Of all members together: what was told at the counters is what was booked, to the point."""
    booked: Counter[EntryKind] = Counter()
    for row in world.rows:
        booked[row.entry.kind] += row.entry.points
    told: Counter[EntryKind] = Counter()
    for sale in world.sales:
        told[EntryKind.REDEEM] -= sale.quoted.redeemed
        for award in sale.quoted.awards:
            told[award.kind] += award.points
        for _, result in sale.refunds:
            told[EntryKind.RETURN] += result.returned
            told[EntryKind.REVERSE] -= result.clawed_back
            others = (entry for entry in result.entries if entry.kind is EntryKind.REVERSE)
            told[EntryKind.REVERSE] += sum(entry.points for entry in others if entry.member_id not in sale.mine)
    for kind in (EntryKind.REDEEM, EntryKind.ACCRUE, EntryKind.BONUS, EntryKind.RETURN, EntryKind.REVERSE):
        assert booked[kind] == told[kind]
    assert booked[EntryKind.TRANSFER] == 0
    assert sum(booked.values()) == sum(state.total for state in world.states().values())
    assert all(frame.terminal == OFFICE or frame.store in DOCUMENT["stores"] for frame in world.frames)
