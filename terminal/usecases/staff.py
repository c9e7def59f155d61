"""The staff of this terminal: who may sign in, and who is a manager."""

from __future__ import annotations

import os
from dataclasses import field, replace
from typing import TYPE_CHECKING

from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.domain.staff import SALT_BYTES, Colleague, Deed, Role, credential, staff_name
from terminal.ports.staff import StaffEvent, StaffNote, StaffRecord
from terminal.settings.options import value_of, values_in
from terminal.usecases.till import Till, new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.ports.store import UnitOfWork


@record
class AddStaff:
    """Somebody new, with the PIN that they will sign in with."""

    name: str
    role: Role
    pin: str = field(repr=False)


@record
class Listed:
    """Somebody who was added here, and whether they may sign in."""

    who: Colleague
    is_active: bool


def add_staff(till: Till, command: AddStaff) -> Colleague:
    """Lets somebody sign in here. The first one is a manager, or nobody could approve anything.

    Raises ``Refusal``: ``staff_name_invalid``, ``staff_name_taken``, ``pin_invalid``, ``staff_needs_manager``.
    """
    name = staff_name(command.name)
    kept = credential(command.pin, os.urandom(SALT_BYTES))
    with till.store.unit_of_work() as unit:
        if any(record.colleague.name.casefold() == name.casefold() for record in unit.staff()):
            raise Refusal("staff_name_taken", name=name)
        new = Colleague(new_id(), name, command.role)
        _check_managed([*staff_of(unit), new])
        unit.put_staff(StaffRecord(new, kept))
        _note(till, unit, StaffEvent.ADDED, new)
        unit.commit()
        return new


def list_staff(till: Till) -> tuple[Colleague, ...]:
    """Who may sign in here."""
    with till.store.view() as unit:
        return staff_of(unit)


def everyone(till: Till) -> tuple[Listed, ...]:
    """Who was added here, in that order, also who may not sign in."""
    with till.store.view() as unit:
        return tuple(Listed(record.colleague, record.is_active) for record in unit.staff())


def set_active(till: Till, name: str, *, is_active: bool) -> Colleague:
    """Lets somebody sign in no longer, or again; their PIN stays. What is so already stays as it is.

    Raises ``Refusal``: ``staff_unknown``, ``staff_needs_manager``.
    """
    with till.store.unit_of_work() as unit:
        record = _named(unit, name)
        who = record.colleague
        if record.is_active is is_active:
            return who
        managers = {other.staff_id for other in staff_of(unit) if other.is_manager} - {who.staff_id}
        if not managers and not (is_active and who.is_manager):
            raise Refusal("staff_needs_manager")
        unit.put_staff(replace(record, is_active=is_active))
        _note(till, unit, StaffEvent.ACTIVATED if is_active else StaffEvent.DEACTIVATED, who)
        unit.commit()
        return who


def set_role(till: Till, name: str, role: Role) -> Colleague:
    """Makes somebody a manager or a cashier; their PIN stays. What is so already stays as it is.

    Raises ``Refusal``: ``staff_unknown``, ``staff_needs_manager``.
    """
    with till.store.unit_of_work() as unit:
        record = _named(unit, name)
        who = replace(record.colleague, role=role)
        if who == record.colleague:
            return who
        _check_managed([who if other == record.colleague else other for other in staff_of(unit)])
        unit.put_staff(replace(record, colleague=who))
        _note(till, unit, StaffEvent.MADE_MANAGER if who.is_manager else StaffEvent.MADE_CASHIER, who)
        unit.commit()
        return who


def remove_staff(till: Till, name: str) -> Colleague:
    """Forgets somebody, who signs in no longer. Raises ``Refusal``: ``staff_unknown``, ``staff_needs_manager``."""
    with till.store.unit_of_work() as unit:
        gone = _named(unit, name).colleague
        _check_managed([other for other in staff_of(unit) if other != gone])
        unit.remove_staff(gone.staff_id)
        _note(till, unit, StaffEvent.REMOVED, gone)
        unit.commit()
        return gone


def set_pin(till: Till, name: str, pin: str) -> Colleague:
    """Gives somebody another PIN; they are locked out no longer.

    Raises ``Refusal``: ``staff_unknown``, ``pin_invalid``.
    """
    kept = credential(pin, os.urandom(SALT_BYTES))
    with till.store.unit_of_work() as unit:
        record = _named(unit, name)
        unit.put_staff(replace(record, credential=kept))
        _note(till, unit, StaffEvent.PIN_CHANGED, record.colleague)
        unit.commit()
        return record.colleague


def staff_trail(till: Till, limit: int) -> Sequence[StaffNote]:
    """Who signed in, was locked out, and approved what for whom; the latest first."""
    with till.store.view() as unit:
        return unit.staff_notes(limit)


def staff_of(unit: UnitOfWork) -> tuple[Colleague, ...]:
    """Who may sign in here."""
    return tuple(record.colleague for record in unit.staff() if record.is_active)


def manager_approves(unit: UnitOfWork) -> frozenset[Deed]:
    """What a cashier of this terminal asks a manager for, by its settings."""
    return frozenset(Deed(name) for name in values_in(value_of("manager_approves", unit.setting)))


def _named(unit: UnitOfWork, name: str) -> StaffRecord:
    wanted = " ".join(name.split()).casefold()
    found = next((record for record in unit.staff() if record.colleague.name.casefold() == wanted), None)
    if found is None:
        raise Refusal("staff_unknown", name=name)
    return found


def _check_managed(people: Sequence[Colleague]) -> None:
    """Raises ``Refusal("staff_needs_manager")`` where there is somebody and none of them is a manager."""
    if people and not any(who.is_manager for who in people):
        raise Refusal("staff_needs_manager")


def _note(till: Till, unit: UnitOfWork, event: StaffEvent, who: Colleague) -> None:
    unit.note_staff(StaffNote(till.clock.now(), event, who.name))
