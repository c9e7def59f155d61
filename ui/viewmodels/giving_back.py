"""A sale of before: what of it comes back, what that brings, and by what the money goes out."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from terminal.domain.errors import Refusal
from terminal.domain.money import format_quantity
from terminal.domain.staff import Deed
from terminal.usecases.giving_back import RefundDone, RefundQuote, WantedLines
from terminal.usecases.identify import MemberCard
from terminal.usecases.past_sales import PastLine, PastSale
from terminal.usecases.refund import Refund
from terminal.usecases.till import new_id
from terminal.usecases.void import Void
from terminal.usecases.wording import explain_text
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.given_back import GivenBack
from ui.viewmodels.past_words import past_sale_text, tenders_text
from ui.viewmodels.returned import Returned
from ui.viewmodels.tender_keys import tender_of_key
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import figure, points, signed

ALL_KEY, EXCHANGE_KEY, VOID_KEY = "A", "X", "Z"
CASH = "cash"
TOLD_IN_FIGURES = {"points_returned", "points_clawed_back"}


@dataclass(frozen=True, slots=True)
class BackLine:
    """A line as the page shows it. ``wanted`` is how much of it comes back; ``amount`` what that brings."""

    name: str
    note: str
    wanted: str
    amount: str
    is_wanted: bool
    is_over: bool


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
        self.wanted: dict[int, Fraction] = {}
        self.chosen: int | None = None
        paid = {tender.type for tender in sale.paid}
        only = next(iter(paid)) if len(paid) == 1 else CASH
        self.tender = only if only in sale.tenders else (CASH if CASH in sale.tenders else sale.tenders[0])
        self.is_void = self.is_busy = False
        self.quote: RefundQuote | None = None
        self._generation = 0
        self._key = new_id()
        if len(self._open_lines) == 1 and self._step(self._open_lines[0]) == self._open_lines[0].left:
            self.change(self._open_lines[0].number - 1, 1)

    @property
    def _open_lines(self) -> list[PastLine]:
        return [line for line in self.sale.lines if line.left]

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
        return tuple(self._face(line, amounts.get(line.number)) for line in self.sale.lines)

    def _face(self, line: PastLine, amount: int | None) -> BackLine:
        words, currency = self.desk.words, self.sale.currency
        wanted = line.left if self.is_void else self.wanted.get(line.number, Fraction(0))
        sold, left = format_quantity(line.sold), format_quantity(line.left)
        if not line.left:
            note = words.say("back_line_over", sold=sold)
        elif line.left == line.sold:
            note = words.say("back_line", sold=sold, amount=figure(currency, line.amount))
        else:
            note = words.say("back_line_left", sold=sold, left=left, amount=figure(currency, line.left_amount))
        return BackLine(
            name=line.name,
            note=note,
            wanted=f"{format_quantity(wanted)} / {left}",
            amount=figure(currency, -amount) if amount is not None and wanted else "",
            is_wanted=bool(wanted),
            is_over=not line.left,
        )

    @property
    def amount_text(self) -> str:
        """What is paid back."""
        return figure(self.sale.currency, self.quote.result.amount) if self.quote else figure(self.sale.currency, 0)

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """What becomes of the member's points: each figure's name and value."""
        if self.quote is None or self.quote.balance is None:
            return ()
        say, result = self.desk.words.say, self.quote.result
        return (
            (say("back_returned"), signed(result.returned)),
            (say("back_clawed"), signed(-result.clawed_back)),
            (say("back_balance"), points(self.quote.balance)),
        )

    @property
    def explained(self) -> tuple[str, ...]:
        """What else comes of it: coupons, missions, the tier."""
        if self.quote is None:
            return ()
        words, fell_to = self.desk.words, self.quote.fell_to
        steps = (step for step in self.quote.result.explain if step.code not in TOLD_IN_FIGURES)
        told = tuple(explain_text(step, self.sale.currency, words.language) for step in steps)
        return (words.say("fell_to", tier=words.name(fell_to.name)), *told) if fell_to else told

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
        have = self.wanted.get(line.number, Fraction(0))
        self._put(line, min(max(have + pieces * self._step(line), Fraction(0)), line.left))
        self.chosen = index

    def touch(self, index: int) -> None:
        """One more of a line; after the last of it, none."""
        line = self.sale.lines[index]
        if self.wanted.get(line.number, Fraction(0)) == line.left:
            self.change(index, -int(line.left / self._step(line)))
        else:
            self.change(index, 1)

    def toggle_all(self) -> None:
        """All that is left; none of it, where that was chosen already."""
        if self.is_void:
            return
        everything = {line.number: line.left for line in self._open_lines}
        self.wanted = {} if self.wanted == everything else everything
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

    @staticmethod
    def _step(line: PastLine) -> Fraction:
        return line.left if line.whole_only else Fraction(1)

    def _put(self, line: PastLine, wanted: Fraction) -> None:
        self.wanted = {number: count for number, count in self.wanted.items() if number != line.number}
        if wanted:
            self.wanted[line.number] = wanted
        self._requote()

    def _lines_wanted(self) -> WantedLines:
        """The lines by their numbers; all that is left of one is asked for as such, so that nothing is left over."""
        left = {line.number: line.left for line in self.sale.lines}
        return tuple(
            (number, None if count == left[number] else count) for number, count in sorted(self.wanted.items())
        )

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
            refund = Refund(self.sale.sale_id, self._lines_wanted(), self.tender)
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
                step, count = (-1 if command is Command.UP else 1), len(self.sale.lines)
                start = self.chosen if self.chosen is not None else (count if step < 0 else -1)
                self.chosen = (start + step) % count
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
            lines = self._lines_wanted()
            self._exchange(Returned(sale.sale_id, sale.number, sale.member_id, lines, amount, approved_by))

    def _refund(self, approved_by: str) -> None:
        cashier, lines = self.desk.bill.cashier, self._lines_wanted()
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
        self.desk.go(GivenBack(self.desk, self._home, done, is_void=self.is_void))

    @property
    def _home(self) -> Stage:
        """What lies below all pages."""
        stage = self.before
        while isinstance(stage, Page):
            stage = stage.before
        return stage

    def _refused(self, error: Exception) -> None:
        """Nothing was written; a key that was refused may be used again."""
        self.is_busy = False
        self.desk.refuse(error)

    def member_arrived(self, card: MemberCard) -> None:
        """Cannot happen: a scan leaves the page first."""


def open_sale(desk: Desk, text: str, before: Stage, *, has_receipt: bool, exchange: Callable[[Returned], None]) -> None:
    """Opens the sale that ``text`` names; says so where there is none, or nothing of it is left."""

    def found(sale: PastSale) -> None:
        if sale.is_over:
            desk.refuse(Refusal("already_refunded"))
        elif desk.stage is before:
            desk.go(GivingBack(desk, before, sale, has_receipt=has_receipt, exchange=exchange))

    desk.ask(lambda: desk.actions.past.sale(text), found)
