"""Points per amount spent: ``points`` for every ``per`` minor units, times what the tier multiplies by."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Choice, Flag, Whole
from terminal.domain.lines import Explain
from terminal.domain.money import Rounding, format_exact, round_fraction
from terminal.domain.rules.base import EarningBill, RuleKind


class MultiplierBase(StrEnum):
    """What the tier's multiplier is applied to."""

    ROUNDED = "rounded"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class AmountRule:
    """``points`` for every ``per`` minor units of the earning amount."""

    code: str
    per: int
    points: int
    rounding: Rounding
    tier_multiplier: bool
    multiply: MultiplierBase

    def evaluate(self, bill: EarningBill) -> list[Explain]:
        """The base points, then what the tier adds to them."""
        rate = Fraction(bill.amount * self.points, self.per)
        base = round_fraction(rate, self.rounding)
        steps = [Explain("earn_amount", points=base, data={"rule": self.code, "per": self.per, "each": self.points})]
        if self.tier_multiplier and bill.multiplier != 1:
            start = Fraction(base) if self.multiply is MultiplierBase.ROUNDED else rate
            extra = round_fraction(start * bill.multiplier, self.rounding) - base
            data = {"rule": self.code, "tier": bill.tier_name, "multiplier": format_exact(bill.multiplier)}
            steps.append(Explain("tier_multiplier", points=extra, data=data))
        return steps


KIND = RuleKind(
    name="amount",
    doc="Points for every so much spent.",
    arguments={
        "per": Field(Whole(1, 10**9), "Minor units that one helping of points takes."),
        "points": Field(Whole(1, 10**6), "Points for every `per`."),
        "rounding": Field(Choice(Rounding), "How a part of a point becomes whole.", "down"),
        "tier_multiplier": Field(Flag(), "Whether the member's tier multiplies these points.", True),
        "multiply": Field(
            Choice(MultiplierBase),
            "`rounded` multiplies the whole points, `exact` the exact amount and rounds once afterwards.",
            "rounded",
        ),
    },
    build=AmountRule,
)
