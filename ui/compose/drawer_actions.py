"""The use-cases about the cash drawer as the till's screens ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.records import record
from terminal.usecases.cash_shifts import CashMove, CashShift, OpenShift, cash_shifts, current_shift
from terminal.usecases.close_shift import CloseShift, close_shift
from terminal.usecases.move_cash import MoveCash, move_cash
from terminal.usecases.open_shift import BeginShift, begin_shift

if TYPE_CHECKING:
    from datetime import date

    from terminal.usecases.till import Till


@record
class DrawerAtCounter:
    """Implements ``ui.viewmodels.drawer_actions.DrawerActions`` on a till."""

    till: Till

    def current(self) -> OpenShift | None:
        """The shift that goes on, if one does."""
        return current_shift(self.till)

    def begin(self, command: BeginShift) -> OpenShift:
        """Begins a shift."""
        return begin_shift(self.till, command)

    def move(self, command: MoveCash) -> CashMove:
        """Puts cash in or takes it out."""
        return move_cash(self.till, command)

    def close(self, command: CloseShift) -> CashShift:
        """Ends the shift."""
        return close_shift(self.till, command)

    def shifts_on(self, day: date) -> tuple[CashShift, ...]:
        """The shifts of a day with their sums."""
        return cash_shifts(self.till, day)
