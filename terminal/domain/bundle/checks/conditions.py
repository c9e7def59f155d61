"""What must hold between conditions and the parts of a programme that they name."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from terminal.domain.bundle.checks.references import check_known
from terminal.domain.bundle.group import Sections
from terminal.domain.conditions.base import Reference, When

_DECLARED: Final[Mapping[Reference, Callable[[Sections], Iterable[str]]]] = {
    Reference.BRANDS: lambda sections: sections.brands,
    Reference.STORES: lambda sections: sections.stores,
    Reference.REGIONS: lambda sections: sorted({store.region for store in sections.stores.values() if store.region}),
    Reference.TIERS: lambda sections: [tier.code for tier in sections.tiers],
}


def check_when(when: When, sections: Sections, path: str) -> None:
    """Raises ``Refusal("programme_invalid")`` for a brand, store, region or tier under ``path`` that there is not."""
    for named in when.named:
        if named.kind.refers_to is None:
            continue
        declared = _DECLARED[named.kind.refers_to](sections)
        for index, code in enumerate(named.codes):
            check_known(code, declared, f"{path}.{named.kind.name}[{index}]")
