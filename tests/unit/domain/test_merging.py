"""Accounts that become one: nothing is lost or made, and the order of the two does not matter."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState, apply
from terminal.domain.merging import add_states, joining_entries, later_applied, own_share, pool_share
from terminal.domain.progress import Activity, Progress, Tally, Voucher, progress_of

DAY = date(2026, 11, 21)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def lot(lot_id: str, points: int, expires: date | None = None, idle_months: int = 0, earned: date = DAY) -> LotPart:
    return LotPart(lot_id, "tea", points, expires, earned, idle_months)


def folded(member_id: str, entries: list[tuple[Entry, date]]) -> MemberState:
    state = MemberState(member_id)
    for entry, day in entries:
        state, _ = apply(state, replace(entry, member_id=member_id), day)
    return state


@st.composite
def entries_on(draw: st.DrawFn, name: str) -> list[tuple[Entry, date]]:
    found = []
    for place in range(draw(st.integers(0, 8))):
        points, day = draw(st.integers(-60, 100)), draw(DAYS)
        clock = draw(st.sampled_from([(None, 0), (day + timedelta(days=40), 0), (day + timedelta(days=90), 3)]))
        parts = (LotPart(f"{name}{place}", "tea", points, clock[0], day, clock[1]),) if points > 0 else ()
        tallies = [Tally("stamps", draw(st.integers(-1, 2)))] if draw(st.booleans()) else []
        kind = EntryKind.ACCRUE if points >= 0 else EntryKind.REDEEM
        entry = Entry("m", kind, points, parts, draw(st.integers(0, 500)), draw(st.integers(0, 1)), points and 1)
        found.append((replace(entry, progress=progress_of(tallies)), day))
    return found


@given(entries_on("a"), entries_on("b"))
def test_merging_conserves_and_does_not_ask_who_was_first(
    mine: list[tuple[Entry, date]], theirs: list[tuple[Entry, date]]
) -> None:
    first, second = folded("a", mine), folded("b", theirs)
    both, other_way = add_states(first, second), add_states(second, first)
    assert both.member_id == "a"
    assert replace(other_way, member_id="a") == both
    assert both.total == first.total + second.total == sum(entry.points for entry, _ in (*mine, *theirs))
    assert both.spend_minor == first.spend_minor + second.spend_minor
    assert both.visits == first.visits + second.visits
    stamps = first.progress.count("stamps") + second.progress.count("stamps")
    assert both.progress.count("stamps") == stamps
    days = {past.day: past for past in (*first.progress.activity, *second.progress.activity)}
    assert {past.day for past in both.progress.activity} <= days.keys()
    assert sum(past.spend_minor for past in both.progress.activity) == both.spend_minor


def test_a_lot_of_both_is_one_lot_and_lives_as_long_as_the_longer() -> None:
    first = MemberState("a", (lot("l", 5, date(2026, 12, 1)),))
    second = MemberState("b", (lot("l", 7, date(2027, 1, 1)),))
    assert add_states(first, second).lots == (lot("l", 12, date(2027, 1, 1)),)


def test_a_visit_of_one_keeps_the_points_of_the_other_alive() -> None:
    earned = date(2026, 10, 1)
    first, _ = apply(
        MemberState("a"),
        Entry("a", EntryKind.ACCRUE, 5, (lot("l", 5, date(2026, 12, 1), 2, earned),), visits=1),
        earned,
    )
    second, _ = apply(MemberState("b"), Entry("b", EntryKind.ACCRUE, 0, visits=1), date(2026, 11, 20))
    assert add_states(first, second).lots[0].expires_on == date(2027, 1, 20)


def test_vouchers_and_applied_of_both_are_there() -> None:
    voucher = Voucher("v", "free-tea", 1, DAY, DAY)
    first = MemberState("a", progress=progress_of(vouchers=[voucher]), applied={"t1": (1, 5), "t2": (1, 1)})
    second = MemberState("b", progress=progress_of(vouchers=[voucher._replace(voucher_id="w")]), applied={"t1": (2, 1)})
    both = add_states(first, second)
    assert sorted(both.progress.vouchers) == ["v", "w"]
    assert both.applied == later_applied(first, second) == {"t1": (2, 1), "t2": (1, 1)}


@given(entries_on("a"))
def test_a_households_member_and_pool_share_every_entry_without_rest(entries: list[tuple[Entry, date]]) -> None:
    alone = folded("m", entries)
    own, pool = MemberState("m"), MemberState("pool")
    for entry, day in entries:
        if mine := own_share(entry):
            own, _ = apply(own, mine, day)
        if pooled := pool_share(entry, "pool"):
            pool, _ = apply(pool, pooled, day)
    assert (own.lots, own.deficit, pool.total) == ((), 0, alone.total)
    assert (pool.lots, pool.deficit) == (alone.lots, alone.deficit)
    assert (own.spend_minor, own.visits, own.last_visit) == (alone.spend_minor, alone.visits, alone.last_visit)
    assert own.progress == alone.progress
    assert (pool.spend_minor, pool.progress.tallies) == (0, {})


def test_what_is_only_points_changes_nothing_of_the_member_and_the_other_way_round() -> None:
    assert own_share(Entry("m", EntryKind.BONUS, 5, (lot("l", 5),))) is None
    assert pool_share(Entry("m", EntryKind.ADJUST, 0, progress=progress_of([Tally("stamps", 1)])), "pool") is None


@given(entries_on("a"), entries_on("b"))
def test_joining_moves_all_points_and_what_is_owed(
    mine: list[tuple[Entry, date]], pooled: list[tuple[Entry, date]]
) -> None:
    states = {"m": folded("m", mine), "pool": folded("pool", pooled)}
    before = {name: state.total for name, state in states.items()}
    for entry in joining_entries(states["m"], "pool", DAY):
        states[entry.member_id], _ = apply(states[entry.member_id], entry, DAY)
    assert (states["m"].lots, states["m"].deficit) == ((), 0)
    assert states["pool"].total == before["m"] + before["pool"]
    assert states["m"].spend_minor == sum(entry.spend_minor for entry, _ in mine)


def test_joining_takes_the_days_of_visits_along_for_clocks_that_ask() -> None:
    earned, came = date(2026, 10, 1), date(2026, 11, 20)
    state = MemberState(
        "m",
        (lot("l", 5, date(2027, 1, 20), 2, earned),),
        progress=Progress((Activity(earned, 100, 1), Activity(came, 50, 1))),
    )
    pool = MemberState("pool")
    for entry in joining_entries(state, "pool", DAY):
        if entry.member_id == "pool":
            pool, _ = apply(pool, entry, DAY)
    assert pool.lots == state.lots
    assert pool.progress.activity == (Activity(earned, 0, 1), Activity(came, 0, 1))
