"""The form that adds somebody, or gives somebody another PIN; it is typed twice and shown nowhere."""

from dataclasses import dataclass, field
from enum import StrEnum

from terminal.domain.staff import NAME_LENGTH_MAX, Role, is_pin
from terminal.usecases.staff import AddStaff


class Blank(StrEnum):
    """What is to be typed, in this order."""

    NAME = "name"
    PIN = "pin"
    AGAIN = "again"


@dataclass(slots=True)
class StaffForm:
    """What was typed so far. ``whose`` PIN it is; empty where somebody is added.

    The first one ``is_first``: a store manager, whatever was chosen. ``wanted`` is where typing goes on.
    """

    whose: str = ""
    is_first: bool = False
    role: Role = Role.CASHIER
    name: str = ""
    pin: str = field(default="", repr=False)
    again: str = field(default="", repr=False)
    wanted: Blank | None = None
    is_busy: bool = False

    @property
    def is_new(self) -> bool:
        """Whether somebody is added."""
        return not self.whose

    @property
    def problem(self) -> str:
        """What is wrong with what was typed, as a key of the language files; empty while nothing is."""
        if self.again and not self.pin.startswith(self.again):
            return "staff_pins_differ"
        return "staff_pin_short" if self.again and not is_pin(self.pin) else ""

    @property
    def gap(self) -> Blank | None:
        """What is to be typed first; ``None`` when all of it is there."""
        if self.is_new and not 0 < len(self.name.strip()) <= NAME_LENGTH_MAX:
            return Blank.NAME
        if not is_pin(self.pin):
            return Blank.PIN
        return None if self.again == self.pin else Blank.AGAIN

    def command(self) -> AddStaff:
        """Who is to be added."""
        return AddStaff(self.name, Role.MANAGER if self.is_first else self.role, self.pin)
