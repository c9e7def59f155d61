"""Arithmetic on days, for clocks that count in months."""

import calendar
from bisect import bisect_right
from collections.abc import Sequence
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache


@lru_cache(maxsize=4096)  # bills ask for the same few days again and again
def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=4096)
def month_end(day: date, months: int) -> date:
    """The last day of the month ``months`` after that of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def a_year_longer(last_day: date | None) -> date | None:
    """A day that ``last_day`` will not be put off beyond; ``None`` (for ever) where the calendar ends before it."""
    return None if last_day is None or last_day.year == MAXYEAR else last_day + timedelta(days=366)


class IdleClock:
    """The last day of points that last ``months`` after every visit, as long as none comes too late.

    ``visited`` are the days of visits, in order. It remembers what visits lead to, for members with many lots.
    """

    __slots__ = ("_ends", "_months", "_visited")

    def __init__(self, months: int, visited: Sequence[date]) -> None:
        self._months = months
        self._visited = visited
        self._ends: dict[int, date] = {}

    def until(self, earned_on: date, known_until: date | None = None) -> date:
        """The last day of points earned on ``earned_on``.

        Where the oldest visits have been forgotten, what they came to is in ``known_until``.
        """
        until = add_months(earned_on, self._months)
        if known_until is not None:
            until = max(until, known_until)
        return max(until, self._end(bisect_right(self._visited, earned_on), until))

    def _end(self, place: int, until: date) -> date:
        """What the visits from ``place`` on make of ``until``."""
        passed: list[int] = []
        # The last visit in time moves the day on, which may bring later visits into time.
        while (reached := bisect_right(self._visited, until)) > place:
            if reached in self._ends:
                until = max(until, self._ends[reached])
                break
            place = reached
            after = add_months(self._visited[place - 1], self._months)
            if after >= until:  # what was known from before may reach farther than this visit alone
                passed.append(place)
                until = after
        self._ends.update(dict.fromkeys(passed, until))
        return until
