"""A number of bills."""

from collections.abc import Mapping

from terminal.domain.missions.base import STEPS, MissionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class Visits:
    """Every bill with an amount that earns is a step."""

    def steps(self, occasion: Occasion) -> Mapping[str, int]:
        """One, if anything earns."""
        return {STEPS: 1} if occasion.amount > 0 else {}


KIND = MissionKind(
    name="visits",
    doc="A number of bills.",
    goal="How many bills.",
    arguments={},
    build=Visits,
)
