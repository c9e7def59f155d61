"""The day at this till: the X report to look at and to print, and the Z report that closes the day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from terminal.domain.staff import Deed
from terminal.usecases.shift_report import ReportKind, ShiftReport
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.tone import Tone

if TYPE_CHECKING:
    from terminal.ports.printing import JobRecord, ReceiptDocument

ONE_DAY = timedelta(days=1)
PRINT_KEY, CLOSE_KEY = "X", "Z"


class DayReport(Page):
    """The report of a business day; ``None`` until it arrives.

    ``is_asking`` is whether closing the day waits for a yes: it uses a number up and cannot be taken back.
    """

    name = StageName.DAY_REPORT

    def __init__(self, desk: Desk, before: Stage) -> None:
        self.desk, self.before = desk, before
        self.report: ShiftReport | None = None
        self.is_asking = False
        self._today: date | None = None
        self._is_busy = False
        self._look(None)

    @property
    def document(self) -> ReceiptDocument | None:
        """The report as it is printed."""
        return self.report.document if self.report else None

    @property
    def paper_dots(self) -> int:
        """How wide the printer's paper is, in dots."""
        return self.desk.shop.paper_dots

    @property
    def day_text(self) -> str:
        """Which day it is about."""
        if self.report is None:
            return ""
        day = self.desk.words.whole_day(self.report.day)
        return self.desk.words.say("report_today", day=day) if self.report.day == self._today else day

    @property
    def is_closed(self) -> bool:
        """Whether this is the Z report with which the day was just closed."""
        return self.report is not None and self.report.kind is ReportKind.Z

    @property
    def may_go_later(self) -> bool:
        """Whether there is a day after this one."""
        return self.report is not None and self._today is not None and self.report.day < self._today

    @property
    def question(self) -> str:
        """Whether the day is to be closed, in words; empty while nobody asks."""
        return self.desk.words.say("report_close", day=self.day_text) if self.is_asking else ""

    def earlier(self) -> None:
        """The day before."""
        if self.report is not None:
            self._look(self.report.day - ONE_DAY)

    def later(self) -> None:
        """The day after."""
        if self.report is not None and self.may_go_later:
            day = self.report.day + ONE_DAY
            self._look(None if day == self._today else day)

    def print_it(self) -> None:
        """Prints what is shown: an X report as the day stands now, a Z report that was printed as a copy."""
        report, actions = self.report, self.desk.actions
        if report is None or self._is_busy:
            return
        self._is_busy, day, printed = True, report.day, report.output_id
        if self.is_closed and printed is not None:
            self.desk.ask(lambda: actions.print_again(printed), self._printing_again, self._failed)
        else:
            x = ReportKind.X
            self.desk.ask(lambda: actions.day_report(x, day, print_it=True), self._printing, self._failed)

    def ask_to_close(self) -> None:
        """Asks whether the day is to be closed."""
        if self.report is not None and not self.is_closed and not self._is_busy:
            self.is_asking, self.desk.notice = True, None

    def close(self) -> None:
        """Closes the day that is shown, and prints its Z report."""
        if self.report is not None and self.is_asking and not self._is_busy:
            self.is_asking = False
            self.desk.approve(Deed.CLOSE_DAY, self._close)

    def _close(self, _approved_by: str) -> None:
        report, actions = self.report, self.desk.actions
        if report is None or self._is_busy:
            return
        self._is_busy, day = True, report.day
        self.desk.ask(lambda: actions.day_report(ReportKind.Z, day, print_it=True), self._closed, self._failed)

    def keep_open(self) -> None:
        """No, not yet."""
        self.is_asking = False

    def letter(self, letter: str) -> None:
        """X prints, Z asks whether to close."""
        if self.is_asking:
            return
        if letter.upper() == PRINT_KEY:
            self.print_it()
        elif letter.upper() == CLOSE_KEY:
            self.ask_to_close()

    def press(self, command: Command) -> None:
        """Through the days, a yes or a no, or back."""
        match command:
            case Command.ENTER if self.is_asking:
                self.close()
            case Command.BACK if self.is_asking:
                self.keep_open()
            case Command.FEWER if not self.is_asking:
                self.earlier()
            case Command.MORE if not self.is_asking:
                self.later()
            case Command.BACK:
                self.desk.go(self.before)
            case _:
                pass

    def _look(self, day: date | None) -> None:
        if self._is_busy:
            return
        self._is_busy, actions = True, self.desk.actions

        def arrived(report: ShiftReport) -> None:
            self._is_busy, self.report, self.desk.notice = False, report, None
            if day is None:
                self._today = report.day

        self.desk.ask(lambda: actions.day_report(ReportKind.X, day), arrived, self._failed)

    def _printing(self, report: ShiftReport) -> None:
        self._is_busy, self.report = False, report
        self.desk.receipt_queued.tell()
        self.desk.say(Tone.CALM, "report_printing", title=report.document.title)

    def _printing_again(self, copy: JobRecord) -> None:
        self._is_busy = False
        self.desk.receipt_queued.tell()
        self.desk.say(Tone.CALM, "print_again", title=copy.title)

    def _closed(self, report: ShiftReport) -> None:
        """It is closed: for the first time, once more under another number, or it was closed already."""
        self._is_busy, self.report = False, report
        self.desk.receipt_queued.tell()
        if report.repeated:
            self.desk.say(Tone.CALM, "report_closed_already", number=report.number)
        elif report.instead_of is not None:
            self.desk.say(Tone.CALM, "report_closed_instead", number=report.number, before=report.instead_of)
        else:
            self.desk.say(Tone.CALM, "report_closed", number=report.number)

    def _failed(self, error: Exception) -> None:
        self._is_busy = False
        self.desk.refuse(error)
