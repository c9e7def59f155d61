"""The office: the store manager's pages behind one side menu."""

from datetime import datetime

from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.office.sections import SECTIONS
from ui.viewmodels.peripherals import ScanReading


class Office(Page):
    """Shows one section at a time; each is made when it is first chosen."""

    name = StageName.OFFICE

    def __init__(self, desk: Desk, before: Stage) -> None:
        self.desk, self.before = desk, before
        self.names = tuple(name for name in SectionName if name in SECTIONS)
        self._made: dict[SectionName, Section] = {}
        self.chosen = self.names[0]
        self.choose(self.chosen)

    @property
    def section(self) -> Section:
        """The section that is shown."""
        return self._made[self.chosen]

    def title(self, name: SectionName) -> str:
        """What the side menu calls a section."""
        return self.desk.words.say(f"office_{name}")

    def choose(self, name: SectionName) -> None:
        """Shows a section, as it is now."""
        if name not in self._made:
            self._made[name] = SECTIONS[name](self.desk)
        self.chosen, self.desk.notice = name, None
        self.section.is_entered = False
        self.section.opened()

    def digit(self, digit: str) -> None:
        """The section's, where it wants it; else another section by its number."""
        if self.section.is_entered and self.section.digit(digit):
            return
        self.jump(digit)

    def jump(self, digit: str) -> None:
        """A section by its number, whatever the open one does with digits."""
        if 1 <= int(digit) <= len(self.names):
            self.choose(self.names[int(digit) - 1])

    def letter(self, letter: str) -> None:
        """The section's."""
        self.section.letter(letter)

    def press(self, command: Command) -> None:
        """The section's, where it wants it; else through the side menu, into the section, or back."""
        is_way = command in {Command.UP, Command.DOWN}
        if (self.section.is_entered or not is_way) and self.section.press(command):
            return
        match command:
            case Command.UP | Command.DOWN if not self.section.is_entered:
                place = self.names.index(self.chosen) + command.step
                self.choose(self.names[place % len(self.names)])
            case Command.ENTER | Command.MORE if self.section.can_be_entered and not self.section.is_entered:
                self.section.is_entered = True
                self.section.entered()
            case Command.BACK if self.section.is_entered:
                self.section.is_entered = False
            case Command.BACK:
                self.desk.go(self.before)
            case _:
                pass

    def synced(self, at: datetime | None) -> None:
        """The section's."""
        self.section.synced(at)

    def scanned(self, reading: ScanReading) -> bool:
        """Whether the section took a scanned code."""
        return self.section.scanned(reading)
