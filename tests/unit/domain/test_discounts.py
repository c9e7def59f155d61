"""Discounts by a cashier and by the tier: what they take, and what is not allowed."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bills import Line, Quote
from terminal.domain.errors import Refusal
from terminal.domain.lines import CashierDiscount
from terminal.domain.programme import Programme
from terminal.domain.selection import ItemSelector
from tests.unit.domain.samples import DOCUMENT, bill, lines, member, programme

POLICY = {"share": "10%", "approved_share": "50%", "reasons": ["cracked", "friend"]}


def rules(tier_share: str = "0%", **policy: Any) -> Programme:
    tiers = [dict(tier) for tier in DOCUMENT["tiers"]]
    tiers[1]["discount"] = tier_share
    return programme(brands__tea__discounts={**POLICY, **policy}, tiers=tiers)


def share(text: str, reason: str = "cracked") -> CashierDiscount:
    return CashierDiscount(reason, share=Fraction(text))


def amount(minor: int, reason: str = "cracked") -> CashierDiscount:
    return CashierDiscount(reason, amount=minor)


def basket(*given: CashierDiscount | None) -> tuple[Line, ...]:
    """Lines of 130, 75 and 180, the first ones with discounts."""
    found = lines(130, 75, 180)
    discounts = (*given, *(None for _ in found))
    return tuple(replace(line, discount=discount) for line, discount in zip(found, discounts, strict=False))


def by_source(quoted: Quote, source: str) -> list[int]:
    return [sum(amount for name, amount in line.discounts if name == source) for line in quoted.lines]


@pytest.mark.parametrize(
    ("bought", "on_bill", "taken"),
    [
        (basket(share("0.1")), None, [13, 0, 0]),
        (basket(None, share("0.1")), None, [0, 7, 0]),
        (basket(amount(13)), None, [13, 0, 0]),
        (basket(), share("0.1"), [13, 7, 18]),
        (basket(), amount(38), [13, 7, 18]),
        (basket(), amount(1), [0, 0, 1]),
        (basket(share("0.05")), amount(30), [16, 6, 14]),
    ],
)
def test_what_a_cashier_takes_off(bought: tuple[Line, ...], on_bill: CashierDiscount | None, taken: list[int]) -> None:
    quoted = bill(bought, rules=rules(), discount=on_bill)
    assert by_source(quoted, "cashier") == taken
    assert quoted.total == 385 - sum(taken)
    assert -sum(step.amount or 0 for step in quoted.explain) == sum(taken)


@pytest.mark.parametrize(
    ("bought", "on_bill", "approved_by", "kind", "data"),
    [
        (basket(share("0.11")), None, "", "discount_needs_approval", {"percent": "11%", "allowed_percent": "10%"}),
        (basket(share("0.11")), None, "  ", "discount_needs_approval", {"percent": "11%", "allowed_percent": "10%"}),
        (basket(amount(14)), None, "", "discount_needs_approval", {"percent": "10.8%", "allowed_percent": "10%"}),
        (basket(), amount(39), "", "discount_needs_approval", {"percent": "10.2%", "allowed_percent": "10%"}),
        (
            basket(share("0.1")),
            share("0.1"),
            "",
            "discount_needs_approval",
            {"percent": "13%", "allowed_percent": "10%"},
        ),
        (basket(share("0.51")), None, "boss", "discount_above_limit", {"percent": "51%", "maximum_percent": "50%"}),
        (basket(amount(66)), None, "boss", "discount_above_limit", {"percent": "50.8%", "maximum_percent": "50%"}),
        (basket(), amount(10**9), "boss", "discount_above_limit", None),
        (
            basket(share("0.1", "because")),
            None,
            "",
            "discount_reason_unknown",
            {"why": "because", "known": "cracked, friend"},
        ),
        (basket(share("0.1", " ")), None, "", "discount_reason_missing", {}),
        (basket(share("0.1", "x" * 81)), None, "", "reason_invalid", {"length_max": 80}),
        (basket(CashierDiscount("cracked")), None, "", "discount_invalid", {"line": 1}),
        (basket(CashierDiscount("cracked", Fraction(1, 10), 5)), None, "", "discount_invalid", {"line": 1}),
        (basket(None, amount(0)), None, "", "discount_invalid", {"line": 2}),
        (basket(), amount(-5), "", "discount_invalid", {"line": 0}),
        (basket(), share("-1/2"), "", "discount_invalid", {"line": 0}),
    ],
)
def test_what_a_cashier_may_not_take_off(
    bought: tuple[Line, ...], on_bill: CashierDiscount | None, approved_by: str, kind: str, data: dict[str, Any] | None
) -> None:
    with pytest.raises(Refusal) as refused:
        bill(bought, rules=rules(), discount=on_bill, approved_by=approved_by)
    assert refused.value.kind == kind
    assert data is None or dict(refused.value.data) == data


def test_an_approval_goes_as_far_as_the_policy_says() -> None:
    assert bill(basket(share("0.5")), rules=rules(), approved_by="boss").total == 320
    assert bill(basket(share("0.1")), rules=rules(), discount=share("0.1"), approved_by="boss").total == 335


def test_where_nothing_can_be_approved_a_cashier_gives_what_a_cashier_may() -> None:
    made = rules(approved_share="0%")
    assert bill(basket(share("0.1")), rules=made).total == 372
    with pytest.raises(Refusal) as refused:
        bill(basket(share("0.11")), rules=made, approved_by="boss")
    assert (refused.value.kind, refused.value.data["maximum_percent"]) == ("discount_above_limit", "10%")


def test_without_reasons_of_its_own_a_brand_takes_any() -> None:
    assert bill(basket(share("0.1", "a dent")), rules=rules(reasons=[])).total == 372


def test_without_a_policy_nothing_is_taken_off() -> None:
    with pytest.raises(Refusal) as refused:
        bill(basket(amount(1)), rules=programme(), approved_by="boss")
    assert refused.value.kind == "discount_above_limit"


@pytest.mark.parametrize(("rounding", "taken"), [("down", 16), ("half_up", 17), ("up", 17)])
def test_a_share_is_rounded_as_the_policy_says(rounding: str, taken: int) -> None:
    quoted = bill((335,), member(spend=12_000), rules=rules("5%", rounding=rounding))
    assert by_source(quoted, "tier") == [taken]
    by_cashier = bill((335,), rules=rules(rounding=rounding), discount=share("0.05"))
    assert by_source(by_cashier, "cashier") == [taken]


def test_a_tier_takes_its_share_off_what_the_cashier_left() -> None:
    quoted = bill(basket(share("0.1")), member(spend=12_000), rules=rules("10%"))
    assert by_source(quoted, "cashier") == [13, 0, 0]
    assert by_source(quoted, "tier") == [12, 7, 18]
    assert [step.code for step in quoted.explain][:2] == ["discount_line", "discount_tier"]
    assert bill(basket(), member(), rules=rules("10%")).total == 385


def test_a_tier_takes_its_share_off_its_items_only() -> None:
    made = rules("20%", items={"except_categories": ["tobacco"]})
    snacks = replace(made.tiers[1], discount_items=ItemSelector(categories=frozenset({"snack", "tobacco"})))
    made = replace(made, tiers=(made.tiers[0], snacks, *made.tiers[2:]))
    bought = (Line("nuts", "", "snack", Fraction(1), 119), Line("pipe", "", "tobacco", Fraction(1), 50), *lines(200))
    assert by_source(bill(bought, member(spend=12_000), rules=made), "tier") == [23, 0, 0]


def test_excluded_items_are_never_cheaper() -> None:
    made = rules("10%", items={"except_categories": ["tobacco"]})
    bought = (Line("cigarettes", "", "tobacco", Fraction(1), 100), *lines(200))
    quoted = bill(bought, member(spend=12_000), rules=made, discount=share("0.1"))
    assert [line.net for line in quoted.lines] == [100, 162]
    with pytest.raises(Refusal) as refused:
        bill((replace(bought[0], discount=amount(1)),), rules=made)
    assert (refused.value.kind, dict(refused.value.data)) == ("discount_item_excluded", {"line": 1})


@pytest.mark.parametrize(
    ("policy", "path", "reason"),
    [
        ({"share": "10%", "approved_share": "5%"}, "approved_share", "approval_below_share"),
        ({"reasons": ["one", "one"]}, "reasons[1]", "duplicate"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(policy: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules(**policy)
    assert (refused.value.data["path"], refused.value.data["reason"]) == (f"brands.tea.discounts.{path}", reason)


AMOUNTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=6)
GIVEN = st.builds(lambda part: share(str(part)), st.fractions(Fraction(1, 100), 1, max_denominator=100)) | st.builds(
    amount, st.integers(1, 9_000)
)


@given(AMOUNTS, st.lists(GIVEN | st.none(), max_size=6), GIVEN | st.none(), st.sampled_from(["down", "half_up", "up"]))
def test_what_was_not_refused_is_within_the_share(
    amounts: list[int], given_on: list[CashierDiscount | None], on_bill: CashierDiscount | None, rounding: str
) -> None:
    found = lines(*amounts)
    bought = tuple(
        replace(line, discount=discount)
        for line, discount in zip(found, (*given_on, *(None for _ in found)), strict=False)
    )
    try:
        quoted = bill(bought, rules=rules(rounding=rounding), discount=on_bill)
    except Refusal:
        return
    taken = by_source(quoted, "cashier")
    assert all(0 <= line.net <= line.gross for line in quoted.lines)
    assert 10 * sum(taken) <= sum(amounts) + 10 * (len(amounts) if rounding != "down" else 0)
    assert -sum(step.amount or 0 for step in quoted.explain) == sum(taken)
