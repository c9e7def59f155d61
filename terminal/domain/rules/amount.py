"""Points per amount spent: ``points`` for every ``per`` minor units."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Choice, Flag, Whole
from terminal.domain.lines import EarningLine, Explain
from terminal.domain.money import Rounding, round_ratio
from terminal.domain.records import record
from terminal.domain.rules.base import ONCE, RuleKind
from terminal.domain.rules.terms import TERMS, built_with_terms


class Each(StrEnum):
    """What is rounded by itself."""

    BILL = "bill"
    LINE = "line"
    PIECE = "piece"


@record
class AmountMeasure:
    """``earns`` points for every ``per`` minor units, rounded for ``each`` bill, line or piece by itself.

    A part of ``per`` earns its part of the points, unless only ``full_steps`` count.
    """

    per: int
    earns: int
    rounding: Rounding
    each: Each = Each.BILL
    full_steps: bool = False

    @property
    def monetary(self) -> bool:
        """It counts amounts."""
        return True

    def points(self, lines: tuple[EarningLine, ...], times: Fraction = ONCE) -> int:
        """The points of the lines' amounts."""
        if self.each is Each.BILL:
            return self._rounded(sum([line.amount for line in lines]), 1, times)
        if self.each is Each.LINE:
            return sum(self._rounded(line.amount, 1, times) for line in lines)
        return sum(self._of_pieces(line, times) for line in lines)

    def step(self, rule: str, points: int) -> Explain:
        """So many for so much."""
        return Explain("earn_amount", points=points, data={"rule": rule, "per": self.per, "each": self.earns})

    def _of_pieces(self, line: EarningLine, times: Fraction) -> int:
        """Each piece's points; what is weighed is one piece."""
        count = line.quantity.numerator if line.quantity.denominator == 1 else 1
        return count * self._rounded(line.amount, count, times) if count else self._rounded(line.amount, 1, times)

    def _rounded(self, amount: int, shared_by: int, times: Fraction) -> int:
        per = self.per * shared_by
        if self.full_steps:
            amount, per = amount // per, 1
        return round_ratio(amount * self.earns * times.numerator, per * times.denominator, self.rounding)


def amount_measure(*, points: int, **values: Any) -> AmountMeasure:
    """The measure with the arguments in ``ARGUMENTS``."""
    return AmountMeasure(earns=points, **values)


ARGUMENTS: Final[Mapping[str, Field[Any]]] = {
    "per": Field(Whole(1, 10**9), "Minor units that one helping of points takes."),
    "points": Field(Whole(1, 10**6), "Points for every `per`."),
    "each": Field(
        Choice(Each), "Whether parts of a point are rounded once a `bill`, a `line` or a `piece` of a line.", "bill"
    ),
    "full_steps": Field(
        Flag(), "Whether only each full `per` counts; otherwise a part of it earns its part of the points.", False
    ),
}

KIND = RuleKind(
    name="amount",
    doc="Points for every so much spent.",
    arguments={**ARGUMENTS, **TERMS},
    build=built_with_terms(amount_measure),
)
