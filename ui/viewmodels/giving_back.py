"""A sale of before: what of it comes back, what that brings, and by what the money goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.errors import Refusal
from terminal.domain.staff import Deed
from terminal.domain.tenders import CASH
from terminal.usecases.refund import Refund
from terminal.usecases.till import new_id
from terminal.usecases.void import Void
from ui.viewmodels.back_face import BackLine, back_explained, back_figures, back_line
from ui.viewmodels.choosing import around
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName, below_pages
from ui.viewmodels.given_back import GivenBack
from ui.viewmodels.past_words import past_sale_text, tenders_text
from ui.viewmodels.returned import Returned
from ui.viewmodels.tender_keys import tender_of_key
from ui.viewmodels.tone import Tone
from ui.viewmodels.wanted_back import WantedBack
from ui.viewmodels.words import figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.usecases.giving_back import RefundDone, RefundQuote
    from terminal.usecases.past_sales import PastSale

ALL_KEY, EXCHANGE_KEY, VOID_KEY = "A", "X", "Z"


class GivingBack(Page):
    """Which lines come back is chosen first; what that brings is worked out anew with every choice.

    ``has_receipt`` says that the paper was scanned: without it a manager is asked. ``exchange`` goes on to the bill.
    """

    name = StageName.GIVING_BACK

    def __init__(
        self,
        desk: Desk,
        before: Stage,
        sale: PastSale,
        *,
        has_receipt: bool,
        exchange: Callable[[Returned], None],
    ) -> None:
        self.desk, self.before, self.sale = desk, before, sale
        self._has_receipt, self._exchange = has_receipt, exchange
        self.wanted = WantedBack(sale.lines)
        self.chosen: int | None = None
        paid = {tender.type for tender in sale.paid}
        only = next(iter(paid)) if len(paid) == 1 else CASH
        self.tender = only if only in sale.tenders else (CASH if CASH in sale.tenders else sale.tenders[0])
        self.is_void = self.is_busy = False
        self.quote: RefundQuote | None = None
        self._generation = 0
        self._key = new_id()
        obvious = self.wanted.obvious
        if obvious is not None:
            self.change(obvious.number - 1, 1)

    @property
    def head(self) -> str:
        """Which sale it is."""
        return past_sale_text(self.desk, self.sale)

    @property
    def paid_text(self) -> str:
        """What was paid, and by what."""
        return tenders_text(self.desk, self.sale.paid)

    @property
    def lines(self) -> tuple[BackLine, ...]:
        """The lines, with what comes back of each."""
        amounts = {part.line: part.amount for part in self.quote.result.lines} if self.quote else {}
        return tuple(
            back_line(
                self.desk.words,
                self.sale.currency,
                line,
                line.left if self.is_void else self.wanted.of(line),
                amounts.get(line.number),
            )
            for line in self.sale.lines
        )

    @property
    def amount_text(self) -> str:
        """What is paid back."""
        return figure(self.sale.currency, self.quote.result.amount) if self.quote else figure(self.sale.currency, 0)

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """What becomes of the member's points: each figure's name and value."""
        return back_figures(self.desk.words, self.quote) if self.quote else ()

    @property
    def explained(self) -> tuple[str, ...]:
        """What else comes of it: coupons, missions, the tier."""
        return back_explained(self.desk.words, self.quote) if self.quote else ()

    @property
    def void_tenders(self) -> str:
        """By what a void pays back: as it was paid. Empty for a refund, whose tender is chosen."""
        return tenders_text(self.desk, self.quote.tenders) if self.is_void and self.quote else ""

    @property
    def can_accept(self) -> bool:
        """Whether there is something to give back, and it is known what that brings."""
        return self.quote is not None and not self.is_busy

    # Choosing

    def choose(self, index: int) -> None:
        """Chooses a line."""
        self.chosen = index

    def change(self, index: int, pieces: int) -> None:
        """More or fewer of a line come back; what has no pieces comes back whole."""
        line = self.sale.lines[index]
        if self.is_void or not line.left:
            return
        self.wanted.change(line, pieces)
        self._requote()
        self.chosen = index

    def touch(self, index: int) -> None:
        """One more of a line; after the last of it, none."""
        self.change(index, self.wanted.pieces_of_touch(self.sale.lines[index]))

    def toggle_all(self) -> None:
        """All that is left; none of it, where that was chosen already."""
        if self.is_void:
            return
        self.wanted.toggle_all()
        self._requote()

    def choose_tender(self, kind: str) -> None:
        """What the money is paid back by."""
        if not self.is_void:
            self.tender = kind

    def toggle_void(self) -> None:
        """Undoing the whole sale instead, where it may be; otherwise says why not, and what can be done."""
        self.desk.notice = None
        if self.is_void:
            self.is_void = False
        elif self.sale.no_void is not None:
            self.desk.refuse(self.sale.no_void)
            return
        else:
            self.is_void = True
        self._requote()

    def _requote(self) -> None:
        self._generation += 1
        generation, past = self._generation, self.desk.actions.past
        self.quote, self.desk.notice = None, None
        if not self.wanted and not self.is_void:
            return

        def quoted(quote: RefundQuote) -> None:
            if generation == self._generation:
                self.quote = quote

        def refused(error: Exception) -> None:
            if generation == self._generation:
                self.desk.refuse(error)

        if self.is_void:
            void = Void(self.sale.sale_id)
            self.desk.ask(lambda: past.quote_void(void), quoted, refused)
        else:
            refund = Refund(self.sale.sale_id, self.wanted.lines(), self.tender)
            self.desk.ask(lambda: past.quote_refund(refund), quoted, refused)

    # Keys

    def digit(self, digit: str) -> None:
        """One more of the line with that number."""
        index = int(digit) - 1
        if 0 <= index < len(self.sale.lines):
            self.touch(index)

    def letter(self, letter: str) -> None:
        """All, an exchange, a void, or a way to pay back."""
        match letter.upper():
            case key if key == ALL_KEY:
                self.toggle_all()
            case key if key == EXCHANGE_KEY:
                self.exchange()
            case key if key == VOID_KEY:
                self.toggle_void()
            case key:
                tender = tender_of_key(key, self.sale.tenders)
                if tender is not None:
                    self.choose_tender(tender)

    def press(self, command: Command) -> None:
        """Through the lines, more or fewer of one, gives back, or one step back."""
        match command:
            case Command.UP | Command.DOWN:
                self.chosen = around(self.chosen, command.step, len(self.sale.lines))
            case Command.MORE | Command.FEWER if self.chosen is not None:
                self.change(self.chosen, 1 if command is Command.MORE else -1)
            case Command.ENTER:
                self.accept()
            case Command.BACK if self.is_void:
                self.toggle_void()
            case Command.BACK if not self.is_busy:
                self.desk.go(self.before)
            case _:
                pass

    # Giving back

    def accept(self) -> None:
        """Gives back what is chosen, or undoes the sale; asks a manager first where that is needed."""
        if self.is_busy:
            return
        if not self.wanted and not self.is_void:
            self.desk.say(Tone.AMBER, "back_nothing")
        elif self.quote is None:
            return
        elif self.is_void:
            self.desk.approve(Deed.VOID, self._void)
        elif self._has_receipt:
            self._refund("")
        else:
            self.desk.approve(Deed.REFUND_WITHOUT_RECEIPT, self._refund)

    def exchange(self) -> None:
        """Goes on to the bill with what comes back, for other articles."""
        if self.is_busy or self.is_void:
            return
        if self.quote is None:
            self.desk.say(Tone.AMBER, "back_nothing")
        elif self._has_receipt:
            self._begin_exchange("")
        else:
            self.desk.approve(Deed.REFUND_WITHOUT_RECEIPT, self._begin_exchange)

    def _begin_exchange(self, approved_by: str) -> None:
        if self.quote is not None:
            sale, amount = self.sale, self.quote.result.amount
            lines = self.wanted.lines()
            self._exchange(Returned(sale.sale_id, sale.number, sale.member_id, lines, amount, approved_by))

    def _refund(self, approved_by: str) -> None:
        cashier, lines = self.desk.bill.cashier, self.wanted.lines()
        command = Refund(self.sale.sale_id, lines, self.tender, self._key, cashier, approved_by)
        self._book(lambda: self.desk.actions.past.refund(command))

    def _void(self, approved_by: str) -> None:
        command = Void(self.sale.sale_id, self._key, self.desk.bill.cashier, approved_by)
        self._book(lambda: self.desk.actions.past.void(command))

    def _book(self, job: Callable[[], RefundDone]) -> None:
        self.is_busy = True
        self.desk.ask(job, self._done, self._refused)

    def _done(self, done: RefundDone) -> None:
        self.desk.receipt_queued.tell()
        self.desk.go(GivenBack(self.desk, below_pages(self.before), done, is_void=self.is_void))

    def _refused(self, error: Exception) -> None:
        """Nothing was written; a key that was refused may be used again."""
        self.is_busy = False
        self.desk.refuse(error)


def open_sale(desk: Desk, text: str, before: Stage, *, has_receipt: bool, exchange: Callable[[Returned], None]) -> None:
    """Opens the sale that ``text`` names; says so where there is none, or nothing of it is left."""

    def found(sale: PastSale) -> None:
        if sale.is_over:
            desk.refuse(Refusal("already_refunded"))
        elif desk.stage is before:
            desk.go(GivingBack(desk, before, sale, has_receipt=has_receipt, exchange=exchange))

    desk.ask(lambda: desk.actions.past.sale(text), found)
