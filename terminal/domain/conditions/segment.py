"""For members of one of these segments."""

from terminal.domain.bundle.common import CODE
from terminal.domain.bundle.shapes import SetOf
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class InSegment:
    """The member is in one of ``segments``."""

    segments: frozenset[str]

    def holds(self, occasion: Occasion) -> bool:
        """Whether they are."""
        return occasion.facts is not None and not self.segments.isdisjoint(occasion.facts.segments)


KIND = ConditionKind(
    name="segments",
    doc="For members of one of these segments.",
    shape=SetOf(CODE, 100, 1),
    build=lambda segments: InSegment(frozenset(segments)),
)
