"""The day at this till, as the store manager looks at it; a week and a month too."""

from datetime import date, timedelta

from terminal.ports.printing import ReceiptDocument
from terminal.usecases.day_page import DayPage, Span
from terminal.usecases.exceptions import Exceptional
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk
from ui.viewmodels.office.day_face import DayFace
from ui.viewmodels.office.exporting import EXCEL_KEY, PDF_KEY, Exporting
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.tone import Tone

TODAY_KEY, YESTERDAY_KEY, LAST_WEEKDAY_KEY, WEEK_KEY, MONTH_KEY, PICK_KEY, PRINT_KEY = "TYLWMDR"
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)

__all__ = ["EXCEL_KEY", "PDF_KEY", "Day"]


class Day(Section):
    """The page of a period; ``None`` until it arrives. ``picking`` is the day under the calendar's cursor.

    ``exceptional`` is what waits for a person; ``None`` while nobody knows.
    """

    name = SectionName.DAY

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.page: DayPage | None = None
        self.exceptional: tuple[Exceptional, ...] | None = None
        self.picking: date | None = None
        self.span = Span.DAY
        self.exporting = Exporting(desk, lambda: self.page)
        self._is_busy = False

    def opened(self) -> None:
        """Asks for what is shown, as it is now."""
        page = self.page
        self._look(self.span, page.period.first if page and not page.is_open else None)
        if self.exceptional is not None:
            self._ask_exceptional()
        self.exporting.opened()

    def figures_seen(self) -> None:
        """The figures are on the screen: asks for what waits for a person, which would have held them up."""
        if self.exceptional is None:
            self._ask_exceptional()

    @property
    def face(self) -> DayFace | None:
        """The page in words."""
        if self.page is None:
            return None
        tiers = {tier.code: self.desk.words.name(tier.name) for tier in self.desk.shop.programme.tiers}
        return DayFace(self.desk.words, self.page, tiers)

    @property
    def may_go_later(self) -> bool:
        """Whether there is a period after this one."""
        return self.page is not None and not self.page.is_open

    @property
    def chosen_key(self) -> str:
        """The key of the period that is shown, where one has it."""
        if self.page is None or self.page.period.span is not Span.DAY:
            return {Span.WEEK: WEEK_KEY, Span.MONTH: MONTH_KEY}.get(self.span, "")
        ago = self.page.today - self.page.period.first
        return {0: TODAY_KEY, 1: YESTERDAY_KEY, 7: LAST_WEEKDAY_KEY}.get(ago.days, PICK_KEY)

    def look_at(self, key: str) -> None:
        """The period with that key: today, yesterday, the same weekday last week, this week, this month."""
        today = self.page.today if self.page else None
        if today is None or key == TODAY_KEY:
            self._look(Span.DAY, None)
        elif key == YESTERDAY_KEY:
            self._look(Span.DAY, today - ONE_DAY)
        elif key == LAST_WEEKDAY_KEY:
            self._look(Span.DAY, today - ONE_WEEK)
        elif key == WEEK_KEY:
            self._look(Span.WEEK, None)
        elif key == MONTH_KEY:
            self._look(Span.MONTH, None)
        elif key == PICK_KEY:
            self.pick()

    def step(self, step: int) -> None:
        """The period after this one, or before it."""
        if self.page is not None and (step < 0 or self.may_go_later):
            self._look(self.span, self.page.period.stepped(step).first)

    def pick(self) -> None:
        """Opens the calendar, or closes it."""
        if self.page is not None:
            self.picking = None if self.picking is not None else min(self.page.period.last, self.page.today)
            self.is_entered = self.picking is not None

    def move_cursor(self, days: int) -> None:
        """Moves in the calendar; not into the future."""
        if self.picking is not None and self.page is not None:
            self.picking = min(self.picking + timedelta(days=days), self.page.today)

    def pick_day(self, day: date) -> None:
        """Looks at a day of the calendar."""
        self.picking, self.is_entered = None, False
        if self.page is not None and day <= self.page.today:
            self._look(Span.DAY, day)

    def print_it(self) -> None:
        """Prints the page on the printer's paper."""
        page, actions = self.page, self.desk.actions
        if page is not None and not self._is_busy:
            self._is_busy, span, day = True, page.period.span, page.period.first
            self.desk.ask(lambda: actions.days.print_page(span, day), self._printing, self._failed)

    def letter(self, letter: str) -> bool:
        """A period, the printer, or an export."""
        key = letter.upper()
        if key == PRINT_KEY:
            self.print_it()
        elif not self.exporting.letter(key):
            self.look_at(key)
        return True

    def press(self, command: Command) -> bool:
        """Through the periods; through the calendar while it is open; calls an export off."""
        if command is Command.BACK and self.exporting.is_at_work:
            self.exporting.call_off()
            return True
        if self.picking is not None:
            return self._press_in_calendar(command, self.picking)
        if command in {Command.FEWER, Command.MORE}:
            self.step(-1 if command is Command.FEWER else 1)
            return True
        return False

    def _press_in_calendar(self, command: Command, cursor: date) -> bool:
        steps = {Command.FEWER: -1, Command.MORE: 1, Command.UP: -7, Command.DOWN: 7}
        if command in steps:
            self.move_cursor(steps[command])
        elif command is Command.ENTER:
            self.pick_day(cursor)
        elif command is Command.BACK:
            self.picking, self.is_entered = None, False
        return True

    @property
    def takes_digits(self) -> bool:
        """While the calendar is open: they would leave it for another section."""
        return self.is_entered and self.picking is not None

    def digit(self, digit: str) -> bool:
        """Nothing, while the calendar is open."""
        return self.picking is not None

    def _look(self, span: Span, day: date | None) -> None:
        actions = self.desk.actions
        self.picking, self.is_entered = None, False

        def arrived(page: DayPage) -> None:
            self.span, self.page = span, page

        self.desk.ask(lambda: actions.days.page(span, day), arrived)

    def _ask_exceptional(self) -> None:
        self.desk.ask(self.desk.actions.records.exceptions, self._exceptional_came)

    def _exceptional_came(self, found: tuple[Exceptional, ...]) -> None:
        self.exceptional = found

    def _printing(self, document: ReceiptDocument) -> None:
        self._is_busy = False
        self.desk.receipt_queued.tell()
        self.desk.say(Tone.CALM, "report_printing", title=document.title)

    def _failed(self, error: Exception) -> None:
        self._is_busy = False
        self.desk.refuse(error)
