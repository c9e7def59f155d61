"""What a refund takes of missions, and what it leaves."""

from typing import Any

import pytest

from tests.unit.domain.life import Life, line
from tests.unit.domain.one_mission import have, rules


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
