"""Paid with these tenders, in part or in full."""

from terminal.domain.bundle.shapes import Choice, SetOf
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record
from terminal.domain.tenders import TenderType


@record
class PaidWith:
    """One of ``types`` paid a part of the bill; nothing holds before anybody has paid."""

    types: frozenset[str]

    def holds(self, occasion: Occasion) -> bool:
        """Whether one did."""
        return not self.types.isdisjoint(occasion.tenders)


@record
class PaidOnlyWith:
    """Nothing but ``types`` paid the bill."""

    types: frozenset[str]

    def holds(self, occasion: Occasion) -> bool:
        """Whether nothing else did."""
        return bool(occasion.tenders) and self.types.issuperset(occasion.tenders)


KIND = ConditionKind(
    name="tenders",
    doc="When one of these tenders pays a part of the bill.",
    shape=SetOf(Choice(TenderType), 20, 1),
    build=lambda types: PaidWith(frozenset(kind.value for kind in types)),
)

ONLY_KIND = ConditionKind(
    name="only_tenders",
    doc="When nothing but these tenders pays the bill.",
    shape=SetOf(Choice(TenderType), 20, 1),
    build=lambda types: PaidOnlyWith(frozenset(kind.value for kind in types)),
)
