"""Kinds of coupons: their days, their printing, and what a bundle may not say of them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from terminal.domain.coupons import Validity, issue, paper_coupons
from terminal.domain.errors import Refusal
from terminal.domain.programme import Programme
from terminal.domain.progress import Voucher
from tests.unit.domain.coupon_samples import (
    AMOUNT,
    EARLIER,
    check,
    kind,
    occasion,
    papers,
    refused,
    rules,
)
from tests.unit.domain.samples import DAY, bill, document, moment


@pytest.mark.parametrize(
    ("valid", "first", "last"),
    [
        (Validity(), DAY, date.max),
        (Validity(days=90), DAY, date(2027, 2, 19)),
        (Validity(after=1, days=90), date(2026, 11, 22), date(2027, 2, 19)),
        (Validity(months=0), DAY, date(2026, 11, 30)),
        (Validity(months=1, days=15), DAY, date(2026, 12, 6)),
        (Validity(since=date(2026, 12, 1), until=date(2026, 12, 31), days=90), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_an_issued_coupon_knows_its_days(valid: Validity, first: date, last: date) -> None:
    coupon = replace(rules(tea=kind(AMOUNT, uses=3)).coupons["tea"], validity=valid)
    assert issue(coupon, "v", DAY) == Voucher("v", "tea", 3, first, last)


def test_coupons_are_printed_on_the_receipts_they_are_meant_for() -> None:
    made = rules(
        tea=kind(AMOUNT, present="bearer", print_when={"minimum": 300}, valid={"after": 1, "days": 30}),
        over=kind(AMOUNT, present="bearer", print_when={}, number=8, valid={"until": EARLIER.isoformat()}),
        given=kind(AMOUNT, present="bearer", number=9),
    )
    coupons = made.brand("tea").coupons
    assert paper_coupons(coupons, occasion(299), "sale", check) == ()
    (printed,) = paper_coupons(coupons, occasion(300), "sale", check)
    assert (printed.coupon.code, printed.valid_from, printed.valid_until) == (
        "tea",
        date(2026, 11, 22),
        date(2026, 12, 21),
    )
    tomorrow = moment(DAY + timedelta(days=1))
    assert bill((100,), rules=made, coupons=(printed.number,), papers=papers(), moment=tomorrow).total == 50


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        ({"brands": ["nowhere"]}, "brands[0]", "reference_unknown"),
        ({"when": {"tiers": ["nobody"]}}, "when.tiers[0]", "reference_unknown"),
        ({"valid": {"from": "2026-12-02", "until": "2026-12-01"}}, "valid.until", "ends_before_start"),
        ({"valid": {"days": 3}}, "valid", "public_is_not_issued"),
        ({"valid": {}}, "valid", "coupon_never_ends"),
        ({"valid": {}, "present": "voucher"}, "valid", "coupon_never_ends"),
        ({"valid": {"days": 3, "after": 4}, "present": "voucher"}, "valid.days", "below_minimum"),
        ({"present": "bearer", "number": None}, "number", "not_whole"),
        ({"number": 7}, "number", "only_on_paper"),
        ({"print_when": {}}, "print_when", "only_on_paper"),
        ({"benefit": {"kind": "free_item", "count": 3, "every": 2}}, "benefit.count", "more_than_every"),
        ({"benefit": {"kind": "free_item", "times": 2}}, "benefit.times", "times_without_every"),
        ({"benefit": {"kind": "multiplier", "by": 1}}, "benefit.by", "multiplier_useless"),
        ({"benefit": {"kind": "percent", "share": 0}}, "benefit.share", "zero"),
        (
            {"benefit": {"kind": "points", "points": 1, "expiry": {"clock": "on", "day": "2026-12-20"}}},
            "benefit.expiry.day",
            "ends_before_start",
        ),
        ({"currency": "USD"}, "currency", "reference_unknown"),
    ],
)
def test_a_coupon_no_till_could_rely_on_is_refused(change: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refusal:
        rules(tea=kind(**{"benefit": AMOUNT, **change}))
    assert (refusal.value.data["path"], refusal.value.data["reason"]) == (f"coupons.tea.{path}", reason)


def test_paper_needs_a_number_of_its_own() -> None:
    with pytest.raises(Refusal) as missing:
        made = kind(AMOUNT, present="bearer")
        del made["number"]
        rules(tea=made)
    assert (missing.value.data["path"], missing.value.data["reason"]) == ("coupons.tea.number", "number_missing")
    with pytest.raises(Refusal) as twice:
        rules(one=kind(AMOUNT, present="bearer"), two=kind(AMOUNT, present="bearer"))
    assert (twice.value.data["path"], twice.value.data["reason"]) == ("coupons.two.number", "duplicate")


def test_amounts_in_a_group_of_several_currencies_name_theirs() -> None:
    several = document(
        currencies={"TWD": {"exponent": 0, "symbol": "NT$"}, "USD": {"exponent": 2, "symbol": "$", "rate": 32}},
        coupons={"tea": kind(AMOUNT)},
    )
    with pytest.raises(Refusal) as refusal:
        Programme.from_document(several, "digest")
    assert (refusal.value.data["path"], refusal.value.data["reason"]) == ("coupons.tea.currency", "currency_missing")
    several["coupons"]["tea"]["currency"] = "USD"
    made = Programme.from_document(several, "digest")
    assert refused(made, ("tea",)) == ("coupon_not_here", {"coupon": "tea", "condition": "currency"})
