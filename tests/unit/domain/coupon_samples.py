"""Coupons, vouchers and papers for the tables, built by hand and small."""

from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any

import pytest

from terminal.domain.bills import Line
from terminal.domain.coupon_numbers import check_digits, printed_number
from terminal.domain.errors import Refusal
from terminal.domain.frames import identifier_hash
from terminal.domain.ledger import MemberState
from terminal.domain.lines import EarningLine
from terminal.domain.occasion import Moment, Occasion
from terminal.domain.presenting import Papers
from terminal.domain.programme import Programme
from terminal.domain.progress import Tally, Voucher, progress_of
from tests.unit.domain.samples import DAY, bill, lot, member, programme

NAME = {"zh-TW": "券", "en": "Coupon"}
LATER, EARLIER = DAY + timedelta(days=30), DAY - timedelta(days=30)


def kind(benefit: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """A coupon of a bundle; one without ``present`` is public."""
    made = {"name": NAME, "benefit": benefit, "present": "public", **keys}
    if made["present"] == "bearer":
        made.setdefault("number", 7)
    return {"valid": {"until": LATER.isoformat()}, **made}


PERCENT = {"kind": "percent", "share": "10%"}
AMOUNT = {"kind": "amount", "amount": 50}
FREE = {"kind": "free_item"}
POINTS = {"kind": "points", "points": 30}


def rules(**coupons: dict[str, Any]) -> Programme:
    return programme(coupons=coupons)


def check(said: str) -> str:
    return check_digits(identifier_hash(b"group key", "coupon", said))


def holding(*vouchers: Voucher, counts: dict[str, int] | None = None) -> MemberState:
    tallies = [Tally(key, count) for key, count in (counts or {}).items()]
    return replace(member(lot("a", 2000)), progress=progress_of(tallies, vouchers))


def voucher(coupon: str = "tea", name: str = "v1", uses: int = 1, first: date = EARLIER, last: date = LATER) -> Voucher:
    return Voucher(name, coupon, uses, first, last)


def drink(amount: int, quantity: int = 1) -> Line:
    return Line("milk-tea", "", "drink", Fraction(quantity), amount)


def food(amount: int, quantity: int = 1) -> Line:
    return Line("toast", "", "food", Fraction(quantity), amount)


def papers(**used: int) -> Papers:
    return Papers(check, {number.removeprefix("n"): count for number, count in used.items()})


NUMBER = printed_number(7, DAY - timedelta(days=3), "sale/tea", check)


def refused(made: Programme, coupons: tuple[str, ...], who: MemberState | None = None, **more: Any) -> tuple[str, Any]:
    with pytest.raises(Refusal) as refusal:
        bill(more.pop("bought", (100,)), who, rules=made, coupons=coupons, **more)
    return refusal.value.kind, dict(refusal.value.data)


def occasion(amount: int) -> Occasion:
    found = (EarningLine("a", "", Fraction(1), amount),)
    return Occasion("tea", "tea", "", "TWD", Moment(DAY, time(12)), None, found)
