"""What coupons and rewards give, as a bundle says it."""

from collections.abc import Mapping
from typing import Any, Final

from terminal.domain.benefits import (
    AmountOff,
    Benefit,
    BonusPoints,
    HandedOver,
    MultipliedPoints,
    PercentOff,
    Pick,
    UnitsOff,
)
from terminal.domain.bundle.common import AMOUNT, AMOUNT_MAX, SOME_POINTS
from terminal.domain.bundle.expiry import EXPIRY
from terminal.domain.bundle.records import Field, OneOf, Record
from terminal.domain.bundle.shapes import Choice, Exact, Whole, invalid
from terminal.domain.money import Rounding

_UNITS_MAX: Final = 1000


class _Units(Record[Benefit]):
    def read_with(self, value: object, path: str, **more: object) -> Benefit:
        units = super().read_with(value, path, **more)
        if isinstance(units, UnitsOff) and units.every is not None and units.count > units.every:
            raise invalid(f"{path}.count", "more_than_every", every=units.every)
        if isinstance(units, UnitsOff) and units.times is not None and units.every is None:
            raise invalid(f"{path}.times", "times_without_every")
        return units


_SOME_AMOUNT: Final = Whole(1, AMOUNT_MAX)
_COUNTED: Final[Mapping[str, Field[Any]]] = {
    "count": Field(Whole(1, _UNITS_MAX), "How many units.", 1),
    "every": Field(Whole(1, _UNITS_MAX), "That many out of each so many; left out, of all of them.", None),
    "times": Field(Whole(1, _UNITS_MAX), "How often at most, with `every`; no limit when left out.", None),
    "pick": Field(Choice(Pick), "Which units.", "cheapest"),
}
_MOST_POINTS: Final = Field(SOME_POINTS, "The most points it gives; no limit when left out.", None)
_POINTS_EXPIRY: Final = Field(EXPIRY, "When these points run out; the brand's clock when left out.", None)

_MONEY: Final[Mapping[str, Record[Benefit]]] = {
    "percent": Record(
        PercentOff,
        {
            "share": Field(Exact(1, above_zero=True), "The share it takes off."),
            "maximum": Field(_SOME_AMOUNT, "The most it takes off, in minor units; no limit when left out.", None),
            "rounding": Field(Choice(Rounding), "How the share becomes a whole amount off.", "down"),
        },
    ),
    "amount": Record(AmountOff, {"amount": Field(_SOME_AMOUNT, "Minor units it takes off, as far as they reach.")}),
    "free_item": _Units(
        UnitsOff,
        {
            **_COUNTED,
            "share": Field(Exact(1, above_zero=True), "The share of its price that a unit loses.", "100%"),
            "maximum": Field(_SOME_AMOUNT, "The most that a unit loses, in minor units; no limit when left out.", None),
        },
    ),
    "item_price": _Units(UnitsOff, {**_COUNTED, "price": Field(AMOUNT, "What one of them costs, in minor units.")}),
    "gift": Record(HandedOver, {}),
}
_POINTS: Final[Mapping[str, Record[Benefit]]] = {
    "points": Record(
        BonusPoints,
        {
            "points": Field(SOME_POINTS, "How many points."),
            "per": Field(_SOME_AMOUNT, "For every so many minor units of its items; left out, once.", None),
            "maximum": _MOST_POINTS,
            "expiry": _POINTS_EXPIRY,
        },
    ),
    "multiplier": Record(
        MultipliedPoints,
        {
            "by": Field(Exact(1000), "What the base points of the bill are multiplied by."),
            "maximum": _MOST_POINTS,
            "expiry": _POINTS_EXPIRY,
        },
    ),
}

COUPON_BENEFIT: Final = Field(OneOf("kind", "What it gives.", {**_MONEY, **_POINTS}), "What it gives.")
REWARD_BENEFIT: Final = Field(OneOf("kind", "What it gives.", _MONEY), "What it gives.")


def monetary(benefit: Benefit) -> bool:
    """Whether it has amounts of one currency in it."""
    if isinstance(benefit, AmountOff):
        return True
    if isinstance(benefit, PercentOff):
        return benefit.maximum is not None
    if isinstance(benefit, UnitsOff):
        return bool(benefit.price) or benefit.maximum is not None
    return isinstance(benefit, BonusPoints) and benefit.per is not None
