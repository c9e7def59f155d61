"""Points that are set aside: nobody else takes them, their holder never overdraws, and nothing is lost or made."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from sync.protocol.states import decode_state, encode_state
from terminal.domain.accounts import Booking, last_days, statements
from terminal.domain.documents import (
    entry_document,
    entry_from_document,
    reservation_document,
    reservation_from_document,
)
from terminal.domain.ledger import (
    Entry,
    EntryKind,
    LotPart,
    MemberState,
    Reservation,
    ReservationStep,
    Reserving,
    apply,
)
from terminal.domain.merging import add_states, joining_entries, own_share, pool_share
from tests.unit.domain.escrow_world import EscrowWorld, Happening
from tests.unit.domain.samples import DAY, lot

UNTIL = DAY + timedelta(days=7)
HAPPENINGS = (
    "earn", "redeem", "redeem", "claw_back", "give_back", "push", "sync", "sync", "grant", "recall", "pass_days",
    "merge",
)  # fmt: skip
LIVES = st.lists(st.tuples(st.sampled_from(HAPPENINGS), st.integers(0, 2), st.integers(0, 100)), max_size=60)


@given(LIVES)
def test_whatever_happens_reservations_never_overdraw_and_everything_adds_up(happenings: list[Happening]) -> None:
    assert EscrowWorld().live(happenings).violations == []


@given(LIVES, st.integers(0, 1000))
def test_in_which_order_terminals_are_heard_does_not_matter_for_the_total(
    happenings: list[Happening], seed: int
) -> None:
    lived = EscrowWorld().live(happenings)
    own = {id(entry) for till in lived.tills for entry, _ in till.frames}
    queues = [[*till.frames] for till in lived.tills]
    queues.append([(entry, day) for entry, day in lived.booked if id(entry) not in own])
    chance, state = random.Random(seed), MemberState("m")
    while waiting := [queue for queue in queues if queue]:
        entry, day = chance.choice(waiting).pop(0)
        state, _ = apply(state, replace(entry, member_id="m"), day)
        assert all(lot.points > 0 for held in state.reserved for lot in held.lots)
    assert state.total == lived.server.total


def test_to_end_a_reservation_by_time_alone_would_overdraw() -> None:
    def overdraws(happenings: list[Happening]) -> bool:
        return any("out of a reservation" in told for told in EscrowWorld(by_time=True).live(happenings).violations)

    steps = st.sampled_from(("earn", "redeem", "sync", "sync", "pass_days"))
    lives = st.lists(st.tuples(steps, st.integers(0, 1), st.sampled_from((4, 90))), min_size=30, max_size=60)
    found = find(lives, overdraws, random=random.Random(1), settings=settings(max_examples=5000, database=None))
    assert EscrowWorld().live(found).violations == []


def grant(*parts: LotPart, terminal: str = "t", name: str = "r", until: date = UNTIL) -> Entry:
    return Entry("m", EntryKind.TRANSFER, 0, parts, reservation=Reserving(name, ReservationStep.GRANT, terminal, until))


def about(step: ReservationStep, points: int = 0, terminal: str = "t", name: str = "r") -> Entry:
    kind = EntryKind.REDEEM if step is ReservationStep.SPEND else EntryKind.TRANSFER
    return Entry("m", kind, points, reservation=Reserving(name, step, terminal))


def after(*entries: Entry, state: MemberState | None = None, day: date = DAY) -> MemberState:
    state = state or MemberState("m")
    for entry in entries:
        state, _ = apply(state, entry, day)
    return state


EARNED = Entry("m", EntryKind.ACCRUE, 100, (lot("a", 100),))


def test_what_is_set_aside_is_in_the_balance_and_spendable_at_one_terminal() -> None:
    state = after(EARNED, grant(lot("a", 60)))
    assert (state.total, state.balance(DAY)) == (100, 100)
    assert (state.spendable(DAY, "t"), state.spendable(DAY, "other")) == (100, 40)
    assert state.spendable(UNTIL + timedelta(days=1), "t") == 40
    assert after(about(ReservationStep.RECALL), state=state).spendable(DAY, "t") == 40


def test_a_stale_redemption_elsewhere_goes_into_deficit_and_the_holders_does_not() -> None:
    state = after(EARNED, grant(lot("a", 60)), Entry("m", EntryKind.REDEEM, -100))
    assert (state.deficit, state.reserved[0].points) == (60, 60)
    state = after(about(ReservationStep.SPEND, -60), state=state)
    assert (state.deficit, state.total, state.reserved[0].points) == (60, -60, 0)


def test_what_comes_back_repays_what_is_owed_first() -> None:
    state = after(EARNED, grant(lot("a", 60)), Entry("m", EntryKind.REDEEM, -60))
    state, moves = apply(state, about(ReservationStep.RETURN), DAY)
    assert (state.lots, state.deficit, state.reserved) == ((lot("a", 40),), 0, ())
    assert [(move.lot_id, move.points) for move in moves] == [("a", -20)]


def test_a_reservation_that_is_closed_or_short_takes_the_rest_from_the_lots() -> None:
    short = after(EARNED, grant(lot("a", 60)), about(ReservationStep.SPEND, -80))
    assert (short.reserved[0].points, short.lots, short.deficit) == (0, (lot("a", 20),), 0)
    closed = after(EARNED, grant(lot("a", 60)), about(ReservationStep.RETURN), about(ReservationStep.SPEND, -80))
    assert (closed.reserved, closed.lots, closed.deficit) == ((), (lot("a", 20),), 0)


def test_of_another_terminal_nothing_is_taken_and_nothing_given_back() -> None:
    state = after(EARNED, grant(lot("a", 60)))
    assert after(about(ReservationStep.RETURN, terminal="u"), state=state) == state
    robbed = after(about(ReservationStep.SPEND, -60, terminal="u"), state=state)
    assert (robbed.reserved, robbed.deficit) == (state.reserved, 20)


def test_more_of_one_reservation_adds_to_it_and_makes_it_last() -> None:
    later = UNTIL + timedelta(days=7)
    state = after(EARNED, grant(lot("a", 60)), grant(lot("a", 10), until=later), grant(until=later))
    assert state.reserved == (Reservation("r", "t", later, (lot("a", 70),)),)
    assert state.lots == (lot("a", 30),)


def test_a_holder_has_all_it_was_promised_whatever_the_lots_hold_by_now() -> None:
    state, moves = apply(after(Entry("m", EntryKind.ACCRUE, 20, (lot("b", 20),))), grant(lot("a", 60)), DAY)
    assert (state.reserved[0].points, state.deficit, state.total) == (60, 40, 20)
    assert sum(move.points for move in moves) == state.deficit


def test_points_that_run_out_do_so_set_aside_as_well() -> None:
    soon = lot("a", 60, expires=DAY + timedelta(days=1))
    state = after(Entry("m", EntryKind.ACCRUE, 60, (soon,)), grant(soon))
    day = DAY + timedelta(days=2)
    assert (state.balance(day), state.spendable(day, "t"), state.expired(day), state.total) == (0, 0, 60, 60)
    assert state.next_to_expire(DAY) == soon
    back = after(about(ReservationStep.RETURN), state=state, day=day)
    assert (back.lots, back.balance(day)) == ((soon,), 0)


def test_a_visit_keeps_points_alive_that_are_set_aside() -> None:
    earned = LotPart("a", "tea", 60, date(2027, 1, 21), DAY, 2)
    state = after(Entry("m", EntryKind.ACCRUE, 60, (earned,), visits=1), grant(earned.of(20)))
    state = after(Entry("m", EntryKind.ACCRUE, 0, visits=1), state=state, day=date(2026, 12, 30))
    assert {part.expires_on for part in (*state.lots, *state.reserved[0].lots)} == {date(2027, 2, 28)}


def test_a_grant_and_a_return_move_nothing_between_brands() -> None:
    history = [EARNED, grant(lot("a", 60)), about(ReservationStep.SPEND, -10), about(ReservationStep.RETURN)]
    state, bookings = MemberState("m"), []
    for entry in history:
        state, moves = apply(state, entry, DAY)
        bookings.append(Booking(DAY, entry, moves))
    found = statements(bookings, DAY, DAY, last_days(bookings, [state]))
    assert [(name, one.accrued, one.redeemed, one.transferred, one.closing) for name, one in found.items()] == [
        ("", 0, 0, 0, 0),
        ("tea", 100, -10, 0, 90),
    ]
    assert all(one.balances for one in found.values())


def test_merged_accounts_keep_what_is_set_aside_of_either() -> None:
    first = after(EARNED, grant(lot("a", 60)))
    second = after(Entry("m", EntryKind.ACCRUE, 30, (lot("b", 30),)), grant(lot("b", 30), terminal="u", name="s"))
    both = add_states(first, second)
    assert [(held.reservation_id, held.points) for held in both.reserved] == [("r", 60), ("s", 30)]
    assert both.total == 130


@pytest.mark.parametrize("spent", [0, 120])
def test_joining_a_household_keeps_what_is_set_aside_under_the_same_name(spent: int) -> None:
    redeemed = [Entry("m", EntryKind.REDEEM, -spent)] if spent else []
    alone = after(EARNED, grant(lot("a", 60)), about(ReservationStep.RECALL), *redeemed)
    states = {"m": alone, "pool": MemberState("pool")}
    for entry in joining_entries(alone, "pool", DAY):
        states[entry.member_id], _ = apply(states[entry.member_id], entry, DAY)
    assert (states["m"].lots, states["m"].deficit, states["m"].reserved) == ((), 0, ())
    assert states["pool"].total == alone.total
    assert states["pool"].reserved == alone.reserved


def test_a_households_pool_has_what_its_members_do_with_reservations() -> None:
    spends, returns = about(ReservationStep.SPEND, -10), about(ReservationStep.RETURN)
    assert pool_share(spends, "pool") == replace(spends, member_id="pool")
    assert pool_share(returns, "pool") == replace(returns, member_id="pool")
    assert own_share(spends) is None
    assert own_share(returns) is None
    assert own_share(replace(spends, visits=1)) == Entry("m", EntryKind.REDEEM, 0, visits=1)


def test_entries_and_states_come_back_from_their_documents() -> None:
    for entry in (
        grant(lot("a", 60)),
        *(about(step, -1 if step == "spend" else 0) for step in list(ReservationStep)[1:]),
    ):
        assert entry_from_document(entry_document(entry)) == entry
    state = after(EARNED, grant(lot("a", 60)), about(ReservationStep.RECALL))
    assert decode_state("m", encode_state(state)) == state
    (held,) = state.reserved
    assert reservation_from_document(reservation_document(held)) == held


def test_what_reserves_nothing_reads_and_writes_as_ever() -> None:
    assert "reservation" not in entry_document(EARNED)
    assert b"reserved" not in encode_state(after(EARNED))
    assert decode_state("m", b'{"lots":[["a","tea",5,null,"2026-11-21"]]}').reserved == ()


@pytest.mark.parametrize(
    ("kind", "points", "parts", "step"),
    [
        (EntryKind.TRANSFER, 5, (lot("a", 5),), ReservationStep.GRANT),
        (EntryKind.ADJUST, 0, (lot("a", 5),), ReservationStep.GRANT),
        (EntryKind.REDEEM, 0, (), ReservationStep.SPEND),
        (EntryKind.TRANSFER, -5, (), ReservationStep.SPEND),
        (EntryKind.REDEEM, -5, (), ReservationStep.RETURN),
        (EntryKind.TRANSFER, 0, (lot("a", 5),), ReservationStep.RETURN),
        (EntryKind.TRANSFER, 0, (lot("a", 5),), ReservationStep.RECALL),
    ],
)
def test_an_entry_that_does_not_add_up_does_not_exist(
    kind: EntryKind, points: int, parts: tuple[LotPart, ...], step: ReservationStep
) -> None:
    with pytest.raises(ValueError, match="reservation"):
        Entry("m", kind, points, parts, reservation=Reserving("r", step, "t"))
