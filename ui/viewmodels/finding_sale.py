"""Finding a sale of before without its receipt: by number, amount, day or member."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from terminal.domain.records import record
from terminal.usecases.sales import is_reference
from ui.viewmodels.choosing import around
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.entry import Entry, EntryKind
from ui.viewmodels.giving_back import open_sale
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import SEPARATOR, clock_time, money

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.usecases.past_sales import FoundSale, FoundSales
    from ui.viewmodels.returned import Returned

ROWS_MAX = 60
ONE_DAY = timedelta(days=1)


@record
class SaleRow:
    """A sale as the list shows it."""

    sale_id: str
    title: str
    detail: str
    amount: str


class FindingSale(Page):
    """The sales of a day; digits narrow them to a number or an amount, a whole phone to a member's.

    ``found`` is ``None`` until they arrive.
    """

    name = StageName.FINDING_SALE

    def __init__(self, desk: Desk, before: Stage, exchange: Callable[[Returned], None]) -> None:
        self.desk, self.before, self._exchange = desk, before, exchange
        self.entry = Entry()
        self.found: FoundSales | None = None
        self.chosen: int | None = None
        self._generation = 0
        self._look_at_day(None)

    @property
    def typed(self) -> str:
        """What is typed, as people read it."""
        return self.entry.text if self.entry.kind is not EntryKind.PHONE else self.entry.shown(self.desk.currency)

    @property
    def day_text(self) -> str:
        """Which day's sales are shown, or that they are a member's."""
        if self.found is None:
            return ""
        if self.found.day is None:
            return self.desk.words.say("sales_of_member")
        day = self.desk.words.whole_day(self.found.day)
        return self.desk.words.say("report_today", day=day) if self.found.day == self.found.today else day

    @property
    def may_go_later(self) -> bool:
        """Whether there is a day after the one shown."""
        return self.found is not None and self.found.day is not None and self.found.day < self.found.today

    @property
    def rows(self) -> tuple[SaleRow, ...]:
        """The sales that fit, newest first."""
        return tuple(self._row(sale) for sale in self._fitting())

    @property
    def may_open(self) -> bool:
        """Whether Enter opens one now, instead of saying what is missing."""
        return self.chosen is not None or len(self._fitting()) == 1 or is_reference(self.entry.text)

    @property
    def empty_text(self) -> str:
        """What is said where none fits; empty until it is known."""
        if self.found is None or self._fitting():
            return ""
        return self.desk.words.say("no_sale_fits" if self.found.sales else "no_sales")

    def _fitting(self) -> list[FoundSale]:
        sales = self.found.sales if self.found else ()
        typed = self.entry.text if self.entry.kind is EntryKind.AMOUNT else self.entry.text.lstrip("0")
        if self.found is None or self.found.day is None or not typed:
            return list(sales[:ROWS_MAX])
        fitting = (sale for sale in sales if str(int(sale.number)).startswith(typed) or str(sale.due).startswith(typed))
        return list(fitting)[:ROWS_MAX]

    def _row(self, sale: FoundSale) -> SaleRow:
        words, zone = self.desk.words, self.desk.shop.store.time_zone
        member = self.found is not None and self.found.day is None
        time = clock_time(sale.at, zone)
        when = f"{words.month_day(sale.day)} {time}" if member else time
        item = words.say("item_and_more", item=sale.item, count=sale.lines - 1) if sale.lines > 1 else sale.item
        details = [when, words.say("of_member")] if sale.has_member and not member else [when]
        return SaleRow(
            sale_id=sale.sale_id,
            title=f"{words.say('bill_number', number=sale.number)}{SEPARATOR}{item}",
            detail=SEPARATOR.join(details),
            amount=money(self.desk.currency, sale.due),
        )

    # Keys

    def digit(self, digit: str) -> None:
        """A digit of a number, an amount, a phone, or the digits below a receipt's barcode."""
        self._type(self.entry.push(digit))
        if self.entry.is_whole_phone:
            self._look_at_member(self.entry.text)

    def press(self, command: Command) -> None:
        """Through the list and the days, opens a sale, or goes back."""
        match command:
            case Command.ENTER:
                self._enter()
            case Command.UP | Command.DOWN:
                self.chosen = around(self.chosen, command.step, len(self._fitting()))
            case Command.FEWER:
                self.earlier()
            case Command.MORE:
                self.later()
            case Command.ERASE:
                self._type(self.entry.erase())
            case Command.CLEAR:
                self._type(Entry())
            case Command.BACK if self.entry.text:
                self._type(Entry())
            case Command.BACK:
                self.desk.go(self.before)
            case _:
                pass

    def choose(self, index: int) -> None:
        """Opens a sale of the list."""
        self.chosen = index
        self._open(self._fitting()[index].sale_id)

    def earlier(self) -> None:
        """The day before; from a member's sales, today."""
        if self.found is not None:
            self._look_at_day_of(-ONE_DAY)

    def later(self) -> None:
        """The day after, up to today."""
        if self.may_go_later:
            self._look_at_day_of(ONE_DAY)

    def _look_at_day_of(self, step: timedelta) -> None:
        if self.found is not None:
            self._look_at_day(self.found.day + step if self.found.day else None)

    def _type(self, entry: Entry) -> None:
        was_member = self.found is not None and self.found.day is None
        self.entry, self.chosen, self.desk.notice = entry, None, None
        if was_member and not entry.is_whole_phone:
            self._look_at_day(None)

    def _enter(self) -> None:
        fitting = self._fitting()
        if is_reference(self.entry.text):
            self._open(self.entry.text)
        elif self.chosen is not None:
            self._open(fitting[self.chosen].sale_id)
        elif len(fitting) == 1:
            self._open(fitting[0].sale_id)
        elif self.found is not None:
            self.desk.say(Tone.AMBER, "choose_sale" if fitting else "no_sale_fits")

    def _open(self, text: str) -> None:
        open_sale(self.desk, text, self, has_receipt=False, exchange=self._exchange)

    def _look_at_day(self, day: date | None) -> None:
        past = self.desk.actions.past
        self._look(lambda: past.sales_of_day(day))

    def _look_at_member(self, phone: str) -> None:
        past = self.desk.actions.past
        self._look(lambda: past.sales_of_member(phone))

    def _look(self, job: Callable[[], FoundSales]) -> None:
        """An answer that comes after another question is dropped."""
        self._generation += 1
        generation = self._generation
        self.desk.ask(job, lambda found: self._arrived(generation, found))

    def _arrived(self, generation: int, found: FoundSales) -> None:
        if generation == self._generation:
            self.found, self.chosen = found, None
