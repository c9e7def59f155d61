"""A number of different stores."""

from collections.abc import Mapping

from terminal.domain.missions.base import MissionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class VisitStores:
    """A bill with an amount that earns is a visit to its store."""

    def steps(self, occasion: Occasion) -> Mapping[str, int]:
        """The store, if anything earns."""
        return {occasion.store: 1} if occasion.amount > 0 else {}


KIND = MissionKind(
    name="visit_stores",
    doc="A bill at a number of different stores.",
    goal="How many different stores.",
    arguments={},
    build=VisitStores,
    distinct=True,
)
