"""What the local store keeps of the people who work at this terminal. None of it leaves the terminal."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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
