"""Over which time a mission's steps count together, and the names of the tallies that keep them.

A step is kept under ``mission/<code>/<item>`` or ``mission/<code>/<item>@<window>``. A calendar window is called by
its period, a rolling one by the day of its first step, so that whichever till begins it, the name says when it ends.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from terminal.domain.days import month_end
from terminal.domain.records import record

MISSION_TALLY: Final = "mission/"


class Span(StrEnum):
    """What a mission's window is, where it does not roll."""

    EVER = "ever"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@record
class MissionWindow:
    """The window of a mission: a ``span``, or ``days`` from the first step on, the day of that step included."""

    span: Span = Span.EVER
    days: int = 0

    @property
    def rolling(self) -> bool:
        """Whether it begins with the member's first step."""
        return self.days > 0

    def label(self, day: date) -> str:
        """What the window that a step on ``day`` opens is called; empty for the one that is for ever."""
        if self.rolling:
            return day.isoformat()
        return _calendar_label(self.span, day)

    def last_day(self, day: date) -> date | None:
        """The last day of the window that a step on ``day`` opens; ``None`` for the one that is for ever."""
        if self.rolling:
            return day + timedelta(days=self.days - 1)
        if self.span is Span.WEEK:
            return day + timedelta(days=7 - day.isoweekday())
        if self.span is Span.MONTH:
            return month_end(day, 0)
        return date(day.year, 12, 31) if self.span is Span.YEAR else None

    def remembered(self, label: str, day: date) -> date | None:
        """Until when counts of the window ``label``, which holds on ``day``, are kept.

        Those of a rolling one are kept as long again: what a goal took on its last day would still be owed then.
        """
        if not self.rolling:
            return self.last_day(day)
        last = date.fromisoformat(label) + timedelta(days=self.days - 1)
        return last + timedelta(days=self.days - 1)


@lru_cache(maxsize=1024)  # the missions of a bill ask for the same few
def _calendar_label(span: Span, day: date) -> str:
    if span is Span.EVER:
        return ""
    if span is Span.WEEK:
        year, week, _ = day.isocalendar()
        return f"{year}-w{week:02d}"
    return day.isoformat()[: 4 if span is Span.YEAR else 7]


class Held(NamedTuple):
    """A count that a member has on a mission: ``steps`` of ``item`` in the window called ``label``."""

    item: str
    label: str
    steps: int


def held_by_mission(tallies: Mapping[str, int]) -> dict[str, list[Held]]:
    """The counts that members have on missions, by the mission's code."""
    found: dict[str, list[Held]] = {}
    for key, count in tallies.items():
        if key.startswith(MISSION_TALLY):
            code, held = _parsed(key, count)
            if code in found:
                found[code].append(held)
            else:
                found[code] = [held]
    return found


@lru_cache(maxsize=8192)  # many members share keys and counts: of one month, of one store
def _parsed(key: str, count: int) -> tuple[str, Held]:
    code, _, rest = key[len(MISSION_TALLY) :].partition("/")
    item, _, label = rest.partition("@")
    return code, Held(item, label, count)


def running(held: list[Held], window: MissionWindow, day: date) -> list[Held]:
    """Those of ``held`` that count on ``day``, windows that began first coming first.

    Of a rolling window that is over, only what is owed still counts: the tally lives on for that.
    """
    if not window.rolling:
        label = window.label(day)
        return [part for part in held if part.label == label]
    return sorted((part for part in held if _rolls_on(part, window, day)), key=lambda part: (part.label, part.item))


def _rolls_on(part: Held, window: MissionWindow, day: date) -> bool:
    try:
        began = date.fromisoformat(part.label)
    except ValueError:  # from a version of the programme in which the mission had another window
        return False
    return part.steps < 0 or day <= began + timedelta(days=window.days - 1)


def tally_key(mission: str, item: str, label: str) -> str:
    """What the tally of ``item`` is called in the window ``label``."""
    return f"{MISSION_TALLY}{mission}/{item}@{label}" if label else f"{MISSION_TALLY}{mission}/{item}"
