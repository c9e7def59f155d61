"""In these regions."""

from terminal.domain.bundle.common import CODE
from terminal.domain.bundle.shapes import SetOf
from terminal.domain.conditions.base import ConditionKind, Reference
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class InRegion:
    """The store is in one of ``codes``; a store without a region is in none."""

    codes: frozenset[str]

    def holds(self, occasion: Occasion) -> bool:
        """Whether it is."""
        return occasion.region in self.codes


KIND = ConditionKind(
    name="regions",
    doc="At stores of these regions.",
    shape=SetOf(CODE, 100, 1),
    build=lambda codes: InRegion(frozenset(codes)),
    refers_to=Reference.REGIONS,
)
