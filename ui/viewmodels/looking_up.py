"""A member whom this till does not carry: asked for while the cashier goes on, shown when they arrive."""

from collections.abc import Callable
from typing import Final

from terminal.usecases.identify import MemberCard
from terminal.usecases.looking_up import Asked
from ui.viewmodels.desk import Desk

LOOKS_MAX: Final = 20


def look_up_elsewhere(
    desk: Desk, text: str, is_wanted: Callable[[], bool], found: Callable[[MemberCard], None]
) -> None:
    """Asks the server for ``text``, and calls ``found`` if it knows them and they are still wanted.

    Each look is a short job of its own, so that other jobs get their turn in between. What the screen says of somebody
    unknown stays until then; a failure changes nothing.
    """

    def nobody(_error: Exception) -> None:
        """What was said before stands."""

    def asked(question: Asked | None) -> None:
        if question is not None:
            look(question, LOOKS_MAX)

    def look(question: Asked, looks: int) -> None:
        def answered(arrived: bool | None) -> None:
            if not is_wanted():
                return
            if arrived:
                desk.ask(lambda: desk.actions.identify(text), found, nobody)
            elif arrived is None and looks > 1:
                look(question, looks - 1)

        desk.ask(lambda: desk.actions.has_arrived(question), answered, nobody)

    desk.ask(lambda: desk.actions.ask_for(text), asked, nobody)
