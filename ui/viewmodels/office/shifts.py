"""How days and shifts were closed: Z reports and the drawer's shifts with what was too much or missing."""

from datetime import datetime

from terminal.domain.records import record
from terminal.ports.printing import ReceiptDocument
from terminal.usecases.cash_shifts import CashShift
from terminal.usecases.closings import Closing, Closings
from ui.viewmodels.choosing import within
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import SEPARATOR, figure

PRINT_KEY = "P"


@record
class ClosingRow:
    """A Z report or a shift. ``difference`` is empty where nothing was counted; ``tone`` says what it means."""

    title: str
    detail: str
    amount: str
    difference: str
    tone: Tone


class Shifts(Section):
    """The list, newest first, ``None`` until it arrives; and the paper of the chosen row."""

    name = SectionName.SHIFTS
    can_be_entered = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.listed: tuple[Closing | CashShift, ...] | None = None
        self.chosen: int | None = None
        self.document: ReceiptDocument | None = None
        self._is_busy = False

    def opened(self) -> None:
        """Asks what there is."""
        self.chosen, self.document = None, None
        self.desk.ask(self.desk.actions.days.closings, self._came)

    def entered(self) -> None:
        """The keys go through the list."""
        if self.chosen is None and self.listed:
            self.choose(0)

    @property
    def rows(self) -> tuple[ClosingRow, ...]:
        """What there is."""
        return tuple(self._row(one) for one in self.listed or ())

    @property
    def paper_dots(self) -> int:
        """How wide the printer's paper is, in dots."""
        return self.desk.shop.paper_dots

    def choose(self, index: int) -> None:
        """Chooses a row, and opens its paper."""
        if self.listed is None or not 0 <= index < len(self.listed):
            return
        self.chosen, one, days = index, self.listed[index], self.desk.actions.days

        def opened(document: ReceiptDocument) -> None:
            if self.chosen == index:
                self.document = document

        if isinstance(one, Closing):
            self.desk.ask(lambda: days.closing_paper(one.number), opened)
        else:
            self.desk.ask(lambda: days.shift_paper(one.opened.number), opened)

    def print_again(self) -> None:
        """Prints a marked copy of the chosen one."""
        if self.listed is None or self.chosen is None or self._is_busy:
            return
        one, days = self.listed[self.chosen], self.desk.actions.days
        self._is_busy = True
        if isinstance(one, Closing):
            self.desk.ask(lambda: days.print_closing(one.number), self._printing, self._failed)
        else:
            self.desk.ask(lambda: days.print_shift(one.opened.number), self._printing, self._failed)

    def letter(self, letter: str) -> bool:
        """P prints."""
        if letter.upper() == PRINT_KEY:
            self.print_again()
            return True
        return False

    def press(self, command: Command) -> bool:
        """Through the list."""
        if command in {Command.UP, Command.DOWN} and self.is_entered and self.listed:
            self.choose(within(self.chosen, command.step, len(self.listed)))
            return True
        return False

    def _came(self, closings: Closings) -> None:
        self.listed = tuple(sorted((*closings.reports, *closings.shifts), key=_at, reverse=True))

    def _row(self, one: Closing | CashShift) -> ClosingRow:
        return self._report(one) if isinstance(one, Closing) else self._shift(one)

    def _report(self, report: Closing) -> ClosingRow:
        words, currency = self.desk.words, self.desk.currency
        replaced = report.replaced_by
        sales = words.say("closing_sales", count=report.figures.sales)
        what = sales if replaced is None else words.say("closing_replaced", number=replaced)
        difference, tone = self._difference(report.difference)
        title = words.say("closing_report", number=report.number, day=self.desk.words.whole_day(report.day))
        detail = SEPARATOR.join((self._time(report.at), what))
        return ClosingRow(title, detail, figure(currency, report.figures.net), difference, tone)

    def _shift(self, shift: CashShift) -> ClosingRow:
        words, opened = self.desk.words, shift.opened
        since = self._time(opened.opened_at)
        until = self._time(shift.closed_at) if shift.closed_at else words.say("closing_goes_on")
        parts = [text for text in (words.say("closing_between", since=since, until=until), opened.opened_by) if text]
        difference, tone = self._difference(shift.difference)
        amount = "" if shift.counted is None else figure(self.desk.currency, shift.counted)
        title = words.say("closing_shift", number=opened.number, day=self.desk.words.whole_day(opened.day))
        return ClosingRow(title, SEPARATOR.join(parts), amount, difference, tone)

    def _difference(self, difference: int | None) -> tuple[str, Tone]:
        words = self.desk.words
        if difference is None:
            return "", Tone.PLAIN
        if difference == 0:
            return words.say("closing_exact"), Tone.CALM
        amount = figure(self.desk.currency, abs(difference))
        return words.say("closing_over" if difference > 0 else "closing_short", amount=amount), Tone.AMBER

    def _time(self, instant: datetime) -> str:
        zone = self.desk.shop.store.time_zone
        return self.desk.words.day_and_time(instant, zone)

    def _printing(self, document: ReceiptDocument) -> None:
        self._is_busy = False
        self.desk.receipt_queued.tell()
        self.desk.say(Tone.CALM, "print_again", title=document.title)

    def _failed(self, error: Exception) -> None:
        self._is_busy = False
        self.desk.refuse(error)


def _at(one: Closing | CashShift) -> datetime:
    return one.at if isinstance(one, Closing) else one.closed_at or one.opened.opened_at
