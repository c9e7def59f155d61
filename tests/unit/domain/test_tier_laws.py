"""What holds of tiers whoever bought what, and whenever somebody looks."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.customers import customer_of
from terminal.domain.facts import Person
from terminal.domain.ledger import Entry, EntryKind, MemberState, apply
from terminal.domain.progress import progress_of
from terminal.domain.tiers import standing, tier_on, upgrade
from tests.unit.domain.tiers_over_time import YEAR, Visit, bought, fold, rules

VISITS = st.lists(st.tuples(st.dates(date(2023, 1, 1), date(2027, 12, 31)), st.integers(0, 6000)), max_size=14).map(
    sorted
)
LOOKS = st.dates(date(2023, 1, 1), date(2035, 12, 31))
EVERY = rules(
    {
        "qualify": [{"spend": 9000, "window": "12 months"}, {"visits": 4, "window": "90 days"}],
        "term": YEAR,
        "keep": {"spend": 3000, "window": "term"},
        "grace_days": 20,
    },
    {
        "qualify": {"spend": 20_000, "window": "calendar_year"},
        "term": {"clock": "end_of_next_year"},
        "down": "one_step",
    },
)


@given(VISITS, LOOKS)
def test_looking_changes_nothing_and_every_member_has_a_tier(visits: list[Visit], day: date) -> None:
    state = bought(EVERY, *visits)
    stands = standing(EVERY, state, day)
    assert stands == standing(EVERY, state, day)
    assert stands.until is None or stands.until >= day


@given(VISITS, LOOKS, st.randoms(use_true_random=False))
def test_entries_in_any_order_give_the_same_tier(visits: list[Visit], day: date, random: Any) -> None:
    entries, state = [], MemberState("m")
    for when, spend in visits:
        facts = customer_of(EVERY, state, Person(), when).facts
        held = upgrade(EVERY, facts, when, (spend, 1, 0))
        progress = progress_of(tiers=(held,) if held else ())
        entries.append((Entry("m", EntryKind.ACCRUE, 0, spend_minor=spend, visits=1, progress=progress), when))
        state, _ = apply(state, *entries[-1])
    random.shuffle(entries)
    assert standing(EVERY, fold(*entries), day) == standing(EVERY, state, day)


@given(VISITS, LOOKS)
def test_a_tier_lasts_until_the_day_it_says_and_not_longer(visits: list[Visit], day: date) -> None:
    state = bought(EVERY, *(visit for visit in visits if visit[0] <= day))
    stands = standing(EVERY, state, day)
    codes = [tier.code for tier in EVERY.tiers]
    if stands.until is not None:
        assert codes.index(tier_on(EVERY, state, stands.until).code) >= codes.index(stands.tier.code)
