"""Points for coming: ``points`` a bill, however large it is."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Whole
from terminal.domain.lines import EarningLine, Explain
from terminal.domain.money import Rounding, round_ratio
from terminal.domain.records import record
from terminal.domain.rules.base import ONCE, RuleKind
from terminal.domain.rules.terms import TERMS, built_with_terms


@record
class VisitMeasure:
    """``earns`` points for a bill."""

    earns: int
    rounding: Rounding = Rounding.DOWN

    @property
    def monetary(self) -> bool:
        """It counts bills."""
        return False

    def points(self, lines: tuple[EarningLine, ...], times: Fraction = ONCE) -> int:
        """The points of the bill."""
        return round_ratio(self.earns * times.numerator, times.denominator, self.rounding)

    def step(self, rule: str, points: int) -> Explain:
        """For coming."""
        return Explain("earn_visit", points=points, data={"rule": rule})


def visit_measure(*, points: int, **values: Any) -> VisitMeasure:
    """The measure with the arguments in ``ARGUMENTS``."""
    return VisitMeasure(earns=points, **values)


ARGUMENTS: Final[Mapping[str, Field[Any]]] = {
    "points": Field(Whole(1, 10**6), "Points for a bill with any of its items.")
}

KIND = RuleKind(
    name="visit",
    doc="Points for a bill, whatever it comes to.",
    arguments={**ARGUMENTS, **TERMS},
    build=built_with_terms(visit_measure),
)
