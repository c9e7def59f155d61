"""Discounts that a cashier gives, within what the brand allows."""

from dataclasses import field
from fractions import Fraction
from typing import Final

from terminal.domain.money import Rounding
from terminal.domain.records import record
from terminal.domain.selection import EVERYTHING, ItemSelector

NOTHING: Final = Fraction(0)


@record
class DiscountPolicy:
    """What a cashier may take off a line or a bill: an exact share of it without, and with, a manager's approval.

    ``reasons`` are the codes to choose from; empty means that any text will do. ``items`` are those that discounts of
    any kind may make cheaper, the tier's, coupons' and rewards' among them. ``rounding`` is how a share of a price
    becomes whole minor units off, for cashiers and tiers.
    """

    share: Fraction = NOTHING
    approved_share: Fraction = NOTHING
    reasons: tuple[str, ...] = ()
    items: ItemSelector = field(default=EVERYTHING)
    rounding: Rounding = Rounding.DOWN


NO_DISCOUNTS: Final = DiscountPolicy()
