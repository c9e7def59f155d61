"""Tiers from spend, and the last day of a lot by every clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.expiry import expires_on, new_lot
from terminal.domain.programme import ExpiryClock, ExpiryRule
from terminal.domain.tiers import tier_gap, tier_on
from tests.unit.domain.samples import DAY, member, programme

PROGRAMME = programme()
TAIPEI = ZoneInfo("Asia/Taipei")


@pytest.mark.parametrize(
    ("spend", "tier", "following", "missing"),
    [
        (-50, "member", "gold", 12_050),
        (0, "member", "gold", 12_000),
        (11_999, "member", "gold", 1),
        (12_000, "gold", "black", 38_000),
        (49_999, "gold", "black", 1),
        (50_000, "black", None, None),
    ],
)
def test_the_tier_is_the_highest_that_was_reached(
    spend: int, tier: str, following: str | None, missing: int | None
) -> None:
    state = member(spend=spend)
    assert tier_on(PROGRAMME, state, DAY).code == tier
    gap = tier_gap(PROGRAMME, state, DAY)
    assert (gap and gap.tier.code, gap and gap.spend) == (following, missing)


@pytest.mark.parametrize(
    ("clock", "count", "earned", "last"),
    [
        (ExpiryClock.DAYS, 1, date(2026, 12, 31), date(2027, 1, 1)),
        (ExpiryClock.DAYS, 365, date(2027, 3, 1), date(2028, 2, 29)),
        (ExpiryClock.MONTHS, 12, date(2026, 11, 21), date(2027, 11, 21)),
        (ExpiryClock.MONTHS, 12, date(2028, 2, 29), date(2029, 2, 28)),
        (ExpiryClock.MONTHS, 1, date(2027, 1, 31), date(2027, 2, 28)),
        (ExpiryClock.MONTHS_IDLE, 12, date(2026, 11, 21), date(2027, 11, 21)),
        (ExpiryClock.MONTHS_END, 36, date(2025, 2, 15), date(2028, 2, 29)),
        # Published: McDonald's Taiwan, the end of the month of the 365th day.
        (ExpiryClock.DAYS_MONTH_END, 365, date(2023, 10, 26), date(2024, 10, 31)),
        (ExpiryClock.DAYS_MONTH_END, 365, date(2023, 11, 1), date(2024, 10, 31)),
        (ExpiryClock.DAYS_MONTH_END, 365, date(2023, 12, 1), date(2024, 11, 30)),
        (ExpiryClock.DAYS_MONTH_END, 365, date(2027, 3, 1), date(2028, 2, 29)),
        (ExpiryClock.DAYS_MONTH_END, 365, date(2027, 4, 1), date(2028, 3, 31)),
        (ExpiryClock.DAYS_MONTH_END, 0, date(2026, 11, 21), date(2026, 11, 30)),
        (ExpiryClock.MONTHS_END, 0, date(2026, 11, 21), date(2026, 11, 30)),
        (ExpiryClock.MONTHS_END, 3, date(2026, 11, 30), date(2027, 2, 28)),
        (ExpiryClock.MONTHS_END, 12, date(2027, 2, 28), date(2028, 2, 29)),
        (ExpiryClock.MONTHS_END, 1, date(2026, 12, 1), date(2027, 1, 31)),
        (ExpiryClock.END_OF_NEXT_YEAR, 0, date(2026, 1, 1), date(2027, 12, 31)),
        (ExpiryClock.END_OF_NEXT_YEAR, 0, date(2026, 12, 31), date(2027, 12, 31)),
        (ExpiryClock.NEVER, 0, date(2026, 1, 1), None),
    ],
)
def test_every_clock_finds_its_last_day(clock: ExpiryClock, count: int, earned: date, last: date | None) -> None:
    assert expires_on(ExpiryRule(clock, count), earned) == last


@pytest.mark.parametrize(
    ("month", "years", "earned", "last"),
    [
        (3, 1, date(2026, 1, 3), date(2027, 3, 31)),
        (3, 1, date(2026, 12, 31), date(2027, 3, 31)),
        (12, 0, date(2026, 11, 21), date(2026, 12, 31)),
        (12, 0, date(2026, 12, 31), date(2026, 12, 31)),
        (2, 0, date(2026, 11, 21), date(2027, 2, 28)),
        (2, 0, date(2027, 11, 21), date(2028, 2, 29)),
        (2, 1, date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_yearly_clock_ends_with_its_month(month: int, years: int, earned: date, last: date) -> None:
    assert expires_on(ExpiryRule(ExpiryClock.YEARLY, years, month=month), earned) == last


@given(
    st.sampled_from(ExpiryClock),
    st.integers(1, 1200),
    st.integers(1, 12),
    st.dates(date(2000, 1, 1), date(2200, 1, 1)),
    st.dates(date(2000, 1, 1), date(2200, 1, 1)),
)
def test_no_lot_runs_out_before_it_was_earned(
    clock: ExpiryClock, count: int, month: int, last_day: date, earned: date
) -> None:
    last = expires_on(ExpiryRule(clock, count, last_day, month), earned)
    assert last is None or last >= earned
    assert (last is None) == (clock is ExpiryClock.NEVER)


def test_a_new_lot_has_its_brand_and_its_last_day() -> None:
    made = new_lot(PROGRAMME.brand("tea").expiry, "tea", "id", 5, DAY)
    assert (made.lot_id, made.brand, made.points, made.expires_on, made.earned_on) == (
        "id", "tea", 5, date(2027, 11, 30), DAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("local", "day"),
    [
        (datetime(2026, 11, 21, 4, 0, tzinfo=TAIPEI), date(2026, 11, 21)),
        (datetime(2026, 11, 22, 3, 59, 59, tzinfo=TAIPEI), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 23, 59, tzinfo=TAIPEI), date(2026, 11, 21)),
        (datetime(2026, 1, 1, 0, 30, tzinfo=TAIPEI), date(2025, 12, 31)),
    ],
)
def test_a_business_day_ends_at_the_cut_off(local: datetime, day: date) -> None:
    store = PROGRAMME.store("tea")
    assert store.business_day(local) == day
    assert store.business_day(local.astimezone(ZoneInfo("America/New_York"))) == day


def test_business_days_follow_the_wall_clock_through_summer_time() -> None:
    store = programme(stores__tea__time_zone="America/New_York", stores__tea__cut_off="03:00").store("tea")
    start = datetime(2026, 3, 8, 0, 0, tzinfo=ZoneInfo("UTC"))
    days = [store.business_day(start + timedelta(hours=hour)) for hour in range(96)]
    assert days == sorted(days)
    assert set(days) == {date(2026, 3, 7), date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)}


def test_an_instant_without_time_zone_has_no_business_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        PROGRAMME.store("tea").business_day(datetime(2026, 11, 21, 12, 0, tzinfo=TAIPEI).replace(tzinfo=None))
