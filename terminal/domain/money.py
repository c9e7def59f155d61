"""Money in minor units, exact rates, named roundings.

Amounts are ``int`` minor units of one currency (NT$65 is 65 where TWD has no decimals, 6500 where it has two).
Rates and quantities are ``fractions.Fraction``. No float ever enters.
"""

import re
from enum import StrEnum
from fractions import Fraction

from terminal.domain.errors import Refusal
from terminal.domain.records import record

AMOUNT_MINOR_MAX = 10**13
QUANTITY_MAX = 10**7
_QUANTITY = re.compile(r"[0-9]{1,8}(\.[0-9]{1,6})?")


@record
class Currency:
    """An ISO 4217 currency with the exponent the programme gives it and the symbol shown before amounts.

    ``rate`` is what one unit of it is worth in units of the group's currency.
    """

    code: str
    exponent: int
    symbol: str
    rate: Fraction = Fraction(1)

    def format(self, amount_minor: int) -> str:
        """``amount_minor`` with thousands separators and decimals, without the symbol: ``1,284`` or ``12.50``."""
        sign = "-" if amount_minor < 0 else ""
        whole, part = divmod(abs(amount_minor), 10**self.exponent)
        decimals = f".{part:0{self.exponent}d}" if self.exponent else ""
        return f"{sign}{whole:,}{decimals}"

    def text(self, amount_minor: int) -> str:
        """``amount_minor`` as people read it: ``NT$1,284``, ``-US$0.50``."""
        return f"{'-' if amount_minor < 0 else ''}{self.symbol}{self.format(abs(amount_minor))}"

    def convert(self, amount_minor: int, target: "Currency") -> Fraction:
        """``amount_minor`` in minor units of ``target``, exactly."""
        return Fraction(amount_minor * 10**target.exponent, 10**self.exponent) * self.rate / target.rate


class Rounding(StrEnum):
    """How a fraction becomes whole. Every rounding in a programme is one of these by name."""

    DOWN = "down"
    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"


def round_fraction(value: Fraction, rounding: Rounding) -> int:
    """``value`` as a whole number; ``DOWN`` is towards minus infinity, ``UP`` towards plus infinity."""
    return round_ratio(value.numerator, value.denominator, rounding)


def round_ratio(numerator: int, denominator: int, rounding: Rounding) -> int:
    """``numerator / denominator`` as ``round_fraction`` rounds it; ``denominator`` is above zero."""
    floor, rest = divmod(numerator, denominator)
    if rest == 0 or rounding is Rounding.DOWN:
        return floor
    if rounding is Rounding.UP:
        return floor + 1
    if 2 * rest == denominator:
        return floor + 1 if rounding is Rounding.HALF_UP or floor % 2 else floor
    return floor + 1 if 2 * rest > denominator else floor


def parse_quantity(value: object) -> Fraction:
    """A quantity from an ``int`` or a decimal string (``"1.375"``), not negative.

    Raises ``Refusal("quantity_invalid")`` for anything else, floats and booleans included.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not _QUANTITY.fullmatch(value) or Fraction(value) > QUANTITY_MAX:
        raise Refusal("quantity_invalid", quantity=str(value)[:40])
    return Fraction(value)


def format_quantity(quantity: Fraction) -> str:
    """The decimal string of a quantity that ``parse_quantity`` gave: ``2``, ``1.375``."""
    whole, rest = divmod(quantity, 1)
    if rest == 0:
        return str(whole)
    return f"{whole}." + f"{int(rest * 10**6):06d}".rstrip("0")


def format_exact(number: Fraction) -> str:
    """A rate as people write it: ``2``, ``1.5``; what six decimals cannot hold as ``4/3``."""
    return format_quantity(number) if 10**6 % number.denominator == 0 else str(number)


def format_share(share: Fraction) -> str:
    """A share as people write it: ``5%``, ``12.5%``, ``1/3``."""
    percent = share * 100
    return f"{format_quantity(percent)}%" if 10**6 % percent.denominator == 0 else str(share)


def line_amount(price_minor: int, quantity: Fraction) -> int:
    """What ``quantity`` units at ``price_minor`` cost, halves up, as tills print it."""
    return round_fraction(price_minor * quantity, Rounding.HALF_UP)


def apportion(total: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """``total`` shared over ``weights`` by largest remainder (Hamilton), earlier places first on ties.

    The parts are whole, add up to ``total`` and none exceeds its exact share by one or more. ``total`` and the
    weights are not negative; with all weights zero the first place takes everything.
    """
    whole = sum(weights)
    if whole == 0:
        return tuple(total if index == 0 else 0 for index in range(len(weights)))
    parts = [total * weight // whole for weight in weights]
    missing = total - sum(parts)
    if missing:
        remainders = [total * weight % whole for weight in weights]
        # Sorting keeps equals in their order, backwards too.
        for index in sorted(range(len(weights)), key=remainders.__getitem__, reverse=True)[:missing]:
            parts[index] += 1
    return tuple(parts)
