"""What every section of the office has."""

from datetime import datetime
from enum import StrEnum

from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk
from ui.viewmodels.peripherals import ScanReading


class SectionName(StrEnum):
    """The sections, in the order of the side menu. The language files call them ``office_<name>``."""

    DAY = "day"
    POINTS = "points"
    SHIFTS = "shifts"
    MEMBERS = "members"
    EXCEPTIONS = "exceptions"
    SYNC = "sync"
    SETTINGS = "settings"
    STAFF = "staff"


class Section:
    """One section. It is made when it is first chosen, and lives as long as the office is open.

    Every key comes here first; a section says whether it took it. One that ``can_be_entered`` takes Up, Down and digits
    only while it ``is_entered``: from Enter to Esc. Outside of that these keys change the section.
    """

    name: SectionName
    can_be_entered = False

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.is_entered = False

    @property
    def title(self) -> str:
        """What the side menu calls it."""
        return self.desk.words.say(f"office_{self.name}")

    def opened(self) -> None:
        """It was chosen: asks for what it shows."""

    def entered(self) -> None:
        """The keys go to what it lists from now on."""

    @property
    def takes_digits(self) -> bool:
        """Whether digits are its own now, so that only Ctrl and a digit chooses another section."""
        return False

    def digit(self, digit: str) -> bool:
        """A digit; whether it was taken."""
        return False

    def letter(self, letter: str) -> bool:
        """A letter or a hyphen; whether it was taken."""
        return False

    def press(self, command: Command) -> bool:
        """A command; whether it was taken."""
        return False

    def synced(self, at: datetime | None) -> None:
        """When sync last came through, told once a second while it is shown; what it shows may be another since."""

    def scanned(self, reading: ScanReading) -> bool:
        """A scanned code; whether it was taken. What is not leads back to the bill."""
        return False
