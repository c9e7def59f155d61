"""The way a bill becomes cheaper: the order of its steps, and what holds whatever is taken off."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bills import Line
from terminal.domain.errors import Refusal
from terminal.domain.ledger import apply
from terminal.domain.lines import CashierDiscount
from terminal.domain.progress import Voucher, progress_of
from tests.unit.domain.samples import DAY, DOCUMENT, bill, lines, lot, member, programme

NAME = {"zh-TW": "券", "en": "Coupon"}
TIERS = [dict(tier) for tier in DOCUMENT["tiers"]]
TIERS[1]["discount"] = "10%"


def public(benefit: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {"name": NAME, "present": "public", "benefit": benefit, "valid": {"until": "2026-12-31"}, **keys}


RULES = programme(
    tiers=TIERS,
    brands__tea__discounts={"share": "20%", "approved_share": "100%", "items": {"except_categories": ["tobacco"]}},
    brands__tea__redemption={"points": 10, "amount": 1, "this_bill": True, "items": {"except_categories": ["tobacco"]}},
    coupons={
        "half": public({"kind": "percent", "share": "50%", "maximum": 60}),
        "fifty": public({"kind": "amount", "amount": 50}),
        "third": public({"kind": "free_item", "every": 3}),
        "points": public({"kind": "points", "points": 40}),
        "mine": {**public({"kind": "free_item", "share": "50%"}), "present": "voucher"},
    },
    rewards={
        "cup": {"name": NAME, "points": 200, "benefit": {"kind": "free_item", "pick": "dearest"}},
        "off": {"name": NAME, "points": 100, "benefit": {"kind": "amount", "amount": 30}},
    },
)
GOLD = replace(
    member(lot("a", 800), spend=12_000),
    progress=progress_of(vouchers=[Voucher("v", "mine", 1, DAY, DAY)]),
)


def test_every_step_takes_its_part_of_what_the_one_before_left() -> None:
    given = CashierDiscount("dent", share=Fraction(1, 10))
    first, second = lines(200, 100)
    quoted = bill(
        (replace(first, discount=given), second),
        GOLD,
        100,
        rules=RULES,
        coupons=("fifty",),
        rewards=("off",),
        discount=CashierDiscount("friend", amount=28),
    )
    assert [(step.code, step.amount) for step in quoted.explain if step.amount] == [
        ("discount_line", -20),
        ("discount_bill", -28),
        ("discount_tier", -25),
        ("coupon_used", -50),
        ("reward_taken", -30),
        ("points_redeemed", -10),
    ]
    assert quoted.total == 300 - 20 - 28 - 25 - 50 - 30 - 10
    assert [source for source, _ in quoted.lines[0].discounts] == [
        "cashier",
        "cashier",
        "tier",
        "coupon/fifty",
        "reward/off",
        "points",
    ]


GIVEN = st.none() | st.builds(
    lambda part: CashierDiscount("dent", share=part), st.fractions(Fraction(1, 50), 1, max_denominator=50)
)
LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(["a", "b"]),
        st.just(""),
        st.sampled_from(["drink", "tobacco"]),
        st.sampled_from([Fraction(1), Fraction(2), Fraction(5, 2), Fraction(0), Fraction(4)]),
        st.integers(0, 400),
        GIVEN,
    ),
    min_size=1,
    max_size=5,
)


@given(
    LINES,
    GIVEN,
    st.sets(st.sampled_from(["half", "fifty", "third", "points", "mine"]), max_size=3),
    st.lists(st.sampled_from(["cup", "off"]), max_size=3),
    st.sampled_from([0, "max"]),
)
def test_no_bill_becomes_negative_and_everything_adds_up(
    bought: list[Line], on_bill: CashierDiscount | None, coupons: set[str], rewards: list[str], redeem: Any
) -> None:
    try:
        quoted = bill(
            tuple(bought),
            GOLD,
            redeem,
            rules=RULES,
            coupons=tuple(coupons),
            rewards=tuple(rewards),
            discount=on_bill,
            approved_by="boss",
        )
    except Refusal:
        return
    assert all(amount > 0 for line in quoted.lines for _, amount in line.discounts)
    assert all(0 <= line.net <= line.gross for line in quoted.lines)
    assert all(not line.discounts for line in quoted.lines if line.category == "tobacco")
    taken = sum(amount for line in quoted.lines for _, amount in line.discounts)
    assert quoted.total == quoted.subtotal - taken == sum(line.net for line in quoted.lines)
    assert -sum(step.amount or 0 for step in quoted.explain) == taken
    assert sum(step.points or 0 for step in quoted.explain) == quoted.earned - quoted.redeemed
    assert quoted.redeemed == sum({"cup": 200, "off": 100}[code] for code in rewards) + quoted.redeemed_amount * 10
    state = GOLD
    for entry in quoted.entries:
        state, _ = apply(state, entry, DAY)
    assert state.balance(DAY) == 800 + quoted.earned - quoted.redeemed >= 0
    assert state.deficit == 0
