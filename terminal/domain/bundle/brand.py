"""The brand of a bundle: how it earns, what its points buy, when they run out, what it sells."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from terminal.domain.bundle.common import AMOUNT, AMOUNT_MAX, CODE, NAMED, POINTS, SOME_POINTS
from terminal.domain.bundle.records import Field, OneOf, Record
from terminal.domain.bundle.shapes import Choice, Exact, ListOf, Text, Whole
from terminal.domain.money import Currency
from terminal.domain.programme_parts import (
    BelowZero,
    Brand,
    EarnOn,
    ExpiryClock,
    ExpiryRule,
    MenuCategory,
    MenuItem,
    RedemptionRule,
    RefundRounding,
    RefundRule,
    SpentPoints,
    TenderType,
)
from terminal.domain.rules.registry import REGISTRY

_SKU: Final = Text(maximum=40, pattern="[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class BrandSection:
    """A brand as the document says it: its currency still a code, its rules already read."""

    code: str
    currency: str
    redemption: RedemptionRule | None
    menu: tuple[MenuCategory, ...]
    tenders: tuple[TenderType, ...]
    rest: Mapping[str, Any]

    def resolve(self, currencies: Mapping[str, Currency]) -> Brand:
        """The brand with its currency."""
        return Brand(
            code=self.code,
            currency=currencies[self.currency],
            redemption=self.redemption,
            menu=self.menu,
            tenders=self.tenders,
            **self.rest,
        )


def _brand(*, code: str, currency: str, redemption: RedemptionRule | None, **rest: Any) -> BrandSection:
    if redemption is not None and not redemption.accepts:
        redemption = replace(redemption, accepts=(code,))
    menu, tenders = rest.pop("menu"), rest.pop("tenders")
    return BrandSection(code, currency, redemption, menu, tenders, rest)


def _redemption(
    *,
    points: int,
    amount: int,
    block: int | None,
    minimum: int | None,
    maximum: int | None,
    share_of_bill: Fraction,
    accepts: tuple[str, ...],
) -> RedemptionRule:
    block = block or points
    return RedemptionRule(points, amount, block, block if minimum is None else minimum, maximum, share_of_bill, accepts)


_RULE: Final = OneOf(
    "rule",
    "Which rule.",
    {
        kind.name: Record(kind.build, {"code": Field(CODE, "The rule's code."), **kind.arguments})
        for kind in REGISTRY.values()
    },
)

_REDEMPTION: Final = Record(
    _redemption,
    {
        "points": Field(SOME_POINTS, "This many points …"),
        "amount": Field(Whole(1, AMOUNT_MAX), "… are worth this many minor units."),
        "block": Field(SOME_POINTS, "Points are spent in multiples of this; as many as `points` when left out.", None),
        "minimum": Field(POINTS, "The fewest points of one sale; one block when left out.", None),
        "maximum": Field(SOME_POINTS, "The most points of one sale; no limit when left out.", None),
        "share_of_bill": Field(Exact(1), "The part of a bill that points may pay.", "100%"),
        "accepts": Field(ListOf(CODE, 200), "Brands whose points are taken; this brand's own when left out.", []),
    },
)


def _clock(clock: ExpiryClock, **fields: Field[Any]) -> Record[ExpiryRule]:
    return Record(lambda **values: ExpiryRule(clock, *values.values()), fields)


_EXPIRY: Final = OneOf(
    "clock",
    "Which clock.",
    {
        "days": _clock(ExpiryClock.DAYS, days=Field(Whole(1, 36500), "Days after the day of earning.")),
        "months_end": _clock(
            ExpiryClock.MONTHS_END, months=Field(Whole(0, 1200), "The end of the month this many months after.")
        ),
        "end_of_next_year": _clock(ExpiryClock.END_OF_NEXT_YEAR),
        "never": _clock(ExpiryClock.NEVER),
    },
)

_REFUND: Final = Record(
    RefundRule,
    {
        "rounding": Field(
            Choice(RefundRounding),
            "`recompute` takes back what the rest of the bill no longer earns, `share` the refunded share of what it "
            "earned, `whole_only` refunds nothing but whole bills.",
            "recompute",
        ),
        "spent_points": Field(Choice(SpentPoints), "Whether points spent on the bill come back.", "return"),
        "below_zero": Field(
            Choice(BelowZero),
            "A clawback larger than the balance: `negative` is repaid by later earning, `zero` stops there, `refuse` "
            "refuses the refund.",
            "negative",
        ),
    },
)

_ITEM: Final = Record(
    MenuItem,
    {
        "sku": Field(_SKU, "The item's number, once per brand."),
        "name": NAMED,
        "price": Field(AMOUNT, "Minor units for one."),
        "barcode": Field(Text(48, 4, "[0-9A-Za-z-]+"), "What the scanner reads, in quotes.", None),
    },
)

_CATEGORY: Final = Record(
    MenuCategory,
    {
        "code": Field(CODE, "The category's code, which lines of a sale carry."),
        "name": NAMED,
        "items": Field(ListOf(_ITEM, 500), "The buttons, in order."),
    },
)

BRAND: Final = Record(
    _brand,
    {
        "name": NAMED,
        "currency": Field(Text(3, 3, "[A-Z]{3}"), "One of `currencies`."),
        "earning": Field(ListOf(_RULE, 100), "Earning rules; what they give is added up.", []),
        "earn_on": Field(Choice(EarnOn), "Whether the part of a bill that points pay earns too.", "paid"),
        "redemption": Field(_REDEMPTION, "How points are spent; left out, they cannot be spent here.", None),
        "expiry": Field(_EXPIRY, "When points earned here run out.", {"clock": "never"}),
        "refund": Field(_REFUND, "How refunds treat points.", {}),
        "tenders": Field(ListOf(Choice(TenderType), 6, 1), "What one can pay with; only cash gives change.", ["cash"]),
        "menu": Field(ListOf(_CATEGORY, 50), "What the till's grid shows.", []),
    },
)
