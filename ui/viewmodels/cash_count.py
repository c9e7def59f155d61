"""Counting a drawer: by the pieces of each coin and note, or in one sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.denominations import Count, denominations
from ui.viewmodels.pad import PadNumber

if TYPE_CHECKING:
    from terminal.domain.money import Currency


class CashCount:
    """``row`` is where digits go while it is counted by pieces. Where no denominations are known, only the sum is."""

    def __init__(self, currency: Currency) -> None:
        self.values = denominations(currency)
        self.by_pieces = bool(self.values)
        self.pieces = [PadNumber() for _ in self.values]
        self.sum = PadNumber()
        self.row = 0

    @property
    def total(self) -> int:
        """What has been counted so far, in minor units."""
        if not self.by_pieces:
            return self.sum.value
        return sum(value * number.value for value, number in zip(self.values, self.pieces, strict=True))

    @property
    def is_typed(self) -> bool:
        """Whether anything was counted at all; a zero that somebody typed is something."""
        return any(number.is_typed for number in self.pieces) if self.by_pieces else self.sum.is_typed

    @property
    def is_at_end(self) -> bool:
        """Whether there is no further row to go on to."""
        return not self.by_pieces or self.row == len(self.values) - 1

    @property
    def count(self) -> Count:
        """The pieces, those there are any of; none where one sum was typed."""
        if not self.by_pieces:
            return ()
        return tuple(
            (value, number.value) for value, number in zip(self.values, self.pieces, strict=True) if number.value
        )

    @property
    def number(self) -> PadNumber:
        """What digits change."""
        return self.pieces[self.row] if self.by_pieces else self.sum

    def choose(self, row: int) -> None:
        """Another coin or note."""
        if self.by_pieces:
            self.row = row % len(self.values)

    def switch(self, by_pieces: bool) -> None:
        """Counts the other way; what was counted this way is kept."""
        self.by_pieces = by_pieces and bool(self.values)

    def clear(self) -> None:
        """Nothing counted here."""
        if self.by_pieces:
            self.pieces[self.row] = PadNumber()
        else:
            self.sum = PadNumber()
