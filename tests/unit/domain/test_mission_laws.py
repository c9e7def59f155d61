"""What holds of all kinds of mission."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.missions.registry import REGISTRY
from terminal.domain.programme import Programme
from tests.unit.domain.life import Life, line
from tests.unit.domain.one_mission import have, rules

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
