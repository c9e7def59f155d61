"""Tiers over time: terms, reviews, grace, falling, and what refunds take back."""

from datetime import date, timedelta
from typing import Any

import pytest

from terminal.domain.ledger import Entry, EntryKind
from terminal.domain.progress import HeldTier, progress_of
from terminal.domain.tiers import standing, tier_on, tier_until
from tests.unit.domain.samples import DAY
from tests.unit.domain.tiers_over_time import YEAR, Visit, bought, fold, rules, sale


def test_a_tier_without_a_term_lasts_as_long_as_its_window_holds() -> None:
    made = rules({"qualify": {"spend": 9000, "window": "30 days"}})
    state = bought(made, (DAY, 9000))
    assert tier_on(made, state, DAY + timedelta(days=29)).code == "gold"
    assert tier_on(made, state, DAY + timedelta(days=30)).code == "member"
    assert tier_until(made, state, DAY) is None


def test_a_reached_tier_is_kept_to_the_end_of_its_term_whatever_its_window_shows() -> None:
    made = rules({"qualify": {"spend": 9000, "window": "30 days"}, "term": YEAR})
    state = bought(made, (date(2026, 6, 30), 9000))
    last = date(2027, 6, 30)
    assert (tier_on(made, state, last).code, tier_until(made, state, last)) == ("gold", last)
    assert tier_on(made, state, last + timedelta(days=1)).code == "member"


def test_qualifying_again_within_a_term_begins_no_new_one() -> None:
    made = rules({"qualify": {"spend": 9000, "window": "12 months"}, "term": YEAR})
    state = bought(made, (date(2026, 1, 10), 9000), (date(2026, 7, 1), 9000))
    assert tier_until(made, state, date(2026, 7, 2)) == date(2027, 1, 10)
    # The review at its end finds enough and renews it from there.
    assert tier_until(made, state, date(2027, 1, 11)) == date(2028, 1, 10)
    assert tier_on(made, state, date(2028, 1, 11)).code == "member"


WHEN_MET: dict[str, Any] = {"qualify": {"spend": 9000, "window": "12 months"}, "term": YEAR, "renew": "when_met"}


@pytest.mark.parametrize(
    ("gold", "spent", "until"),
    [
        # Published: reached on 2025-09-01 and again on 2026-04-20 lasts to 2027-04-20.
        ({}, [(date(2025, 9, 1), 9000), (date(2026, 4, 20), 9000)], date(2027, 4, 20)),
        ({}, [(date(2025, 9, 1), 9000), (date(2026, 4, 20), 8999)], date(2026, 9, 1)),
        ({}, [(date(2025, 9, 1), 9000), (date(2026, 4, 20), 8999), (date(2026, 4, 21), 1)], date(2027, 4, 21)),
        # What came with the bill that reached it reaches nothing further, and nothing counts twice.
        ({}, [(date(2025, 9, 1), 9000), (date(2025, 9, 1), 9000)], date(2026, 9, 1)),
        ({}, [(date(2025, 9, 1), 17_999), (date(2026, 4, 20), 8999)], date(2026, 9, 1)),
        (
            {},
            [(date(2025, 9, 1), 9000), (date(2026, 4, 20), 9000), (date(2026, 5, 1), 8999), (date(2027, 4, 20), 1)],
            date(2028, 4, 20),
        ),
        # The window of what keeps it holds as well.
        (
            {"keep": {"visits": 2, "window": "30 days"}},
            [(date(2025, 9, 1), 9000), (date(2025, 12, 1), 1), (date(2025, 12, 31), 1), (date(2026, 1, 29), 1)],
            date(2027, 1, 29),
        ),
        ({"renew": "at_end"}, [(date(2025, 9, 1), 9000), (date(2026, 4, 20), 9000)], date(2026, 9, 1)),
    ],
)
def test_a_tier_that_is_met_again_begins_its_next_term_that_day(
    gold: dict[str, Any], spent: list[Visit], until: date
) -> None:
    made = rules({**WHEN_MET, **gold})
    state = bought(made, *spent)
    assert tier_until(made, state, spent[-1][0]) == until
    assert [tier_on(made, state, until).code, tier_on(made, state, until + timedelta(days=400)).code] == [
        "gold",
        "member",
    ]


def test_a_term_begun_anew_goes_with_the_bill_that_began_it() -> None:
    made = rules(WHEN_MET)
    state = bought(made, (date(2025, 9, 1), 9000), (date(2026, 4, 20), 9000))
    back = Entry("m", EntryKind.REVERSE, 0, spend_minor=-1, visits=-1, counts_on=date(2026, 4, 20))
    assert tier_until(made, fold((back, date(2026, 5, 1)), state=state), date(2026, 5, 1)) == date(2026, 9, 1)
    # A bill beyond the first term writes down the second, which is rechecked all the same.
    state = fold(*[sale(date(2026, 9, 2), 1)], state=state)
    assert standing(made, state, date(2026, 9, 2)).unrecorded is not None
    state = bought(made, (date(2025, 9, 1), 9000), (date(2026, 4, 20), 9000), (date(2026, 9, 2), 1))
    assert len(state.progress.tiers) == 2
    assert standing(made, state, date(2026, 9, 3)).unrecorded is None
    assert tier_until(made, state, date(2026, 9, 3)) == date(2027, 4, 20)
    assert tier_on(made, fold((back, date(2026, 9, 3)), state=state), date(2026, 9, 3)).code == "gold"
    assert tier_on(made, fold((back, date(2026, 9, 3)), state=state), date(2027, 4, 21)).code == "member"


def test_whoever_comes_every_day_leaves_few_terms_behind() -> None:
    made = rules({"qualify": {"visits": 1}, "term": YEAR, "keep": {"visits": 1, "window": "term"}, "renew": "when_met"})
    state = bought(made, *((date(2025, 1, 1) + timedelta(days=after), 1) for after in range(800)))
    last = date(2025, 1, 1) + timedelta(days=799)
    assert tier_until(made, state, last) == last.replace(year=2028)
    assert len(state.progress.tiers) <= 4


@pytest.mark.parametrize(
    ("window", "visits", "kept"), [("term", 2, False), ("whole_term", 2, True), ("whole_term", 3, False)]
)
def test_the_day_of_reaching_counts_towards_keeping_where_the_window_has_it(
    window: str, visits: int, kept: bool
) -> None:
    made = rules(
        {"qualify": {"spend": 9000, "window": "30 days"}, "term": YEAR, "keep": {"visits": visits, "window": window}}
    )
    state = bought(made, (date(2026, 6, 30), 9000), (date(2026, 7, 9), 10))
    assert (tier_on(made, state, date(2027, 7, 1)).code == "gold") is kept


@pytest.mark.parametrize(
    ("spent", "first", "then"),
    [
        # Published: 素T TaiChi, up with 2,000 of half a year, kept with 2,000 of the year of membership.
        ([(date(2022, 7, 10), 1000), (date(2023, 3, 10), 1000)], "gold", "gold"),
        ([(date(2022, 7, 10), 1000), (date(2023, 3, 10), 999)], "gold", "member"),
        # What reached the tier does not keep it as well.
        ([], "gold", "member"),
        ([(date(2023, 7, 1), 2000)], "gold", "gold"),
    ],
)
def test_a_renewal_looks_back_over_the_term(spent: list[Visit], first: str, then: str) -> None:
    made = rules(
        {"qualify": {"spend": 2000, "window": "6 months"}, "term": YEAR, "keep": {"spend": 2000, "window": "term"}}
    )
    state = bought(made, (date(2022, 6, 30), 2000), *spent)
    assert tier_on(made, state, date(2023, 6, 30)).code == first
    assert tier_on(made, state, date(2023, 7, 1)).code == then


def test_a_calendar_year_tier_is_kept_the_whole_next_year() -> None:
    # Published: Sephora, VIB with 350 in a calendar year, kept for the rest of it and the next.
    made = rules({"qualify": {"spend": 350, "window": "calendar_year"}, "term": {"clock": "end_of_next_year"}})
    for reached in (date(2026, 3, 5), date(2026, 12, 30)):
        state = bought(made, (reached, 350), (date(2027, 6, 1), 340))
        assert tier_until(made, state, reached) == date(2027, 12, 31)
        assert tier_on(made, state, date(2027, 12, 31)).code == "gold"
        assert tier_on(made, state, date(2028, 1, 1)).code == "member"
    again = bought(made, (date(2026, 3, 5), 350), (date(2027, 6, 1), 350))
    assert tier_until(made, again, date(2028, 1, 1)) == date(2028, 12, 31)


def test_a_tier_that_was_not_kept_holds_through_its_grace() -> None:
    made = rules({"qualify": {"spend": 9000, "window": "12 months"}, "term": YEAR, "grace_days": 30})
    state = bought(made, (date(2026, 1, 10), 9000))
    assert tier_on(made, state, date(2027, 2, 9)).code == "gold"
    assert tier_until(made, state, date(2027, 1, 11)) == date(2027, 2, 9)
    assert tier_on(made, state, date(2027, 2, 10)).code == "member"
    saved = bought(made, (date(2026, 1, 10), 9000), (date(2027, 2, 9), 9000))
    assert tier_until(made, saved, date(2027, 2, 9)) == date(2028, 2, 9)
    assert standing(made, saved, date(2027, 2, 9)).unrecorded is None
    assert tier_on(made, saved, date(2028, 2, 9)).code == "gold"


def test_who_qualifies_in_the_grace_without_a_bill_is_in_a_term_that_the_next_bill_records() -> None:
    made = rules({"qualify": {"spend": 9000, "window": "12 months"}, "term": YEAR, "grace_days": 30})
    late = fold(sale(date(2026, 12, 1), 9000), state=bought(made, (date(2026, 1, 10), 9000)))
    day = date(2027, 1, 20)
    assert not standing(made, late, day).in_grace  # the review found the frame that arrived late
    harder = rules(
        {
            "qualify": {"spend": 9000, "window": "12 months"},
            "keep": {"spend": 12_000, "window": "12 months"},
            "term": YEAR,
            "grace_days": 30,
        }
    )
    stands = standing(harder, late, day)
    assert (stands.until, stands.unrecorded and stands.unrecorded.since) == (date(2028, 1, 20), day)


def test_a_running_term_says_more_than_the_grace_of_another() -> None:
    made = rules({"qualify": {"spend": 9000, "window": "12 months"}, "term": YEAR, "grace_days": 30})
    granted = progress_of(tiers=(HeldTier("gold", date(2027, 1, 5), date(2027, 1, 31)),))
    entry = Entry("m", EntryKind.ADJUST, 0, progress=granted)
    state = fold((entry, date(2027, 1, 5)), state=bought(made, (date(2026, 1, 10), 9000)))
    assert tier_until(made, state, date(2027, 1, 20)) == date(2027, 1, 31)


def test_a_tier_for_good_outlives_what_is_known_of_the_days_that_reached_it() -> None:
    made = rules({"qualify": {"spend": 9000, "window": "12 months"}, "term": {"clock": "never"}})
    later = [(date(2026, 1, 10) + timedelta(days=100 * count), 1) for count in range(1, 30)]
    state = bought(made, (date(2026, 1, 10), 9000), *later)
    assert state.progress.activity[0].spend_minor > 9000  # all of it by now in one sum
    assert tier_on(made, state, later[-1][0]).code == "gold"


@pytest.mark.parametrize(
    ("down", "spent", "expected"),
    [
        ("qualified", 9000, "gold"),
        ("qualified", 4000, "gold"),
        ("qualified", 3999, "member"),
        ("one_step", 0, "gold"),
        ("first", 20_000, "member"),
    ],
)
def test_who_does_not_keep_a_tier_goes_where_it_says(down: str, spent: int, expected: str) -> None:
    asked = {"window": "12 months"}
    made = rules(
        {"qualify": {"spend": 30_000, **asked}, "term": YEAR, "keep": {"spend": 4000, **asked}},
        {"qualify": {"spend": 50_000, **asked}, "term": YEAR, "down": down},
    )
    state = bought(made, (date(2026, 1, 10), 50_000), (date(2026, 9, 1), spent))
    assert tier_on(made, state, date(2027, 1, 10)).code == "black"
    assert tier_on(made, state, date(2027, 1, 11)).code == expected


def test_steps_down_are_a_term_apart() -> None:
    made = rules(
        {"qualify": {"spend": 30_000, "window": "12 months"}, "term": YEAR},
        {"qualify": {"spend": 50_000, "window": "12 months"}, "term": YEAR, "down": "one_step"},
    )
    state = bought(made, (date(2026, 1, 10), 50_000))
    assert tier_on(made, state, date(2028, 1, 10)).code == "gold"
    assert tier_on(made, state, date(2028, 1, 11)).code == "member"


def test_a_sale_records_the_term_that_a_review_renewed() -> None:
    made = rules({"qualify": {"spend": 9000, "window": "12 months"}, "term": YEAR})
    before = bought(made, (date(2026, 1, 10), 9000), (date(2026, 7, 1), 9000))
    day = date(2027, 3, 1)
    renewed = HeldTier("gold", date(2027, 1, 11), date(2028, 1, 10))
    assert standing(made, before, day).unrecorded == renewed
    after = bought(made, (date(2026, 1, 10), 9000), (date(2026, 7, 1), 9000), (day, 10))
    assert after.progress.tiers[renewed.key] == renewed
    assert standing(made, after, day).unrecorded is None


def test_a_term_recorded_in_time_outlives_the_days_it_rested_on() -> None:
    made = rules({"qualify": {"spend": 1000, "window": "12 months"}, "term": YEAR})
    days = [date(2020, 1, 10) + timedelta(days=30 * month) for month in range(80)]
    state = bought(made, *((day, 1000) for day in days))
    assert len(state.progress.activity) < 40
    assert tier_on(made, state, days[-1]).code == "gold"
    assert state.spend_minor == 80_000 == sum(past.spend_minor for past in state.progress.activity)


def test_a_refund_takes_the_tier_that_rested_on_it_unless_the_programme_keeps_it() -> None:
    gold = {"qualify": {"spend": 9000, "window": "12 months"}, "term": YEAR}
    back = Entry("m", EntryKind.REVERSE, 0, spend_minor=-1, counts_on=date(2026, 1, 10))
    for switch, expected in (("recheck", "member"), ("keep", "gold")):
        made = rules(gold, tier_after_refund=switch)
        state = fold((back, date(2026, 2, 1)), state=bought(made, (date(2026, 1, 10), 9000)))
        assert tier_on(made, state, date(2026, 3, 1)).code == expected
    made = rules(gold)
    later = fold((back, date(2026, 2, 1)), state=bought(made, (date(2026, 1, 5), 9000), (date(2026, 1, 10), 500)))
    assert tier_on(made, later, date(2026, 3, 1)).code == "gold"


def test_a_higher_bar_takes_no_tier_from_those_who_have_it() -> None:
    old, new = (rules({"qualify": {"spend": bar, "window": "12 months"}, "term": YEAR}) for bar in (9000, 20_000))
    state = bought(old, (date(2026, 1, 10), 9000))
    assert tier_on(new, state, date(2027, 1, 10)).code == "gold"
    assert tier_on(new, state, date(2027, 1, 11)).code == "member"


def test_what_head_office_granted_stands_whatever_is_bought_or_refunded() -> None:
    made = rules({"term": YEAR})
    granted = progress_of(tiers=(HeldTier("gold", DAY, DAY + timedelta(days=99)),))
    state = fold((Entry("m", EntryKind.ADJUST, 0, progress=granted), DAY), sale(DAY, 100), sale(DAY, -100))
    assert tier_on(made, state, DAY - timedelta(days=1)).code == "member"
    assert tier_on(made, state, DAY + timedelta(days=99)).code == "gold"
    assert tier_on(made, state, DAY + timedelta(days=100)).code == "member"
