"""Every condition by table: when it holds, and when it does not."""

from datetime import date
from typing import Any

import pytest

from resources.language import LANGUAGES, vocabulary
from terminal.domain.bundle.conditions import CONDITIONS
from terminal.domain.conditions.base import ALWAYS
from terminal.domain.conditions.registry import REGISTRY
from terminal.domain.errors import Refusal
from terminal.domain.facts import Birthday
from tests.unit.domain.occasions import WITHOUT, facts, line, occasion, when

NIGHT = ["22:00-02:00"]
NOVEMBER = [{"from": "2026-11-01", "until": "2026-11-21"}]
TWO_SPANS = [{"from": "2026-05-05", "until": "2026-05-05"}, {"from": "2026-11-21", "until": "2026-12-24"}]
DRINKS = {"categories": ["drink"]}
BASKET = (line(120, "drink", quantity=2), line(80, "cake"), line(60, "drink", quantity="0.5"))

HOLDS: list[tuple[str, Any, dict[str, Any], bool]] = [
    ("brands", ["tea", "noodles"], {}, True),
    ("brands", ["noodles"], {}, False),
    ("stores", ["tea-1"], {}, True),
    ("stores", ["tea-2"], {}, False),
    ("regions", ["north"], {}, True),
    ("regions", ["south"], {}, False),
    ("regions", ["north"], {"region": ""}, False),
    ("dates", NOVEMBER, {"day": date(2026, 10, 31)}, False),
    ("dates", NOVEMBER, {"day": date(2026, 11, 1)}, True),
    ("dates", NOVEMBER, {}, True),
    ("dates", NOVEMBER, {"day": date(2026, 11, 22)}, False),
    ("dates", TWO_SPANS, {"day": date(2026, 5, 5)}, True),
    ("dates", TWO_SPANS, {"day": date(2026, 5, 6)}, False),
    ("dates", TWO_SPANS, {}, True),
    ("weekdays", ["sat", "sun"], {}, True),
    ("weekdays", ["mon", "tue", "wed", "thu", "fri"], {}, False),
    ("weekdays", ["mon"], {"day": date(2026, 11, 23)}, True),
    ("days_of_month", [8, 18, 21], {}, True),
    ("days_of_month", [18], {}, False),
    ("days_of_month", [31], {"day": date(2026, 11, 30)}, False),
    ("hours", ["14:00-17:00"], {"clock": "13:59:59"}, False),
    ("hours", ["14:00-17:00"], {"clock": "14:00"}, True),
    ("hours", ["14:00-17:00"], {"clock": "16:59:59"}, True),
    ("hours", ["14:00-17:00"], {"clock": "17:00"}, False),
    ("hours", ["08:00-09:00", "14:00-17:00"], {"clock": "14:30"}, True),
    ("hours", NIGHT, {"clock": "21:59"}, False),
    ("hours", NIGHT, {"clock": "22:00"}, True),
    ("hours", NIGHT, {"clock": "00:00"}, True),
    ("hours", NIGHT, {"clock": "01:59"}, True),
    ("hours", NIGHT, {"clock": "02:00"}, False),
    ("hours", ["22:00-24:00"], {"clock": "23:59"}, True),
    ("hours", ["22:00-24:00"], {"clock": "00:00"}, False),
    ("tiers", ["gold"], {"who": facts(tier="gold")}, True),
    ("tiers", ["gold"], {}, False),
    ("tiers", ["gold"], {"who": WITHOUT}, False),
    ("tags", ["student", "staff"], {"who": facts(tags=("staff",))}, True),
    ("tags", ["student"], {"who": facts(tags=("staff",))}, False),
    ("tags", ["student"], {"who": WITHOUT}, False),
    ("except_tags", ["staff"], {"who": facts(tags=("staff", "student"))}, False),
    ("except_tags", ["staff"], {}, True),
    ("except_tags", ["staff"], {"who": WITHOUT}, False),
    ("segments", ["office"], {"who": facts(segments=("office",))}, True),
    ("segments", ["office"], {}, False),
    ("segments", ["office"], {"who": WITHOUT}, False),
    ("birthday", "month", {"who": facts(birthday=Birthday.MONTH)}, True),
    ("birthday", "month", {"who": facts(birthday=Birthday.DAY)}, True),
    ("birthday", "month", {}, False),
    ("birthday", "day", {"who": facts(birthday=Birthday.DAY)}, True),
    ("birthday", "day", {"who": facts(birthday=Birthday.MONTH)}, False),
    ("birthday", "day", {"who": WITHOUT}, False),
    ("member", True, {}, True),
    ("member", True, {"who": WITHOUT}, False),
    ("member", False, {}, False),
    ("member", False, {"who": WITHOUT}, True),
    ("first_purchase", True, {"who": facts(visits=0)}, True),
    ("first_purchase", True, {"who": facts(visits=1)}, False),
    ("first_purchase", True, {"who": WITHOUT}, False),
    ("first_purchase", False, {"who": facts(visits=0)}, False),
    ("first_purchase", False, {"who": facts(visits=1)}, True),
    ("first_purchase", False, {"who": WITHOUT}, False),
    ("away_days", 90, {"who": facts(days_since_visit=90)}, True),
    ("away_days", 90, {"who": facts(days_since_visit=89)}, False),
    ("away_days", 90, {"who": facts(days_since_visit=None)}, False),
    ("away_days", 90, {"who": WITHOUT}, False),
    ("joined_days", 0, {"who": facts(enrolled_on=date(2026, 11, 21))}, True),
    ("joined_days", 0, {"who": facts(enrolled_on=date(2026, 11, 20))}, False),
    ("joined_days", 30, {"who": facts(enrolled_on=date(2026, 10, 22))}, True),
    ("joined_days", 30, {"who": facts(enrolled_on=None)}, False),
    ("joined_days", 30, {"who": WITHOUT}, False),
    ("tenders", ["line_pay", "easycard"], {"tenders": ("cash", "line_pay")}, True),
    ("tenders", ["line_pay"], {"tenders": ("cash",)}, False),
    ("tenders", ["line_pay"], {"tenders": ()}, False),
    ("only_tenders", ["stored_value", "gift_card"], {"tenders": ("stored_value",)}, True),
    ("only_tenders", ["stored_value"], {"tenders": ("stored_value", "cash")}, False),
    ("only_tenders", ["stored_value"], {"tenders": ()}, False),
    ("minimum", 260, {}, True),
    ("minimum", 261, {}, False),
    ("spend", {"minimum": 180, "items": DRINKS}, {}, True),
    ("spend", {"minimum": 181, "items": DRINKS}, {}, False),
    ("spend", {"minimum": 260}, {}, True),
    ("quantity", {"minimum": "2.5", "items": DRINKS}, {}, True),
    ("quantity", {"minimum": "2.6", "items": DRINKS}, {}, False),
    ("quantity", {"minimum": 3, "items": {"categories": ["tobacco"]}}, {}, False),
]


def test_every_condition_is_tried_both_ways() -> None:
    assert {(key, holds) for key, _, _, holds in HOLDS} == {(key, holds) for key in REGISTRY for holds in (True, False)}


@pytest.mark.parametrize(("key", "argument", "changes", "holds"), HOLDS)
def test_a_condition_holds_as_written(key: str, argument: Any, changes: dict[str, Any], holds: bool) -> None:
    asked, about = when(**{key: argument}), occasion(*BASKET, **changes)
    assert asked.holds(about) is holds
    assert asked.unmet(about) == (None if holds else key)


def test_all_of_them_have_to_hold_and_the_first_that_does_not_is_named() -> None:
    asked = when(minimum=1_000, brands=["tea"], weekdays=["mon"])
    about = occasion(*BASKET)
    assert not asked.holds(about)
    assert asked.unmet(about) == "weekdays"
    assert asked.unmet(occasion(*BASKET, day=date(2026, 11, 23))) == "minimum"
    assert when(minimum=260, brands=["tea"], weekdays=["sat"]).holds(about)


def test_no_condition_holds_always() -> None:
    assert when() == ALWAYS
    assert when().holds(occasion(who=WITHOUT))
    assert when().unmet(occasion()) is None


@pytest.mark.parametrize(("key", "monetary"), [("minimum", True), ("spend", True), ("brands", False)])
def test_conditions_know_whether_they_compare_amounts(key: str, monetary: bool) -> None:
    argument: Any = {"minimum": 1, "spend": {"minimum": 1}, "brands": ["tea"]}[key]
    assert when(**{key: argument}).monetary is monetary


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_condition_has_words_for_not_being_met(language: str) -> None:
    assert set(REGISTRY) <= set(vocabulary(language)["condition"])


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_a_condition_says_what_it_asks(name: str) -> None:
    assert REGISTRY[name].name == name
    assert REGISTRY[name].doc.endswith(".")


@pytest.mark.parametrize(
    ("keys", "path", "reason"),
    [
        ({"weekdays": ["mon", "sat", "mon"]}, "when.weekdays[2]", "duplicate"),
        ({"weekdays": ["monday"]}, "when.weekdays[0]", "choice_unknown"),
        ({"weekdays": []}, "when.weekdays", "item_count"),
        ({"days_of_month": [32]}, "when.days_of_month[0]", "out_of_range"),
        ({"hours": ["14:00-14:00"]}, "when.hours[0]", "hours_empty"),
        ({"hours": ["14:00-25:00"]}, "when.hours[0]", "text_form"),
        ({"hours": ["24:00-02:00"]}, "when.hours[0]", "text_form"),
        ({"hours": ["08:00-09:00", "08:00-09:00"]}, "when.hours[1]", "duplicate"),
        ({"dates": [{"from": "2026-11-21", "until": "2026-11-20"}]}, "when.dates[0].until", "ends_before_start"),
        ({"dates": [{"from": "2026-11-31", "until": "2026-12-01"}]}, "when.dates[0].from", "day_invalid"),
        ({"dates": [{"from": "2026-11-21"}]}, "when.dates[0].until", "key_missing"),
        ({"birthday": "year"}, "when.birthday", "choice_unknown"),
        ({"minimum": 0}, "when.minimum", "out_of_range"),
        ({"quantity": {"minimum": 0}}, "when.quantity.minimum", "zero"),
        ({"tenders": ["gold"]}, "when.tenders[0]", "choice_unknown"),
        ({"weekday": ["mon"]}, "when.weekday", "key_unknown"),
    ],
)
def test_what_cannot_be_meant_is_refused(keys: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        CONDITIONS.read(keys, "when")
    assert (refused.value.data["path"], refused.value.data["reason"]) == (path, reason)
