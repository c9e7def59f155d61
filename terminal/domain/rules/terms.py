"""What all earning rules have in common: which items, when, how the tier multiplies, and where it stops."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from terminal.domain.awards import Award
from terminal.domain.bundle.caps import CAPS, take_caps
from terminal.domain.bundle.common import AMOUNT
from terminal.domain.bundle.conditions import WHEN
from terminal.domain.bundle.items import ITEMS
from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Choice, Flag
from terminal.domain.caps import NO_CAPS, Caps
from terminal.domain.conditions.base import ALWAYS, When
from terminal.domain.ledger import EntryKind
from terminal.domain.lines import EarningLine, Explain
from terminal.domain.money import Rounding, format_exact, round_ratio
from terminal.domain.records import record
from terminal.domain.rules.base import ONCE, EarningBill, Measure
from terminal.domain.selection import EVERYTHING, ItemSelector


class MultiplierBase(StrEnum):
    """What a multiplier is applied to."""

    ROUNDED = "rounded"
    EXACT = "exact"


@record
class MeasuredRule:
    """Points by ``measure`` for the lines of ``items``, from ``minimum`` minor units of them on.

    ``rounding`` is for what the tier multiplies; ``qualifying`` says whether the points count towards tiers, and
    ``spendable`` whether they are points at all: otherwise they do nothing but count.
    """

    code: str
    measure: Measure
    rounding: Rounding = Rounding.DOWN
    items: ItemSelector = EVERYTHING
    when: When = ALWAYS
    minimum: int = 0
    tier_multiplier: bool = True
    multiply: MultiplierBase = MultiplierBase.ROUNDED
    qualifying: bool = True
    spendable: bool = True
    caps: Caps = NO_CAPS

    def award(self, bill: EarningBill) -> Award | None:
        """The base points, what the tier adds to them, and what is beyond a cap taken off again."""
        lines = self._lines(bill)
        if not lines:
            return None
        base = self.measure.points(lines)
        steps = [self.measure.step(self.code, base)]
        points = self._with_tier(bill, lines, base)
        if self.tier_multiplier and bill.multiplier != 1:
            data = {"rule": self.code, "tier": bill.tier_name, "multiplier": format_exact(bill.multiplier)}
            steps.append(Explain("tier_multiplier", points=points - base, data=data))
        key, day = self._cap_key(bill), bill.occasion.moment.day
        room = self.caps.room(key, bill.facts, day)
        if room and room.points < points:
            steps.append(Explain("capped", points=room.points - points, data={"rule": self.code, "limit": room.limit}))
            points = room.points
        if not self.spendable:
            steps = [Explain("status_points", data={"rule": self.code, "count": points})] if points else []
        return Award(
            f"base/{self.code}",
            points if self.spendable else 0,
            EntryKind.ACCRUE,
            qualifying=points if self.qualifying else 0,
            tallies=self.caps.used(key, points, day),
            steps=tuple(steps),
        )

    def base(self, bill: EarningBill, items: ItemSelector, times: Fraction = ONCE, *, with_tier: bool = False) -> int:
        """What ``items`` alone would earn ``times`` over. What no cap leaves room for is not multiplied."""
        lines = items.of(self._lines(bill)) if self.spendable else ()
        if not lines:
            return 0
        once = self.measure.points(lines)
        if with_tier:
            once = self._with_tier(bill, lines, once)
        room = self.caps.room(self._cap_key(bill), bill.facts, bill.occasion.moment.day)
        if room and room.points < once:
            return round_ratio(room.points * times.numerator, times.denominator, self.rounding)
        if times == 1:
            return once
        several = self.measure.points(lines, times)
        return self._with_tier(bill, lines, several, times) if with_tier else several

    def _lines(self, bill: EarningBill) -> tuple[EarningLine, ...]:
        """The lines that earn by this rule; none where it does not hold."""
        if not self.when.holds(bill.occasion):
            return ()
        lines = self.items.of(bill.occasion.lines)
        return lines if not self.minimum or sum([line.amount for line in lines]) >= self.minimum else ()

    def _with_tier(self, bill: EarningBill, lines: tuple[EarningLine, ...], base: int, times: Fraction = ONCE) -> int:
        """``base`` with what the tier makes of it."""
        by = bill.multiplier
        if not self.tier_multiplier or by == 1:
            return base
        if self.multiply is MultiplierBase.EXACT:
            return self.measure.points(lines, times * by)
        return round_ratio(base * by.numerator, by.denominator, self.rounding)

    def _cap_key(self, bill: EarningBill) -> str:
        return f"{bill.occasion.brand}.{self.code}"


TERMS: Final[Mapping[str, Field[Any]]] = {
    "items": ITEMS,
    "when": WHEN,
    "minimum": Field(AMOUNT, "The least amount of its items, in minor units, from which it gives anything.", 0),
    "rounding": Field(Choice(Rounding), "How a part of a point becomes whole.", "down"),
    "tier_multiplier": Field(Flag(), "Whether the member's tier multiplies these points.", True),
    "multiply": Field(
        Choice(MultiplierBase),
        "`rounded` multiplies the whole points, `exact` the exact amount and rounds once afterwards.",
        "rounded",
    ),
    "qualifying": Field(Flag(), "Whether these points count towards tiers.", True),
    "spendable": Field(Flag(), "Whether they can be spent; otherwise they do nothing but count towards tiers.", True),
    **CAPS,
}


def built_with_terms(measure: Callable[..., Measure]) -> Callable[..., MeasuredRule]:
    """Builds a rule from its arguments: those that are not among ``TERMS`` are for ``measure``.

    A measure that rounds asks for ``rounding`` itself.
    """

    def build(*, code: str, **values: Any) -> MeasuredRule:
        caps = take_caps(values)
        terms = {name: values.pop(name) for name in TERMS if name in values}
        return MeasuredRule(code, measure(rounding=terms["rounding"], **values), caps=caps, **terms)

    return build
