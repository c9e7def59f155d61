"""The weight of what is sold by weight, typed as a scale shows it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ui.viewmodels.cart import CartLine, weighed_line
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.pad import PadNumber

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.domain.programme import MenuCategory, MenuItem
    from terminal.usecases.identify import MemberCard

GRAMS: Final = 1000


class Weighing(Stage):
    """Digits come in from the right, as grams. ``weighed`` gets the weight in kilograms."""

    name = StageName.WEIGHING

    def __init__(self, desk: Desk, item: MenuItem, category: MenuCategory, weighed: Callable[[Fraction], None]) -> None:
        self.desk, self.item = desk, item
        self._category, self._weighed = category, weighed
        self.number = PadNumber()

    @property
    def weight(self) -> Fraction:
        """Kilograms so far."""
        return Fraction(self.number.value, GRAMS)

    @property
    def shown(self) -> str:
        """The weight as a scale shows it."""
        return f"{float(self.weight):.3f}"

    @property
    def line(self) -> CartLine:
        """What it would be on the bill."""
        return weighed_line(self.item, self._category, self.weight, self.desk.currency)

    @property
    def can_accept(self) -> bool:
        """Whether there is anything on the scale."""
        return self.number.value > 0

    def digit(self, digit: str) -> None:
        """A digit of the weight in grams."""
        self.number.push(digit)

    def press(self, command: Command) -> None:
        """Onto the bill, or back without."""
        match command:
            case Command.ENTER | Command.TIMES:
                self.accept()
            case Command.BACK:
                self.desk.go_home()
            case Command.ERASE:
                self.number.erase()
            case Command.CLEAR:
                self.number = PadNumber()
            case _:
                pass

    def accept(self) -> None:
        """Puts it on the bill."""
        if self.can_accept:
            self.desk.go_home()
            self._weighed(self.weight)

    def member_arrived(self, card: MemberCard) -> None:
        """What lies on the scale stays there."""
