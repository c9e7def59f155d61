"""What every earning rule promises, whatever its arguments."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.earning import earn, earned
from terminal.domain.programme import Tier
from terminal.domain.rules.registry import REGISTRY
from terminal.domain.text import LocalText
from tests.unit.domain.samples import DAY, lines, programme

ARGUMENTS = {
    "amount": st.fixed_dictionaries(
        {"per": st.integers(1, 500), "points": st.integers(1, 20)},
        optional={
            "rounding": st.sampled_from(["down", "half_up", "half_even", "up"]),
            "tier_multiplier": st.booleans(),
            "multiply": st.sampled_from(["rounded", "exact"]),
        },
    )
}
TIERS = st.builds(
    Tier,
    st.just("tier"),
    st.just(LocalText("等級", "Tier")),
    st.fractions(0, 10, max_denominator=20),
    st.just(0),
)


def test_every_rule_is_tried_here() -> None:
    assert set(ARGUMENTS) == set(REGISTRY)


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_a_rule_says_what_it_does_and_what_its_arguments_mean(name: str) -> None:
    kind = REGISTRY[name]
    assert kind.name == name
    assert kind.doc.endswith(".")
    assert all(field.doc.endswith(".") for field in kind.arguments.values())


@pytest.mark.parametrize("name", sorted(REGISTRY))
@given(data=st.data(), tier=TIERS, amounts=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)))
def test_points_are_never_negative_and_less_of_a_bill_never_earns_more(
    name: str, data: st.DataObject, tier: Tier, amounts: tuple[int, int]
) -> None:
    rule = {"code": "rule", "rule": name, **data.draw(ARGUMENTS[name])}
    brand = programme(brands__tea__earning=[rule]).brand("tea")
    less, more = (earned(earn(brand, "tea", tier, DAY, lines(amount))) for amount in sorted(amounts))
    assert 0 <= less <= more


def test_a_multiplier_is_explained_with_the_tier_it_comes_from() -> None:
    tier = Tier("gold", LocalText("金卡", "Gold"), Fraction(3, 2), 0)
    base, extra = earn(programme().brand("tea"), "tea", tier, DAY, lines(335))
    assert (base.code, base.points, dict(base.data)) == ("earn_amount", 33, {"rule": "base", "per": 10, "each": 1})
    assert (extra.code, extra.points) == ("tier_multiplier", 16)
    assert dict(extra.data) == {"rule": "base", "tier": tier.name, "multiplier": "1.5"}
