"""What the till's screens ask of the core about the shifts of the cash drawer; ``ui.compose`` fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from terminal.usecases.cash_shifts import CashMove, CashShift, OpenShift
    from terminal.usecases.close_shift import CloseShift
    from terminal.usecases.move_cash import MoveCash
    from terminal.usecases.open_shift import BeginShift


class DrawerActions(Protocol):
    """Each call is one use-case in its own transaction and may raise ``Refusal``. Called on the store's thread only."""

    def current(self) -> OpenShift | None:
        """The shift that goes on, if one does."""
        ...

    def begin(self, command: BeginShift) -> OpenShift:
        """Begins a shift."""
        ...

    def move(self, command: MoveCash) -> CashMove:
        """Puts cash in or takes it out."""
        ...

    def close(self, command: CloseShift) -> CashShift:
        """Ends the shift; only this says what should have been in the drawer."""
        ...

    def shifts_on(self, day: date) -> tuple[CashShift, ...]:
        """The shifts that were opened or closed on ``day``, with their sums: for managers."""
        ...
