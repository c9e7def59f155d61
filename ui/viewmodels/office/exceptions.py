"""What waits for a person at this terminal, and who has looked at it."""

from terminal.ports.office import Seen
from terminal.usecases.exceptions import Exceptional
from ui.viewmodels.choosing import within
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk
from ui.viewmodels.office.exception_row import ExceptionRow, exception_row
from ui.viewmodels.office.section import Section, SectionName


class Exceptions(Section):
    """The list; ``None`` until it arrives."""

    name = SectionName.EXCEPTIONS
    can_be_entered = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: tuple[Exceptional, ...] | None = None
        self.chosen: int | None = None

    def opened(self) -> None:
        """Asks what there is."""
        self.chosen = None
        self._reload()

    def entered(self) -> None:
        """The keys go through the list."""
        if self.chosen is None and self.found:
            self.chosen = 0

    def _reload(self) -> None:
        self.desk.ask(self.desk.actions.records.exceptions, self._came)

    def _came(self, found: tuple[Exceptional, ...]) -> None:
        chosen = self.found[self.chosen].key if self.found and self.chosen is not None else None
        self.found = found
        keys = [one.key for one in found]
        self.chosen = keys.index(chosen) if chosen in keys else None

    @property
    def unseen(self) -> int:
        """How many nobody has looked at."""
        return sum(one.seen is None for one in self.found or ())

    @property
    def summary(self) -> str:
        """How many there are to look at."""
        if self.found is None:
            return ""
        return self.desk.words.say("exceptions_unseen", count=self.unseen) if self.unseen else ""

    @property
    def rows(self) -> tuple[ExceptionRow, ...]:
        """What there is, what nobody has seen first."""
        zone = self.desk.shop.store.time_zone
        return tuple(exception_row(self.desk.words, zone, one) for one in self.found or ())

    def choose(self, index: int) -> None:
        """Chooses a row."""
        self.chosen = index

    def mark_seen(self, index: int) -> None:
        """Remembers that whoever is here looked at it."""
        if self.found is None or index >= len(self.found) or self.found[index].seen is not None:
            return
        self.chosen, self.desk.notice = index, None
        key, by = self.found[index].key, self.desk.who.name if self.desk.who else self.desk.shop.cashier
        self.desk.ask(lambda: self.desk.actions.records.mark_seen(key, by), self._marked)

    def _marked(self, _seen: Seen) -> None:
        self._reload()

    def press(self, command: Command) -> bool:
        """Through the list, and seen."""
        match command:
            case Command.UP | Command.DOWN if self.is_entered and self.found:
                self.chosen = within(self.chosen, command.step, len(self.found))
            case Command.ENTER if self.is_entered and self.chosen is not None:
                self.mark_seen(self.chosen)
            case _:
                return False
        return True
