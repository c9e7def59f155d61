"""For members with one of these tags, or with none of them."""

from terminal.domain.bundle.common import CODE
from terminal.domain.bundle.shapes import SetOf
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class Tagged:
    """The member has one of ``tags``."""

    tags: frozenset[str]

    def holds(self, occasion: Occasion) -> bool:
        """Whether they have."""
        return occasion.facts is not None and not self.tags.isdisjoint(occasion.facts.tags)


@record
class Untagged:
    """The member has none of ``tags``."""

    tags: frozenset[str]

    def holds(self, occasion: Occasion) -> bool:
        """Whether they have none."""
        return occasion.facts is not None and self.tags.isdisjoint(occasion.facts.tags)


KIND = ConditionKind(
    name="tags",
    doc="For members with one of these tags.",
    shape=SetOf(CODE, 100, 1),
    build=lambda tags: Tagged(frozenset(tags)),
)

EXCEPT_KIND = ConditionKind(
    name="except_tags",
    doc="For members with none of these tags (staff, say).",
    shape=SetOf(CODE, 100, 1),
    build=lambda tags: Untagged(frozenset(tags)),
)
