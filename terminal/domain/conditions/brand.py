"""At these brands."""

from terminal.domain.bundle.common import CODE
from terminal.domain.bundle.shapes import SetOf
from terminal.domain.conditions.base import ConditionKind, Reference
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class AtBrand:
    """The bill is made at one of ``codes``."""

    codes: frozenset[str]

    def holds(self, occasion: Occasion) -> bool:
        """Whether it is."""
        return occasion.brand in self.codes


KIND = ConditionKind(
    name="brands",
    doc="At these brands.",
    shape=SetOf(CODE, 200, 1),
    build=lambda codes: AtBrand(frozenset(codes)),
    refers_to=Reference.BRANDS,
)
