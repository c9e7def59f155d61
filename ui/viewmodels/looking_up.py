"""A member whom this till does not carry: asked for while the cashier goes on, shown when they arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from terminal.domain.records import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.usecases.identify import MemberCard
    from terminal.usecases.looking_up import Asked
    from ui.viewmodels.desk import Desk

LOOKS_MAX: Final = 20


@record
class LookUp:
    """Asks the server for ``text``, and calls ``found`` if it knows them and they are still wanted.

    Each look is a short job of its own, so that other jobs get their turn in between. What the screen says of somebody
    unknown stays until then. ``unanswered`` is called when there is no line, or no answer by it.
    """

    desk: Desk
    text: str
    is_wanted: Callable[[], bool]
    found: Callable[[MemberCard], None]
    unanswered: Callable[[], None]

    def begin(self) -> None:
        """Asks."""
        self.desk.ask(lambda: self.desk.actions.ask_for(self.text), self._asked, self._failed)

    def _asked(self, question: Asked | None) -> None:
        if question is not None:
            self._look(question, LOOKS_MAX)
        else:
            self._nobody_answers()

    def _look(self, question: Asked, looks: int) -> None:
        def answered(arrived: bool | None) -> None:
            if not self.is_wanted():
                return
            if arrived:
                self.desk.ask(lambda: self.desk.actions.identify(self.text), self.found, self._failed)
            elif arrived is None and looks > 1:
                self._look(question, looks - 1)
            elif arrived is None:
                self._nobody_answers()

        self.desk.ask(lambda: self.desk.actions.has_arrived(question), answered, self._failed)

    def _nobody_answers(self) -> None:
        if self.is_wanted():
            self.unanswered()

    def _failed(self, _error: Exception) -> None:
        """As good as no answer: what the screen says of them stands."""
        self._nobody_answers()
