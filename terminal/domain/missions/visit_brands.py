"""A number of different brands."""

from collections.abc import Mapping

from terminal.domain.missions.base import MissionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class VisitBrands:
    """A bill with an amount that earns is a visit to its brand."""

    def steps(self, occasion: Occasion) -> Mapping[str, int]:
        """The brand, if anything earns."""
        return {occasion.brand: 1} if occasion.amount > 0 else {}


KIND = MissionKind(
    name="visit_brands",
    doc="A bill at a number of different brands.",
    goal="How many different brands.",
    arguments={},
    build=VisitBrands,
    distinct=True,
)
