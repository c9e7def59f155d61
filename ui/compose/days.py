"""The use-cases about days and shifts as the office asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from terminal.domain.records import record
from terminal.settings.options import value_of
from terminal.usecases.closings import Closings, closing_paper, closings, print_closing
from terminal.usecases.day_page import DayPage, Span, day_page
from terminal.usecases.period_paper import print_page
from terminal.usecases.shift_paper import print_shift, shift_paper

if TYPE_CHECKING:
    from datetime import date

    from terminal.ports.printing import ReceiptDocument
    from terminal.usecases.till import Till
    from ui.viewmodels.long_work import Told

EXPORTS = "exports"


@record
class DaysAtCounter:
    """Implements ``ui.viewmodels.office.days.DayActions`` on a till. Without a choice, exports go below ``home``."""

    till: Till
    home: Path
    cashier: str = ""

    def page(self, span: Span, day: date | None) -> DayPage:
        """The page of a period."""
        return day_page(self.till, span, day)

    def print_page(self, span: Span, day: date | None) -> ReceiptDocument:
        """Queues it for the printer."""
        return print_page(self.till, span, day, self.cashier)

    def export_folder(self) -> str:
        """Where exports go."""
        with self.till.store.view() as unit:
            return value_of("export_folder", unit.setting) or str(self.home / EXPORTS)

    def save_workbook(self, page: DayPage, folder: str, name: str, told: Told) -> str:
        """Writes the workbook."""
        from ui.compose.day_workbook import save_workbook

        return str(save_workbook(self.till, page, Path(folder), name, told))

    def closings(self) -> Closings:
        """The latest Z reports and shifts."""
        return closings(self.till)

    def closing_paper(self, number: int) -> ReceiptDocument:
        """A Z report as it was printed."""
        return closing_paper(self.till, number)

    def print_closing(self, number: int) -> ReceiptDocument:
        """Queues a marked copy."""
        return print_closing(self.till, number, self.cashier)

    def shift_paper(self, number: int) -> ReceiptDocument:
        """A shift of the cash drawer."""
        return shift_paper(self.till, number)

    def print_shift(self, number: int) -> ReceiptDocument:
        """Queues a marked copy."""
        return print_shift(self.till, number, self.cashier)
