"""Missions that cannot be meant are refused."""

from typing import Any

import pytest

from terminal.domain.errors import Refusal
from tests.unit.domain.life import NAME, Life, line
from tests.unit.domain.one_mission import rules
from tests.unit.domain.samples import programme


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
