"""Reservations: points set aside for one terminal (escrow, as in bounded counters).

Points in a reservation are the member's all the time, but only the terminal that holds it can take them: whoever else
redeems on stale knowledge goes into deficit at once, and what the holder redeems from it never does. A reservation is
never taken back by time. It ends with the holder's own word, which stands in its chain after everything that it took.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from terminal.domain.lots import LotPart, Lots, put, take, together
from terminal.domain.records import record

Moves = list[LotPart]


class ReservationStep(StrEnum):
    """What an entry does with a reservation."""

    GRANT = "grant"
    SPEND = "spend"
    RECALL = "recall"
    RETURN = "return"


@record
class Reserving:
    """The part of an entry that concerns a reservation. Only a grant says until which day (inclusive) it may be used.

    It concerns the reservation of that id and that terminal: naming another's changes nothing of it.
    """

    reservation_id: str
    step: ReservationStep
    terminal: str
    last_day: date | None = None


@record
class Reservation:
    """Points of a member that ``terminal`` alone may take, until ``last_day`` (inclusive) by its own clock.

    ``lots`` hold what is left of it, in spending order. ``recalled`` asks the terminal to give it back.
    """

    reservation_id: str
    terminal: str
    last_day: date
    lots: tuple[LotPart, ...] = ()
    recalled: bool = False

    @property
    def points(self) -> int:
        """What is left of it, points that ran out included."""
        return sum([lot.points for lot in self.lots])

    def open_lots(self, day: date) -> tuple[LotPart, ...]:
        """Its lots that have not run out on ``day``."""
        return tuple([lot for lot in self.lots if lot.open_on(day)])

    def usable_by(self, terminal: str, day: date) -> bool:
        """Whether ``terminal`` may take points from it on ``day``."""
        return self.terminal == terminal and day <= self.last_day and not self.recalled

    def due_back(self, day: date) -> bool:
        """Whether its terminal is to give it back on ``day``."""
        return self.recalled or day > self.last_day


Reserved = tuple[Reservation, ...]


@record
class Account:
    """What a reservation touches of a member: the open account of lots, what is set aside, and what is owed."""

    lots: Lots
    reserved: Reserved
    deficit: int


def moved_in_escrow(
    account: Account, reserving: Reserving, parts: Sequence[LotPart], points: int, day: date
) -> tuple[Reserved, int, Moves]:
    """The reservations and the deficit after an entry of ``parts`` and ``points`` (below zero: to take), and its moves.

    Moves are net: what only changes places between the lots and a reservation has not moved. The lots of ``account``
    change.
    """
    reserved, deficit = account.reserved, account.deficit
    held = _held(reserved, reserving)
    match reserving.step:
        case ReservationStep.GRANT:
            granted, filled = _granted(account.lots, reserving, parts, day)
            after = replace(_merged(held, granted), last_day=granted.last_day) if held else granted
            return _with(reserved, held, after), deficit + sum([part.points for part in filled]), filled
        case ReservationStep.SPEND:
            left, missing, moves = _spent(account.lots, held, parts, -points, day)
            return _with(reserved, held, left), deficit + missing, moves
        case ReservationStep.RECALL:
            return _with(reserved, held, replace(held, recalled=True) if held else None), deficit, []
        case ReservationStep.RETURN:
            given = held.lots if held else ()
            deficit, moves = put(account.lots, deficit, given, day)
            return _with(reserved, held, None), deficit, _net(given, moves)


def add_reserved(first: Reserved, second: Reserved) -> Reserved:
    """All reservations of both, by id; they are never of the same id but for what a terminal made up."""
    by_id = {held.reservation_id: held for held in first}
    for held in second:
        same = by_id.get(held.reservation_id)
        by_id[held.reservation_id] = _merged(same, held) if same else held
    return _in_order(by_id.values())


def points_in(reserved: Reserved) -> int:
    """All points set aside, expired ones included."""
    return sum([lot.points for held in reserved for lot in held.lots])


def _granted(lots: Lots, reserving: Reserving, parts: Sequence[LotPart], day: date) -> tuple[Reservation, Moves]:
    """The reservation that is granted, and what of it no lot had.

    Every point granted is in it, whatever the lots hold by now: its holder was promised it. What they lack is the
    deficit's (a merge was taken apart since), so that the holder never overdraws.
    """
    missing, moves = take(lots, sum([part.points for part in parts]), tuple(parts), day)
    taken = {move.lot_id: move.of(-move.points) for move in moves}
    filled: Moves = []
    for part in parts:
        short = min(missing, part.points - (taken[part.lot_id].points if part.lot_id in taken else 0))
        if short > 0:
            filled.append(part.of(short))
            missing -= short
    lots_of_it = together([*taken.values(), *filled])
    last_day = reserving.last_day or date.min
    return Reservation(reserving.reservation_id, reserving.terminal, last_day, lots_of_it), filled


def _spent(
    lots: Lots, held: Reservation | None, parts: Sequence[LotPart], points: int, day: date
) -> tuple[Reservation | None, int, Moves]:
    """What is left of the reservation, the points that nothing had, and what moved: what it lacks comes of the lots."""
    moves: Moves = []
    if held is not None:
        inside = Lots(held.lots)
        points, moves = take(inside, points, tuple(parts), day)
        held = replace(held, lots=tuple(inside.in_order))
    if points:
        points, more = take(lots, points, tuple(parts), day)
        moves = [*moves, *more]
    return held, points, moves


def _held(reserved: Reserved, reserving: Reserving) -> Reservation | None:
    named = (reserving.reservation_id, reserving.terminal)
    return next((held for held in reserved if (held.reservation_id, held.terminal) == named), None)


def _with(reserved: Reserved, before: Reservation | None, after: Reservation | None) -> Reserved:
    """``reserved`` with ``after`` in the place of ``before``."""
    rest = [held for held in reserved if held is not before]
    return _in_order([*rest, after] if after else rest)


def _in_order(reserved: Iterable[Reservation]) -> Reserved:
    return tuple(sorted(reserved, key=lambda held: (held.reservation_id, held.terminal)))


def _merged(first: Reservation, second: Reservation) -> Reservation:
    return replace(
        first,
        last_day=max(first.last_day, second.last_day),
        lots=together([*first.lots, *second.lots]),
        recalled=first.recalled or second.recalled,
    )


def _net(given: Iterable[LotPart], moves: Iterable[LotPart]) -> Moves:
    """What of ``given`` did not arrive as ``moves``, negative: it repaid a deficit."""
    left = {part.lot_id: part for part in given}
    for move in moves:
        part = left[move.lot_id]
        left[move.lot_id] = part.of(part.points - move.points)
    return [part.of(-part.points) for part in left.values() if part.points]
