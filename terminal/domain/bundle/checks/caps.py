"""What must hold between the limits of one rule or campaign."""

from itertools import pairwise
from typing import Final

from terminal.domain.bundle.shapes import invalid
from terminal.domain.caps import CapPeriod, Caps

_KEYS: Final = {
    CapPeriod.DAY: "cap_per_day",
    CapPeriod.MONTH: "cap_per_month",
    CapPeriod.YEAR: "cap_per_year",
    CapPeriod.EVER: "cap_per_member",
}


def check_caps(caps: Caps, path: str) -> None:
    """Raises ``Refusal("programme_invalid")`` for a limit that a shorter one is above: that could never be reached."""
    limits = [] if caps.sale is None else [("cap_per_sale", caps.sale)]
    limits += [(_KEYS[period], limit) for period, limit in caps.periods]
    for (_, shorter), (key, longer) in pairwise(limits):
        if longer < shorter:
            raise invalid(f"{path}.{key}", "below_minimum", minimum=shorter)
