"""The brand of a bundle: how it earns, what its points buy, when they run out, what it sells."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from terminal.domain.bundle.common import AMOUNT, AMOUNT_MAX, CODE, NAMED, POINTS, SKU, SOME_POINTS
from terminal.domain.bundle.consents import CONSENTS
from terminal.domain.bundle.discounts import DISCOUNTS
from terminal.domain.bundle.expiry import EXPIRY
from terminal.domain.bundle.items import EVERY_ITEM, SELECTOR
from terminal.domain.bundle.receipt import RECEIPT
from terminal.domain.bundle.records import Coded, Either, Field, OneOf, Record
from terminal.domain.bundle.shapes import Choice, Converted, Exact, Flag, ListOf, Text, Whole
from terminal.domain.coupons import CouponRefund
from terminal.domain.money import Currency
from terminal.domain.programme_parts import (
    BelowZero,
    Brand,
    EarnOn,
    LotOrder,
    MenuCategory,
    MenuItem,
    Module,
    RedemptionRule,
    RefundRounding,
    RefundRule,
    ReturnedExpiry,
    SpentPoints,
)
from terminal.domain.records import record
from terminal.domain.rules.base import EarningRule
from terminal.domain.rules.registry import REGISTRY
from terminal.domain.tenders import TenderRule, TenderType


@record
class BrandAbroad:
    """What of a brand has amounts, for stores that sell in another currency."""

    earning: tuple[EarningRule, ...]
    redemption: RedemptionRule | None
    menu: tuple[MenuCategory, ...]


@record
class BrandSection:
    """A brand as the document says it: its currency still a code, its rules already read."""

    code: str
    currency: str
    redemption: RedemptionRule | None
    menu: tuple[MenuCategory, ...]
    tenders: tuple[TenderRule, ...]
    modules: tuple[Module, ...]
    abroad: Mapping[str, BrandAbroad]
    rest: Mapping[str, Any]

    def resolve(self, currencies: Mapping[str, Currency], running: Mapping[str, Any]) -> Brand:
        """The brand with its currency and the parts of the programme that are ``running`` at it."""
        return Brand(
            code=self.code,
            currency=currencies[self.currency],
            redemption=self.redemption,
            menu=self.menu,
            tenders=self.tenders,
            **self.rest,
            **running,
        )

    def abroad_as(self, brand: Brand, currency: Currency) -> Brand:
        """``brand`` as it is in ``currency``."""
        there = self.abroad[currency.code]
        return replace(brand, currency=currency, earning=there.earning, redemption=there.redemption, menu=there.menu)


def _brand(*, code: str, currency: str, redemption: RedemptionRule | None, **rest: Any) -> BrandSection:
    abroad = {
        place: replace(there, redemption=_accepting(there.redemption, code))
        for place, there in rest.pop("abroad").items()
    }
    menu, tenders, modules = rest.pop("menu"), rest.pop("tenders"), rest.pop("modules")
    return BrandSection(code, currency, _accepting(redemption, code), menu, tenders, modules, abroad, rest)


def _accepting(redemption: RedemptionRule | None, brand: str) -> RedemptionRule | None:
    return replace(redemption, accepts=(brand,)) if redemption and not redemption.accepts else redemption


def _abroad(*, code: str, **rest: Any) -> BrandAbroad:
    return BrandAbroad(**rest)


def _tender(*, type: TenderType, earns: bool, counts: bool) -> TenderRule:
    return TenderRule(type, earns, counts)


def _redemption(*, points: int, block: int | None, minimum: int | None, **rest: Any) -> RedemptionRule:
    block = block or points
    return RedemptionRule(points=points, block=block, minimum=block if minimum is None else minimum, **rest)


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
        "order": Field(Choice(LotOrder), "Which points go first.", "earliest_expiry"),
        "this_bill": Field(Flag(), "Whether the points that a bill earns may be spent on it.", False),
        "items": Field(SELECTOR, "What points may pay for; everything when left out.", EVERY_ITEM),
        "minimum_bill": Field(AMOUNT, "The least that a bill must come to before points pay, in minor units.", 0),
        "leave": Field(AMOUNT, "What must be left to pay otherwise, in minor units.", 0),
        "maximum_day": Field(
            SOME_POINTS, "The most points of one member's day at the brand; no limit when left out.", None
        ),
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
        "coupons": Field(
            Choice(CouponRefund),
            "Whether coupons may be used again once the whole bill they were used on has been refunded.",
            "return",
        ),
        "returned_expiry": Field(
            Choice(ReturnedExpiry),
            "Until when spent points can be spent again: each of them until its `own` last day, or all until the "
            "`latest` of those that the bill used.",
            "own",
        ),
        "returned_days": Field(
            Whole(0, 3660), "How many days after the refund that last day is at least; 0 leaves it as it is.", 0
        ),
    },
)

_TENDER: Final = Either(
    Converted(Text(20), lambda word: TenderRule(TenderType(word)), "tender_not_known"),
    Record(
        _tender,
        {
            "type": Field(Choice(TenderType), "The tender."),
            "earns": Field(Flag(), "Whether what it pays earns points.", True),
            "counts": Field(Flag(), "Whether what it pays counts as spend towards tiers.", True),
        },
    ),
)

_ITEM: Final = Record(
    MenuItem,
    {
        "sku": Field(SKU, "The item's number, once per brand."),
        "name": NAMED,
        "price": Field(AMOUNT, "Minor units for one."),
        "barcode": Field(Text(48, 4, "[0-9A-Za-z-]+"), "What the scanner reads, in quotes.", None),
        "weighed": Field(Flag(), "Whether it is sold by weight, `price` for a kilogram: the till asks for it.", False),
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

_ABROAD: Final = Record(
    _abroad,
    {
        "earning": Field(ListOf(_RULE, 100), "Earning rules with amounts in this currency.", []),
        "redemption": Field(_REDEMPTION, "How points are spent there; left out, they cannot be.", None),
        "menu": Field(ListOf(_CATEGORY, 50), "What the till's grid shows there, with prices in this currency.", []),
    },
)

BRAND: Final = Record(
    _brand,
    {
        "name": NAMED,
        "currency": Field(Text(3, 3, "[A-Z]{3}"), "One of `currencies`."),
        "earning": Field(ListOf(_RULE, 100), "Earning rules; what they give is added up.", []),
        "earn_on": Field(Choice(EarnOn), "What part of a bill earns.", "paid"),
        "redemption": Field(_REDEMPTION, "How points are spent; left out, they cannot be spent here.", None),
        "expiry": Field(EXPIRY, "When points earned here run out.", {"clock": "never"}),
        "refund": Field(_REFUND, "How refunds treat points.", {}),
        "tenders": Field(ListOf(_TENDER, 20, 1), "What one can pay with; only cash gives change.", ["cash"]),
        "discounts": DISCOUNTS,
        "modules": Field(
            ListOf(Choice(Module), 20), "The parts of the programme that run here.", [module.value for module in Module]
        ),
        "abroad": Field(
            Coded(_ABROAD, 50, "[A-Z]{3}", minimum=0), "Its rules with amounts in other currencies, by currency.", {}
        ),
        "menu": Field(ListOf(_CATEGORY, 50), "What the till's grid shows.", []),
        "receipt": RECEIPT,
        "consents": CONSENTS,
    },
)
