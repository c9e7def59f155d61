"""At these stores."""

from terminal.domain.bundle.common import CODE
from terminal.domain.bundle.shapes import SetOf
from terminal.domain.conditions.base import ConditionKind, Reference
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


@record
class AtStore:
    """The bill is made at one of ``codes``."""

    codes: frozenset[str]

    def holds(self, occasion: Occasion) -> bool:
        """Whether it is."""
        return occasion.store in self.codes


KIND = ConditionKind(
    name="stores",
    doc="At these stores.",
    shape=SetOf(CODE, 1000, 1),
    build=lambda codes: AtStore(frozenset(codes)),
    refers_to=Reference.STORES,
)
