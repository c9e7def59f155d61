"""What is presented at the counter: codes, vouchers, papers; and every refusal with its reason."""

from datetime import date, timedelta
from typing import Any

import pytest

from terminal.domain.conditions.registry import REGISTRY
from terminal.domain.coupon_numbers import printed_number, short_number
from terminal.domain.coupons import UsedCoupon
from terminal.domain.ledger import MemberState
from terminal.domain.pricing.coupons import AMOUNT_CONDITIONS, MEMBER_CONDITIONS
from tests.unit.domain.coupon_samples import (
    AMOUNT,
    EARLIER,
    NUMBER,
    POINTS,
    check,
    holding,
    kind,
    occasion,
    papers,
    refused,
    rules,
    voucher,
)
from tests.unit.domain.samples import DAY, bill, moment, programme


@pytest.mark.parametrize("text", ["tea", " TEA ", "Tea", "ｔｅａ"])
def test_a_public_code_is_read_however_it_is_typed(text: str) -> None:
    assert bill((100,), rules=rules(tea=kind(AMOUNT)), coupons=(text,)).total == 50


@pytest.mark.parametrize("text", ["tea", "v1", "V1", short_number("v1")])
def test_a_voucher_is_presented_by_its_kind_its_id_or_its_short_number(text: str) -> None:
    made = rules(tea=kind(AMOUNT, present="voucher"))
    quoted = bill((100,), holding(voucher()), rules=made, coupons=(text,))
    assert (quoted.total, quoted.sold.coupons) == (50, (UsedCoupon("tea", "v1"),))
    (entry,) = quoted.entries
    assert entry.progress.vouchers == {"v1": voucher(uses=-1)}


def test_the_voucher_that_ends_first_is_used_first() -> None:
    made = rules(tea=kind(AMOUNT, present="voucher", per_bill=3))
    held = holding(voucher(name="late"), voucher(name="soon", last=DAY), voucher(name="gone", last=EARLIER))
    assert bill((100,), held, rules=made, coupons=("tea",)).sold.coupons == (UsedCoupon("tea", "soon"),)
    both = bill((100,), held, rules=made, coupons=("tea", "soon"))
    assert (both.total, both.sold.coupons) == (0, (UsedCoupon("tea", "late"), UsedCoupon("tea", "soon")))


def test_paper_is_worth_what_it_says_to_whoever_brings_it() -> None:
    made = rules(tea=kind(AMOUNT, present="bearer"))
    quoted = bill((100,), rules=made, coupons=(NUMBER,), papers=papers())
    assert (quoted.total, quoted.sold.coupons, quoted.entries) == (50, (UsedCoupon("tea", NUMBER),), ())


def test_paper_may_be_used_as_often_as_its_kind_says() -> None:
    made = rules(tea=kind(AMOUNT, present="bearer", uses=2))
    once, twice = papers(**{f"n{NUMBER}": 1}), papers(**{f"n{NUMBER}": 2})
    assert bill((100,), rules=made, coupons=(NUMBER,), papers=once).total == 50
    assert refused(made, (NUMBER,), papers=twice) == ("coupon_used_up", {"coupon": "tea"})


VOUCHER = {"present": "voucher"}


@pytest.mark.parametrize(
    ("keys", "held", "texts", "why", "data"),
    [
        ({}, None, ("nothing",), "coupon_unknown", {"coupon": "nothing"}),
        ({}, None, ("",), "coupon_unknown", {"coupon": ""}),
        ({}, None, ("x" * 99,), "coupon_unknown", {"coupon": "x" * 40}),
        ({}, None, ("1" * 24,), "coupon_unknown", {"coupon": "1" * 24}),
        ({}, None, ("tea",) * 51, "coupons_too_many", {"maximum": 50}),
        ({}, None, ("tea", "tea"), "coupon_repeated", {"coupon": "tea", "maximum": 1}),
        ({"per_bill": 2}, None, ("tea",) * 3, "coupon_repeated", {"coupon": "tea", "maximum": 2}),
        (VOUCHER, None, ("tea",), "coupon_needs_member", {"coupon": "tea"}),
        (VOUCHER, None, ("v1",), "coupon_unknown", {"coupon": "v1"}),
        (VOUCHER, holding(), ("tea",), "coupon_not_held", {"coupon": "tea"}),
        (VOUCHER, holding(voucher(uses=0)), ("tea",), "coupon_used_up", {"coupon": "tea"}),
        (VOUCHER, holding(voucher(uses=-1)), ("v1",), "coupon_used_up", {"coupon": "tea"}),
        (VOUCHER, holding(voucher()), ("v1", "v1"), "coupon_repeated", {"coupon": "tea", "maximum": 1}),
        (
            VOUCHER,
            holding(voucher(last=date(2026, 11, 20))),
            ("tea",),
            "coupon_expired",
            {"coupon": "tea", "day": "2026-11-20"},
        ),
        (
            VOUCHER,
            holding(voucher(first=date(2026, 11, 22))),
            ("v1",),
            "coupon_not_yet_valid",
            {"coupon": "tea", "day": "2026-11-22"},
        ),
        ({"valid": {"until": "2026-11-20"}}, None, ("tea",), "coupon_expired", {"coupon": "tea", "day": "2026-11-20"}),
        (
            {"valid": {"from": "2026-11-22", "until": "2026-12-31"}},
            None,
            ("tea",),
            "coupon_not_yet_valid",
            {"coupon": "tea", "day": "2026-11-22"},
        ),
        ({"per_member": 1}, None, ("tea",), "coupon_needs_member", {"coupon": "tea"}),
        ({"per_member": 2}, holding(counts={"coupon/tea": 2}), ("tea",), "coupon_used_up", {"coupon": "tea"}),
        (
            {"per_member": 2, "per_bill": 2},
            holding(counts={"coupon/tea": 1}),
            ("tea", "tea"),
            "coupon_used_up",
            {"coupon": "tea"},
        ),
        (
            {"per_day": 1},
            holding(counts={"coupon/tea@2026-11-21": 1}),
            ("tea",),
            "coupon_used_today",
            {"coupon": "tea", "maximum": 1},
        ),
        ({"per_year": 1}, None, ("tea",), "coupon_needs_member", {"coupon": "tea"}),
        (
            {"per_year": 2, "per_bill": 2},
            holding(counts={"coupon/tea@2026": 1}),
            ("tea", "tea"),
            "coupon_used_this_year",
            {"coupon": "tea", "maximum": 2},
        ),
        ({"brands": ["noodles"]}, None, ("tea",), "coupon_not_here", {"coupon": "tea", "condition": "brands"}),
        (
            {"when": {"stores": ["noodles"]}},
            None,
            ("tea",),
            "coupon_not_here",
            {"coupon": "tea", "condition": "stores"},
        ),
        (
            {"when": {"hours": ["14:00-16:00"]}},
            None,
            ("tea",),
            "coupon_not_here",
            {"coupon": "tea", "condition": "hours"},
        ),
        (
            {"when": {"tenders": ["card"]}},
            None,
            ("tea",),
            "coupon_not_here",
            {"coupon": "tea", "condition": "tenders"},
        ),
        ({"when": {"tiers": ["gold"]}}, None, ("tea",), "coupon_needs_member", {"coupon": "tea"}),
        (
            {"when": {"tiers": ["gold"]}},
            holding(),
            ("tea",),
            "coupon_not_here",
            {"coupon": "tea", "condition": "tiers"},
        ),
        ({"when": {"minimum": 101}}, None, ("tea",), "coupon_below_minimum", {"coupon": "tea"}),
        (
            {"when": {"spend": {"minimum": 1, "items": {"categories": ["food"]}}}},
            None,
            ("tea",),
            "coupon_below_minimum",
            {"coupon": "tea"},
        ),
        ({"items": {"categories": ["food"]}}, None, ("tea",), "coupon_without_effect", {"coupon": "tea"}),
        ({"benefit": POINTS}, None, ("tea",), "coupon_needs_member", {"coupon": "tea"}),
        (
            {"benefit": {**POINTS, "per": 1000}},
            holding(),
            ("tea",),
            "coupon_without_effect",
            {"coupon": "tea"},
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(
    keys: dict[str, Any], held: MemberState | None, texts: tuple[str, ...], why: str, data: dict[str, Any]
) -> None:
    assert refused(rules(tea=kind(**{"benefit": AMOUNT, **keys})), texts, held) == (why, data)


def test_paper_is_refused_where_and_when_it_does_not_hold() -> None:
    made = rules(tea=kind(AMOUNT, present="bearer", valid={"after": 1, "days": 3}))
    assert bill((100,), rules=made, coupons=(NUMBER,), papers=papers()).total == 50
    late = moment(DAY + timedelta(days=1))
    assert refused(made, (NUMBER,), papers=papers(), moment=late) == (
        "coupon_expired",
        {"coupon": "tea", "day": DAY.isoformat()},
    )
    today = printed_number(7, DAY, "sale/tea", check)
    assert refused(made, (today,), papers=papers())[0] == "coupon_not_yet_valid"
    assert refused(made, (NUMBER,))[0] == "coupon_unknown"
    assert refused(made, (NUMBER, NUMBER), papers=papers())[0] == "coupon_repeated"
    assert refused(rules(), (NUMBER,), papers=papers()) == (
        "coupon_not_here",
        {"coupon": NUMBER, "condition": "brands"},
    )


def test_what_coupons_say_of_conditions_is_said_of_those_there_are() -> None:
    assert set(REGISTRY) >= MEMBER_CONDITIONS | AMOUNT_CONDITIONS
    nobody = occasion(10**9)
    arguments = {
        "tiers": ("gold",), "tags": ("vip",), "except_tags": ("staff",), "segments": ("new",), "away_days": 1,
        "joined_days": 1, "first_purchase": False,
    }  # fmt: skip
    for name, argument in arguments.items():
        assert not REGISTRY[name].build(argument).holds(nobody), name


def test_a_coupon_of_a_module_that_is_switched_off_is_not_taken() -> None:
    made = programme(coupons={"tea": kind(AMOUNT)}, brands__tea__modules=["campaigns"])
    assert refused(made, ("tea",)) == ("coupon_not_here", {"coupon": "tea", "condition": "brands"})
    assert bill((100,), rules=made, store="noodles", coupons=("tea",)).total == 50
