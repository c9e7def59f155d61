"""Limits on what a rule or a campaign gives: per sale, and per member and day, month, year or campaign.

What earlier bills used is in the member's tallies, and what a bill uses goes there: so a cap holds across bills, and a
refund gives back the room it took.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import MAXYEAR, date
from enum import StrEnum
from typing import Final, NamedTuple

from terminal.domain.days import add_months, month_end
from terminal.domain.facts import Facts
from terminal.domain.progress import Tally
from terminal.domain.records import record


class CapPeriod(StrEnum):
    """Over which time a cap counts; ``EVER`` is as long as what it caps lasts."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    EVER = "ever"


_KEPT_MONTHS: Final = 12

_STAMP: Final[Mapping[CapPeriod, Callable[[str], str]]] = {
    CapPeriod.DAY: lambda day: f"@{day}",
    CapPeriod.MONTH: lambda day: f"@{day[:7]}",
    CapPeriod.YEAR: lambda day: f"@{day[:4]}",
    CapPeriod.EVER: lambda _: "",
}


class Room(NamedTuple):
    """The most points there is room for, and the limit that says so."""

    points: int
    limit: int


@record
class Caps:
    """Limits in points: ``sale`` on one bill, ``periods`` by how long they count. ``last_day`` ends ``EVER``."""

    sale: int | None = None
    periods: tuple[tuple[CapPeriod, int], ...] = ()
    last_day: date | None = None
    _on_a_bill: Room | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_on_a_bill", None if self.sale is None else Room(self.sale, self.sale))

    def room(self, key: str, facts: Facts, day: date) -> Room | None:
        """What is left under ``key`` on ``day``; ``None`` without a limit."""
        if not self.periods:
            return self._on_a_bill
        rooms = [] if self._on_a_bill is None else [self._on_a_bill]
        for period, limit in self.periods:
            used = facts.count(_tally_key(key, period, day))
            rooms.append(Room(max(limit - used, 0), limit))
        return min(rooms, key=lambda room: room.points)

    def used(self, key: str, points: int, day: date) -> tuple[Tally, ...]:
        """The tallies of ``points`` given on ``day``."""
        if not points or not self.periods:
            return ()
        return tuple(
            Tally(_tally_key(key, period, day), points, self._until(period, day)) for period, _ in self.periods
        )

    def _until(self, period: CapPeriod, day: date) -> date | None:
        if period is CapPeriod.DAY:
            return day
        if period is CapPeriod.MONTH:
            return month_end(day, 0)
        if period is CapPeriod.YEAR:
            return date(day.year, 12, 31)
        # A campaign may be prolonged: its count outlives it, so that all sides still have it when they hear of that.
        if self.last_day is None or self.last_day.year == MAXYEAR:
            return None
        return add_months(self.last_day, _KEPT_MONTHS)


NO_CAPS: Final = Caps()


def _tally_key(key: str, period: CapPeriod, day: date) -> str:
    return f"cap/{key}{_STAMP[period](day.isoformat())}"
