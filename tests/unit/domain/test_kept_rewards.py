"""Rewards of missions when their bill comes back: they stay where the member's other bills reach the goal too."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bills import Quote
from terminal.domain.ledger import MemberState
from terminal.domain.programme import Programme
from terminal.domain.refunds import RefundedLine, RefundResult, refund, void
from tests.unit.domain.life import NAME, Life, line
from tests.unit.domain.samples import programme

COUPON = {"name": NAME, "benefit": {"kind": "amount", "amount": 50}, "valid": {"days": 30}}
NO_POINTS: dict[str, Any] = {f"brands__{brand}__earning": [] for brand in ("tea", "noodles")}


def rules(mission: str, goal: int, rounding: str = "recompute", **more: Any) -> Programme:
    """A programme in which nothing but one mission gives points: 10 of them and a coupon."""
    made = {"mission": mission, "name": NAME, "goal": goal, "gives": {"points": 10, "coupons": ["drink"]}, **more}
    return programme(
        coupons={"drink": COUPON}, missions={"m1": made}, brands__tea__refund={"rounding": rounding}, **NO_POINTS
    )


def gives_back(
    life: Life, quoted: Quote, pieces: int | None = None, already: Sequence[int] = (), known: bool = True
) -> RefundResult:
    """The refund of so many pieces of the first line (all without any); ``already`` were given back before."""
    members = {"m": life.state} if known else {}
    earlier = [[RefundedLine(1, Fraction(count), 0)] for count in already]
    wanted = None if pieces is None else [(1, Fraction(pieces))]
    result = refund(life.rules, quoted.sold, earlier, wanted, quoted.sold.day, members)
    life.post(result.entries, quoted.sold.day)
    return result


def uses(state: MemberState) -> int:
    """The coupons that can be used."""
    return sum(voucher.uses for voucher in state.progress.vouchers.values())


def counts(state: MemberState) -> dict[str, int]:
    return {key: tally.count for key, tally in state.progress.tallies.items() if tally.count}


# --- what was found: two bills on the day that reaches the goal, and the first of them is undone ---


@pytest.mark.parametrize(
    ("bills_of_last_day", "repeats", "left"), [(1, False, 0), (2, False, 10), (2, True, 10), (3, True, 10)]
)
def test_a_day_counts_while_one_of_its_bills_stands(bills_of_last_day: int, repeats: bool, left: int) -> None:
    life = Life(rules("visit_days", 6, window="month", repeats=repeats))
    for after in range(5):
        life.buys(100, after=after)
    sixth, *_ = [life.buys(100, after=5) for _ in range(bills_of_last_day)]
    assert sixth.earned == 10
    undone = void(life.rules, sixth.sold, life.day(5), {"m": life.state})
    life.post(undone.entries, life.day(5))
    assert (undone.clawed_back, life.state.total, uses(life.state)) == (10 - left, left, left // 10)
    told = [step.code for step in undone.explain if step.code.startswith("mission")]
    assert told == (["mission_stays"] if left else ["mission_taken_back"])
    assert life.buys(100, after=6).earned == (0 if left else 10)
    assert life.state.total == 10


@pytest.mark.parametrize(
    ("mission", "first", "then", "clawed_back", "later"),
    [
        # visits: three of them; the third is undone, and a fourth stands, or does not
        ({"mission": "visits", "goal": 3}, [100, 100, 100], [100], 0, 0),
        ({"mission": "visits", "goal": 3}, [100, 100, 100], [], 10, 10),
        # stamps beyond the card: 3 + 4 of 5, then 2 more; without the 4 there are 5, with only 1 more there are 4
        ({"mission": "stamps", "goal": 5}, [line(9, quantity=3), line(9, quantity=4)], [line(9, quantity=2)], 0, 0),
        ({"mission": "stamps", "goal": 5}, [line(9, quantity=3), line(9, quantity=4)], [9], 10, 10),
        ({"mission": "stamps", "goal": 5, "repeats": False}, [line(9, quantity=7)], [line(9, quantity=9)], 0, 0),
        ({"mission": "stamps", "goal": 5, "repeats": False}, [line(9, quantity=7)], [line(9, quantity=4)], 10, 10),
        ({"mission": "spend", "goal": 500}, [400, 100], [99], 10, 10),
        ({"mission": "spend", "goal": 500}, [400, 100], [100], 0, 0),
        ({"mission": "spend", "goal": 500, "maximum": 1, "repeats": True}, [400, 600], [100], 0, 0),
        ({"mission": "collect", "goal": 2}, [line(9, "a"), line(9, "b")], [line(9, "b")], 0, 0),
        ({"mission": "collect", "goal": 2}, [line(9, "a"), line(9, "b")], [line(9, "a")], 10, 10),
        ({"mission": "visits", "goal": 2, "window": {"days": 9}}, [100, 100], [100], 0, 0),
    ],
)
def test_the_bill_that_reached_the_goal_is_undone(
    mission: dict[str, Any], first: list[Any], then: list[Any], clawed_back: int, later: int
) -> None:
    life = Life(rules(**mission))
    reached = [life.buys(bill) for bill in first][-1]
    assert reached.earned == 10
    assert sum(life.buys(bill).earned for bill in then) == 0
    assert gives_back(life, reached).clawed_back == clawed_back
    assert uses(life.state) == (0 if clawed_back else 1)
    if later:  # the card waits for the next bill
        assert life.buys(line(500, "b", quantity=5)).earned >= later


def test_an_account_that_is_not_known_keeps_nothing_and_the_next_bill_brings_it_back() -> None:
    life = Life(rules("visits", 2))
    _, reached, _ = (life.buys(100) for _ in range(3))
    assert gives_back(life, reached, known=False).clawed_back == 10
    assert life.buys(100).earned == 10


def test_steps_after_the_last_round_are_kept_as_far_as_they_fill_one_more() -> None:
    life = Life(rules("stamps", 5, repeats=False))
    for _ in range(9):
        life.buys(line(9, quantity=4))
    assert counts(life.state) == {"mission/m1/done": 1, "mission/m1/steps": 5}
    life = Life(rules("visit_days", 2))
    for after in range(30):
        life.buys(100, after=after)
    assert len(counts(life.state)) == 3


def test_nothing_is_told_of_a_mission_that_is_done() -> None:
    life = Life(rules("visits", 2))
    _, _, third = (life.buys(100) for _ in range(3))
    assert third.explain == ()
    assert counts(life.state) == {"mission/m1/done": 1, "mission/m1/steps": 1}


KINDS = st.sampled_from(["stamps", "spend", "visits", "visit_days", "collect", "buy"])
OTHERS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 40), st.sampled_from("abc"), st.integers(1, 6)), max_size=5
)


@given(
    kind=KINDS,
    goal=st.integers(1, 7),
    repeats=st.booleans(),
    window=st.sampled_from(["ever", "month", {"days": 4}]),
    rounding=st.sampled_from(["recompute", "share"]),
    bills=st.tuples(OTHERS, st.tuples(st.integers(1, 40), st.integers(2, 6)), OTHERS),
    data=st.data(),
)
def test_parts_are_the_whole_whatever_else_was_bought(
    kind: str, goal: int, repeats: bool, window: Any, rounding: str, bills: tuple[Any, ...], data: st.DataObject
) -> None:
    goal = min(goal, 4) if kind in ("visit_days", "collect") else goal * 10 if kind == "spend" else goal
    life = Life(rules(kind, goal, rounding, repeats=repeats, window=window, gives={"points": 10}))
    before, (price, pieces), then = bills
    after = 0
    for days, amount, sku, count in before:
        after += days
        life.buys(line(amount * count, sku, count), after=after)
    quoted = life.buys(line(price * pieces, "a", pieces), after=after)
    for days, amount, sku, count in then:
        after += days
        life.buys(line(amount * count, sku, count), after=after)
    at_once = Life(life.rules, state=life.state)
    whole = gives_back(at_once, quoted).clawed_back
    assert 0 <= whole <= quoted.earned
    cut = data.draw(st.integers(1, pieces - 1))
    parts = [gives_back(life, quoted, cut), gives_back(life, quoted, pieces - cut, already=[cut])]
    assert sum(part.clawed_back for part in parts) == whole
    assert (life.state.lots, counts(life.state)) == (at_once.state.lots, counts(at_once.state))
