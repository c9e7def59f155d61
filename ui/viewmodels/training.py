"""Practice: the till as it is, over a counter that is thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from terminal.domain.staff import Deed
from ui.viewmodels.commands import Command
from ui.viewmodels.tone import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.viewmodels.actions import Shop, TillActions
    from ui.viewmodels.desk import Desk

NOT_PRACTISED = frozenset({Command.OFFICE, Command.DAY_REPORT, Command.CASH_SHIFT})
"""What is about the real shop: it says so while somebody practises."""


class Ground(Protocol):
    """What somebody practises on. Both are called on the store's thread."""

    def begin(self) -> TillActions:
        """A new counter to practise on. May raise ``Refusal``."""
        ...

    def end(self) -> None:
        """Throws it away."""
        ...


class Training:
    """Whether somebody practises; ``clear`` empties the counter for the next customer.

    The same key leads there, with a manager's approval, and back, without. The real counter is as it was left: nothing
    of it is touched meanwhile, and a restart is back at it.
    """

    def __init__(self, desk: Desk, clear: Callable[[], None]) -> None:
        self.desk, self._clear = desk, clear
        self.ground: Ground | None = None
        self.is_on = False
        self._real = desk.actions
        self._is_changing = False

    @property
    def mark(self) -> str:
        """The word that stands on everything meanwhile."""
        return self.desk.words.say("training_mark")

    def toggle(self) -> None:
        """There, or back."""
        desk = self.desk
        if self._is_changing:
            return
        if self.is_on:
            self._end()
        elif self.ground is None:
            desk.say(Tone.AMBER, "training_not_here")
        elif not desk.bill.is_clear:
            desk.say(Tone.AMBER, "training_needs_empty_bill")
        else:
            ground = self.ground
            desk.approve(Deed.TRAINING, lambda _name: self._begin(ground))

    def _begin(self, ground: Ground) -> None:
        desk = self.desk
        self._is_changing, self._real = True, desk.actions
        desk.say(Tone.CALM, "training_begins")

        def begun() -> tuple[TillActions, Shop]:
            actions = ground.begin()
            return actions, actions.shop()

        desk.ask(begun, lambda answer: self._begun(*answer), self._failed)

    def _begun(self, actions: TillActions, shop: Shop) -> None:
        self._is_changing, self.is_on = False, True
        self._use(actions, shop)
        self.desk.say(Tone.AMBER, "training_on")

    def _end(self) -> None:
        self._is_changing = True
        self.desk.ask(self._real.shop, self._ended, self._failed)

    def _ended(self, shop: Shop) -> None:
        self._is_changing = self.is_on = False
        self._use(self._real, shop)
        self.desk.say(Tone.CALM, "training_off")
        ground = self.ground
        if ground is not None:
            self.desk.ask(ground.end, _nothing)

    def _use(self, actions: TillActions, shop: Shop) -> None:
        self.desk.use(actions, shop)
        self._clear()

    def _failed(self, error: Exception) -> None:
        self._is_changing = False
        self.desk.refuse(error)


def _nothing(_answer: None) -> None:
    """It is gone."""
