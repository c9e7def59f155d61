"""The coins and notes that a drawer is counted by."""

from collections.abc import Iterable, Mapping
from typing import Final

from terminal.domain.errors import Refusal
from terminal.domain.money import AMOUNT_MINOR_MAX, Currency

PIECES_MAX: Final = 100_000

Count = tuple[tuple[int, int], ...]
"""Pieces of each denomination: (its value in minor units, how many)."""

_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "TWD": ("2000", "1000", "500", "200", "100", "50", "20", "10", "5", "1"),
    "JPY": ("10000", "5000", "2000", "1000", "500", "100", "50", "10", "5", "1"),
    "HKD": ("1000", "500", "100", "50", "20", "10", "5", "2", "1", "0.50"),
    "USD": ("100", "50", "20", "10", "5", "1", "0.25", "0.10", "0.05", "0.01"),
    "EUR": ("200", "100", "50", "20", "10", "5", "2", "1", "0.50", "0.20", "0.10", "0.05", "0.02", "0.01"),
}


def denominations(currency: Currency) -> tuple[int, ...]:
    """What coins and notes of ``currency`` are worth, in minor units, largest first; none where they are not known."""
    values = (_minor(value, currency.exponent) for value in _VALUES.get(currency.code, ()))
    return tuple(value for value in values if value)


def _minor(value: str, exponent: int) -> int:
    """Nothing for what the currency, as this programme has it, cannot say."""
    whole, _, part = value.partition(".")
    return int(whole + part.ljust(exponent, "0")) if len(part) <= exponent else 0


def counted(count: Iterable[tuple[int, int]]) -> int:
    """What the pieces come to. Raises ``Refusal("count_invalid")``."""
    total = 0
    for value, pieces in count:
        if value <= 0 or not 0 <= pieces <= PIECES_MAX:
            raise Refusal("count_invalid", pieces_max=PIECES_MAX)
        total += value * pieces
    return checked_cash(total)


def checked_cash(amount: int) -> int:
    """An amount that a drawer may hold. Raises ``Refusal("amount_invalid")``."""
    if not 0 <= amount <= AMOUNT_MINOR_MAX:
        raise Refusal("amount_invalid", amount=amount)
    return amount
