"""Stores abroad: their own currency, tax, time zone; members who earn in one currency and redeem in another."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.earning import spend_in_group
from terminal.domain.errors import Refusal
from terminal.domain.ledger import EntryKind
from terminal.domain.money import Currency
from terminal.domain.programme import Programme
from terminal.domain.redemption import LimitReason
from tests.unit.domain.samples import DAY, bill, document, lot, member, programme

TOKYO = ZoneInfo("Asia/Tokyo")


def abroad(exponent: int = 0, **changes: Any) -> Programme:
    """The sample group with a shop in Tokyo, one in New York and one in Hong Kong; TWD has ``exponent`` decimals."""
    unit = 10**exponent
    base = document()
    tea = base["brands"]["tea"]
    tea["earning"] = [{"code": "base", "rule": "amount", "per": 10 * unit, "points": 1}]
    tea["redemption"] = {"points": 10, "amount": unit}
    tea["abroad"] = {
        "JPY": {
            "earning": [{"code": "base", "rule": "amount", "per": 50, "points": 1}],
            "redemption": {"points": 10, "amount": 4},
            "menu": [{"code": "tea", "name": {"zh-TW": "茶", "en": "Tea"}, "items": [
                {"sku": "tea", "name": {"zh-TW": "茶", "en": "Tea"}, "price": 300}]}],
        },
        "USD": {
            "earning": [{"code": "base", "rule": "amount", "per": 30, "points": 1}],
            "redemption": {"points": 100, "amount": 30},
        },
        "HKD": {},
    }  # fmt: skip
    shop = base["stores"]["tea"]
    base["stores"] |= {
        "tokyo": {**shop, "time_zone": "Asia/Tokyo", "cut_off": "05:00", "currency": "JPY", "tax": {"rate": "10%"}},
        "york": {
            **shop, "time_zone": "America/New_York", "currency": "USD", "tax": {"rate": "8.875%", "included": False},
        },
        "kong": {**shop, "time_zone": "Asia/Hong_Kong", "currency": "HKD"},
    }  # fmt: skip
    base["currencies"] = {
        "TWD": {"exponent": exponent, "symbol": "NT$"},
        "JPY": {"exponent": 0, "symbol": "¥", "rate": "0.21"},
        "USD": {"exponent": 2, "symbol": "US$", "rate": "32.5"},
        "HKD": {"exponent": 2, "symbol": "HK$", "rate": "4.1"},
    }
    base["tiers"] = [base["tiers"][0], {**base["tiers"][1], "qualify": {"spend": 12_000 * unit}}]
    return Programme.from_document({**base, **changes}, "digest")


@pytest.mark.parametrize("exponent", [0, 2])
@pytest.mark.parametrize(
    ("store", "amount", "redeem", "due", "earned"),
    [
        # ¥1,000 less 100 points (¥40) is ¥960, 19 full fifties.
        ("tokyo", 1000, 100, 960, 19),
        # US$10.00 less 100 points (US$0.30) is US$9.70, and 8.875 % of it, 86.0875 cents, is added; 32 full thirties.
        ("york", 1000, 100, 1056, 32),
        ("kong", 1000, 0, 1000, 0),
    ],
)
def test_points_earned_at_home_are_spent_by_the_rules_abroad(
    exponent: int, store: str, amount: int, redeem: int, due: int, earned: int
) -> None:
    made = abroad(exponent)
    home = bill((1000 * 10**exponent,), member(), rules=made)
    assert home.earned == 100
    gained = tuple(part for entry in home.entries for part in entry.parts)
    quoted = bill((amount,), member(*gained), redeem, store, made)
    assert (quoted.total, quoted.earned) == (due, earned)
    spent = [entry for entry in quoted.entries if entry.kind is EntryKind.REDEEM]
    assert [part for entry in spent for part in entry.parts] == ([*gained] if redeem else [])


def test_where_a_brand_has_no_redemption_abroad_points_cannot_be_spent() -> None:
    quoted = bill((1000,), member(lot("a", 500)), "max", "kong", abroad())
    assert (quoted.redeemed, quoted.limit.reason) == (0, LimitReason.NOT_OFFERED)


@pytest.mark.parametrize(
    ("exponent", "store", "amount", "counted"),
    [
        (0, "tokyo", 1000, 210),
        (0, "tokyo", 7, 1),  # NT$1.47
        (0, "tokyo", 50, 11),  # NT$10.50, halves up
        (2, "tokyo", 7, 147),
        (0, "york", 1000, 325),
        (2, "york", 1, 33),  # NT$0.325
        (2, "kong", 1000, 4100),
        (2, "tea", 123, 123),
    ],
)
def test_tiers_count_in_the_groups_currency(exponent: int, store: str, amount: int, counted: int) -> None:
    made = abroad(exponent)
    assert spend_in_group(made, made.store(store), amount) == counted


@pytest.mark.parametrize(("amount", "reached"), [(57_142, None), (57_143, "gold")])
def test_a_bill_abroad_reaches_a_tier_at_home(amount: int, reached: str | None) -> None:
    # ¥57,142 is NT$11,999.82, ¥57,143 is NT$12,000.03.
    quoted = bill((amount,), member(), store="tokyo", rules=abroad(2))
    assert (quoted.upgraded_to and quoted.upgraded_to.code) == reached
    assert [entry.spend_minor for entry in quoted.entries] == [amount * 21]


def test_the_till_abroad_shows_prices_of_its_own() -> None:
    made = abroad()
    at_home, there = made.brand_at(made.store("tea")), made.brand_at(made.store("tokyo"))
    assert (at_home.currency.code, there.currency.code) == ("TWD", "JPY")
    assert [item.price for page in there.menu for item in page.items] == [300]
    assert made.brand_at(made.store("kong")).menu == ()


@pytest.mark.parametrize(
    ("tax", "total", "shown"),
    [
        (None, 1000, 0),
        ({"rate": "10%"}, 1000, 91),
        ({"rate": "0%"}, 1000, 0),
        ({"rate": "10%", "included": False}, 1100, 100),
        ({"rate": "8.875%", "included": False}, 1089, 89),
    ],
)
def test_tax_is_in_the_price_or_added(tax: dict[str, Any] | None, total: int, shown: int) -> None:
    made = programme(stores__tea__tax=tax) if tax else programme()
    quoted = bill((700, 300), rules=made)
    assert (quoted.total, quoted.tax) == (total, shown)
    assert sum(line.due for line in quoted.lines) == total


@pytest.mark.parametrize(("hour", "day"), [(4, date(2026, 11, 20)), (5, DAY)])
def test_a_store_abroad_has_days_of_its_own(hour: int, day: date) -> None:
    instant = datetime(2026, 11, 21, hour, 0, tzinfo=TOKYO)
    made = abroad()
    assert made.store("tokyo").business_day(instant) == day
    # In Taipei it is an hour earlier and the day ends at four; in New York it is still the afternoon before.
    assert made.store("tea").business_day(instant) == (date(2026, 11, 20) if hour == 4 else DAY)
    assert made.store("york").business_day(instant) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("changes", "path", "reason"),
    [
        ({"currency": "EUR"}, "currency", "reference_unknown"),
        ({"stores__tea__currency": "EUR"}, "stores.tea.currency", "reference_unknown"),
        ({"stores__noodles__currency": "JPY"}, "stores.noodles.currency", "currency_not_at_brand"),
        ({"brands__tea__abroad__TWD": {}}, "brands.tea.abroad.TWD", "currency_is_own"),
        ({"brands__tea__abroad__EUR": {}}, "brands.tea.abroad.EUR", "reference_unknown"),
        ({"currencies__JPY__rate": 0}, "currencies.JPY.rate", "rate_zero"),
        ({"currencies__TWD__rate": 2}, "currencies.JPY.rate", "group_currency_rate"),
        ({"currencies__JPY__rate": 1}, "currency", "group_currency_missing"),
        ({"currency": "JPY"}, "currencies.JPY.rate", "group_currency_rate"),
        (
            {"brands__tea__abroad__JPY": {"redemption": {"points": 10, "amount": 3, "block": 5}}},
            "brands.tea.abroad.JPY.redemption.block",
            "block_not_whole",
        ),
    ],
)
def test_a_group_with_unclear_currencies_is_refused(changes: dict[str, Any], path: str, reason: str) -> None:
    base = {
        "currencies": {
            "TWD": {"exponent": 0, "symbol": "NT$"}, "JPY": {"exponent": 0, "symbol": "¥", "rate": "0.21"},
        },
        "brands__tea__abroad": {},
    }  # fmt: skip
    with pytest.raises(Refusal) as refused:
        programme(**{**base, **changes})
    assert (refused.value.data["path"], refused.value.data["reason"]) == (path, reason)


CURRENCIES = st.builds(
    lambda exponent, rate: Currency("XXX", exponent, "X", rate),
    st.integers(0, 3),
    st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000),
)


@given(CURRENCIES, CURRENCIES, st.integers(0, 10**9))
def test_an_amount_converted_there_and_back_is_the_amount(one: Currency, other: Currency, amount: int) -> None:
    there = one.convert(amount, other)
    assert there * one.convert(1, other) ** -1 == amount
    assert one.convert(amount, one) == amount
