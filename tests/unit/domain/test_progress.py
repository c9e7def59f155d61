"""What a member has besides points is the same in whatever order entries arrive."""

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.documents import progress_document, progress_from_document
from terminal.domain.ledger import Entry, EntryKind, MemberState, apply
from terminal.domain.progress import (
    ACTIVITY_KEPT_DAYS,
    FORGOTTEN,
    Activity,
    HeldTier,
    Progress,
    Tally,
    Voucher,
    add,
    forget,
    negated,
    progress_of,
    told_from,
)
from tests.unit.domain.samples import DAY

# Some days lie farther apart than activity is told by day.
DAYS = st.integers(-2500, 200).map(lambda days: DAY + timedelta(days=days))
LAST_DAYS = {"a": None, "b": DAY, "c": DAY - timedelta(days=2000)}
TALLIES = st.builds(lambda key, count: Tally(key, count, LAST_DAYS[key]), st.sampled_from("abc"), st.integers(-3, 3))
VOUCHER_DAYS = {"x": (DAY, DAY), "y": (DAY - timedelta(days=2000), DAY), "z": (date(2019, 1, 1), date(2019, 2, 1))}
VOUCHERS = st.builds(
    lambda name, uses: Voucher(name, "tea", uses, *VOUCHER_DAYS[name]), st.sampled_from("xyz"), st.integers(-2, 2)
)
BASES = st.sampled_from([("ever", 100, 0, 0), ("12 months", 0, 8, 0), ("30 days", 0, 0, 9)])
TIERS = st.builds(
    lambda since, rests_on: HeldTier("gold", since, since + timedelta(days=365), tuple(sorted(rests_on))),
    DAYS,
    st.lists(BASES, max_size=2, unique=True),
)
PROGRESS = st.builds(
    progress_of, st.lists(TALLIES, max_size=3), st.lists(VOUCHERS, max_size=3), st.lists(TIERS, max_size=3)
)
ENTRIES = st.builds(
    lambda spend, visits, points, counts_on, progress: Entry(
        "m", EntryKind.ACCRUE, 0, (), spend, visits, points, counts_on, progress
    ),
    st.integers(0, 900), st.integers(0, 1), st.integers(0, 90), st.none() | DAYS, PROGRESS,
)  # fmt: skip
HISTORIES = st.lists(st.tuples(ENTRIES, DAYS), max_size=7)


def fold(history: list[tuple[Entry, date]]) -> MemberState:
    state = MemberState("m")
    for entry, day in history:
        state, _ = apply(state, entry, day)
    return state


@given(HISTORIES, st.randoms(use_true_random=False))
def test_entries_in_any_order_come_to_the_same(history: list[tuple[Entry, date]], random: Random) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(history)


@given(PROGRESS, PROGRESS, PROGRESS)
def test_adding_is_commutative_and_associative(one: Progress, two: Progress, three: Progress) -> None:
    assert add(one, two) == add(two, one)
    assert add(add(one, two), three) == add(one, add(two, three))
    assert add(one, Progress()) == one == add(Progress(), one)


@given(HISTORIES)
def test_forgetting_keeps_the_sums_and_the_order_of_days(history: list[tuple[Entry, date]]) -> None:
    state = fold(history)
    activity = state.progress.activity
    days = [past.day for past in activity]
    assert days == sorted(set(days))
    assert sum(past.spend_minor for past in activity) == state.spend_minor
    assert sum(past.visits for past in activity) == state.visits
    assert sum(past.points for past in activity) == sum(entry.qualifying for entry, _ in history)
    assert forget(state.progress) == state.progress


@given(HISTORIES)
def test_what_can_be_written_can_be_read(history: list[tuple[Entry, date]]) -> None:
    progress = fold(history).progress
    assert progress_from_document(progress_document(progress)) == progress


@given(HISTORIES)
def test_what_is_taken_back_leaves_nothing_of_counts(history: list[tuple[Entry, date]]) -> None:
    given_ = add(Progress(), fold(history).progress)
    left = add(given_, negated(given_))
    assert left.activity == ()
    assert not any(tally.count for tally in left.tallies.values())
    assert not any(voucher.uses for voucher in left.vouchers.values())
    assert left.tiers == given_.tiers


def test_days_long_past_become_one_sum() -> None:
    old, newest = DAY - timedelta(days=ACTIVITY_KEPT_DAYS), DAY
    days = [old - timedelta(days=2), old - timedelta(days=1), old, newest, newest + timedelta(days=1)]
    kept = forget(Progress(tuple(Activity(day, 10, 1, 2) for day in days))).activity
    assert kept == (Activity(FORGOTTEN, 20, 2, 4), *(Activity(day, 10, 1, 2) for day in days[2:]))
    assert told_from(kept) == old
    assert told_from(kept[1:]) == FORGOTTEN


def test_one_day_of_a_clock_that_runs_years_ahead_makes_nothing_forgotten() -> None:
    days = (DAY - timedelta(days=300), DAY, date(2060, 1, 1))
    lived = Progress(
        tuple(Activity(day, 10, 1, 2) for day in days),
        {"a": Tally("a", 1, DAY)},
        {"v": Voucher("v", "tea", 1, DAY, DAY)},
    )
    assert forget(lived) == lived


def test_what_ended_before_the_last_visits_goes() -> None:
    gone, here = DAY - timedelta(days=1), DAY
    lived = Progress(
        (Activity(DAY, 1), Activity(DAY + timedelta(days=1), 1)),
        {"gone": Tally("gone", 1, gone), "here": Tally("here", 1, here), "ever": Tally("ever", 1)},
    )
    assert set(forget(lived).tallies) == {"here", "ever"}
