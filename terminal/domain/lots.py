"""Lots: points by who gave them and until when; how they are ordered, dated, filled and taken from."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from terminal.domain.days import IdleClock, add_months
from terminal.domain.progress import Progress, told_from, visited_days


class LotPart(NamedTuple):
    """Points of one lot: who gave them, until which day (inclusive) they can be spent; ``None`` is for ever.

    With ``idle_months`` they last that long after the member's last visit: ``expires_on`` is then what the visits known
    so far come to, and ``apply`` moves it with every further one. A tuple, because there are so many of them.
    """

    lot_id: str
    brand: str
    points: int
    expires_on: date | None
    earned_on: date
    idle_months: int = 0

    def open_on(self, day: date) -> bool:
        """Whether the lot may still be spent on ``day``."""
        return self.expires_on is None or day <= self.expires_on

    def of(self, points: int) -> "LotPart":
        """So many points of the same lot."""
        return LotPart(self.lot_id, self.brand, points, self.expires_on, self.earned_on, self.idle_months)

    def until(self, expires_on: date) -> "LotPart":
        """The lot with another last day."""
        return LotPart(self.lot_id, self.brand, self.points, expires_on, self.earned_on, self.idle_months)


def last_day(lot: LotPart) -> date:
    """The last day of the lot; the last there is where it is for ever."""
    return lot.expires_on or date.max


def spending_order(lot: LotPart) -> tuple[date, date, str]:
    """Earliest expiry first, then oldest, then by id, so that every side spends the same lot."""
    return (lot.expires_on or date.max, lot.earned_on, lot.lot_id)


def oldest_first(lot: LotPart) -> tuple[date, date, str]:
    """In the order of earning, whatever runs out when."""
    return (lot.earned_on, lot.expires_on or date.max, lot.lot_id)


def plan_spend(
    lots: Iterable[LotPart],
    points: int,
    day: date,
    order: Callable[[LotPart], tuple[date, date, str]] = spending_order,
) -> tuple[LotPart, ...]:
    """The parts of ``lots``, open on ``day`` and in ``order``, that make up ``points`` as far as they reach."""
    parts: list[LotPart] = []
    for lot in sorted(lots, key=order):
        if points == 0:
            break
        if lot.open_on(day) and lot.points > 0:
            taken = min(lot.points, points)
            parts.append(lot.of(taken))
            points -= taken
    return tuple(parts)


def moved_on(lots: list[LotPart], came: date) -> tuple[LotPart, ...]:
    """``lots`` after one more visit, later than all others: those that it finds alive last from then on."""
    moved = [lot if not lot.idle_months or came > last_day(lot) else _lasting(lot, came) for lot in lots]
    return tuple(lots) if moved == lots else tuple(sorted(moved, key=spending_order))


def _lasting(lot: LotPart, came: date) -> LotPart:
    until = add_months(came, lot.idle_months)
    return lot if until <= last_day(lot) else lot.until(until)


def renewed(lots: Iterable[LotPart], progress: Progress) -> tuple[LotPart, ...]:
    """``lots`` in spending order, those that live as long as their member keeps coming with the last day it comes to.

    That day depends on which visits there were and not on when they became known. A lot that ran out is not brought
    back by a visit after that.
    """
    held = tuple(lots)
    idle = {lot.idle_months for lot in held} - {0}
    if not idle:
        return held
    visited, told = visited_days(progress.activity), told_from(progress.activity)
    clocks = {months: IdleClock(months, visited) for months in idle}
    dated = (_renewed(lot, clocks[lot.idle_months], told) if lot.idle_months else lot for lot in held)
    return tuple(sorted(dated, key=spending_order))


def _renewed(lot: LotPart, clock: IdleClock, told: date) -> LotPart:
    until = clock.until(lot.earned_on, lot.expires_on if lot.earned_on < told else None)
    return lot if until == lot.expires_on else lot.until(until)


def together(parts: Iterable[LotPart]) -> tuple[LotPart, ...]:
    """``parts`` in spending order, those of one lot as one."""
    found: dict[str, LotPart] = {}
    for part in parts:
        held = found.get(part.lot_id)
        found[part.lot_id] = held.of(held.points + part.points) if held else part
    return tuple(sorted(found.values(), key=spending_order))


class Lots:
    """A member's lots while an entry changes them: always in spending order, none empty, only what changes touched."""

    def __init__(self, lots: tuple[LotPart, ...]) -> None:
        self.in_order = list(lots)

    def place_of(self, part: LotPart) -> int | None:
        """Where the lot of ``part`` stands, if there is one."""
        place = bisect_left(self.in_order, spending_order(part), key=spending_order)
        if place < len(self.in_order) and self.in_order[place].lot_id == part.lot_id:
            return place
        # It may have other dates than its part: visits have moved them since.
        known = [lot.lot_id for lot in self.in_order]
        return known.index(part.lot_id) if part.lot_id in known else None

    def add(self, place: int | None, part: LotPart) -> LotPart:
        """Puts ``part`` into the lot at ``place`` or makes it a lot; gives what was put, with the lot's own dates."""
        if place is None:
            insort(self.in_order, part, key=spending_order)
            return part
        held = self.in_order[place]
        self.in_order[place] = held.of(held.points + part.points)
        return held.of(part.points)

    def take(self, place: int, points: int) -> LotPart:
        """Takes up to ``points`` from the lot at ``place``; gives what was taken, negative."""
        held = self.in_order[place]
        taken = min(held.points, points)
        if taken == held.points:
            del self.in_order[place]
        else:
            self.in_order[place] = held.of(held.points - taken)
        return held.of(-taken)


def put(lots: Lots, deficit: int, parts: tuple[LotPart, ...], day: date) -> tuple[int, list[LotPart]]:
    """The deficit left and what moved.

    Points of a lot that has run out buy nothing, so they repay nothing either: a refund gives them back expired, to a
    member in deficit as to any other. The total is the same whichever way, for a point either fills a lot or repays.
    """
    moves = []
    for part in parts:
        place = lots.place_of(part)
        dated = part if place is None else lots.in_order[place]
        repaid = min(deficit, part.points) if dated.open_on(day) else 0
        deficit -= repaid
        if part.points > repaid:
            moves.append(lots.add(place, part.of(part.points - repaid) if repaid else part))
    return deficit, moves


def take(lots: Lots, points: int, named: tuple[LotPart, ...], day: date) -> tuple[int, list[LotPart]]:
    """The points that no lot had, and what moved."""
    moves = []
    for part in named:
        place = lots.place_of(part) if points else None
        if place is not None:
            moves.append(lots.take(place, min(part.points, points)))
            points += moves[-1].points
    place = 0
    while points and place < len(lots.in_order):
        if lots.in_order[place].open_on(day):
            taken = lots.take(place, points)  # what is emptied makes room for the next at the same place
            moves.append(taken)
            points += taken.points
        else:
            place += 1
    return points, moves
