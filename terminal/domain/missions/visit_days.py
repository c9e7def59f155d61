"""A number of different days."""

from collections.abc import Mapping

from terminal.domain.missions.base import MissionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class VisitDays:
    """A bill with an amount that earns is a visit on its business day."""

    def steps(self, occasion: Occasion) -> Mapping[str, int]:
        """The day, if anything earns."""
        return {occasion.moment.day.isoformat(): 1} if occasion.amount > 0 else {}


KIND = MissionKind(
    name="visit_days",
    doc="A bill on a number of different business days, however many on each.",
    goal="How many different days.",
    arguments={},
    build=VisitDays,
    distinct=True,
)
