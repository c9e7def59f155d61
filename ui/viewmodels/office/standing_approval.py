"""A store manager's word for as long as somebody stays where it was given."""

from collections.abc import Callable

from terminal.domain.staff import Colleague, Deed
from ui.viewmodels.desk import Desk


class StandingApproval:
    """Asks for a store manager once for ``deed``: until it ``lapses``, or somebody else has signed in."""

    def __init__(self, desk: Desk, deed: Deed) -> None:
        self._desk, self._deed = desk, deed
        self._given_to: tuple[Colleague | None, ...] = ()

    def lapse(self) -> None:
        """The next time somebody asks anew."""
        self._given_to = ()

    def then(self, go_on: Callable[[], None]) -> None:
        """Goes on at once where the word stands, else behind the question for it."""

        def approved(_by: str) -> None:
            self._given_to = (self._desk.who,)
            go_on()

        if self._desk.who in self._given_to:
            go_on()
        else:
            self._desk.approve(self._deed, approved)
