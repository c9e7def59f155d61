"""What coupons give on a bill, and laws that hold of all of them."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bills import Quote
from terminal.domain.coupons import UsedCoupon
from terminal.domain.errors import Refusal
from terminal.domain.ledger import Entry, EntryKind, apply
from terminal.domain.progress import Progress, Tally, negated
from tests.unit.domain.coupon_samples import (
    AMOUNT,
    FREE,
    PERCENT,
    POINTS,
    drink,
    food,
    holding,
    kind,
    refused,
    rules,
    voucher,
)
from tests.unit.domain.samples import DAY, bill, lines, member, moment, programme

BASKET = (drink(130, 2), food(75), drink(180, 3))


@pytest.mark.parametrize(
    ("benefit", "keys", "taken"),
    [
        (PERCENT, {}, 38),
        (PERCENT, {"items": {"categories": ["drink"]}}, 31),
        ({**PERCENT, "maximum": 20}, {}, 20),
        ({**PERCENT, "rounding": "half_up"}, {}, 39),
        (AMOUNT, {}, 50),
        ({**AMOUNT, "amount": 9999}, {}, 385),
        ({**AMOUNT, "amount": 9999}, {"items": {"skus": ["toast"]}}, 75),
        (FREE, {}, 60),
        (FREE, {"items": {"categories": ["drink"], "except_skus": ["toast"]}}, 60),
        ({**FREE, "pick": "dearest"}, {}, 75),
        ({**FREE, "every": 3}, {"items": {"categories": ["drink"]}}, 60),
        ({**FREE, "every": 2, "share": "50%"}, {"items": {"categories": ["drink"]}}, 60),
        ({**FREE, "every": 2, "times": 1}, {}, 60),
        ({"kind": "item_price", "price": 49, "pick": "dearest"}, {}, 26),
        ({"kind": "item_price", "price": 0, "count": 2}, {}, 120),
        ({"kind": "gift"}, {}, 0),
    ],
)
def test_what_a_coupon_takes_off(benefit: dict[str, Any], keys: dict[str, Any], taken: int) -> None:
    quoted = bill(BASKET, rules=rules(tea=kind(benefit, **keys)), coupons=("tea",))
    assert (quoted.subtotal, quoted.total) == (385, 385 - taken)
    assert sum(amount for line in quoted.lines for source, amount in line.discounts if source == "coupon/tea") == taken
    assert [(step.amount or 0) for step in quoted.explain] == [-taken]
    assert quoted.sold.coupons == (UsedCoupon("tea"),)


@pytest.mark.parametrize(
    ("benefit", "keys", "points"),
    [
        (POINTS, {}, 30),
        ({**POINTS, "per": 100}, {}, 90),
        ({**POINTS, "per": 100}, {"items": {"categories": ["drink"]}}, 90),
        ({**POINTS, "per": 100, "maximum": 40}, {}, 40),
        ({"kind": "multiplier", "by": 2}, {}, 38),
        ({"kind": "multiplier", "by": "1.5"}, {}, 19),
        ({"kind": "multiplier", "by": 3, "maximum": 50}, {}, 50),
    ],
)
def test_what_points_a_coupon_gives(benefit: dict[str, Any], keys: dict[str, Any], points: int) -> None:
    quoted = bill(BASKET, member(), rules=rules(tea=kind(benefit, **keys)), coupons=("tea",))
    assert (quoted.total, quoted.earned) == (385, 38 + points)
    assert [(entry.kind, entry.points) for entry in quoted.entries] == [
        (EntryKind.ACCRUE, 38),
        (EntryKind.BONUS, points),
    ]
    assert [(step.code, step.points) for step in quoted.explain][-1] == ("coupon_points", points)


def test_points_of_a_coupon_run_by_their_own_clock() -> None:
    made = rules(tea=kind({**POINTS, "expiry": {"clock": "days", "days": 3}}))
    lots = {
        part.lot_id: (part.points, part.expires_on)
        for entry in bill((100,), member(), rules=made, coupons=("tea",)).entries
        for part in entry.parts
    }
    assert lots == {"sale": (10, date(2027, 11, 30)), "sale.coupon/tea": (30, date(2026, 11, 24))}


def test_uses_of_a_year_are_counted_by_calendar_year_and_come_back() -> None:
    made = rules(tea=kind(AMOUNT, per_year=1, valid={}))
    (entry,) = bill((100,), holding(), rules=made, coupons=("tea",)).entries
    used, _ = apply(holding(), entry, DAY)
    assert used.progress.tallies["coupon/tea@2026"].until == date(2026, 12, 31)
    assert refused(made, ("tea",), used)[0] == "coupon_used_this_year"
    assert bill((100,), used, rules=made, coupons=("tea",), moment=moment(date(2027, 1, 1))).total == 50
    back, _ = apply(used, Entry("m", EntryKind.REVERSE, 0, progress=negated(entry.progress)), DAY)
    assert bill((100,), back, rules=made, coupons=("tea",)).total == 50


def test_a_use_is_taken_from_the_voucher_and_comes_back() -> None:
    made = rules(tea=kind(AMOUNT, present="voucher", uses=2, per_member=5))
    state = holding(voucher(uses=2))
    for entry in bill((100,), state, rules=made, coupons=("tea",)).entries:
        used, _ = apply(state, entry, DAY)
        back = negated(entry.progress)
    assert used.progress.vouchers["v1"].uses == 1
    assert used.progress.count("coupon/tea") == 1
    assert bill((100,), used, rules=made, coupons=("tea",)).total == 50
    assert (back.vouchers["v1"].uses, back.tallies["coupon/tea"].count) == (1, -1)


def test_a_coupon_that_does_not_combine_stands_alone() -> None:
    made = rules(alone=kind(AMOUNT, combines=False, per_bill=2), other=kind(PERCENT))
    assert bill((100,), rules=made, coupons=("alone", "alone")).total == 0
    assert refused(made, ("other", "alone")) == ("coupon_not_combinable", {"coupon": "alone"})


def test_two_coupons_make_two_units_of_a_line_free() -> None:
    made = rules(one=kind(FREE, per_bill=2), two=kind({**FREE, "share": "50%"}))
    bought = (drink(130, 2), food(100))
    assert bill(bought, rules=made, coupons=("one",)).total == 165
    assert bill(bought, rules=made, coupons=("one", "one")).total == 100
    assert bill(bought, rules=made, coupons=("one", "one", "two")).total == 50


def test_coupons_are_used_in_their_declared_order() -> None:
    first = rules(a=kind(PERCENT, order=2), b=kind(AMOUNT, order=1))
    last = rules(a=kind(PERCENT, order=1), b=kind(AMOUNT, order=2))
    assert bill((200,), rules=first, coupons=("a", "b")).total == 135
    assert bill((200,), rules=last, coupons=("a", "b")).total == 130


def test_the_minimum_is_asked_of_what_the_coupons_before_left() -> None:
    made = rules(a=kind(AMOUNT), b=kind(AMOUNT, when={"minimum": 100}))
    assert bill((150,), rules=made, coupons=("b", "a")).total == 50
    assert refused(made, ("b", "a"), bought=(149,)) == ("coupon_below_minimum", {"coupon": "b"})


def test_points_coupons_ask_what_earns() -> None:
    made = programme(
        coupons={"tea": kind(POINTS, when={"minimum": 300})},
        brands__tea__redemption={"points": 10, "amount": 1},
    )
    assert bill((300,), holding(), rules=made, coupons=("tea",)).earned == 60
    why = ("coupon_without_effect", {"coupon": "tea"})
    assert refused(made, ("tea",), holding(), bought=(300,), redeem=10) == why
    gross = programme(
        coupons={"tea": kind(POINTS, when={"minimum": 300}), "off": kind(AMOUNT)}, brands__tea__earn_on="gross"
    )
    assert bill((300,), holding(), rules=gross, coupons=("off", "tea")).earned == 60


FIVE = rules(
    a=kind(PERCENT),
    b=kind(AMOUNT),
    c=kind({"kind": "free_item", "every": 2}, order=3),
    d=kind({"kind": "percent", "share": "33%", "maximum": 40}, order=1),
    v=kind({"kind": "amount", "amount": 10}, present="voucher", per_bill=3),
)


HELD = holding(voucher("v", "v1"), voucher("v", "v2", last=DAY), voucher("v", "v3"))


def outcome(amounts: tuple[int, ...], texts: tuple[str, ...]) -> Quote | str:
    try:
        return bill(amounts, HELD, rules=FIVE, coupons=texts)
    except Refusal as refusal:
        return repr(refusal)


@given(
    st.lists(st.integers(0, 300), min_size=1, max_size=4).map(tuple),
    st.lists(st.sampled_from(["a", "b", "c", "d", "v", "v1", "v2", "v3"]), min_size=1, max_size=4),
)
def test_the_order_of_presenting_changes_nothing(amounts: tuple[int, ...], texts: list[str]) -> None:
    assert all(outcome(amounts, order) == outcome(amounts, tuple(texts)) for order in set(permutations(texts)))


@given(
    st.lists(st.integers(0, 300), min_size=1, max_size=6).map(tuple),
    st.sets(st.sampled_from(["a", "b", "c", "d", "v"])).map(tuple),
    st.integers(0, 2000),
)
def test_what_coupons_take_adds_up_and_never_exceeds_the_bill(
    amounts: tuple[int, ...], texts: tuple[str, ...], redeem: int
) -> None:
    wanted: Any = "max" if redeem % 2 else 0
    try:
        quoted = bill(amounts, HELD, rules=FIVE, coupons=texts, redeem=wanted)
    except Refusal:
        return
    taken = sum(amount for line in quoted.lines for _, amount in line.discounts)
    assert all(line.net >= 0 for line in quoted.lines)
    assert quoted.total == sum(amounts) - taken >= 0
    assert -sum(step.amount or 0 for step in quoted.explain) == taken
    assert sum(step.points or 0 for step in quoted.explain) == quoted.earned - quoted.redeemed


def test_lines_and_uses_are_remembered() -> None:
    made = rules(tea=kind(AMOUNT, per_day=3))
    (entry,) = bill(lines(60, 40), member(), rules=made, coupons=("tea",)).entries
    assert entry.progress == Progress(tallies={"coupon/tea@2026-11-21": Tally("coupon/tea@2026-11-21", 1, DAY)})
