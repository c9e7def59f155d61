"""Giving back what was set aside for this terminal, once it may no longer be spent here.

Only the terminal can end a reservation safely: the frame stands in its chain behind everything that it took from it,
so whoever has heard the frame has heard all of that.
"""

import logging

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, EntryKind, ReservationStep, Reserving
from terminal.ports.store import HeldReservation, NewFrame, UnitOfWork
from terminal.usecases.till import Counter, Till, counter_of

_log = logging.getLogger(__name__)


def return_reservations(till: Till) -> int:
    """Gives back what is recalled or past its last day; how many reservations that were.

    From the commit on nothing is spent from them. Raises ``Refusal``: ``disk_full``, ``programme_missing`` …
    """
    with till.store.view() as unit:
        held = unit.reservations()
        if not held or not _due(held, counter_of(till, unit)):
            return 0
    with till.store.unit_of_work() as unit:
        counter = counter_of(till, unit)
        due = _due(unit.reservations(), counter)
        for each in due:
            _give_back(unit, counter, each)
        unit.commit()
        return len(due)


def tend_reservations(till: Till) -> None:
    """The same where nobody asked for it: a counter opens, and a sync is done, whether or not it works just now."""
    try:
        return_reservations(till)
    except Refusal as refusal:
        _log.warning("reservations were not given back: %s", refusal.kind)


def _due(held: tuple[HeldReservation, ...], counter: Counter) -> list[HeldReservation]:
    return [each for each in held if each.reservation.due_back(counter.day)]


def _give_back(unit: UnitOfWork, counter: Counter, held: HeldReservation) -> None:
    reservation = held.reservation
    reserving = Reserving(reservation.reservation_id, ReservationStep.RETURN, reservation.terminal)
    entry = Entry(held.member_id, EntryKind.TRANSFER, 0, reservation=reserving)
    body = {"reservation": reservation.reservation_id, "member": held.member_id}
    programme = counter.programme.digest
    unit.append(NewFrame(FrameKind.RESERVATION_RETURNED, counter.now, counter.day, programme, body, (entry,)))
