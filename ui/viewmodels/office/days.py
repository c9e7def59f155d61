"""What the day page and the shifts ask of the core; ``ui.compose`` fills it with the use-cases."""

from datetime import date
from typing import Protocol

from terminal.ports.printing import ReceiptDocument
from terminal.usecases.closings import Closings
from terminal.usecases.day_page import DayPage, Span
from ui.viewmodels.long_work import Told


class DayActions(Protocol):
    """Each call may raise ``Refusal``. All but ``save_workbook`` are called on the store's thread only."""

    def page(self, span: Span, day: date | None) -> DayPage:
        """The page of the period in which ``day`` is, or the current business day."""
        ...

    def print_page(self, span: Span, day: date | None) -> ReceiptDocument:
        """Queues it for the printer."""
        ...

    def export_folder(self) -> str:
        """Where exports go."""
        ...

    def save_workbook(self, page: DayPage, folder: str, name: str, told: Told) -> str:
        """Writes the period as an Excel workbook and gives the file's path. On any thread; takes its time."""
        ...

    def closings(self) -> Closings:
        """The latest Z reports and shifts."""
        ...

    def closing_paper(self, number: int) -> ReceiptDocument:
        """A Z report as it was printed."""
        ...

    def print_closing(self, number: int) -> ReceiptDocument:
        """Queues a marked copy of it."""
        ...

    def shift_paper(self, number: int) -> ReceiptDocument:
        """A shift of the cash drawer."""
        ...

    def print_shift(self, number: int) -> ReceiptDocument:
        """Queues a marked copy of it."""
        ...
