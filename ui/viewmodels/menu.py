"""The menu: what every function key does, and the pages that have no key of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.records import record
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName

if TYPE_CHECKING:
    from collections.abc import Callable

EXPLAINED = (
    Command.NEW_MEMBER,
    Command.NO_MEMBER,
    Command.DETAILS,
    Command.REDEEM,
    Command.COUPONS,
    Command.PARK,
    Command.REPRINT,
    Command.DRAWER,
    Command.TENDER,
    Command.EXACT_CASH,
    Command.TIMES,
    Command.DISCOUNT,
    Command.FIND,
    Command.UNDO,
    Command.BACK,
)
"""The keys of the counter, in the order in which they are explained."""

LISTED = (
    Command.PAST_SALES,
    Command.DAY_REPORT,
    Command.CASH_SHIFT,
    Command.PRINT_QUEUE,
    Command.DEVICES,
    Command.OFFICE,
    Command.TRAINING,
    Command.LANGUAGE,
    Command.THEME,
)
"""What the menu opens, in the order of its digits."""

LOCK_KEY = "L"


@record
class MenuEntry:
    """A page to open with ``digit``; ``key`` is the key that opens it from everywhere, where there is one."""

    digit: str
    text: str
    key: str
    command: Command


class Menu(Page):
    """Lists the keys, and opens what is chosen. ``opens`` carries out a command once the menu is gone."""

    name = StageName.MENU

    def __init__(self, desk: Desk, before: Stage, opens: Callable[[Command], None]) -> None:
        self.desk, self.before = desk, before
        self._opens = opens

    @property
    def entries(self) -> tuple[MenuEntry, ...]:
        """What can be opened."""
        listed = tuple(
            MenuEntry(str(place), self._meaning(command), command.key, command)
            for place, command in enumerate(LISTED, 1)
        )
        lock = MenuEntry(LOCK_KEY, self._meaning(Command.LOCK), "", Command.LOCK)
        return (*listed, lock) if self.desk.shop.staff else listed

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Each key of the counter and what it does."""
        return tuple((command.key, self._meaning(command)) for command in EXPLAINED)

    def digit(self, digit: str) -> None:
        """Opens the entry with that digit."""
        for entry in self.entries:
            if entry.digit == digit:
                self.choose(entry)

    def letter(self, letter: str) -> None:
        """Opens the entry with that letter."""
        self.digit(letter.upper())

    def press(self, command: Command) -> None:
        """Back to where the till was, or on to what the key opens."""
        self.desk.go(self.before)
        if command not in {Command.BACK, Command.MENU}:
            self._opens(command)

    def choose(self, entry: MenuEntry) -> None:
        """Opens an entry."""
        self.press(entry.command)

    def _meaning(self, command: Command) -> str:
        return self.desk.words.say(f"key_{command.name.lower()}")
