"""For members who joined a short while ago."""

from terminal.domain.bundle.shapes import Whole
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class JoinedLately:
    """The member joined at most ``days`` ago; on the day of joining that is 0."""

    days: int

    def holds(self, occasion: Occasion) -> bool:
        """Whether they did."""
        joined = occasion.facts.enrolled_on if occasion.facts else None
        return joined is not None and (occasion.moment.day - joined).days <= self.days


KIND = ConditionKind(
    name="joined_days",
    doc="For members who joined at most this many days ago; 0 is the day itself.",
    shape=Whole(0, 36500),
    build=JoinedLately,
)
