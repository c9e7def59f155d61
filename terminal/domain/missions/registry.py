"""Every kind of mission a bundle may use. A new one is one more file and one more name here."""

from collections.abc import Mapping
from typing import Final

from terminal.domain.missions import buy, collect, spend, stamps, visit_brands, visit_days, visit_stores, visits
from terminal.domain.missions.base import MissionKind

REGISTRY: Final[Mapping[str, MissionKind]] = {
    kind.name: kind
    for kind in (
        visit_brands.KIND,
        visit_stores.KIND,
        visit_days.KIND,
        visits.KIND,
        buy.KIND,
        collect.KIND,
        spend.KIND,
        stamps.KIND,
    )
}
