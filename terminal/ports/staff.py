"""What the local store keeps of the people who work at this terminal. None of it leaves the terminal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from terminal.domain.staff import Colleague, Credential


@dataclass(frozen=True, slots=True)
class StaffRecord:
    """Somebody who may sign in, and what proves it."""

    colleague: Colleague
    credential: Credential


class StaffEvent(StrEnum):
    """What happened to staff, or at their hands."""

    ADDED = "added"
    REMOVED = "removed"
    PIN_CHANGED = "pin_changed"
    SIGNED_IN = "signed_in"
    LOCKED_OUT = "locked_out"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
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
        """Who may sign in here, in the order in which they were added."""
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
