"""Proving who one is: to sell, or to approve what somebody else is about to do."""

from dataclasses import replace
from datetime import timedelta

from terminal.domain.errors import Refusal
from terminal.domain.staff import WRONG_PINS_MAX, Colleague, Deed
from terminal.ports.staff import StaffEvent, StaffNote, StaffRecord
from terminal.ports.store import UnitOfWork
from terminal.usecases.till import Till

ONE_MINUTE = timedelta(minutes=1)


def sign_in(till: Till, staff_id: str, pin: str) -> Colleague:
    """Whose PIN that is. A manager who signs in unlocks everybody.

    Raises ``Refusal``: ``staff_gone``, ``pin_wrong``, ``pin_locked``. What was typed wrong is counted and kept.
    """
    with till.store.unit_of_work() as unit:
        who = _proven(till, unit, staff_id, pin)
        if who.is_manager:
            _forgive(unit, unit.staff())
        unit.note_staff(StaffNote(till.clock.now(), StaffEvent.SIGNED_IN, who.name))
        unit.commit()
        return who


def approve(till: Till, staff_id: str, pin: str, deed: Deed, asked_by: str) -> Colleague:
    """The manager whose PIN that is, with a line in the trail. Raises as ``sign_in`` does, and ``staff_no_manager``."""
    with till.store.unit_of_work() as unit:
        who = _proven(till, unit, staff_id, pin)
        if not who.is_manager:
            raise Refusal("staff_no_manager", name=who.name)
        unit.note_staff(StaffNote(till.clock.now(), StaffEvent.APPROVED, who.name, deed.value, asked_by))
        unit.commit()
        return who


def _proven(till: Till, unit: UnitOfWork, staff_id: str, pin: str) -> Colleague:
    """Whose PIN that is; the caller commits. A wrong one is committed here, before it is refused."""
    now = till.clock.now()
    record = next((record for record in unit.staff() if record.colleague.staff_id == staff_id), None)
    if record is None or not record.is_active:
        raise Refusal("staff_gone")
    who, kept = record.colleague, record.credential
    if kept.is_locked(now):
        raise _locked(record, (kept.locked_until or now) - now)
    if kept.matches(pin):
        _forgive(unit, (record,))
        return who
    wrong = replace(record, credential=kept.after_wrong(now))
    unit.put_staff(wrong)
    if wrong.credential.is_locked(now):
        unit.note_staff(StaffNote(now, StaffEvent.LOCKED_OUT, who.name))
    unit.commit()
    if wrong.credential.is_locked(now):
        raise _locked(wrong, (wrong.credential.locked_until or now) - now)
    raise Refusal("pin_wrong", name=who.name, left=WRONG_PINS_MAX - wrong.credential.wrong)


def _locked(record: StaffRecord, left: timedelta) -> Refusal:
    return Refusal("pin_locked", name=record.colleague.name, minutes=-(-left // ONE_MINUTE))


def _forgive(unit: UnitOfWork, records: tuple[StaffRecord, ...]) -> None:
    for record in records:
        if record.credential != record.credential.forgiven():
            unit.put_staff(replace(record, credential=record.credential.forgiven()))
