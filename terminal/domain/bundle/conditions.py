"""When something holds: one shape for rules, campaigns, coupons, missions and whatever else has conditions."""

from typing import Any, Final

from terminal.domain.bundle.records import Field, Record
from terminal.domain.conditions.base import When
from terminal.domain.conditions.registry import REGISTRY

CONDITIONS: Final = Record(
    lambda **arguments: When.of(REGISTRY.values(), arguments),
    {kind.name: Field(kind.shape, kind.doc, None) for kind in REGISTRY.values()},
)

NO_CONDITION: Final[dict[str, Any]] = {}
WHEN: Final = Field(CONDITIONS, "Conditions that all have to hold; without any it always holds.", NO_CONDITION)
