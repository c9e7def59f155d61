"""What the local store keeps of the people who work at this terminal. None of it leaves the terminal."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from terminal.domain.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from terminal.domain.staff import Colleague, Credential


@record
class StaffRecord:
    """Somebody, and what proves it. Only who is active may sign in."""

    colleague: Colleague
    credential: Credential
    is_active: bool = True


class StaffEvent(StrEnum):
    """What happened to staff, or at their hands."""

    ADDED = "added"
    REMOVED = "removed"
    DEACTIVATED = "deactivated"
    ACTIVATED = "activated"
    MADE_MANAGER = "made_manager"
    MADE_CASHIER = "made_cashier"
    PIN_CHANGED = "pin_changed"
    SIGNED_IN = "signed_in"
    LOCKED_OUT = "locked_out"
    APPROVED = "approved"


@record
class StaffNote:
    """A line of the trail: ``name`` did it or had it done to them; ``deed`` is what was approved, for ``asked_by``."""

    at: datetime
    event: StaffEvent
    name: str
    deed: str = ""
    asked_by: str = ""


class StaffRecords(Protocol):
    """The people and their trail, as a unit of work keeps them."""

    def staff(self) -> tuple[StaffRecord, ...]:
        """The people here, also who is not active, in the order in which they were added."""
        ...

    def put_staff(self, record: StaffRecord) -> None:
        """Adds them, or keeps what has changed of them."""
        ...

    def remove_staff(self, staff_id: str) -> None:
        """Forgets them."""
        ...

    def note_staff(self, note: StaffNote) -> None:
        """Adds a line to the trail of what staff were let do."""
        ...

    def staff_notes(self, limit: int) -> Sequence[StaffNote]:
        """The latest lines of that trail, newest first."""
        ...
