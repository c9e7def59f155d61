"""Missions and stamp cards: a table for each kind, and what they give."""

from datetime import date
from typing import Any

import pytest

from terminal.domain.awards import earned
from terminal.domain.missions.awards import progress_on
from tests.unit.domain.life import NAME, Life, given_by, line
from tests.unit.domain.one_mission import NO_POINTS, have, points, rules
from tests.unit.domain.samples import DAY, programme

TEA, NOODLES, PLAIN = ((0, store, 100) for store in ("tea", "noodles", "plain"))


@pytest.mark.parametrize(
    ("mission", "bills", "given"),
    [
        ({"mission": "visits", "goal": 3}, [TEA, TEA, TEA, TEA], [0, 0, 10, 0]),
        ({"mission": "visits", "goal": 2, "repeats": True}, [TEA, TEA, TEA, TEA, TEA], [0, 10, 0, 10, 0]),
        ({"mission": "visits", "goal": 1, "repeats": True, "maximum": 2}, [TEA, TEA, TEA], [10, 10, 0]),
        (
            {"mission": "visits", "goal": 2, "when": {"minimum": 150}},
            [TEA, (0, "tea", 150), (0, "tea", 150)],
            [0, 0, 10],
        ),
        ({"mission": "visits", "goal": 2, "brands": ["tea"]}, [TEA, NOODLES, TEA], [0, 0, 10]),
        ({"mission": "visits", "goal": 2}, [(0, "tea", 0), TEA, TEA], [0, 0, 10]),
        ({"mission": "visit_brands", "goal": 2}, [TEA, TEA, NOODLES, PLAIN], [0, 0, 10, 0]),
        ({"mission": "visit_brands", "goal": 2, "repeats": True}, [TEA, NOODLES, NOODLES, TEA], [0, 10, 0, 10]),
        ({"mission": "visit_brands", "goal": 3}, [TEA, NOODLES, TEA, PLAIN], [0, 0, 0, 10]),
        ({"mission": "visit_stores", "goal": 2}, [TEA, TEA, PLAIN], [0, 0, 10]),
        ({"mission": "visit_days", "goal": 2}, [TEA, TEA, (1, "tea", 100)], [0, 0, 10]),
        (
            {"mission": "collect", "goal": 2, "items": {"skus": ["red", "green", "blue"]}},
            [(0, "tea", line(10, "red"), line(10, "black")), (0, "tea", line(10, "red")), (0, "tea", line(10, "blue"))],
            [0, 0, 10],
        ),
        (
            {"mission": "buy", "goal": 5, "items": {"skus": ["cup"]}},
            [(0, "tea", line(100, quantity=2), line(90, "cake", 3)), (0, "tea", line(150, quantity=3))],
            [0, 10],
        ),
        (
            {"mission": "buy", "goal": 2, "count": "bills", "items": {"categories": ["drink"]}},
            [(0, "tea", line(100, quantity=9, category="drink")), TEA, (0, "tea", line(100, category="drink"))],
            [0, 0, 10],
        ),
        (
            {"mission": "spend", "goal": 1000, "repeats": True},
            [(0, "tea", 999), (0, "tea", 1), (0, "tea", 2999), (0, "tea", 1)],
            [0, 10, 20, 10],
        ),
        (
            {"mission": "spend", "goal": 300, "items": {"except_categories": ["tobacco"]}},
            [(0, "tea", line(1000, category="tobacco"), line(299)), (0, "tea", line(1))],
            [0, 10],
        ),
    ],
)
def test_kinds(mission: dict[str, Any], bills: list[tuple[Any, ...]], given: list[int]) -> None:
    assert points(Life(rules(**mission)), bills) == given


@pytest.mark.parametrize(
    ("card", "bills", "given", "left"),
    [
        # a stamp per piece, surplus to the next card, several cards at once
        ({"goal": 5}, [line(100, quantity=4), line(100, quantity=2), line(400, quantity=14)], [0, 10, 30], 0),
        ({"goal": 5}, [line(100, quantity=13)], [20], 3),
        # a stamp per bill
        ({"goal": 2, "for": "bill"}, [line(100, quantity=4), line(5), line(5)], [0, 10, 0], 1),
        # one for each full 500, 37 stamps are two cards of 18 and one stamp (the published example)
        ({"goal": 18, "for": {"amount": 500}}, [1499, 499, 500 * 35 + 1], [0, 0, 20], 1),
        # half stamps: 10.00 is two halves, from 5.00 on it is one, 15.00 is two
        ({"goal": 20, "for": {"amount": 1000, "small": {"amount": 500, "stamps": 1}}, "stamps": 2}, [499], [0], 0),
        ({"goal": 20, "for": {"amount": 1000, "small": {"amount": 500, "stamps": 1}}, "stamps": 2}, [500], [0], 1),
        ({"goal": 20, "for": {"amount": 1000, "small": {"amount": 500, "stamps": 1}}, "stamps": 2}, [1500], [0], 2),
        (
            {"goal": 20, "for": {"amount": 1000, "small": {"amount": 500, "stamps": 1}}, "stamps": 2},
            [9500, 999, 500],
            [0, 0, 10],
            0,
        ),
        # at most three of a bill, at most four of a day
        ({"goal": 50, "per_bill": 3, "per_day": 4}, [line(9, quantity=5), line(9, quantity=5), line(9)], [0, 0, 0], 4),
        ({"goal": 50, "per_bill": 3}, [line(9, quantity=5), line(9, quantity=5)], [0, 0], 6),
        # every card begins with two of ten, or only the first
        ({"goal": 10, "head_start": {"steps": 2}}, [line(9, quantity=8), line(9, quantity=7), line(9)], [10, 0, 10], 2),
        (
            {"goal": 10, "head_start": {"steps": 2, "cards": "first"}},
            [line(9, quantity=8), line(9, quantity=9), line(9)],
            [10, 0, 10],
            0,
        ),
        # what earns nothing gets no stamp, so a reward never feeds its own card
        ({"goal": 2}, [line(0, quantity=5), line(10)], [0, 0], 1),
    ],
)
def test_stamp_cards(card: dict[str, Any], bills: list[Any], given: list[int], left: int) -> None:
    life = Life(rules("stamps", **card))
    assert points(life, [(0, "tea", bill) for bill in bills]) == given
    assert have(life) == left


@pytest.mark.parametrize(
    ("window", "days", "given"),
    [
        ("ever", [0, 400, 800], [0, 0, 10]),
        ("month", [0, 8, 10, 11, 12], [0, 0, 0, 0, 10]),  # 21 and 29 November, 1 to 3 December
        ("week", [0, 1, 2, 3, 4], [0, 0, 0, 0, 10]),  # Saturday, Sunday; Monday to Wednesday
        ("year", [0, 40, 41, 42, 43], [0, 0, 0, 0, 10]),  # 21 November and 31 December, 1 to 3 January
        ({"days": 10}, [0, 4, 9], [0, 0, 10]),
        ({"days": 10}, [0, 4, 10, 11, 12], [0, 0, 0, 0, 10]),  # the tenth day is over: anew from the next step on
    ],
)
def test_windows(window: Any, days: list[int], given: list[int]) -> None:
    assert points(Life(rules("visits", 3, window=window)), [(day, "tea", 100) for day in days]) == given


@pytest.mark.parametrize(
    ("repeats", "window", "days", "given"),
    [
        (False, "month", [0, 1, 2, 3, 10, 11], [0, 10, 0, 0, 0, 10]),  # once a month
        (True, "month", [0, 1, 2, 3, 10, 11], [0, 10, 0, 10, 0, 10]),
        (False, {"days": 5}, [0, 1, 20, 21], [0, 10, 0, 0]),  # once in all
        (True, {"days": 5}, [0, 1, 2, 20, 21], [0, 10, 0, 0, 10]),
    ],
)
def test_once_or_again(repeats: bool, window: Any, days: list[int], given: list[int]) -> None:
    life = Life(rules("visits", 2, repeats=repeats, window=window))
    assert points(life, [(day, "tea", 100) for day in days]) == given


def test_nothing_is_kept_of_a_mission_that_is_done_but_that_it_is() -> None:
    life = Life(rules("stamps", 5, repeats=False))
    life.buys(line(9, quantity=7))
    assert life.facts().tallies == {"mission/m1/done": 1}


def test_dates() -> None:
    dated = rules("visits", 2, **{"from": "2026-11-22", "until": "2026-11-30"})
    assert points(Life(dated), [(after, "tea", 5) for after in (0, 1, 9, 10)]) == [0, 0, 10, 0]
    assert points(Life(dated), [(after, "tea", 5) for after in (0, 1, 10, 11)]) == [0, 0, 0, 0]


def test_surplus_of_a_rolling_window_begins_a_new_one() -> None:
    life = Life(rules("stamps", 5, window={"days": 10}))
    assert points(life, [(0, "tea", line(9, quantity=3)), (9, "tea", line(9, quantity=4))]) == [0, 10]
    found = progress_on(life.rules.brand("tea").missions, life.facts(18).tallies, life.day(18))[0]
    assert (found.have, found.goal, found.until) == (2, 5, date(2026, 12, 9))
    assert life.state.progress.tallies["mission/m1/steps@2026-11-30"].until == date(2026, 12, 18)
    assert have(life, 19) == 0


def test_coupons_are_numbered_by_sale_and_rule() -> None:
    quoted = Life(rules("stamps", 5)).buys(line(100, quantity=13))
    vouchers = [held for award in quoted.awards for held in award.vouchers]
    assert [held.voucher_id for held in vouchers] == ["s0.mission/m1.1", "s0.mission/m1.2"]
    assert [(held.valid_from, held.valid_until) for held in vouchers] == [(DAY, date(2026, 12, 21))] * 2


def test_a_step_is_explained_and_so_is_the_end() -> None:
    life = Life(rules("spend", 1000))
    (step,) = life.buys(300).explain
    assert (step.code, step.points, step.data["spent"], step.data["spend_goal"]) == ("mission_spent", None, 300, 1000)
    done, coupon = life.buys(700).explain
    assert (done.code, done.points, coupon.code, coupon.data["count"]) == ("mission_done", 10, "coupon_given", 1)


def test_a_new_goal_holds_from_now_on() -> None:
    life = Life(rules("stamps", 15))
    life.buys(line(9, quantity=31))
    assert have(life) == 1
    life.rules = rules("stamps", 18)
    assert [life.buys(line(9, quantity=16)).earned, life.buys(9).earned] == [0, 10]


def test_a_brand_without_the_module_counts_nothing() -> None:
    made = programme(
        missions={"m1": {"mission": "visits", "name": NAME, "goal": 1, "gives": {"points": 1}}},
        brands__tea__modules=["coupons"],
        **NO_POINTS,
    )
    assert [Life(made).buys(100, store=store).earned for store in ("tea", "noodles")] == [0, 1]


def test_points_of_a_mission_run_by_their_own_clock_and_count_towards_tiers_only_when_said() -> None:
    gives = {"points": 5, "expiry": {"clock": "days", "days": 3}}
    (award,) = Life(rules("visits", 1, gives=gives)).buys(100).awards
    assert award.expiry is not None
    assert (award.expiry.count, award.qualifying, given_by([award], "mission/m1")) == (3, 0, (5, ()))
    (award,) = Life(rules("visits", 1, gives={"points": 5, "qualifying": True})).buys(100).awards
    assert (award.qualifying, earned([award])) == (5, 5)
