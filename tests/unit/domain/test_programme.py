"""Reading a programme: what a till relies on is there, or the document is refused with the place and the reason."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bundle.shapes import exact
from terminal.domain.errors import Refusal
from terminal.domain.programme import (
    BelowZero,
    EarnOn,
    OfflinePolicy,
    Programme,
    RedemptionRule,
    RefundRounding,
    SpentPoints,
    TenderRule,
)
from terminal.domain.programme import TenderType as Tender
from terminal.domain.text import LocalText
from tests.unit.domain.samples import document, programme

RULE = {"code": "base", "rule": "amount", "per": 10, "points": 1}
NAME = {"zh-TW": "名", "en": "Name"}
ITEM = {"sku": "a", "name": NAME, "price": 5}
TEA = "brands__tea__"


def menu(*items: dict[str, object]) -> dict[str, Any]:
    return {TEA + "menu": [{"code": "a", "name": NAME, "items": list(items)}]}


def test_a_programme_is_read_into_typed_values() -> None:
    made = programme()
    assert (made.group, made.version, made.digest, made.name) == ("group", 1, "digest", LocalText("集團", "Group"))
    tea = made.brand("tea")
    assert (tea.currency.code, tea.currency.exponent, tea.earn_on) == ("TWD", 0, EarnOn.PAID)
    assert tea.redemption is not None
    assert (tea.redemption.share_of_bill, tea.redemption.accepts) == (Fraction(1, 2), ("tea", "noodles"))
    assert [tier.multiplier for tier in made.tiers] == [1, 2, Fraction(5, 2)]
    gold = made.tier("gold").qualify
    assert gold is not None
    assert [asked.spend for asked in gold.any_of] == [12_000]
    assert made.store("tea").time_zone.key == "Asia/Taipei"


def test_what_is_left_out_has_the_documented_value() -> None:
    made = programme(offline=None)
    plain, noodles = made.brand("plain"), made.brand("noodles")
    assert (plain.redemption, plain.earning, plain.tenders, plain.menu) == (None, (), (TenderRule(Tender.CASH),), ())
    assert (plain.refund.rounding, plain.refund.spent_points, plain.refund.below_zero) == (
        RefundRounding.RECOMPUTE,
        SpentPoints.RETURN,
        BelowZero.NEGATIVE,
    )
    assert noodles.redemption is not None
    rule = noodles.redemption
    assert rule == RedemptionRule(10, 1, 10, 10, None, Fraction(1), ("noodles",))
    assert made.offline == OfflinePolicy(None, None, None, 10)


@pytest.mark.parametrize(
    ("changes", "path", "reason"),
    [
        ({"stillpoint": 2}, "stillpoint", "out_of_range"),
        ({"stillpoint": None}, "stillpoint", "key_missing"),
        ({"version": 0}, "version", "out_of_range"),
        ({"version": True}, "version", "not_whole"),
        ({"version": 1.0}, "version", "not_whole"),
        ({"group": "Group"}, "group", "text_form"),
        ({"name__en": ""}, "name.en", "text_length"),
        ({"name__en": " Group"}, "name.en", "text_unprintable"),
        ({"name__en": "Gr\x1boup"}, "name.en", "text_unprintable"),
        ({"name__en": None}, "name.en", "key_missing"),
        ({"name__fr": "Groupe"}, "name.fr", "key_unknown"),
        ({"currencies__twd": {"exponent": 0, "symbol": "$"}}, "currencies.twd", "code_form"),
        ({"currencies__TWD__exponent": 4}, "currencies.TWD.exponent", "out_of_range"),
        ({"tiers": []}, "tiers", "item_count"),
        ({"tiers": "gold"}, "tiers", "not_list"),
        ({"tiers__0__qualify": {"spend": 1}}, "tiers[0].qualify", "first_tier_qualifies"),
        (
            {"brands__tea__earning__0__spendable": False, "brands__tea__earning__0__qualifying": False},
            "brands.tea.earning[0].spendable",
            "points_for_nothing",
        ),
        ({"tiers__2__qualify__spend": 12_000}, "tiers[2].qualify", "not_ascending"),
        ({"tiers__1__qualify__spend": 0}, "tiers[1].qualify.spend", "out_of_range"),
        ({"tiers__1__code": "member"}, "tiers[1].code", "duplicate"),
        ({"tiers__1__multiplier": "-1"}, "tiers[1].multiplier", "not_exact"),
        ({"tiers__1__multiplier": 1.5}, "tiers[1].multiplier", "not_exact"),
        ({"tiers__1__multiplier": "1/0"}, "tiers[1].multiplier", "not_exact"),
        ({"tiers__1__multiplier": 1001}, "tiers[1].multiplier", "out_of_range"),
        ({"brands": {}}, "brands", "item_count"),
        ({"brands__Tea": {}}, "brands.Tea", "code_form"),
        ({TEA + "currency": "USD"}, "brands.tea.currency", "reference_unknown"),
        ({TEA + "earn_on": "nett"}, "brands.tea.earn_on", "choice_unknown"),
        ({TEA + "earning": [RULE, RULE]}, "brands.tea.earning[1].code", "duplicate"),
        ({TEA + "earning__0__rule": "amont"}, "brands.tea.earning[0].rule", "choice_unknown"),
        ({TEA + "earning__0__rule": None}, "brands.tea.earning[0].rule", "key_missing"),
        ({TEA + "earning__0__rule": []}, "brands.tea.earning[0].rule", "choice_unknown"),
        ({TEA + "earning__0__per": 0}, "brands.tea.earning[0].per", "out_of_range"),
        ({TEA + "earning__0__points": -1}, "brands.tea.earning[0].points", "out_of_range"),
        ({TEA + "earning__0__rounding": "nearest"}, "brands.tea.earning[0].rounding", "choice_unknown"),
        ({TEA + "earning__0__tier_multiplier": 1}, "brands.tea.earning[0].tier_multiplier", "not_flag"),
        ({TEA + "redemption__amount": 0}, "brands.tea.redemption.amount", "out_of_range"),
        ({TEA + "redemption__points": 0}, "brands.tea.redemption.points", "out_of_range"),
        ({TEA + "redemption__block": 5}, "brands.tea.redemption.block", "block_not_whole"),
        ({TEA + "redemption__minimum": 105}, "brands.tea.redemption.minimum", "not_multiple_of_block"),
        ({TEA + "redemption__maximum": 90}, "brands.tea.redemption.maximum", "below_minimum"),
        ({TEA + "redemption__share_of_bill": "0%"}, "brands.tea.redemption.share_of_bill", "share_zero"),
        ({TEA + "redemption__share_of_bill": "101%"}, "brands.tea.redemption.share_of_bill", "out_of_range"),
        ({TEA + "redemption__accepts": ["te"]}, "brands.tea.redemption.accepts[0]", "reference_unknown"),
        ({TEA + "redemption__accepts": ["tea", "tea"]}, "brands.tea.redemption.accepts[1]", "duplicate"),
        ({TEA + "expiry": {"clock": "days"}}, "brands.tea.expiry.days", "key_missing"),
        ({TEA + "expiry": {"clock": "never", "days": 3}}, "brands.tea.expiry.days", "key_unknown"),
        ({TEA + "expiry": {"clock": "days", "days": 0}}, "brands.tea.expiry.days", "out_of_range"),
        ({TEA + "refund": {"rounding": "up"}}, "brands.tea.refund.rounding", "choice_unknown"),
        ({TEA + "tenders": []}, "brands.tea.tenders", "item_count"),
        ({TEA + "tenders": ["card"]}, "brands.tea.tenders", "cash_missing"),
        ({TEA + "tenders": ["cash", "cash"]}, "brands.tea.tenders[1]", "duplicate"),
        (menu(ITEM, ITEM), "brands.tea.menu[0].items[1].sku", "duplicate"),
        (menu({**ITEM, "price": -1}), "brands.tea.menu[0].items[0].price", "out_of_range"),
        (menu({**ITEM, "barcode": 471}), "brands.tea.menu[0].items[0].barcode", "not_text"),
        ({"stores__tea__brand": "coffee"}, "stores.tea.brand", "reference_unknown"),
        ({"stores__tea__time_zone": "Asia/Nowhere"}, "stores.tea.time_zone", "time_zone_unknown"),
        ({"stores__tea__time_zone": "Asia"}, "stores.tea.time_zone", "time_zone_unknown"),
        ({"stores__tea__time_zone": "../etc/passwd"}, "stores.tea.time_zone", "text_form"),
        ({"stores__tea__cut_off": "24:00"}, "stores.tea.cut_off", "time_invalid"),
        ({"stores__tea__cut_off": 240}, "stores.tea.cut_off", "not_text"),
        ({"stores__tea": []}, "stores.tea", "not_mapping"),
        ({"offline__fresh_minutes": -1}, "offline.fresh_minutes", "out_of_range"),
        ({"offline__fresh": 1}, "offline.fresh", "key_unknown"),
    ],
)
def test_what_a_till_could_not_rely_on_is_refused(changes: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        programme(**changes)
    assert refused.value.kind == "programme_invalid"
    assert (refused.value.data["path"], refused.value.data["reason"]) == (path, reason)


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    with pytest.raises(Refusal) as refused:
        programme(**{TEA + "redemtion": {}})
    assert (refused.value.data["key"], refused.value.data["nearest"]) == ("redemtion", "redemption")


def test_an_unknown_word_names_the_known_ones_as_people_write_them() -> None:
    with pytest.raises(Refusal) as refused:
        programme(**{TEA + "refund": {"below_zero": "sideways"}})
    assert (refused.value.data["value"], refused.value.data["known"]) == ("sideways", "negative, zero, refuse")


def test_a_barcode_belongs_to_one_item() -> None:
    items = [{**ITEM, "barcode": "4711"}, {**ITEM, "sku": "b", "barcode": "4711"}]
    with pytest.raises(Refusal) as refused:
        programme(**menu(*items))
    assert dict(refused.value.data) == {
        "path": "brands.tea.menu[0].items[1].barcode",
        "where": "brands.tea.menu[0].items[1].barcode",
        "reason": "duplicate",
        "code": "4711",
        "first": "brands.tea.menu[0].items[0].barcode",
    }


def test_a_group_with_several_currencies_counts_in_one_of_them() -> None:
    dollars = {"exponent": 2, "symbol": "$", "rate": 30}
    made = programme(currencies__USD=dollars, brands__plain__currency="USD")
    assert (made.currency.code, made.brand("plain").currency.rate) == ("TWD", Fraction(30))
    with pytest.raises(Refusal) as refused:
        programme(currencies__USD=dollars, currency="USD")
    assert (refused.value.data["path"], refused.value.data["reason"]) == ("currencies.USD.rate", "group_currency_rate")


@pytest.mark.parametrize(
    ("call", "kind"), [("brand", "brand_unknown"), ("store", "store_unknown"), ("tier", "tier_unknown")]
)
def test_what_a_programme_does_not_have_is_refused(call: str, kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        getattr(programme(), call)("nowhere")
    assert (refused.value.kind, dict(refused.value.data)) == (kind, {call: "nowhere"})


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (3, Fraction(3)),
        ("3", Fraction(3)),
        ("0.5", Fraction(1, 2)),
        ("50%", Fraction(1, 2)),
        ("12.5%", Fraction(1, 8)),
        ("1/3", Fraction(1, 3)),
        ("0", Fraction(0)),
        (-1, None),
        (True, None),
        (0.5, None),
        ("", None),
        ("1/0", None),
        (".5", None),
        ("1e3", None),
        ("٣", None),
        ("50 %", None),
    ],
)
def test_exact_numbers_have_three_forms(written: object, number: Fraction | None) -> None:
    assert exact(written) == number


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every value inside ``value``."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, item in inside for place in places(item, (*way, key)))]


@given(st.sampled_from(places(document())[1:]), JSON)
def test_anything_anywhere_is_a_programme_or_a_refusal(way: tuple[Any, ...], junk: Any) -> None:
    made = document()
    inside: Any = made
    for key in way[:-1]:
        inside = inside[key]
    inside[way[-1]] = junk
    try:
        Programme.from_document(made, "digest")
    except Refusal as refusal:
        assert refusal.kind == "programme_invalid"
