"""For members who have not come for a while."""

from terminal.domain.bundle.shapes import Whole
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class Away:
    """The last visit was ``days`` or more ago; whoever never came is not away."""

    days: int

    def holds(self, occasion: Occasion) -> bool:
        """Whether it was."""
        since = occasion.facts.days_since_visit if occasion.facts else None
        return since is not None and since >= self.days


KIND = ConditionKind(
    name="away_days",
    doc="For members whose last visit is at least this many days ago.",
    shape=Whole(1, 36500),
    build=Away,
)
