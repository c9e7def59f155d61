"""Ledger entries and the member state they add up to.

A member's points are the fold of ledger entries, nothing else: ``apply`` is the one implementation, run by the group
server when it posts frames and by the till when it lays its own unposted entries over the server's state. Expiry is a
function of the day one looks at a lot, not an event, so both sides always agree on it.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from terminal.domain.days import IdleClock, add_months
from terminal.domain.progress import (
    NO_PROGRESS,
    Activity,
    Progress,
    add,
    forget,
    told_from,
    visited_days,
    with_activity,
)


class EntryKind(StrEnum):
    """Why points moved."""

    ACCRUE = "accrue"
    REDEEM = "redeem"
    BONUS = "bonus"
    REVERSE = "reverse"
    RETURN = "return"
    ADJUST = "adjust"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class LotPart:
    """Points of one lot: who gave them, until which day (inclusive) they can be spent; ``None`` is for ever.

    With ``idle_months`` they last that long after the member's last visit: ``expires_on`` is then what the visits known
    so far come to, and ``apply`` moves it with every further one.
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of one member's points, and what it adds to spend and visits. Refuses to exist unless it adds up.

    ``points`` is signed. When it is positive, ``parts`` are the lots it goes into and their points add up to it. When
    it is negative, ``parts`` are the lots to take from first; what they no longer hold is taken from the others.
    ``spend_minor`` (of the group's currency), ``visits`` and ``qualifying`` points count towards tiers, on the day
    ``counts_on`` (``None``: the frame's), and may be negative (a refund). ``progress`` is the rest of what it changes.
    """

    member_id: str
    kind: EntryKind
    points: int
    parts: tuple[LotPart, ...] = ()
    spend_minor: int = 0
    visits: int = 0
    qualifying: int = 0
    counts_on: date | None = None
    progress: Progress = NO_PROGRESS

    def __post_init__(self) -> None:
        """Raises ``ValueError`` when the parts would make points out of nothing, or lose some."""
        points = [part.points for part in self.parts]
        if points and min(points) <= 0:
            raise ValueError("a part of an entry has no points")
        if self.points >= 0 and sum(points) != self.points:
            raise ValueError(f"the parts of an entry do not add up to its {self.points} points")


@dataclass(frozen=True, slots=True)
class MemberState:
    """What the ledger says of a member.

    ``spend_minor`` and ``visits`` are of all time; ``progress`` has them by day. ``lots`` hold what is left of each
    lot, ordered by ``spending_order``. ``deficit`` is what was spent beyond all lots (two tills redeemed one balance
    offline) and is repaid by the next points. ``applied`` names, for each terminal, the last (epoch, seq) that is in
    this state: the till lays only its later frames over it.
    """

    member_id: str
    lots: tuple[LotPart, ...] = ()
    deficit: int = 0
    spend_minor: int = 0
    visits: int = 0
    last_visit: date | None = None
    progress: Progress = NO_PROGRESS
    applied: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All points entered and not taken, expired ones included: the sum of every entry's ``points``."""
        return sum([lot.points for lot in self.lots]) - self.deficit

    def open_lots(self, day: date) -> tuple[LotPart, ...]:
        """The lots that may still be spent on ``day``, in spending order."""
        return self.lots[self._ran_out(day) :]

    def balance(self, day: date) -> int:
        """Points that may be spent on ``day``; negative after an overdraft."""
        return sum([lot.points for lot in self.open_lots(day)]) - self.deficit

    def expired(self, day: date) -> int:
        """Points that ran out before ``day``."""
        return sum([lot.points for lot in self.lots[: self._ran_out(day)]])

    def next_to_expire(self, day: date) -> LotPart | None:
        """The lot that runs out first among those still open on ``day``."""
        first = next(iter(self.open_lots(day)), None)
        return first if first is not None and first.expires_on is not None else None

    def _ran_out(self, day: date) -> int:
        """How many lots ran out before ``day``; they come first."""
        return bisect_left(self.lots, day, key=last_day)


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


def apply(state: MemberState, entry: Entry, day: date) -> tuple[MemberState, tuple[LotPart, ...]]:
    """``state`` after ``entry`` of business day ``day``, and the lot parts that moved (negative when taken).

    What moved may be less than ``entry.points``: the rest went to, or repaid, the deficit. ``state.applied`` is left
    to the caller, who knows the frame.
    """
    lots = _Lots(state.lots)
    if entry.points >= 0:
        deficit, moves = _put(lots, state.deficit, entry.parts, day)
    else:
        missing, moves = _take(lots, -entry.points, entry.parts, day)
        deficit = state.deficit + missing
    progress = _progressed(state.progress, entry, day)
    after = MemberState(
        member_id=state.member_id,
        lots=_dated(lots.in_order, entry, day, state.progress, progress),
        deficit=deficit,
        spend_minor=state.spend_minor + entry.spend_minor,
        visits=state.visits + entry.visits,
        last_visit=_last_visit(state, entry, day, progress) if entry.visits else state.last_visit,
        progress=progress,
        applied=state.applied,
    )
    return after, tuple(moves)


def _last_visit(state: MemberState, entry: Entry, day: date, progress: Progress) -> date | None:
    """The last day with a visit: a bill that comes back whole was none, so the one before it counts again."""
    came = entry.counts_on or day
    if entry.visits > 0:
        return max(came, state.last_visit or came)
    visited = visited_days(progress.activity)
    if visited:
        return visited[-1]
    return None if state.last_visit == came else state.last_visit


def _progressed(progress: Progress, entry: Entry, day: date) -> Progress:
    done = Activity(entry.counts_on or day, entry.spend_minor, entry.visits, entry.qualifying)
    if done.nothing and not entry.progress:
        return progress
    return forget(with_activity(add(progress, entry.progress), done))


def _dated(lots: list[LotPart], entry: Entry, day: date, before: Progress, after: Progress) -> tuple[LotPart, ...]:
    """``lots``, which ``entry`` changed, as ``renewed`` dates them; it takes its time for members with many."""
    if after.activity is before.activity and entry.points <= 0:
        return tuple(lots)
    came = entry.counts_on or day
    return _moved_on(lots, came) if _comes_last(entry, came, after) else renewed(lots, after)


def _comes_last(entry: Entry, came: date, after: Progress) -> bool:
    """Whether ``entry`` is a visit on the day ``came`` with none after it, and what it gives is dated from then on."""
    last = after.activity[-1] if after.activity else None
    if last is None or last.day != came or last.visits <= 0 or entry.visits <= 0 or entry.progress.activity:
        return False
    return all(
        part.earned_on >= came and part.expires_on == add_months(part.earned_on, part.idle_months)
        for part in entry.parts
        if part.idle_months
    )


def _moved_on(lots: list[LotPart], came: date) -> tuple[LotPart, ...]:
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


class _Lots:
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


def _put(lots: _Lots, deficit: int, parts: tuple[LotPart, ...], day: date) -> tuple[int, list[LotPart]]:
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


def _take(lots: _Lots, points: int, named: tuple[LotPart, ...], day: date) -> tuple[int, list[LotPart]]:
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
