"""Ledger entries and the member state they add up to.

A member's points are the fold of ledger entries, nothing else: ``apply`` is the one implementation, run by the group
server when it posts frames and by the till when it lays its own unposted entries over the server's state. Expiry is a
function of the day one looks at a lot, not an event, so both sides always agree on it.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from enum import StrEnum

from terminal.domain.days import add_months
from terminal.domain.lots import (
    LotPart,
    Lots,
    last_day,
    moved_on,
    oldest_first,
    plan_spend,
    put,
    renewed,
    spending_order,
    take,
    together,
)
from terminal.domain.progress import NO_PROGRESS, Activity, Progress, add, forget, visited_days, with_activity
from terminal.domain.records import record
from terminal.domain.reservations import (
    Account,
    Reservation,
    ReservationStep,
    Reserved,
    Reserving,
    moved_in_escrow,
    points_in,
)

__all__ = [
    "Entry",
    "EntryKind",
    "LotPart",
    "MemberState",
    "Reservation",
    "ReservationStep",
    "Reserving",
    "apply",
    "last_day",
    "oldest_first",
    "plan_spend",
    "renewed",
    "spending_order",
    "with_applied",
]


class EntryKind(StrEnum):
    """Why points moved."""

    ACCRUE = "accrue"
    REDEEM = "redeem"
    BONUS = "bonus"
    REVERSE = "reverse"
    RETURN = "return"
    ADJUST = "adjust"
    TRANSFER = "transfer"


@record
class Entry:
    """One movement of one member's points, and what it adds to spend and visits. Refuses to exist unless it adds up.

    ``points`` is signed. When it is positive, ``parts`` are the lots it goes into and their points add up to it. When
    it is negative, ``parts`` are the lots to take from first; what they no longer hold is taken from the others.
    ``spend_minor`` (of the group's currency), ``visits`` and ``qualifying`` points count towards tiers, on the day
    ``counts_on`` (``None``: the frame's), and may be negative (a refund). ``progress`` is the rest of what it changes.
    ``reservation`` says what it does with points that are set aside: a grant moves its ``parts`` there and no points
    (without any it only lasts longer), and what is spent from it names it.
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
    reservation: Reserving | None = None

    def __post_init__(self) -> None:
        """Raises ``ValueError`` when the parts would make points out of nothing, or lose some."""
        points = [part.points for part in self.parts]
        if points and min(points) <= 0:
            raise ValueError("a part of an entry has no points")
        if self.reservation is not None:
            self._check_reservation(self.reservation.step, sum(points))
        elif self.points >= 0 and sum(points) != self.points:
            raise ValueError(f"the parts of an entry do not add up to its {self.points} points")

    def _check_reservation(self, step: ReservationStep, parts: int) -> None:
        spends = step is ReservationStep.SPEND
        if spends != (self.kind is EntryKind.REDEEM) or (not spends and self.kind is not EntryKind.TRANSFER):
            raise ValueError(f"a {self.kind} entry does not {step} a reservation")
        if self.points >= 0 if spends else self.points != 0:
            raise ValueError(f"{self.points} points are none that {step} a reservation")
        if step in _NAMES_NO_LOTS and parts:
            raise ValueError(f"{parts} points are in the parts of an entry to {step} a reservation")


_NAMES_NO_LOTS = frozenset({ReservationStep.RECALL, ReservationStep.RETURN})


@record
class MemberState:
    """What the ledger says of a member.

    ``spend_minor`` and ``visits`` are of all time; ``progress`` has them by day. ``lots`` hold what is left of each
    lot, ordered by ``spending_order``. ``deficit`` is what was spent beyond all lots (two tills redeemed one balance
    offline) and is repaid by the next points. ``reserved`` are points set aside for one terminal each, which are not in
    ``lots``. ``applied`` names, for each terminal, the last (epoch, seq) that is in
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
    reserved: Reserved = ()

    @property
    def total(self) -> int:
        """All points entered and not taken, expired ones included: the sum of every entry's ``points``."""
        lots = sum([lot.points for lot in self.lots]) - self.deficit
        return lots + points_in(self.reserved) if self.reserved else lots

    @property
    def held_lots(self) -> tuple[LotPart, ...]:
        """All lots, whether set aside or not, in spending order."""
        if not self.reserved:
            return self.lots
        return together([*self.lots, *(lot for held in self.reserved for lot in held.lots)])

    def open_lots(self, day: date) -> tuple[LotPart, ...]:
        """The lots that are not set aside and may still be spent on ``day``, in spending order."""
        return self.lots[bisect_left(self.lots, day, key=last_day) :]

    def balance(self, day: date) -> int:
        """Points that may be spent on ``day``, some of them perhaps at one terminal only; negative when overdrawn."""
        lots = self.held_lots
        return sum([lot.points for lot in lots[bisect_left(lots, day, key=last_day) :]]) - self.deficit

    def usable(self, day: date, terminal: str) -> Reserved:
        """The reservations that ``terminal`` may take points from on ``day``."""
        return tuple([held for held in self.reserved if held.usable_by(terminal, day)])

    def spendable(self, day: date, terminal: str) -> int:
        """Points that may be spent at ``terminal`` on ``day``: the open lots and its reservations, less the deficit."""
        own = sum([lot.points for held in self.usable(day, terminal) for lot in held.open_lots(day)])
        return sum([lot.points for lot in self.open_lots(day)]) - self.deficit + own

    def expired(self, day: date) -> int:
        """Points that ran out before ``day``."""
        lots = self.held_lots
        return sum([lot.points for lot in lots[: bisect_left(lots, day, key=last_day)]])

    def next_to_expire(self, day: date) -> LotPart | None:
        """The lot that runs out first among those still open on ``day``."""
        lots = self.held_lots
        first = next(iter(lots[bisect_left(lots, day, key=last_day) :]), None)
        return first if first is not None and first.expires_on is not None else None


def with_applied(state: MemberState, applied: Mapping[str, tuple[int, int]]) -> MemberState:
    """``state``, which contains these frames too."""
    return MemberState(
        state.member_id,
        state.lots,
        state.deficit,
        state.spend_minor,
        state.visits,
        state.last_visit,
        state.progress,
        {**state.applied, **applied},
        state.reserved,
    )


def apply(state: MemberState, entry: Entry, day: date) -> tuple[MemberState, tuple[LotPart, ...]]:
    """``state`` after ``entry`` of business day ``day``, and the lot parts that moved (negative when taken).

    What moved may be less than ``entry.points``: the rest went to, or repaid, the deficit. ``state.applied`` is left
    to the caller, who knows the frame.
    """
    lots, reserved = Lots(state.lots), state.reserved
    if entry.reservation is not None:
        account = Account(lots, reserved, state.deficit)
        reserved, deficit, moves = moved_in_escrow(account, entry.reservation, entry.parts, entry.points, day)
    elif entry.points >= 0:
        deficit, moves = put(lots, state.deficit, entry.parts, day)
    else:
        missing, moves = take(lots, -entry.points, entry.parts, day)
        deficit = state.deficit + missing
    progress = _progressed(state.progress, entry, day)
    after = MemberState(
        state.member_id,
        _dated(lots.in_order, entry, day, state.progress, progress),
        deficit,
        state.spend_minor + entry.spend_minor,
        state.visits + entry.visits,
        _last_visit(state, entry, day, progress) if entry.visits else state.last_visit,
        progress,
        state.applied,
        _dated_reserved(reserved, state.progress, progress) if reserved else reserved,
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
    return moved_on(lots, came) if _comes_last(entry, came, after) else renewed(lots, after)


def _dated_reserved(reserved: Reserved, before: Progress, after: Progress) -> Reserved:
    """Points that are set aside live on by visits as the others do."""
    if after.activity is before.activity:
        return reserved
    return renewed_reservations(reserved, after)


def renewed_reservations(reserved: Reserved, progress: Progress) -> Reserved:
    """``reserved`` with their lots as ``renewed`` dates them."""
    return tuple([replace(held, lots=renewed(held.lots, progress)) for held in reserved])


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
