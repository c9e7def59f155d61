"""The limits of rules and campaigns, as keys beside their own."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from terminal.domain.bundle.common import SOME_POINTS
from terminal.domain.bundle.records import Field
from terminal.domain.caps import CapPeriod, Caps

_PERIODS: Final[Mapping[str, CapPeriod]] = {
    "cap_per_day": CapPeriod.DAY,
    "cap_per_month": CapPeriod.MONTH,
    "cap_per_year": CapPeriod.YEAR,
    "cap_per_member": CapPeriod.EVER,
}

CAPS: Final[Mapping[str, Field[Any]]] = {
    "cap_per_sale": Field(SOME_POINTS, "The most points of one bill.", None),
    "cap_per_day": Field(SOME_POINTS, "The most points of one member on one business day.", None),
    "cap_per_month": Field(SOME_POINTS, "The most points of one member in one calendar month.", None),
    "cap_per_year": Field(SOME_POINTS, "The most points of one member in one calendar year.", None),
}


def take_caps(values: dict[str, Any], last_day: date | None = None) -> Caps:
    """The limits among ``values``, which are taken out of it."""
    sale = values.pop("cap_per_sale")
    limits = [(period, values.pop(key, None)) for key, period in _PERIODS.items()]
    return Caps(sale, tuple((period, limit) for period, limit in limits if limit is not None), last_day)
