"""For members of these tiers."""

from terminal.domain.bundle.common import CODE
from terminal.domain.bundle.shapes import SetOf
from terminal.domain.conditions.base import ConditionKind, Reference
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class InTier:
    """The member is in one of ``codes``."""

    codes: frozenset[str]

    def holds(self, occasion: Occasion) -> bool:
        """Whether they are."""
        return occasion.facts is not None and occasion.facts.tier in self.codes


KIND = ConditionKind(
    name="tiers",
    doc="For members of these tiers.",
    shape=SetOf(CODE, 20, 1),
    build=lambda codes: InTier(frozenset(codes)),
    refers_to=Reference.TIERS,
)
