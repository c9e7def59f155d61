"""Codes that a store's own scales print: EAN-13 from 20 to 29, whose digits say the item and its weight or price.

Every chain gives them its own meaning, so a rule is a pattern of the twelve digits before the check digit: ``I`` the
item, ``W`` the weight, ``P`` the price, a dot where the decimals begin, ``V`` a check digit over the weight or price.
``21IIIIIWW.WWW`` reads 2112345006500 as 0.65 of item 12345.
"""

import re
from fractions import Fraction
from typing import Final

from terminal.domain.records import record

PATTERN_DIGITS: Final = 12
_PATTERN: Final = re.compile(r"(2[0-9]{1,3})(I{2,8})(V?)((?:W+(?:\.W+)?|P+(?:\.P+)?))")
_CHECKED_DIGITS: Final = (4, 5)

# What the digits 0 to 9 count in GS1's check digit of a weight or price: times 2, 3 or 5, tens added or taken off.
_TWO_MINUS, _THREE = (0, 2, 4, 6, 8, 9, 1, 3, 5, 7), (0, 3, 6, 9, 2, 5, 8, 1, 4, 7)
_FIVE_PLUS, _FIVE_MINUS = (0, 5, 1, 6, 2, 7, 3, 8, 4, 9), (0, 5, 9, 4, 8, 3, 7, 2, 6, 1)
_OF_FOUR: Final = (_TWO_MINUS, _TWO_MINUS, _THREE, _FIVE_MINUS)
_OF_FIVE: Final = (_FIVE_PLUS, _TWO_MINUS, _FIVE_MINUS, _FIVE_PLUS, _TWO_MINUS)


@record
class PackedGoods:
    """What such a code says: the ``item`` by its digits, or with the prefix before them (``label``).

    Either ``weight`` in the unit that the item's price is for (kilograms, as a rule), or ``price`` in whole units of
    the currency; the other is ``None``.
    """

    label: str
    item: str
    weight: Fraction | None = None
    price: Fraction | None = None


@record
class InStoreRule:
    """One pattern, taken apart: how many digits say the item, how many the value, and how many of those decimals."""

    prefix: str
    item_digits: int
    is_checked: bool
    value_digits: int
    decimals: int
    is_weight: bool

    def read(self, digits: str) -> PackedGoods | None:
        """What the EAN-13 ``digits`` say; ``None`` when they are not this rule's, or their inner check digit fails."""
        if not digits.startswith(self.prefix):
            return None
        label = digits[: len(self.prefix) + self.item_digits]
        value = digits[PATTERN_DIGITS - self.value_digits : PATTERN_DIGITS]
        if self.is_checked and digits[len(label)] != value_check_digit(value):
            return None
        amount = Fraction(int(value), 10**self.decimals)
        item = label[len(self.prefix) :]
        return PackedGoods(label, item, amount) if self.is_weight else PackedGoods(label, item, None, amount)


def parse_rule(pattern: str) -> InStoreRule | None:
    """The rule that ``pattern`` is; ``None`` when it is none."""
    match = _PATTERN.fullmatch(pattern)
    if match is None or len(pattern.replace(".", "")) != PATTERN_DIGITS:
        return None
    prefix, item, check, value = match.groups()
    whole, _, decimals = value.partition(".")
    value_digits = len(whole) + len(decimals)
    if check and value_digits not in _CHECKED_DIGITS:
        return None
    return InStoreRule(prefix, len(item), bool(check), value_digits, len(decimals), value.startswith("W"))


def value_check_digit(value: str) -> str:
    """GS1's check digit of a weight or price of four or five digits: ``9`` for 2875, ``6`` for 14685."""
    if len(value) == len(_OF_FOUR):
        counted = sum(table[int(digit)] for table, digit in zip(_OF_FOUR, value, strict=True))
        return str(counted * 3 % 10)
    counted = sum(table[int(digit)] for table, digit in zip(_OF_FIVE, value, strict=True))
    return str(_FIVE_MINUS.index(-counted % 10))
