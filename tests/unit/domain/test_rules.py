"""Earning rules by table, and what every one of them promises whatever its arguments."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.lines import EarningLine
from terminal.domain.rules.base import EarningBill, EarningRule
from terminal.domain.rules.registry import REGISTRY
from terminal.domain.selection import EVERYTHING, ItemSelector
from tests.unit.domain.occasions import DAY, GOLD, bill, facts, line, rule

COUNTED = {"points": st.integers(1, 20)}
ARGUMENTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "amount": {
        **COUNTED,
        "per": st.integers(1, 500),
        "each": st.sampled_from(["bill", "line", "piece"]),
        "full_steps": st.booleans(),
    },
    "item": {**COUNTED, "per": st.sampled_from([1, 2, "0.5", "1/3"])},
    "visit": COUNTED,
}
TERMS: dict[str, st.SearchStrategy[Any]] = {
    "rounding": st.sampled_from(["down", "half_up", "half_even", "up"]),
    "tier_multiplier": st.booleans(),
    "multiply": st.sampled_from(["rounded", "exact"]),
    "items": st.sampled_from([{}, {"categories": ["drink"]}, {"discounted": False}]),
    "minimum": st.integers(0, 1_000),
    "cap_per_sale": st.integers(1, 100),
    "cap_per_day": st.integers(100, 300),
    "qualifying": st.booleans(),
}
MULTIPLIERS = st.fractions(0, 10, max_denominator=20)
LINES = st.lists(
    st.builds(
        EarningLine,
        st.just("sku"),
        st.sampled_from(["drink", "cake"]),
        st.fractions(0, 20, max_denominator=4),
        st.integers(0, 10**6),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


@st.composite
def any_rule(draw: st.DrawFn, name: str) -> EarningRule:
    keys: dict[str, Any] = draw(st.fixed_dictionaries(ARGUMENTS[name], optional=TERMS))
    return rule(name, **keys)


def earned(asked: EarningRule, about: EarningBill) -> int:
    award = asked.award(about)
    return award.points if award else 0


def test_every_rule_is_tried_here() -> None:
    assert set(ARGUMENTS) == set(REGISTRY)


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_a_rule_says_what_it_does_and_what_its_arguments_mean(name: str) -> None:
    kind = REGISTRY[name]
    assert kind.name == name
    assert kind.doc.endswith(".")
    assert all(field.doc.endswith(".") for field in kind.arguments.values())


HUNDREDTHS = {"per": 100, "points": 33, "rounding": "half_up"}
SOAP = {"categories": ["soap"]}


@pytest.mark.parametrize(
    ("keys", "lines", "multiplier", "points"),
    [
        ({"per": 35, "points": 1}, (line(235),), 1, 6),
        ({"per": 35, "points": 1}, (line(30),), 1, 0),
        ({"per": 40, "points": 1}, (line(115),), 1, 2),
        ({"per": 30, "points": 2}, (line(115),), 1, 7),
        ({"per": 30, "points": 2, "full_steps": True}, (line(115),), 1, 6),
        ({"per": 30, "points": 2, "full_steps": True}, (line(29),), 1, 0),
        ({"per": 30, "points": 2, "full_steps": True}, (line(115),), "1.5", 9),
        ({"per": 30, "points": 2, "full_steps": True, "each": "line"}, (line(59), line(61)), 1, 6),
        ({"per": 200, "points": 1, "rounding": "half_up"}, (line(300),), 1, 2),
        ({"per": 200, "points": 1, "rounding": "half_even"}, (line(500),), 1, 2),
        ({"per": 200, "points": 1, "rounding": "half_even"}, (line(300),), 1, 2),
        ({"per": 2, "points": 1, "rounding": "up"}, (line(35),), 1, 18),
        (HUNDREDTHS, (line(235),), 1, 78),
        (HUNDREDTHS, (line(1_250),), 1, 413),
        (HUNDREDTHS, (line(2),), 1, 1),
        (HUNDREDTHS, (line(1),), 1, 0),
        ({"per": 100, "points": 1}, (line(499), line(499), line(1_050)), 1, 20),
        ({"per": 100, "points": 1, "each": "line"}, (line(499), line(499), line(1_050)), 1, 18),
        ({"per": 100, "points": 1, "each": "line"}, (line(998, quantity=2),), 1, 9),
        ({"per": 100, "points": 1, "each": "piece"}, (line(998, quantity=2),), 1, 8),
        ({"per": 100, "points": 1, "each": "piece"}, (line(998, quantity="1.5"), line(150, quantity=0)), 1, 10),
        ({"per": 10, "points": 1}, (line(335),), "1.5", 49),
        ({"per": 10, "points": 1, "rounding": "half_up"}, (line(335),), "1.5", 51),
        ({"per": 10, "points": 1, "multiply": "exact"}, (line(335),), "1.5", 50),
        ({"per": 10, "points": 1, "multiply": "exact", "each": "line"}, (line(35), line(35)), "1.5", 10),
        ({"per": 10, "points": 1, "tier_multiplier": False}, (line(335),), "1.5", 33),
        ({"per": 10, "points": 1, "items": SOAP}, (line(95, "soap"), line(95)), 1, 9),
        ({"per": 10, "points": 1, "items": {"discounted": False}}, (line(95), line(95, discounted=True)), 1, 9),
        ({"per": 10, "points": 1, "items": {"except_categories": ["tobacco"]}}, (line(50), line(95, "tobacco")), 1, 5),
        ({"per": 10, "points": 1, "minimum": 100, "items": SOAP}, (line(99, "soap"), line(900)), 1, 0),
        ({"per": 10, "points": 1, "minimum": 100, "items": SOAP}, (line(100, "soap"), line(900)), 1, 10),
        ({"per": 10, "points": 1, "cap_per_sale": 30}, (line(335),), 1, 30),
        ({"per": 10, "points": 1, "cap_per_sale": 50}, (line(335),), 2, 50),
        ({"per": 10, "points": 1, "when": {"tiers": ["gold"]}}, (line(335),), 1, 0),
    ],
)
def test_points_for_an_amount(
    keys: dict[str, Any], lines: tuple[EarningLine, ...], multiplier: str | int, points: int
) -> None:
    assert earned(rule("amount", **keys), bill(*lines, multiplier=multiplier)) == points


@pytest.mark.parametrize(
    ("keys", "lines", "multiplier", "points"),
    [
        ({"points": 5}, (line(10, quantity=2), line(20)), 1, 15),
        ({"points": 1, "per": 2}, (line(1_400, quantity="37"),), 1, 18),
        ({"points": 10}, (line(80, quantity="1.6"), line(70, quantity="1.3")), 1, 20),
        ({"points": 10}, (line(80, quantity="0.9"),), 1, 0),
        ({"points": 3, "per": "0.5"}, (line(80, quantity="1.6"),), 1, 9),
        ({"points": 5, "items": SOAP}, (line(10, "soap", quantity=2), line(20)), 1, 10),
        ({"points": 5, "items": SOAP}, (line(20),), 1, 0),
        ({"points": 5}, (line(20),), "1.5", 7),
        ({"points": 5, "rounding": "up"}, (line(20),), "1.5", 8),
        ({"points": 5, "tier_multiplier": False}, (line(20),), "1.5", 5),
        ({"points": 5, "cap_per_sale": 12}, (line(10, quantity=3),), 1, 12),
    ],
)
def test_points_for_items(
    keys: dict[str, Any], lines: tuple[EarningLine, ...], multiplier: str | int, points: int
) -> None:
    assert earned(rule("item", **keys), bill(*lines, multiplier=multiplier)) == points


@pytest.mark.parametrize(
    ("keys", "lines", "multiplier", "points"),
    [
        ({"points": 5}, (line(10), line(20)), 1, 5),
        ({"points": 5}, (line(0),), 1, 5),
        ({"points": 5}, (line(10),), 2, 10),
        ({"points": 5, "minimum": 50}, (line(49),), 1, 0),
        ({"points": 5, "minimum": 50}, (line(49), line(1)), 1, 5),
        ({"points": 5, "items": SOAP}, (line(49),), 1, 0),
    ],
)
def test_points_for_a_visit(
    keys: dict[str, Any], lines: tuple[EarningLine, ...], multiplier: str | int, points: int
) -> None:
    assert earned(rule("visit", **keys), bill(*lines, multiplier=multiplier)) == points


@pytest.mark.parametrize(
    ("keys", "used", "points", "tallies"),
    [
        ({"cap_per_day": 150}, {}, 95, {"cap/tea.base@2026-11-21": 95}),
        ({"cap_per_day": 150}, {"cap/tea.base@2026-11-21": 95}, 55, {"cap/tea.base@2026-11-21": 55}),
        ({"cap_per_day": 150}, {"cap/tea.base@2026-11-21": 150}, 0, {}),
        ({"cap_per_day": 150}, {"cap/tea.base@2026-11-21": 170}, 0, {}),
        ({"cap_per_day": 150}, {"cap/tea.base@2026-11-20": 150}, 95, {"cap/tea.base@2026-11-21": 95}),
        ({"cap_per_month": 150}, {"cap/tea.base@2026-11": 100}, 50, {"cap/tea.base@2026-11": 50}),
        ({"cap_per_year": 150}, {"cap/tea.base@2026": 149}, 1, {"cap/tea.base@2026": 1}),
        (
            {"cap_per_sale": 60, "cap_per_day": 150},
            {"cap/tea.base@2026-11-21": 95},
            55,
            {"cap/tea.base@2026-11-21": 55},
        ),
        (
            {"cap_per_sale": 50, "cap_per_day": 150},
            {"cap/tea.base@2026-11-21": 95},
            50,
            {"cap/tea.base@2026-11-21": 50},
        ),
    ],
)
def test_a_cap_holds_across_bills(
    keys: dict[str, Any], used: dict[str, int], points: int, tallies: dict[str, int]
) -> None:
    award = rule("amount", per=20, points=1, **keys).award(bill(line(1_900), who=facts(tallies=used)))
    assert award is not None
    assert award.points == points
    assert {tally.key: tally.count for tally in award.tallies} == tallies


def test_a_cap_is_forgotten_when_its_time_is_over() -> None:
    keys: dict[str, Any] = {"cap_per_day": 10, "cap_per_month": 20, "cap_per_year": 30}
    award = rule("visit", points=1, **keys).award(bill(line(1)))
    assert award is not None
    assert [str(tally.until) for tally in award.tallies] == ["2026-11-21", "2026-11-30", "2026-12-31"]
    assert str(DAY) == "2026-11-21"


def test_a_multiplier_is_explained_with_the_tier_it_comes_from() -> None:
    award = rule("amount", per=10, points=1).award(bill(line(335), multiplier="1.5"))
    assert award is not None
    base, extra = award.steps
    assert (base.code, base.points, dict(base.data)) == ("earn_amount", 33, {"rule": "base", "per": 10, "each": 1})
    assert (extra.code, extra.points) == ("tier_multiplier", 16)
    assert dict(extra.data) == {"rule": "base", "tier": GOLD, "multiplier": "1.5"}


def test_a_cap_is_explained_by_what_it_takes_off() -> None:
    award = rule("item", points=10, per="0.5", cap_per_sale=25).award(bill(line(335, quantity=2), multiplier=2))
    assert award is not None
    assert [(step.code, step.points) for step in award.steps] == [
        ("earn_item", 40),
        ("tier_multiplier", 40),
        ("capped", -55),
    ]
    assert dict(award.steps[0].data) == {"rule": "base", "units": "0.5", "each": 10}
    assert dict(award.steps[2].data) == {"rule": "base", "limit": 25}


def test_points_count_towards_tiers_unless_the_rule_says_otherwise() -> None:
    counting, silent = (rule("visit", points=5, qualifying=flag).award(bill(line(1))) for flag in (True, False))
    assert counting is not None
    assert silent is not None
    assert (counting.qualifying, silent.qualifying, silent.points) == (5, 0, 5)


@pytest.mark.parametrize("name", sorted(REGISTRY))
@given(data=st.data(), multiplier=MULTIPLIERS, lines=LINES)
def test_points_are_never_negative_and_less_of_a_bill_never_earns_more(
    name: str, data: st.DataObject, multiplier: Fraction, lines: tuple[EarningLine, ...]
) -> None:
    asked = data.draw(any_rule(name))
    some = lines[: data.draw(st.integers(1, len(lines)))]
    less, more = (earned(asked, bill(*part, multiplier=str(multiplier))) for part in (some, lines))
    assert 0 <= less <= more


@pytest.mark.parametrize("name", sorted(REGISTRY))
@given(data=st.data(), multiplier=MULTIPLIERS, lines=LINES, used=st.integers(0, 400))
def test_an_award_explains_itself_keeps_its_caps_and_is_the_same_twice(
    name: str, data: st.DataObject, multiplier: Fraction, lines: tuple[EarningLine, ...], used: int
) -> None:
    asked = data.draw(any_rule(name))
    about = bill(*lines, multiplier=str(multiplier), who=facts(tallies={"cap/tea.base@2026-11-21": used}))
    award = asked.award(about)
    assert award == asked.award(about)
    if award is None:
        return
    assert award.points == sum(step.points or 0 for step in award.steps)
    assert sum(tally.count for tally in award.tallies) in (0, award.points)
    room = asked.caps.room("tea.base", about.facts, DAY)  # type: ignore[attr-defined]  # every kind has caps
    assert room is None or award.points <= room.points


@pytest.mark.parametrize("name", sorted(REGISTRY))
@given(data=st.data(), multiplier=MULTIPLIERS, lines=LINES, with_tier=st.booleans())
def test_some_items_alone_never_earn_more_than_the_whole_bill(
    name: str, data: st.DataObject, multiplier: Fraction, lines: tuple[EarningLine, ...], with_tier: bool
) -> None:
    asked = data.draw(any_rule(name))
    about = bill(*lines, multiplier=str(multiplier))
    whole = asked.base(about, EVERYTHING, with_tier=with_tier)
    drinks = asked.base(about, ItemSelector(categories=frozenset({"drink"})), with_tier=with_tier)
    assert 0 <= drinks <= whole
    if with_tier:
        assert whole == earned(asked, about)
