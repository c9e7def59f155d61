"""What became of the points of a period: a statement for every brand that always balances.

Points stand in the account of the brand that gave them. What was spent beyond all lots stands, below zero, in the
account ``OVERDRAFT``, which later points repay. Points whose last day falls into a period expire in it: the closing
figure is what may be spent on the day after.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Final

from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState, apply
from terminal.domain.progress import later
from terminal.domain.records import record

OVERDRAFT: Final = ""


@record
class Booking:
    """An entry of business day ``day`` as it was booked, with the lot parts it moved."""

    day: date
    entry: Entry
    moves: tuple[LotPart, ...]


@record
class Statement:
    """One account's points in a period. Every figure is signed as it changes the account.

    ``opening`` and all that follows it up to ``closing`` add up to ``closing``. ``returned`` came back by refunds,
    ``reversed`` was clawed back, ``repaid`` went to the overdraft instead of a lot, ``expired`` ran out.
    """

    opening: int = 0
    accrued: int = 0
    bonus: int = 0
    adjusted: int = 0
    transferred: int = 0
    redeemed: int = 0
    returned: int = 0
    reversed: int = 0
    repaid: int = 0
    expired: int = 0
    closing: int = 0

    @property
    def balances(self) -> bool:
        """Whether it adds up."""
        figures: list[int] = [getattr(self, field.name) for field in fields(self)]
        return sum(figures) == 2 * self.closing


_COLUMNS: Final[Mapping[EntryKind, str]] = {
    EntryKind.ACCRUE: "accrued",
    EntryKind.BONUS: "bonus",
    EntryKind.ADJUST: "adjusted",
    EntryKind.TRANSFER: "transferred",
    EntryKind.REDEEM: "redeemed",
    EntryKind.RETURN: "returned",
    EntryKind.REVERSE: "reversed",
}
_REPAID: Final = "repaid"


def book(state: MemberState, history: Iterable[tuple[Entry, date]]) -> tuple[MemberState, tuple[Booking, ...]]:
    """``state`` after ``history`` (entries with their business days, in the order of booking), and the bookings."""
    bookings = []
    for entry, day in history:
        state, moves = apply(state, entry, day)
        bookings.append(Booking(day, entry, moves))
    return state, tuple(bookings)


def last_days(bookings: Iterable[Booking], states: Iterable[MemberState] = ()) -> dict[str, date | None]:
    """The last day of every lot that was ever moved; of those still there, as ``states`` know it."""
    found: dict[str, date | None] = {}
    for booking in bookings:
        for move in booking.moves:
            found[move.lot_id] = later(found.get(move.lot_id, date.min), move.expires_on)
    found.update({lot.lot_id: lot.expires_on for state in states for lot in state.lots})
    return found


def statements(
    bookings: Iterable[Booking], first: date, last: date, until: Mapping[str, date | None]
) -> dict[str, Statement]:
    """The statement of each brand, and of ``OVERDRAFT``, over the days from ``first`` to ``last``, both inclusive.

    ``bookings`` are all there have been since the beginning, of any number of members. ``until`` has the last day of
    every lot (``last_days``).
    """
    figures: dict[str, dict[str, int]] = {}
    lots: dict[str, _Lot] = {}

    def put(account: str, column: str, points: int) -> None:
        columns = figures.setdefault(account, {})
        columns[column] = columns.get(column, 0) + points

    for booking in bookings:
        if booking.day > last:
            continue
        for account, column, points in _postings(booking):
            put(account, column if booking.day >= first else "opening", points)
        for move in booking.moves:
            lot = lots.setdefault(move.lot_id, _Lot(move.brand))
            lot.put(move.points, booking.day < first)
    for lot_id, lot in lots.items():
        lot_until = until.get(lot_id)
        gone_before = lot.before if lot_until is not None and lot_until < first else 0
        gone = lot.before + lot.within if lot_until is not None and lot_until <= last else 0
        put(lot.brand, "opening", -gone_before)
        put(lot.brand, "expired", gone_before - gone)
    return {account: _closed(columns) for account, columns in sorted(figures.items())}


class _Lot:
    """What came and went of a lot before and within the period."""

    __slots__ = ("before", "brand", "within")

    def __init__(self, brand: str) -> None:
        self.brand, self.before, self.within = brand, 0, 0

    def put(self, points: int, before: bool) -> None:
        if before:
            self.before += points
        else:
            self.within += points


def _postings(booking: Booking) -> Iterator[tuple[str, str, int]]:
    """(account, column, points) of a booking: they add up to the entry's points."""
    entry, column = booking.entry, _COLUMNS[booking.entry.kind]
    moved: dict[str, int] = {}
    for move in booking.moves:
        moved[move.brand] = moved.get(move.brand, 0) + move.points
    if entry.points < 0:
        yield from ((brand, column, points) for brand, points in moved.items())
        yield OVERDRAFT, column, entry.points - sum(moved.values())
        return
    given: dict[str, int] = {}
    for part in () if entry.reservation else entry.parts:  # what is set aside is the member's as it was
        given[part.brand] = given.get(part.brand, 0) + part.points
    for brand in {**given, **moved}:
        repaid = given.get(brand, 0) - moved.get(brand, 0)
        yield brand, column, given.get(brand, 0)
        yield brand, _REPAID, -repaid
        yield OVERDRAFT, _REPAID, repaid


def _closed(columns: Mapping[str, int]) -> Statement:
    return Statement(**columns, closing=sum(columns.values()))
