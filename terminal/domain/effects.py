"""What a campaign gives: points again, or points of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from terminal.domain.lines import EarningLine
from terminal.domain.money import Rounding, round_ratio
from terminal.domain.records import record
from terminal.domain.rules.base import ONCE, EarningBill, EarningRule, Measure
from terminal.domain.rules.terms import MultiplierBase
from terminal.domain.selection import ItemSelector


class Multiplies(StrEnum):
    """Which points a campaign multiplies: those of the rules alone, or with what the tier adds."""

    BASE = "base"
    WITH_TIER = "with_tier"


@dataclass(slots=True)
class BasePoints:
    """The lines and the base points of one bill; nothing is asked twice for the same items."""

    bill: EarningBill
    rules: Sequence[EarningRule]
    _known: dict[tuple[ItemSelector, bool], int] = field(default_factory=dict)
    _lines: dict[ItemSelector, tuple[EarningLine, ...]] = field(default_factory=dict)

    def lines(self, items: ItemSelector) -> tuple[EarningLine, ...]:
        """The bill's lines of ``items``."""
        lines = self._lines.get(items)
        if lines is None:
            lines = self._lines[items] = items.of(self.bill.occasion.lines)
        return lines

    def once(self, items: ItemSelector, with_tier: bool) -> int:
        """What ``items`` alone earn by all rules."""
        known = self._known.get((items, with_tier))
        if known is None:
            known = self._known[items, with_tier] = self.times(ONCE, items, with_tier)
        return known

    def times(self, times: Fraction, items: ItemSelector, with_tier: bool) -> int:
        """What they earn ``times`` over, multiplied before each rule rounds."""
        return sum([rule.base(self.bill, items, times, with_tier=with_tier) for rule in self.rules])


class Effect(Protocol):
    """What a campaign does for a bill on which it holds."""

    @property
    def monetary(self) -> bool:
        """Whether it counts amounts, which belong to one currency."""
        ...

    def points(self, base: BasePoints, items: ItemSelector) -> int:
        """The points for ``items`` on top of the base; never less than nothing. Pure."""
        ...


@record
class MultiplierEffect:
    """The base points of the items ``times`` over: what is given is ``times`` less the one that is there already.

    ``ROUNDED`` multiplies the whole points and rounds what comes out by ``rounding``; ``EXACT`` multiplies before the
    rules round, and each rounds by its own.
    """

    times: Fraction
    multiply: MultiplierBase = MultiplierBase.ROUNDED
    multiplies: Multiplies = Multiplies.BASE
    rounding: Rounding = Rounding.DOWN

    @property
    def monetary(self) -> bool:
        """It counts points."""
        return False

    def points(self, base: BasePoints, items: ItemSelector) -> int:
        """What it adds to the base."""
        with_tier = self.multiplies is Multiplies.WITH_TIER
        once = base.once(items, with_tier)
        if self.multiply is MultiplierBase.EXACT:
            return base.times(self.times, items, with_tier) - once
        numerator, denominator = self.times.numerator, self.times.denominator
        return round_ratio(once * (numerator - denominator), denominator, self.rounding)


@record
class MeasuredEffect:
    """Points by a measure of their own for the items."""

    measure: Measure

    @property
    def monetary(self) -> bool:
        """Whether the measure counts amounts."""
        return self.measure.monetary

    def points(self, base: BasePoints, items: ItemSelector) -> int:
        """The measure's points; none where none of the items is on the bill."""
        lines = base.lines(items)
        return self.measure.points(lines) if lines else 0
