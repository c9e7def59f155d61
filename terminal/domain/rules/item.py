"""Points for things bought: ``points`` for every ``per`` pieces, litres or kilograms."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Exact, Whole
from terminal.domain.lines import EarningLine, Explain
from terminal.domain.money import Rounding, format_exact, round_ratio
from terminal.domain.records import record
from terminal.domain.rules.base import ONCE, RuleKind
from terminal.domain.rules.terms import TERMS, built_with_terms
from terminal.domain.selection import pieces


@record
class ItemMeasure:
    """``earns`` points for every full ``per`` of the lines' quantities together."""

    per: Fraction
    earns: int
    rounding: Rounding = Rounding.DOWN

    @property
    def monetary(self) -> bool:
        """It counts things."""
        return False

    def points(self, lines: tuple[EarningLine, ...], times: Fraction = ONCE) -> int:
        """The points of the full units."""
        bought, per = pieces(lines), self.per
        units = bought.numerator * per.denominator // (bought.denominator * per.numerator)
        return round_ratio(units * self.earns * times.numerator, times.denominator, self.rounding)

    def step(self, rule: str, points: int) -> Explain:
        """So many for so many."""
        data = {"rule": rule, "units": format_exact(self.per), "each": self.earns}
        return Explain("earn_item", points=points, data=data)


def item_measure(*, points: int, **values: Any) -> ItemMeasure:
    """The measure with the arguments in ``ARGUMENTS``."""
    return ItemMeasure(earns=points, **values)


ARGUMENTS: Final[Mapping[str, Field[Any]]] = {
    "per": Field(
        Exact(10**6, above_zero=True), "How much of its items one helping of points takes; what is below is dropped.", 1
    ),
    "points": Field(Whole(1, 10**6), "Points for every `per` of its items."),
}

KIND = RuleKind(
    name="item",
    doc="Points for every piece of certain items.",
    arguments={**ARGUMENTS, **TERMS},
    build=built_with_terms(item_measure),
)
