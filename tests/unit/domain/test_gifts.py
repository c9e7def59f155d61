"""Gifts: a table for each kind, and that once means once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import Refusal
from terminal.domain.facts import Person
from terminal.domain.gifts.registry import REGISTRY
from terminal.domain.joining import joining_entries
from terminal.domain.programme import Programme
from tests.unit.domain.life import NAME, Life, given_by, line
from tests.unit.domain.samples import DAY, moment, programme

COUPON = {"name": NAME, "benefit": {"kind": "amount", "amount": 50}, "valid": {"days": 30}}
NO_POINTS: dict[str, Any] = {f"brands__{brand}__earning": [] for brand in ("tea", "noodles")}


def rules(gift: str, *, tier_use: str = "next_sale", **more: Any) -> Programme:
    """A programme in which nothing but one gift gives points: 10 of them and a coupon."""
    made = {"gift": gift, "name": NAME, "gives": {"points": 10, "coupons": ["drink"]}, **more}
    return programme(coupons={"drink": COUPON}, gifts={"g1": made}, tier_use=tier_use, **NO_POINTS)


def points(life: Life, *bills: tuple[int, int]) -> list[int]:
    """The points of bills at the tea shop: (days after, amount)."""
    return [life.buys(amount, after=after).earned for after, amount in bills]


# --- kinds ---


@pytest.mark.parametrize(
    ("gift", "joined_before", "bills", "given"),
    [
        ({}, None, [(0, 100), (0, 100)], [10, 0]),
        ({"days": 7}, 7, [(0, 100)], [10]),
        ({"days": 7}, 8, [(0, 100)], [0]),
        ({"days": 7}, None, [(0, 100)], [0]),  # nobody knows when they joined
        ({"when": {"minimum": 100}}, 0, [(0, 99), (0, 100)], [0, 0]),
        ({"when": {"minimum": 100}, "first_bill": False, "days": 7}, 0, [(0, 99), (7, 100), (7, 100)], [0, 10, 0]),
        ({"brands": ["noodles"]}, 0, [(0, 100)], [0]),
        ({"until": "2026-11-20"}, 0, [(0, 100)], [0]),
        ({"from": "2026-11-22"}, 0, [(0, 100)], [0]),
    ],
)
def test_welcome(
    gift: dict[str, Any], joined_before: int | None, bills: list[tuple[int, int]], given: list[int]
) -> None:
    joined = None if joined_before is None else DAY - timedelta(days=joined_before)
    assert points(Life(rules("welcome", **gift), Person(enrolled_on=joined)), *bills) == given


@pytest.mark.parametrize(
    ("gift", "born", "joined", "bills", "given"),
    [
        ({}, (11, 2), None, [(0, 1), (5, 1), (9, 1), (10, 1)], [10, 0, 0, 0]),
        ({}, (12, 2), None, [(0, 1), (9, 1), (10, 1), (11, 1)], [0, 0, 10, 0]),
        ({"within": "day"}, (11, 23), None, [(0, 1), (1, 1), (2, 1), (3, 1)], [0, 0, 10, 0]),
        ({}, (11, 2), None, [(0, 1), (365, 1), (366, 1)], [10, 10, 0]),  # every year anew
        ({}, None, None, [(0, 1)], [0]),
        ({"when": {"minimum": 500}}, (11, 2), None, [(0, 499), (0, 500), (0, 500)], [0, 10, 0]),
        # joined in the month of the birthday: at once, next year only, or if it is still to come
        ({}, (11, 2), (2026, 11, 3), [(0, 1)], [10]),
        ({"joined_in_month": "next_year"}, (11, 30), (2026, 11, 3), [(0, 1), (365, 1)], [0, 10]),
        ({"joined_in_month": "next_year"}, (11, 30), (2026, 10, 31), [(0, 1)], [10]),
        ({"joined_in_month": "next_year"}, (11, 30), (2025, 11, 3), [(0, 1)], [10]),
        ({"joined_in_month": "if_still_to_come"}, (11, 2), (2026, 11, 3), [(0, 1), (365, 1)], [0, 10]),
        ({"joined_in_month": "if_still_to_come"}, (11, 3), (2026, 11, 3), [(0, 1)], [10]),
        ({"joined_in_month": "if_still_to_come"}, (11, 30), (2026, 11, 3), [(0, 1)], [10]),
    ],
)
def test_birthday(
    gift: dict[str, Any],
    born: tuple[int, int] | None,
    joined: tuple[int, int, int] | None,
    bills: list[tuple[int, int]],
    given: list[int],
) -> None:
    person = Person(birthday=date(1990, *born) if born else None, enrolled_on=date(*joined) if joined else None)
    assert points(Life(rules("birthday", **gift), person), *bills) == given


def test_another_birthday_brings_no_other_gift_in_the_same_year() -> None:
    life = Life(rules("birthday"), Person(birthday=date(1990, 11, 2)))
    assert points(life, (0, 1)) == [10]
    life.person = Person(birthday=date(1990, 12, 2))
    assert points(life, (20, 1), (385, 1)) == [0, 10]


@pytest.mark.parametrize(
    ("kind", "gift", "bills", "given"),
    [
        ("win_back", {"away_days": 30}, [(0, 1), (29, 1), (59, 1), (59, 1), (88, 1), (118, 1)], [0, 0, 10, 0, 0, 10]),
        (
            "festive",
            {"from": "2026-11-22", "until": "2026-11-24"},
            [(0, 1), (1, 1), (3, 1), (4, 1)],
            [0, 10, 0, 0],
        ),
        ("every_nth_visit", {"every": 3}, [(0, 1), (0, 1), (0, 1), (1, 1), (1, 1), (2, 1)], [0, 0, 10, 0, 0, 10]),
        ("tier_reached", {}, [(0, 11999), (0, 1), (0, 1), (1, 37999)], [0, 10, 0, 10]),
        ("tier_reached", {"tiers": ["black"]}, [(0, 12000), (1, 38000)], [0, 10]),
        ("tier_reached", {"tiers": ["gold"]}, [(0, 60000)], [0]),  # gold was passed over
        ("purchase", {"when": {"minimum": 100}}, [(0, 99), (0, 100), (0, 100)], [0, 10, 10]),
        ("purchase", {"when": {"minimum": 100}, "per_day": 1}, [(0, 100), (0, 100), (1, 100)], [10, 0, 10]),
        ("purchase", {"until": "2026-12-31", "per_member": 2}, [(0, 1), (1, 1), (2, 1)], [10, 10, 0]),
        ("purchase", {"every": 1000}, [(0, 999), (0, 2500)], [0, 20]),
        ("purchase", {"every": 1000, "per_bill": 3, "per_day": 4}, [(0, 9000), (0, 9000), (1, 1000)], [30, 10, 10]),
        ("purchase", {"until": "2026-12-31"}, [(0, 0)], [0]),
    ],
)
def test_kinds(kind: str, gift: dict[str, Any], bills: list[tuple[int, int]], given: list[int]) -> None:
    assert points(Life(rules(kind, **gift)), *bills) == given


@pytest.mark.parametrize("tier_use", ["next_sale", "same_sale"])
def test_reaching_a_tier_is_rewarded_on_the_bill_that_does_it(tier_use: str) -> None:
    quoted = Life(rules("tier_reached", tier_use=tier_use)).buys(12000)
    assert given_by(quoted.awards, "gift/g1") == (10, ("drink",))
    assert [step.code for step in quoted.explain] == ["upgraded", "gift_given", "coupon_given"]


def test_what_is_bought_is_looked_at() -> None:
    life = Life(rules("purchase", every=100, items={"categories": ["drink"]}))
    assert life.buys(line(250, category="drink"), line(900)).earned == 20


@pytest.mark.parametrize(
    ("gift", "store", "tags", "points"),
    [
        ({}, "tea", (), 10),
        ({"brands": ["noodles"]}, "tea", (), 0),
        ({"from": "2026-11-22"}, "tea", (), 0),
        ({"until": "2026-11-20"}, "tea", (), 0),
        ({"when": {"tags": ["student"]}}, "tea", (), 0),
        ({"when": {"tags": ["student"]}}, "tea", ("student",), 10),
        ({"when": {"stores": ["noodles"]}}, "noodles", (), 10),
    ],
)
def test_joining_gives_without_a_bill(gift: dict[str, Any], store: str, tags: tuple[str, ...], points: int) -> None:
    made = rules("joined", **gift)
    entries = joining_entries(made, made.store(store), "m", Person(enrolled_on=DAY, tags=tags), moment())
    assert [entry.points for entry in entries] == ([points] if points else [])
    for entry in entries:
        assert [part.lot_id for part in entry.parts] == ["m"]
        assert list(entry.progress.vouchers) == ["m.gift/g1.1"]
        assert (entry.visits, entry.spend_minor, entry.progress.count("gift/g1@ever")) == (0, 0, 1)
        life = Life(made, Person(enrolled_on=DAY, tags=tags))
        life.post([entry], DAY)
        assert life.buys(100).earned == 0


# --- refunds ---


def test_a_bill_that_comes_back_takes_its_gift_with_it_which_may_then_be_given_again() -> None:
    life = Life(rules("festive", **{"from": "2026-11-21", "until": "2026-11-24"}))
    quoted = life.buys(100)
    assert life.state.progress.tallies["gift/g1@ever"].until == date(2027, 11, 25)
    assert life.brings_back(quoted) == 10
    assert life.facts().tallies == {}
    assert points(life, (1, 5), (1, 5)) == [10, 0]


def test_a_part_that_comes_back_takes_what_the_rest_does_not_bring() -> None:
    life = Life(rules("purchase", every=1000))
    quoted = life.buys(1500, 1600)
    assert quoted.earned == 30
    assert life.brings_back(quoted, 0) == 20
    vouchers = life.state.progress.vouchers
    assert {key: held.uses for key, held in vouchers.items()} == {f"s0.gift/g1.{n}": int(n == 1) for n in (1, 2, 3)}


def test_a_tier_that_is_taken_back_takes_its_gift() -> None:
    life = Life(rules("tier_reached"))
    quoted = life.buys(6000, 6000)
    assert life.brings_back(quoted, 1) == 10


def test_the_same_number_of_visits_after_a_refund_brings_nothing_twice() -> None:
    life = Life(rules("every_nth_visit", every=2))
    life.buys(1)
    life.buys(1)
    life.state = replace(life.state, visits=1)
    assert life.buys(1).earned == 0


# --- laws ---

ONCE: dict[str, dict[str, Any]] = {
    "welcome": {"first_bill": False},
    "birthday": {},
    "win_back": {"away_days": 2},
    "festive": {"from": "2026-11-21", "until": "2026-12-05"},
    "tier_reached": {},
    "purchase": {"per_member": 1, "until": "2027-12-31"},
    "every_nth_visit": {"every": 3},
}


def test_every_kind_is_tried_here() -> None:
    assert {*ONCE, "joined"} == set(REGISTRY)  # joining is no bill: tried above


@given(
    kind=st.sampled_from(sorted(ONCE)),
    bills=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9000)), max_size=10),
)
def test_once_means_once(kind: str, bills: list[tuple[int, int]]) -> None:
    life = Life(rules(kind, **ONCE[kind]), Person(birthday=date(1990, 11, 28), enrolled_on=DAY))
    after, earned, gaps = 0, 0, 0
    for place, (days, amount) in enumerate(bills):
        after += days
        gaps += place > 0 and days >= 2
        earned += life.buys(amount, after=after).earned
    most = {"win_back": gaps, "tier_reached": 2, "every_nth_visit": len(bills) // 3}.get(kind, 1)
    assert 0 <= earned <= 10 * most
    assert all(count == 1 for count in life.facts(after).tallies.values())


# --- bundles ---


@pytest.mark.parametrize(
    ("kind", "gift", "path", "reason"),
    [
        ("festive", {"until": "2026-12-31"}, "gifts.g1.from", "key_missing"),
        ("festive", {"from": "2026-12-31", "until": "2026-12-30"}, "gifts.g1.until", "ends_before_start"),
        ("welcome", {"gives": {}}, "gifts.g1.gives", "gives_nothing"),
        ("welcome", {"brands": ["tee"]}, "gifts.g1.brands[0]", "reference_unknown"),
        ("welcome", {"gives": {"coupons": ["dring"]}}, "gifts.g1.gives.coupons[0]", "reference_unknown"),
        ("tier_reached", {"tiers": ["silver"]}, "gifts.g1.tiers[0]", "reference_unknown"),
        ("tier_reached", {"tiers": ["member"]}, "gifts.g1.tiers[0]", "first_tier_not_reached"),
        ("every_nth_visit", {"every": 1}, "gifts.g1.every", "out_of_range"),
        ("win_back", {"away_days": 0}, "gifts.g1.away_days", "out_of_range"),
        ("joined", {"when": {"minimum": 1}}, "gifts.g1.when.minimum", "asks_about_a_bill"),
        ("joined", {"gives": {}}, "gifts.g1.gives", "gives_nothing"),
        ("purchase", {}, "gifts.g1.until", "feeds_itself"),
        ("purchase", {"per_day": 1}, "gifts.g1.until", "feeds_itself"),
        ("purchase", {"items": {}}, "gifts.g1.until", "feeds_itself"),
        (
            "festive",
            {
                "from": "2026-11-21",
                "until": "2026-12-30",
                "gives": {"points": 1, "expiry": {"clock": "on", "day": "2026-12-29"}},
            },
            "gifts.g1.gives.expiry.day",
            "ends_before_start",
        ),
    ],
)
def test_bundles_that_cannot_be_meant(kind: str, gift: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules(kind, **gift)
    assert (refused.value.data["path"], refused.value.data["reason"]) == (path, reason)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"coupons__drink__present": "public", "coupons__drink__valid": {"until": "2027-01-01"}}, "coupon_not_held"),
        ({"coupons__drink__brands": ["plain"], "brands__plain__modules": ["gifts"]}, "coupon_taken_nowhere"),
        ({"coupons__drink__valid": {"until": "2026-11-20"}}, "coupon_ends_before"),
    ],
)
def test_a_coupon_that_is_given_can_be_used(change: dict[str, Any], reason: str) -> None:
    gift = {"gift": "welcome", "name": NAME, "from": "2026-11-21", "gives": {"coupons": ["drink"]}}
    with pytest.raises(Refusal) as refused:
        programme(coupons={"drink": dict(COUPON)}, gifts={"g1": gift}, **change)
    assert (refused.value.data["path"], refused.value.data["reason"]) == ("gifts.g1.gives.coupons[0]", reason)


@pytest.mark.parametrize("items", [{"categories": ["card"]}, {"except_skus": ["bag"]}, {"discounted": False}])
def test_a_coupon_for_every_bill_with_certain_items_is_bound_by_them(items: dict[str, Any]) -> None:
    life = Life(rules("purchase", items=items))
    assert life.buys(line(350, "card", category="card")).earned == 10
    assert life.buys(line(0, "bag")).earned == 0


def test_amounts_need_a_currency_where_there_are_several() -> None:
    abroad = {"currencies__USD": {"exponent": 2, "symbol": "US$", "rate": 30}}
    gift = {"gift": "purchase", "name": NAME, "every": 1000, "gives": {"points": 10}}
    with pytest.raises(Refusal) as refused:
        programme(gifts={"g1": gift}, **abroad)
    assert (refused.value.data["path"], refused.value.data["reason"]) == ("gifts.g1.currency", "currency_missing")
    made = programme(gifts={"g1": {**gift, "currency": "USD"}}, **abroad, **NO_POINTS)
    assert Life(made).buys(5000).earned == 0
    made = programme(gifts={"g1": {**gift, "currency": "TWD"}}, **abroad, **NO_POINTS)
    assert Life(made).buys(5000).earned == 50


def test_a_gift_without_points_is_explained_without_points() -> None:
    gift = {"gift": "welcome", "name": NAME, "gives": {"coupons": ["drink"]}}
    quoted = Life(programme(coupons={"drink": COUPON}, gifts={"g1": gift}, **NO_POINTS)).buys(100)
    assert [(step.code, step.points) for step in quoted.explain] == [("gift_given_plain", None), ("coupon_given", None)]


def test_a_coupon_that_ended_is_not_given_any_more() -> None:
    gift = {"gift": "welcome", "name": NAME, "gives": {"points": 1, "coupons": [{"coupon": "drink", "count": 2}]}}
    ended = {**COUPON, "valid": {"until": "2026-11-20"}}
    quoted = Life(programme(coupons={"drink": ended}, gifts={"g1": gift}, **NO_POINTS)).buys(100)
    assert given_by(quoted.awards, "gift/g1") == (1, ())
    assert [step.code for step in quoted.explain] == ["gift_given"]
