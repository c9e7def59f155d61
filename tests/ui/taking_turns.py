"""Which screens are looked at, and how: in every way by ``make sweep``; in the check in some, and they take turns."""

import os
from collections.abc import Iterable, Sequence
from typing import TypeVar

Way = TypeVar("Way")

LOOKS_AT_EVERYTHING = os.environ.get("SCREENS") == "every"


def in_turn(states: Iterable[str], ways: Sequence[Way], number: int) -> list[tuple[str, Way]]:
    """Each state in ``number`` of the ``ways``, other ones than its neighbours."""
    number = len(ways) if LOOKS_AT_EVERYTHING else number
    return [
        (state, ways[(place * number + turn) % len(ways)])
        for place, state in enumerate(states)
        for turn in range(number)
    ]


def some(states: Iterable[str], step: int) -> list[str]:
    """One state of ``step``."""
    return list(states)[:: 1 if LOOKS_AT_EVERYTHING else step]
