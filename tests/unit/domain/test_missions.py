"""Missions and stamp cards: a table for each kind, and what holds of all of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.awards import earned
from terminal.domain.errors import Refusal
from terminal.domain.missions.awards import progress_on
from terminal.domain.missions.registry import REGISTRY
from terminal.domain.programme import Programme
from tests.unit.domain.life import NAME, Life, given_by, line
from tests.unit.domain.samples import DAY, programme

COUPON = {"name": NAME, "benefit": {"kind": "amount", "amount": 50}, "valid": {"days": 30}}
NO_POINTS: dict[str, Any] = {f"brands__{brand}__earning": [] for brand in ("tea", "noodles")}


def rules(mission: str, goal: int, **more: Any) -> Programme:
    """A programme in which nothing but one mission gives points: 10 of them and a coupon."""
    gives = more.pop("gives", {"points": 10, "coupons": ["drink"]})
    made = {"mission": mission, "name": NAME, "goal": goal, "gives": gives, **more}
    missions = {"m1": {key: value for key, value in made.items() if value is not None}}
    return programme(coupons={"drink": COUPON}, missions=missions, **NO_POINTS)


def have(life: Life, after: int = 0) -> int | None:
    """What stands on the card; ``None`` when it can no longer be filled."""
    found = progress_on(life.rules.brand("tea").missions, life.facts(after).tallies, life.day(after))
    return found[0].have if found else None


def points(life: Life, bills: Sequence[tuple[Any, ...]]) -> list[int]:
    """The points of each bill: (days after, store, lines …)."""
    return [life.buys(*lines, after=after, store=store).earned for after, store, *lines in bills]


# --- kinds ---

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


# --- refunds ---


def test_refund_of_the_last_step_takes_the_reward_and_leaves_the_steps_before() -> None:
    life = Life(rules("stamps", 5))
    life.buys(line(9, quantity=3))
    full = life.buys(line(9, quantity=1), line(9, quantity=2))
    assert (full.earned, have(life)) == (10, 1)
    assert life.brings_back(full, 1) == 10  # four are left
    assert have(life) == 4
    assert {held.uses for held in life.state.progress.vouchers.values()} == {0}
    assert life.buys(5).earned == 10


def test_refund_of_an_earlier_step_has_to_be_earned_again() -> None:
    life = Life(rules("stamps", 5))
    first = life.buys(line(9, quantity=3))
    assert life.buys(line(9, quantity=2)).earned == 10
    assert life.brings_back(first) == 0
    assert have(life) == -3
    assert [life.buys(line(9, quantity=7)).earned, have(life), life.buys(9).earned] == [0, 4, 10]


def test_refund_of_an_earlier_step_counts_on_when_the_rolling_window_is_over() -> None:
    life = Life(rules("stamps", 5, window={"days": 10}))
    first = life.buys(line(9, quantity=3))
    assert life.buys(line(9, quantity=2), after=9).earned == 10
    life.brings_back(first, after=10)
    assert have(life, 10) == -3
    assert life.buys(line(9, quantity=5), after=11).earned == 0
    assert life.buys(line(9, quantity=3), after=12).earned == 10


def test_refund_of_one_visit_to_a_brand_leaves_the_other() -> None:
    life = Life(rules("visit_brands", 2))
    first = life.buys(100)
    life.buys(100)
    life.brings_back(first)
    assert (have(life), life.buys(100, store="noodles").earned) == (1, 10)


def test_refund_of_a_visited_brand_after_the_round_is_owed_to_the_next() -> None:
    life = Life(rules("visit_brands", 2, repeats=True))
    first = life.buys(100)
    life.buys(100, store="noodles")
    life.brings_back(first)
    again = [life.buys(100, store=store).earned for store in ("noodles", "tea", "tea", "tea", "noodles")]
    assert again == [0, 0, 10, 0, 10]


def test_an_item_that_is_owed_stays_owed_on_the_bill_that_ends_a_round() -> None:
    life = Life(rules("collect", 2, repeats=True))
    first = life.buys(line(9, "red", 1), line(9, "green", 1))
    life.brings_back(first, 0)  # green is left of the first round, which is undone
    assert life.buys(line(9, "red")).earned == 10
    second = life.buys(line(9, "red"))
    assert life.buys(line(9, "green")).earned == 10
    life.brings_back(second)  # after the round: red is owed
    assert life.buys(line(9, "red"), line(9, "green"), line(9, "blue")).earned == 10
    assert [life.buys(line(9, "red")).earned, life.buys(line(9, "blue")).earned] == [0, 10]


@pytest.mark.parametrize(
    "mission", [{"mission": "stamps", "goal": 3}, {"mission": "spend", "goal": 50, "window": {"days": 9}}]
)
def test_full_refund_leaves_nothing_behind(mission: dict[str, Any]) -> None:
    life = Life(rules(**mission))
    quoted = life.buys(line(160, quantity=7))
    assert quoted.earned > 0
    assert life.brings_back(quoted) == quoted.earned
    assert life.facts().tallies == {}
    assert life.state.total == 0


def test_a_new_goal_holds_from_now_on() -> None:
    life = Life(rules("stamps", 15))
    life.buys(line(9, quantity=31))
    assert have(life) == 1
    life.rules = rules("stamps", 18)
    assert [life.buys(line(9, quantity=16)).earned, life.buys(9).earned] == [0, 10]


# --- laws ---

ARGUMENTS: dict[str, Any] = {
    "visits": st.just({}),
    "visit_brands": st.just({}),
    "visit_stores": st.just({}),
    "visit_days": st.just({}),
    "collect": st.just({}),
    "buy": st.fixed_dictionaries({"count": st.sampled_from(["units", "bills"])}),
    "spend": st.just({}),
    "stamps": st.fixed_dictionaries(
        {"for": st.sampled_from(["unit", "bill", {"amount": 7}])},
        optional={
            "stamps": st.integers(1, 3),
            "per_bill": st.integers(1, 5),
            "per_day": st.integers(1, 5),
        },
    ),
}
WINDOWS = st.sampled_from(["ever", "week", "month", "year", {"days": 1}, {"days": 4}])
BILLS = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.sampled_from(["tea", "noodles", "plain"]),
        st.lists(st.tuples(st.integers(0, 30), st.sampled_from("abc"), st.integers(1, 4)), min_size=1, max_size=3),
    ),
    max_size=12,
)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    mission = draw(st.sampled_from(sorted(REGISTRY)))
    made = {
        "goal": draw(st.integers(1, 3 if REGISTRY[mission].distinct else 12)),
        "window": draw(WINDOWS),
        "repeats": draw(st.booleans()),
        "maximum": draw(st.none() | st.integers(1, 2)),
        "gives": {"points": 1},
        **draw(ARGUMENTS[mission]),
    }
    if mission == "visit_days" and made["window"] == {"days": 1}:
        made["goal"] = 1
    return rules(mission, **made)


def test_every_kind_is_tried_here() -> None:
    assert set(ARGUMENTS) == set(REGISTRY)


@given(made=programmes(), bills=BILLS)
def test_what_is_done_never_exceeds_the_steps(made: Programme, bills: list[Any]) -> None:
    life, after, steps, done = Life(made), 0, 0, 0
    (mission,) = made.brand("tea").missions
    for days, store, sold in bills:
        after += days
        quoted = life.buys(*(line(amount, sku, pieces) for amount, sku, pieces in sold), after=after, store=store)
        purchase = quoted.sold.purchase(made)
        assert purchase is not None
        for held in quoted.awards:
            assert held.points >= 0
        amount = sum(part.amount for part in purchase.lines)
        if mission.kind.spending:
            steps += amount
        elif mission.kind.name == "stamps":
            steps += max(3 * sum(pieces for _, _, pieces in sold), 3 * amount)
        else:
            steps += sum(pieces for _, _, pieces in sold)
        done += quoted.earned
        assert done * mission.goal <= steps
        assert all(count >= 0 for count in life.facts(after).tallies.values())
    if mission.maximum is not None:
        assert done <= mission.maximum


@given(made=programmes(), bills=BILLS, data=st.data())
def test_a_refund_in_parts_is_a_refund_at_once_and_leaves_nothing(
    made: Programme, bills: list[Any], data: st.DataObject
) -> None:
    life, after = Life(made), 0
    for days, store, sold in bills:
        after += days
        before, facts = life.state, life.facts(after)
        quoted = life.buys(*(line(amount, sku, pieces) for amount, sku, pieces in sold), after=after, store=store)
        if data.draw(st.booleans()):
            assert life.brings_back(quoted, after=after) == quoted.earned
            assert life.facts(after).tallies == facts.tallies
            assert life.state.total == before.total


@given(
    bills=st.permutations([(2, "tea"), (3, "tea"), (4, "noodles"), (1, "tea"), (6, "noodles")]),
    kind=st.sampled_from(["stamps", "buy", "visits"]),
    window=st.sampled_from(["ever", "month", {"days": 30}]),
)
def test_the_order_of_bills_does_not_change_what_they_give(bills: list[Any], kind: str, window: Any) -> None:
    life = Life(rules(kind, 4, repeats=True, window=window))
    total = sum(life.buys(line(9, quantity=pieces), store=store).earned for pieces, store in bills)
    assert (total, have(life)) == ((10, 1) if kind == "visits" else (40, 0))


# --- bundles ---


@pytest.mark.parametrize(
    ("mission", "path", "reason"),
    [
        ({"mission": "visits", "goal": 0}, "missions.m1.goal", "out_of_range"),
        (
            {"mission": "stamps", "goal": 2, "head_start": {"steps": 2}},
            "missions.m1.head_start.steps",
            "goal_within_head_start",
        ),
        ({"mission": "visit_brands", "goal": 4}, "missions.m1.goal", "goal_out_of_reach"),
        ({"mission": "visit_brands", "goal": 2, "brands": ["tea"]}, "missions.m1.goal", "goal_out_of_reach"),
        ({"mission": "visit_stores", "goal": 4}, "missions.m1.goal", "goal_out_of_reach"),
        ({"mission": "visit_days", "goal": 8, "window": "week"}, "missions.m1.goal", "goal_out_of_reach"),
        ({"mission": "visit_days", "goal": 4, "window": {"days": 3}}, "missions.m1.goal", "goal_out_of_reach"),
        ({"mission": "collect", "goal": 3, "items": {"skus": ["a", "b"]}}, "missions.m1.goal", "goal_out_of_reach"),
        ({"mission": "visits", "goal": 2, "brands": ["tee"]}, "missions.m1.brands[0]", "reference_unknown"),
        (
            {"mission": "visits", "goal": 2, "when": {"tiers": ["golden"]}},
            "missions.m1.when.tiers[0]",
            "reference_unknown",
        ),
        (
            {"mission": "visits", "goal": 2, "from": "2026-12-01", "until": "2026-11-30"},
            "missions.m1.until",
            "ends_before_start",
        ),
        ({"mission": "visits", "goal": 2, "gives": {}}, "missions.m1.gives", "gives_nothing"),
        (
            {"mission": "visits", "goal": 2, "gives": {"coupons": ["dring"]}},
            "missions.m1.gives.coupons[0]",
            "reference_unknown",
        ),
        (
            {"mission": "visits", "goal": 2, "gives": {"coupons": ["drink", "drink"]}},
            "missions.m1.gives.coupons[1]",
            "duplicate",
        ),
        ({"mission": "visits", "goal": 1, "repeats": True}, "missions.m1.repeats", "feeds_itself"),
        ({"mission": "stamps", "goal": 2, "stamps": 2}, "missions.m1.repeats", "feeds_itself"),
        ({"mission": "buy", "goal": 1, "repeats": True}, "missions.m1.repeats", "feeds_itself"),
        ({"mission": "collect", "goal": 1, "repeats": True, "items": {}}, "missions.m1.repeats", "feeds_itself"),
        ({"mission": "visits", "goal": 2, "window": {"days": 367}}, "missions.m1.window.days", "out_of_range"),
        (
            {"mission": "stamps", "goal": 2, "for": {"amount": 100, "small": {"amount": 100, "stamps": 1}}},
            "missions.m1.for.small.amount",
            "not_below",
        ),
    ],
)
def test_bundles_that_cannot_be_meant(mission: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules(**mission)
    assert (refused.value.data["path"], refused.value.data["reason"]) == (path, reason)


@pytest.mark.parametrize(
    "bounded",
    [
        {"maximum": 5},
        {"until": "2027-01-01"},
        {"when": {"minimum": 100}},
        {"gives": {"points": 1}},
        {"repeats": False},
        {"mission": "buy", "items": {"skus": ["cup"]}},
        {"mission": "stamps", "items": {"except_skus": ["bag"]}},
    ],
)
def test_a_reward_for_every_bill_is_allowed_where_something_bounds_it(bounded: dict[str, Any]) -> None:
    life = Life(rules(**{"mission": "visits", "goal": 1, "repeats": True, **bounded}))
    assert life.buys(line(100, "cup", category="any")).earned > 0


@pytest.mark.parametrize(
    ("points", "earn_on", "more", "refused"),
    [
        (1000, "gross", {}, True),  # NT$100 for NT$100
        (999, "gross", {}, False),
        (1000, "before_points", {}, True),
        (1000, "paid", {}, False),  # what points pay is not spent
        (1000, "gross", {"maximum": 3}, False),
        (1000, "gross", {"until": "2027-01-01"}, False),
        (1000, "gross", {"repeats": False}, False),
        (1000, "gross", {"brands": ["tea"]}, False),  # there, half of a bill has to be paid
    ],
)
def test_points_that_pay_for_the_next_round(points: int, earn_on: str, more: dict[str, Any], refused: bool) -> None:
    given = {"mission": "spend", "name": NAME, "goal": 100, "repeats": True, "gives": {"points": points}, **more}
    changes: dict[str, Any] = {f"brands__{brand}__earn_on": earn_on for brand in ("tea", "noodles")}
    if not refused:
        assert programme(missions={"m1": given}, **changes).brands
        return
    with pytest.raises(Refusal) as answer:
        programme(missions={"m1": given}, **changes)
    assert (answer.value.data["path"], answer.value.data["reason"]) == ("missions.m1.repeats", "pays_for_itself")
    assert answer.value.data["brand"] == "noodles"


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
