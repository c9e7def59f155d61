"""Ledger entries and the member state they add up to.

A member's points are the fold of ledger entries, nothing else: ``apply`` is the one implementation, run by the group
server when it posts frames and by the till when it lays its own unposted entries over the server's state. Expiry is a
function of the day one looks at a lot, not an event, so both sides always agree on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


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
    """Points of one lot: who gave them, until which day (inclusive) they can be spent; ``None`` is for ever."""

    lot_id: str
    brand: str
    points: int
    expires_on: date | None
    earned_on: date

    def open_on(self, day: date) -> bool:
        """Whether the lot may still be spent on ``day``."""
        return self.expires_on is None or day <= self.expires_on


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of one member's points, and what it adds to spend and visits. Refuses to exist unless it adds up.

    ``points`` is signed. When it is positive, ``parts`` are the lots it goes into and their points add up to it. When
    it is negative, ``parts`` are the lots to take from first; what they no longer hold is taken from the others.
    ``spend_minor`` and ``visits`` count towards tiers and may be negative (a refund).
    """

    member_id: str
    kind: EntryKind
    points: int
    parts: tuple[LotPart, ...] = ()
    spend_minor: int = 0
    visits: int = 0

    def __post_init__(self) -> None:
        """Raises ``ValueError`` when the parts would make points out of nothing, or lose some."""
        if any(part.points <= 0 for part in self.parts):
            raise ValueError("a part of an entry has no points")
        if self.points >= 0 and sum(part.points for part in self.parts) != self.points:
            raise ValueError(f"the parts of an entry do not add up to its {self.points} points")


@dataclass(frozen=True, slots=True)
class MemberState:
    """What the ledger says of a member.

    ``lots`` hold what is left of each lot, ordered by ``spending_order``. ``deficit`` is what was spent beyond all
    lots (two tills redeemed one balance offline) and is repaid by the next points. ``applied`` names, for each
    terminal, the last (epoch, seq) that is in this state: the till lays only its later frames over it.
    """

    member_id: str
    lots: tuple[LotPart, ...] = ()
    deficit: int = 0
    spend_minor: int = 0
    visits: int = 0
    last_visit: date | None = None
    applied: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All points entered and not taken, expired ones included: the sum of every entry's ``points``."""
        return sum(lot.points for lot in self.lots) - self.deficit

    def balance(self, day: date) -> int:
        """Points that may be spent on ``day``; negative after an overdraft."""
        return sum(lot.points for lot in self.lots if lot.open_on(day)) - self.deficit

    def expired(self, day: date) -> int:
        """Points that ran out before ``day``."""
        return sum(lot.points for lot in self.lots if not lot.open_on(day))

    def next_to_expire(self, day: date) -> LotPart | None:
        """The lot that runs out first among those still open on ``day``."""
        return next((lot for lot in self.lots if lot.expires_on is not None and lot.open_on(day)), None)


def spending_order(lot: LotPart) -> tuple[date, date, str]:
    """Earliest expiry first, then oldest, then by id, so that every side spends the same lot."""
    return (lot.expires_on or date.max, lot.earned_on, lot.lot_id)


def plan_spend(lots: Iterable[LotPart], points: int, day: date) -> tuple[LotPart, ...]:
    """The parts of ``lots``, open on ``day`` and in spending order, that make up ``points`` as far as they reach."""
    parts: list[LotPart] = []
    for lot in sorted(lots, key=spending_order):
        if points == 0:
            break
        if lot.open_on(day) and lot.points > 0:
            taken = min(lot.points, points)
            parts.append(replace(lot, points=taken))
            points -= taken
    return tuple(parts)


def apply(state: MemberState, entry: Entry, day: date) -> tuple[MemberState, tuple[LotPart, ...]]:
    """``state`` after ``entry`` of business day ``day``, and the lot parts that moved (negative when taken).

    What moved may be less than ``entry.points``: the rest went to, or repaid, the deficit. ``state.applied`` is left
    to the caller, who knows the frame.
    """
    if entry.points >= 0:
        lots, deficit, moves = _put(state, entry.parts)
    else:
        lots, deficit, moves = _take(state, -entry.points, entry.parts, day)
    after = replace(
        state,
        lots=tuple(sorted((lot for lot in lots.values() if lot.points), key=spending_order)),
        deficit=deficit,
        spend_minor=state.spend_minor + entry.spend_minor,
        visits=state.visits + entry.visits,
        last_visit=max(day, state.last_visit or day) if entry.visits > 0 else state.last_visit,
    )
    return after, moves


_Outcome = tuple[dict[str, LotPart], int, tuple[LotPart, ...]]


def _put(state: MemberState, parts: tuple[LotPart, ...]) -> _Outcome:
    lots, deficit = {lot.lot_id: lot for lot in state.lots}, state.deficit
    moves: list[LotPart] = []
    for part in parts:
        repaid = min(deficit, part.points)
        deficit -= repaid
        put = part.points - repaid
        if put:
            held = lots.get(part.lot_id)
            lots[part.lot_id] = replace(part, points=put + (held.points if held else 0))
            moves.append(replace(part, points=put))
    return lots, deficit, tuple(moves)


def _take(state: MemberState, points: int, named: tuple[LotPart, ...], day: date) -> _Outcome:
    lots = {lot.lot_id: lot for lot in state.lots}
    moves: list[LotPart] = []
    for part in named:
        held = lots.get(part.lot_id)
        taken = min(part.points, held.points, points) if held else 0
        if held and taken:
            lots[part.lot_id] = replace(held, points=held.points - taken)
            moves.append(replace(held, points=-taken))
            points -= taken
    for part in plan_spend(lots.values(), points, day):
        lots[part.lot_id] = replace(lots[part.lot_id], points=lots[part.lot_id].points - part.points)
        moves.append(replace(part, points=-part.points))
        points -= part.points
    return lots, state.deficit + points, tuple(moves)
