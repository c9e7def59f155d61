"""A sale in which everything was taken off at once, and what an audit finds in it when it was changed."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from terminal.domain.audit import Difference, sale_differences
from terminal.domain.awards import earned
from terminal.domain.bill_entries import entries_of
from terminal.domain.bills import Quote
from terminal.domain.coupon_numbers import printed_number
from terminal.domain.customers import Customer
from terminal.domain.earning import awards_of
from terminal.domain.lines import CashierDiscount, Line
from terminal.domain.presenting import Papers
from terminal.domain.programme import Programme
from terminal.domain.progress import Progress, Voucher, add, progress_of
from terminal.domain.tenders import TenderPaid
from tests.unit.domain.samples import DAY, bill, lot, member, programme
from tests.unit.domain.test_audit import stored

NAME = {"zh-TW": "名", "en": "Name"}
UNTIL = {"until": "2027-12-31"}
CHANGES: dict[str, Any] = {
    "tiers__0__discount": "10%",
    "stores__tea__tax": {"rate": "5%", "included": False},
    "brands__tea__discounts": {"share": "10%", "approved_share": "50%", "reasons": ["scratched", "regular"]},
    "brands__tea__redemption__maximum_day": 600,
    "brands__tea__tenders": ["cash", "card"],
    "coupons": {
        "tenth": {"name": NAME, "benefit": {"kind": "percent", "share": "10%"}, "valid": {"days": 30}},
        "fifth": {"name": NAME, "benefit": {"kind": "percent", "share": "20%"}, "valid": {"days": 30}},
        "card": {
            "name": NAME,
            "present": "public",
            "benefit": {"kind": "amount", "amount": 7},
            "when": {"tenders": ["card"]},
            "per_member": 1,
            "valid": UNTIL,
        },
        "paper": {
            "name": NAME,
            "present": "bearer",
            "number": 7,
            "benefit": {"kind": "amount", "amount": 3},
            "valid": {"days": 5},
        },
        "more": {"name": NAME, "present": "public", "benefit": {"kind": "points", "points": 9}, "valid": UNTIL},
    },
    "rewards": {
        "cup": {"name": NAME, "points": 50, "benefit": {"kind": "amount", "amount": 12}, "per_day": 2},
        "bag": {"name": NAME, "points": 30, "benefit": {"kind": "gift"}},
    },
}
RULES = programme(**CHANGES)
PAPER = printed_number(7, DAY, "some sale", lambda said: "12345")
HELD = [Voucher("V-1", "tenth", 1, DAY, date(2026, 12, 21)), Voucher("V-2", "fifth", 1, DAY, date(2026, 12, 21))]
WHO = replace(member(lot("a", 900), lot("b", 300, "noodles")), progress=progress_of(vouchers=HELD))
SCRATCHED = CashierDiscount("scratched", share=Fraction(1, 2))
MUG = Line("mug", "Mug", "any", Fraction(1), 400, SCRATCHED)
TEA = Line("tea", "Tea", "any", Fraction(2), 600)


def rich(**more: Any) -> Quote:
    """400 and 600: the cashier's 200 off the first and 80 off the bill, 720 less the tier's 72, a coupon of 10 %, a
    reward, and points."""
    asked: dict[str, Any] = {
        "redeem": 200,
        "coupons": ("v-1",),
        "rewards": ("cup",),
        "discount": CashierDiscount("regular", amount=80),
        "approved_by": "Lin",
        **more,
    }
    return bill((MUG, TEA), WHO, rules=RULES, **asked)


def differences(
    quoted: Quote, approved_by: str = "Lin", rules: Programme = RULES, **changes: Any
) -> dict[str, Difference]:
    """What is found when ``changes`` of the sale were made, and nothing else was."""
    sold, body = stored(quoted)
    found = sale_differences(rules, replace(sold, **changes), {**body, "approved_by": approved_by})
    json.dumps([[one.said, one.computed] for one in found])
    return {one.what: one for one in found}


def forged(quoted: Quote, **changes: Any) -> dict[str, Difference]:
    """What is found of a sale in which ``changes`` were made, and then everything that follows from them as well."""
    sold, body = stored(quoted)
    sold = replace(sold, **changes)
    due = sum(line.due for line in sold.lines)
    sold = replace(sold, tenders=(TenderPaid("cash", due),))
    purchase = sold.purchase(RULES)
    awards = awards_of(RULES, purchase) if purchase else ()
    used = Progress()
    for entry in quoted.entries:
        used = add(used, Progress((), entry.progress.tallies, entry.progress.vouchers))
    assert sold.facts is not None
    again = entries_of(RULES, sold, Customer(sold.facts, WHO, {}), used, awards)
    spent = sum(points for _, points in sold.spent)
    figures = {**body, "approved_by": "Lin", "total": due, "earned": earned(awards), "redeemed": spent}
    return {one.what: one for one in sale_differences(RULES, again, figures)}


def genuine() -> Papers:
    return Papers(lambda said: "12345")
