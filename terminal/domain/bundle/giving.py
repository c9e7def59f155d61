"""What missions, gifts and referrals give, as bundles say it."""

from typing import Final

from terminal.domain.bundle.common import CODE, POINTS
from terminal.domain.bundle.expiry import EXPIRY
from terminal.domain.bundle.records import Either, Field, Record
from terminal.domain.bundle.shapes import CODE_PATTERN, Converted, Flag, ListOf, Text, Whole
from terminal.domain.giving import GivenCoupon, Giving

_GIVEN_COUPON: Final = Either(
    Converted(Text(40, pattern=CODE_PATTERN), GivenCoupon, "reference_unknown"),
    Record(
        GivenCoupon,
        {
            "coupon": Field(CODE, "One of `coupons`."),
            "count": Field(Whole(1, 100), "How many of it.", 1),
        },
    ),
)

GIVING: Final = Record(
    Giving,
    {
        "points": Field(POINTS, "Bonus points.", 0),
        "qualifying": Field(Flag(), "Whether these points count towards tiers.", False),
        "expiry": Field(EXPIRY, "When these points run out; the brand's clock when left out.", None),
        "coupons": Field(ListOf(_GIVEN_COUPON, 20), "Coupons for the member, as codes or with a number.", []),
    },
)
