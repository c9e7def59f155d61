"""What coupons and rewards give: money off lines, points, or something handed over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import Final, Protocol

from terminal.domain.expiry import ExpiryRule
from terminal.domain.lines import PricedLine
from terminal.domain.money import Rounding, apportion, round_fraction, round_ratio
from terminal.domain.records import record


@record
class Off:
    """Minor units taken off lines by the line's place, no zeros, and the units that became cheaper, if it was units."""

    amounts: Mapping[int, int] = field(default_factory=dict)
    units: Mapping[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Minor units in all."""
        return sum(self.amounts.values())

    def and_then(self, more: "Off") -> "Off":
        """What both took for single units; what ``more`` took off whole lines is left out."""
        if not more.units:
            return self
        amounts, units = dict(self.amounts), dict(self.units)
        for place, count in more.units.items():
            amounts[place] = amounts.get(place, 0) + more.amounts.get(place, 0)
            units[place] = units.get(place, 0) + count
        return Off(amounts, units)


NOTHING_OFF: Final = Off()


class Benefit(Protocol):
    """A benefit with the arguments a bundle gave it."""

    def off(self, lines: Sequence[PricedLine], places: Sequence[int], gone: Off = NOTHING_OFF) -> Off:
        """What it takes off those of ``lines`` at ``places``: never more than is left of a line.

        ``gone`` are the units that benefits before it made cheaper: no unit becomes cheaper twice that way.
        """
        ...


class Pick(StrEnum):
    """Which units are meant where not all are."""

    CHEAPEST = "cheapest"
    DEAREST = "dearest"


@record
class PercentOff:
    """A ``share`` of the lines together, at most ``maximum`` minor units."""

    share: Fraction
    maximum: int | None = None
    rounding: Rounding = Rounding.DOWN

    def off(self, lines: Sequence[PricedLine], places: Sequence[int], gone: Off = NOTHING_OFF) -> Off:
        """The share, shared over the lines."""
        amount = share_of(sum([lines[place].net for place in places]), self.share, self.rounding)
        return shared_off(lines, places, amount if self.maximum is None else min(amount, self.maximum))


@record
class AmountOff:
    """``amount`` minor units off the lines together; what they do not cost is lost."""

    amount: int

    def off(self, lines: Sequence[PricedLine], places: Sequence[int], gone: Off = NOTHING_OFF) -> Off:
        """The amount, shared over the lines."""
        return shared_off(lines, places, self.amount)


@record
class UnitsOff:
    """``count`` units cheaper, or with ``every`` that many out of each ``every`` units, ``times`` times at most.

    A unit is ``share`` cheaper, at most ``maximum`` minor units, or with ``price`` costs that many. Only whole units
    count.
    """

    count: int = 1
    every: int | None = None
    times: int | None = None
    pick: Pick = Pick.CHEAPEST
    share: Fraction = Fraction(1)
    maximum: int | None = None
    price: int | None = None

    def off(self, lines: Sequence[PricedLine], places: Sequence[int], gone: Off = NOTHING_OFF) -> Off:
        """What the picked units become cheaper by."""
        whole = {place: _whole_units(lines[place]) - gone.units.get(place, 0) for place in places}
        whole = {place: units for place, units in whole.items() if units > 0}
        prices, scale = _prices(lines, whole, gone)
        helpings = 1 if self.every is None else sum(whole.values()) // self.every
        left = self.count * (helpings if self.times is None else min(helpings, self.times))
        amounts, taken = {}, {}
        for place in sorted(whole, key=prices.__getitem__, reverse=self.pick is Pick.DEAREST):
            if not left:
                break
            units = min(whole[place], left)
            left -= units
            if amount := min(self._cheaper(prices[place] * units, scale, units), lines[place].net):
                amounts[place], taken[place] = amount, units
        return Off(amounts, taken)

    def _cheaper(self, cost: int, scale: int, units: int) -> int:
        """What comes off ``units`` that cost so many ``scale``-ths of a minor unit together."""
        if self.price is not None:
            return max(cost - self.price * units * scale, 0) // scale
        off = cost * self.share.numerator // (self.share.denominator * scale)
        return off if self.maximum is None else min(off, self.maximum * units)


def _whole_units(line: PricedLine) -> int:
    numerator, denominator = line.quantity.as_integer_ratio()
    return numerator // denominator


def _prices(lines: Sequence[PricedLine], places: Iterable[int], gone: Off) -> tuple[dict[int, int], int]:
    """What one unit of each line costs that no benefit has made cheaper yet, in whole parts of a minor unit.

    How many parts a minor unit has comes with it: as many as make all of them whole, so that they compare as numbers.
    """
    ratios = {place: lines[place].quantity.as_integer_ratio() for place in places}
    scale = lcm(*[numerator for numerator, _ in ratios.values()])
    prices = {
        place: (lines[place].net + gone.amounts.get(place, 0)) * denominator * (scale // numerator)
        for place, (numerator, denominator) in ratios.items()
    }
    return prices, scale


@record
class BonusPoints:
    """``points``, or with ``per`` that many for every ``per`` minor units that earn, at most ``maximum``.

    They run by the clock ``expiry``, ``None`` being the brand's own.
    """

    points: int
    per: int | None = None
    maximum: int | None = None
    expiry: ExpiryRule | None = None

    def off(self, lines: Sequence[PricedLine], places: Sequence[int], gone: Off = NOTHING_OFF) -> Off:
        """Nothing."""
        return NOTHING_OFF

    def points_for(self, amount: int, base: int) -> int:
        """The points for lines that earn on ``amount``; ``base`` are the bill's base points."""
        points = self.points if self.per is None else amount // self.per * self.points
        return points if self.maximum is None else min(points, self.maximum)


@record
class MultipliedPoints:
    """The bill's base points times ``by``, rounded down, at most ``maximum`` more; they run by the clock ``expiry``."""

    by: Fraction
    maximum: int | None = None
    expiry: ExpiryRule | None = None

    def off(self, lines: Sequence[PricedLine], places: Sequence[int], gone: Off = NOTHING_OFF) -> Off:
        """Nothing."""
        return NOTHING_OFF

    def points_for(self, amount: int, base: int) -> int:
        """What comes on top of the ``base`` points."""
        points = max(round_fraction(base * self.by, Rounding.DOWN) - base, 0)
        return points if self.maximum is None else min(points, self.maximum)


@record
class HandedOver:
    """Something over the counter that is not on the bill."""

    def off(self, lines: Sequence[PricedLine], places: Sequence[int], gone: Off = NOTHING_OFF) -> Off:
        """Nothing."""
        return NOTHING_OFF


PointsBenefit = BonusPoints | MultipliedPoints


def share_of(amount: int, share: Fraction, rounding: Rounding) -> int:
    """``share`` of ``amount`` minor units."""
    return round_ratio(amount * share.numerator, share.denominator, rounding)


def taken_off(lines: Sequence[PricedLine], off: Off, source: str) -> tuple[PricedLine, ...]:
    """``lines`` after ``off`` was taken by ``source``."""
    less = list(lines)
    for place, amount in off.amounts.items():
        less[place] = lines[place].less(source, amount)
    return tuple(less)


def shared_off(lines: Sequence[PricedLine], places: Sequence[int], amount: int) -> Off:
    """``amount`` taken off the lines at ``places``, in proportion by largest remainder, as far as they reach."""
    nets = tuple([lines[place].net for place in places])
    parts = apportion(min(amount, sum(nets)), nets)
    return Off({place: part for place, part in zip(places, parts, strict=True) if part})
