"""The shifts of this till's cash drawer, as its frames tell them."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from itertools import islice
from typing import Any

from terminal.domain.frames import FrameKind
from terminal.domain.records import record
from terminal.ports.store import CashFrame, UnitOfWork
from terminal.usecases.till import Till


@record
class CashMove:
    """Cash put into the drawer, or taken out of it (negative), minor units; ``reason`` is a code or people's words."""

    at: datetime
    amount: int
    reason: str
    cashier: str
    approved_by: str


@record
class OpenShift:
    """A shift that goes on. What the drawer should hold is not among this: it is counted by who does not know."""

    shift_id: str
    number: int
    opened_at: datetime
    day: date
    opened_by: str
    opening: int
    moves: tuple[CashMove, ...]


@record
class CashShift:
    """A shift with its sums, minor units.

    ``taken`` is what sales put into the drawer and ``given_back`` what refunds and voids took out of it. Of a shift
    that goes on, ``closed_at`` and ``counted`` are ``None``.
    """

    opened: OpenShift
    taken: int
    given_back: int
    closed_at: datetime | None = None
    closed_by: str = ""
    counted: int | None = None

    @property
    def moved_in(self) -> int:
        """Put in beside sales."""
        return sum(move.amount for move in self.opened.moves if move.amount > 0)

    @property
    def moved_out(self) -> int:
        """Taken out beside refunds."""
        return -sum(move.amount for move in self.opened.moves if move.amount < 0)

    @property
    def expected(self) -> int:
        """What the drawer should hold."""
        return self.opened.opening + self.taken - self.given_back + self.moved_in - self.moved_out

    @property
    def difference(self) -> int | None:
        """What was counted beyond what should be there; negative where something is missing."""
        return None if self.counted is None else self.counted - self.expected


@record
class ShiftSums:
    """A shift as a day's report has it. Of one that nobody has counted yet, the last three are ``None``."""

    number: int
    cashier: str
    opening: int
    moved_in: int
    moved_out: int
    expected: int | None
    counted: int | None
    difference: int | None

    def document(self) -> dict[str, Any]:
        """As a frame and ``--json`` have it."""
        return asdict(self)


def current_shift(till: Till) -> OpenShift | None:
    """The shift that goes on, if one does."""
    with till.store.view() as unit:
        return open_shift_in(unit)


def cash_shifts(till: Till, day: date) -> tuple[CashShift, ...]:
    """The shifts that were opened or closed on ``day``, oldest first."""
    with till.store.view() as unit:
        return shifts_on(unit, day)


def open_shift_in(unit: UnitOfWork) -> OpenShift | None:
    """The shift that goes on, if one does."""
    frames = _latest(unit)
    return None if not frames or _is_closed(frames) else _opened(frames)


def last_number(unit: UnitOfWork) -> int:
    """The number of the latest shift; 0 before the first."""
    frames = _latest(unit)
    return int(frames[0].body["number"]) if frames else 0


def latest_shift(unit: UnitOfWork) -> CashShift | None:
    """The latest shift with its sums."""
    frames = _latest(unit)
    return _summed(unit, frames) if frames else None


def shifts_on(unit: UnitOfWork, day: date) -> tuple[CashShift, ...]:
    """The shifts that were opened or closed on ``day``, oldest first."""
    found = [frames for frames in _shifts(unit) if day in {frames[0].day, frames[-1].day}]
    return tuple(_summed(unit, frames) for frames in reversed(found))


def latest_shifts(unit: UnitOfWork, limit: int) -> tuple[CashShift, ...]:
    """The latest shifts with their sums, newest first."""
    return tuple(_summed(unit, frames) for frames in islice(_shifts(unit), limit))


def sums_on(unit: UnitOfWork, day: date) -> tuple[ShiftSums, ...]:
    """Those shifts as the day's report has them."""
    return tuple(_sums(shift) for shift in shifts_on(unit, day))


def _sums(shift: CashShift) -> ShiftSums:
    return ShiftSums(
        number=shift.opened.number,
        cashier=shift.opened.opened_by,
        opening=shift.opened.opening,
        moved_in=shift.moved_in,
        moved_out=shift.moved_out,
        expected=None if shift.counted is None else shift.expected,
        counted=shift.counted,
        difference=shift.difference,
    )


def _latest(unit: UnitOfWork) -> list[CashFrame]:
    return next(_shifts(unit), [])


def _shifts(unit: UnitOfWork) -> Iterator[list[CashFrame]]:
    """The frames of each shift from its opening on, the newest shift first."""
    frames: list[CashFrame] = []
    for frame in unit.cash_frames():
        frames.append(frame)
        if frame.kind is FrameKind.SHIFT_OPENED:
            yield frames[::-1]
            frames = []


def _is_closed(frames: list[CashFrame]) -> bool:
    return frames[-1].kind is FrameKind.SHIFT_CLOSED


def _opened(frames: list[CashFrame]) -> OpenShift:
    first = frames[0]
    return OpenShift(
        shift_id=first.body["shift"],
        number=first.body["number"],
        opened_at=first.at,
        day=first.day,
        opened_by=first.body["cashier"],
        opening=first.body["opening"],
        moves=tuple(_move(frame) for frame in frames if frame.kind is FrameKind.CASH_MOVED),
    )


def _move(frame: CashFrame) -> CashMove:
    body = frame.body
    return CashMove(frame.at, body["amount"], body["reason"], body["cashier"], body["approved_by"])


def _summed(unit: UnitOfWork, frames: list[CashFrame]) -> CashShift:
    last = frames[-1]
    closed = last if _is_closed(frames) else None
    taken, given_back = unit.cash_between(frames[0].position, closed.position if closed else None)
    return CashShift(
        opened=_opened(frames),
        taken=taken,
        given_back=given_back,
        closed_at=closed.at if closed else None,
        closed_by=closed.body["cashier"] if closed else "",
        counted=closed.body["counted"] if closed else None,
    )
