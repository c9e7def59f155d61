"""What a calculation knows of a member, from the person and the ledger."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.customers import customer_of
from terminal.domain.facts import Birthday, Facts, Person, birthday_near, facts_document, facts_from_document
from terminal.domain.frames import canonical_json
from terminal.domain.ledger import MemberState
from terminal.domain.progress import HeldTier
from tests.unit.domain.samples import DAY, member, programme

PROGRAMME = programme()


@pytest.mark.parametrize(
    ("birthday", "day", "near"),
    [
        (None, DAY, Birthday.OTHER),
        (date(1990, 11, 21), DAY, Birthday.DAY),
        (date(1990, 11, 22), DAY, Birthday.MONTH),
        (date(1990, 12, 21), DAY, Birthday.OTHER),
        (date(2000, 2, 29), date(2027, 2, 28), Birthday.DAY),
        (date(2000, 2, 29), date(2028, 2, 28), Birthday.MONTH),
        (date(2000, 2, 29), date(2028, 2, 29), Birthday.DAY),
        (date(2000, 2, 29), date(2027, 3, 1), Birthday.OTHER),
        (date(2000, 2, 28), date(2027, 2, 28), Birthday.DAY),
        (date(2000, 2, 29), date(2100, 2, 28), Birthday.DAY),
        # A clock before the birthday itself: a birthday all the same.
        (date(2030, 11, 21), DAY, Birthday.DAY),
    ],
)
def test_how_near_a_birthday_is(birthday: date | None, day: date, near: Birthday) -> None:
    assert birthday_near(birthday, day) is near


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.integers(2000, 2400))
def test_everybody_has_one_birthday_a_year(birthday: date, year: int) -> None:
    days = (date(year, birthday.month, 1) + timedelta(days=day) for day in range(31))
    assert [birthday_near(birthday, day) for day in days].count(Birthday.DAY) == 1


@pytest.mark.parametrize(
    ("birthday", "joined", "day", "passed"),
    [
        (date(1990, 11, 20), date(2026, 11, 21), date(2026, 11, 21), True),
        (date(1990, 11, 21), date(2026, 11, 21), date(2026, 11, 21), False),
        (date(1990, 11, 22), date(2026, 11, 21), date(2026, 11, 22), False),
        (date(1990, 11, 20), date(2025, 11, 21), date(2026, 11, 20), False),
        (date(2000, 2, 29), date(2027, 2, 28), date(2027, 2, 28), False),
        (date(1990, 11, 20), None, date(2026, 11, 21), False),
        (None, date(2026, 11, 21), date(2026, 11, 21), False),
    ],
)
def test_whether_the_birthday_was_over_when_they_joined(
    birthday: date | None, joined: date | None, day: date, passed: bool
) -> None:
    facts = customer_of(PROGRAMME, member(), Person(birthday=birthday, enrolled_on=joined), day).facts
    assert facts.birthday_passed_on_joining is passed


@pytest.mark.parametrize(("last", "days"), [(None, None), (DAY, 0), (date(2026, 11, 1), 20), (date(2026, 12, 1), 0)])
def test_days_since_the_last_visit_are_never_negative(last: date | None, days: int | None) -> None:
    facts = customer_of(PROGRAMME, replace(member(), last_visit=last, visits=3), Person(), DAY).facts
    assert (facts.days_since_visit, facts.visits) == (days, 3)


def test_the_wallet_may_be_another_than_the_members_own() -> None:
    pool = MemberState("household", deficit=5)
    customer = customer_of(PROGRAMME, member(spend=12_000), Person(), DAY, pool)
    assert (customer.wallet, customer.facts.member_id, customer.facts.tier) == (pool, "m", "gold")
    assert customer_of(PROGRAMME, member(), Person(), DAY).wallet == member()


COUNTS = st.integers(0, 10**6)
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
WORDS = st.text("abcdef", min_size=1, max_size=5)
HELD = st.builds(HeldTier, WORDS, DAYS, st.none() | DAYS, st.just(()) | st.just((("12 months", 5, 0, 9),)))
FACTS = st.builds(
    Facts,
    member_id=WORDS,
    tier=WORDS,
    visits=COUNTS,
    days_since_visit=st.none() | COUNTS,
    birthday=st.sampled_from(Birthday),
    birthday_passed_on_joining=st.booleans(),
    enrolled_on=st.none() | DAYS,
    referrer=st.none() | WORDS,
    tags=st.lists(WORDS, max_size=2).map(tuple),
    segments=st.lists(WORDS, max_size=2).map(tuple),
    tallies=st.dictionaries(WORDS, COUNTS, max_size=2),
    windows=st.dictionaries(WORDS, st.tuples(COUNTS, COUNTS, COUNTS), max_size=2),
    unrecorded_tier=st.none() | HELD,
    in_grace=st.booleans(),
)


@given(FACTS)
def test_facts_are_read_as_they_were_written(facts: Facts) -> None:
    document = facts_document(facts)
    assert facts_from_document(document) == facts
    assert canonical_json(document)
