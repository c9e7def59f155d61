"""The coupons of a bundle."""

from typing import Any, Final

from terminal.domain.bundle.benefits import COUPON_BENEFIT
from terminal.domain.bundle.common import BRANDS, CURRENCY_CODE, DAY, NAMED
from terminal.domain.bundle.conditions import CONDITIONS, WHEN
from terminal.domain.bundle.items import ITEMS
from terminal.domain.bundle.records import Coded, Field, Record
from terminal.domain.bundle.shapes import Choice, Flag, Whole
from terminal.domain.coupon_numbers import KIND_MAX
from terminal.domain.coupons import Coupon, CouponRefund, Presentation, Validity

_USES_MAX: Final = 10_000
_VALID: Final = Record(
    lambda **days: Validity(since=days.pop("from"), **days),
    {
        "from": Field(DAY, "The first day on which it may be used.", None),
        "until": Field(DAY, "The last day on which it may be used.", None),
        "after": Field(Whole(0, 3660), "Days after the day of issue from which it may be used.", 0),
        "days": Field(Whole(0, 3660), "Days after the day of issue of which the last is its last.", None),
        "months": Field(Whole(0, 120), "It ends with the month this many months after that of issue.", None),
    },
)
_NO_BOUNDS: Final[dict[str, Any]] = {}


def _coupon(*, valid: Validity, **rest: Any) -> Coupon:
    return Coupon(validity=valid, **rest)


_COUPON: Final = Record(
    _coupon,
    {
        "name": NAMED,
        "benefit": COUPON_BENEFIT,
        "present": Field(
            Choice(Presentation),
            "How it is presented: `public` by its code, by anybody; `voucher` by the member who holds it; `bearer` by "
            "the number printed on paper.",
            "voucher",
        ),
        "brands": BRANDS,
        "currency": Field(CURRENCY_CODE, "What its amounts are in; needed in a group with several.", None),
        "items": ITEMS,
        "when": WHEN,
        "valid": Field(_VALID, "Between which days it may be used.", _NO_BOUNDS),
        "uses": Field(Whole(1, _USES_MAX), "How often one voucher or one paper may be used.", 1),
        "per_bill": Field(Whole(1, 50), "How many of it one bill takes.", 1),
        "per_day": Field(
            Whole(1, _USES_MAX), "How many of it a member may use in a day; no limit when left out.", None
        ),
        "per_year": Field(
            Whole(1, _USES_MAX), "How many of it a member may use in a calendar year; no limit when left out.", None
        ),
        "per_member": Field(Whole(1, _USES_MAX), "How many of it a member may ever use; no limit when left out.", None),
        "combines": Field(Flag(), "Whether other kinds of coupons may be used on the same bill.", True),
        "refund": Field(Choice(CouponRefund), "Whether a use comes back when the whole bill is refunded.", "return"),
        "order": Field(Whole(0, 1000), "Coupons are used in this order, then in that of their codes.", 0),
        "number": Field(Whole(1, KIND_MAX), "What stands for it on paper, once per group; for `bearer` only.", None),
        "print_when": Field(CONDITIONS, "It is printed on the receipts of sales for which this holds.", None),
    },
)

COUPONS: Final = Field(Coded(_COUPON, 1000, minimum=0), "Coupons and vouchers by code.", {})
