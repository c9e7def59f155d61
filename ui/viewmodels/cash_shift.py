"""The shift of the cash drawer: opened with a float, cash in and out, closed by a count that knows no answer."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from terminal.domain.staff import Deed
from terminal.usecases.close_shift import CloseShift
from terminal.usecases.move_cash import MoveCash
from terminal.usecases.open_shift import BeginShift
from terminal.usecases.till import new_id
from ui.viewmodels.cash_count import CashCount
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.pad import PadNumber
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import clock_time, money

if TYPE_CHECKING:
    from terminal.usecases.cash_shifts import CashMove, CashShift, OpenShift

REASONS: Final = ("change", "bank", "purchase", "other")


class Step(StrEnum):
    """Where the page is."""

    ASKING = "asking"
    COUNT_OPENING = "count_opening"
    OPEN = "open"
    MOVE = "move"
    COUNT_CLOSING = "count_closing"
    DONE = "done"


class ShiftPage(Page):
    """``shift`` is the one that goes on, ``done`` the one that was just closed."""

    name = StageName.CASH_SHIFT

    def __init__(self, desk: Desk, before: Stage) -> None:
        self.desk, self.before = desk, before
        self.step = Step.ASKING
        self.shift: OpenShift | None = None
        self.done: CashShift | None = None
        self.count = CashCount(desk.currency)
        self.amount, self.goes_out, self.reason = PadNumber(), False, 0
        self._key, self._is_busy = "", False
        self.desk.ask(self.desk.actions.drawer.current, self._arrived)

    @property
    def is_counting(self) -> bool:
        """Whether coins and notes are being counted."""
        return self.step in {Step.COUNT_OPENING, Step.COUNT_CLOSING}

    @property
    def state_text(self) -> str:
        """Which shift goes on, and since when."""
        shift, say = self.shift, self.desk.words.say
        if self.done is not None:
            return say("shift_closed", number=self.done.opened.number)
        if shift is None:
            return say("shift_none") if self.step is Step.COUNT_OPENING else ""
        time = clock_time(shift.opened_at, self.desk.shop.store.time_zone)
        key = "shift_going_on_of" if shift.opened_by else "shift_going_on"
        return say(key, number=shift.number, time=time, cashier=shift.opened_by)

    @property
    def moves(self) -> tuple[tuple[str, str], ...]:
        """Cash put in and taken out in this shift: why, and how much; the float first."""
        if self.shift is None:
            return ()
        words, currency = self.desk.words, self.desk.currency
        moved = ((self.reason_text(move.reason), money(currency, move.amount)) for move in self.shift.moves)
        return ((words.say("shift_float"), money(currency, self.shift.opening)), *moved)

    @property
    def outcome(self) -> tuple[str, Tone]:
        """What the count says against what should be there, and how serious that is."""
        difference = self.done.difference if self.done else None
        if not difference:
            return self.desk.words.say("shift_even"), Tone.CALM
        amount = money(self.desk.currency, abs(difference))
        return self.desk.words.say("shift_over" if difference > 0 else "shift_short", amount=amount), Tone.AMBER

    @property
    def may_accept(self) -> bool:
        """Whether there is something to keep."""
        typed = self.count.is_typed if self.is_counting else self.step is Step.MOVE and self.amount.value > 0
        return typed and not self._is_busy

    def reason_text(self, reason: str) -> str:
        """A reason in words; what people wrote themselves as they wrote it."""
        return self.desk.words.say(f"cash_reason_{reason}") if reason in REASONS else reason

    def start_move(self, goes_out: bool) -> None:
        """Cash in, or out."""
        self._turn(Step.MOVE)
        self.amount, self.goes_out, self.reason = PadNumber(), goes_out, 0

    def start_closing(self) -> None:
        """Counts the drawer."""
        self._turn(Step.COUNT_CLOSING)
        self.count = CashCount(self.desk.currency)

    def choose_reason(self, reason: int) -> None:
        """Why cash moves."""
        self.reason = reason % len(REASONS)

    def digit(self, digit: str) -> None:
        """What to do with the shift, or the next digit of what is counted."""
        if self.is_counting:
            self.count.number.push(digit)
        elif self.step is Step.MOVE:
            self.amount.push(digit)
        elif self.step is Step.OPEN and digit in "12":
            self.start_move(digit == "2")
        elif self.step is Step.OPEN and digit == "3":
            self.start_closing()

    def press(self, command: Command) -> None:
        """Through what is counted, on, or back."""
        match command:
            case Command.UP | Command.DOWN:
                self._step(command.step)
            case Command.MORE | Command.FEWER if self.is_counting:
                self.count.switch(command is Command.FEWER)
            case Command.ERASE | Command.CLEAR | Command.UNDO:
                self._erase(command is Command.ERASE)
            case Command.ENTER if self.is_counting and not self.count.is_at_end:
                self.count.choose(self.count.row + 1)
            case Command.ENTER | Command.TENDER:
                self.accept()
            case Command.BACK:
                self._back()
            case _:
                pass

    def accept(self) -> None:
        """Keeps what is counted or typed. A closed shift is only looked at."""
        if self.step is Step.DONE:
            self.desk.go(self.before)
        elif self.may_accept and self.step is Step.MOVE:
            self.desk.approve(Deed.CASH_MOVED, self._move)
        elif self.may_accept:
            self._count_done()

    def _turn(self, step: Step) -> None:
        self.step, self._key, self.desk.notice = step, new_id(), None

    def _step(self, step: int) -> None:
        if self.is_counting:
            self.count.choose(self.count.row + step)
        elif self.step is Step.MOVE:
            self.choose_reason(self.reason + step)

    def _erase(self, last_only: bool) -> None:
        number = self.count.number if self.is_counting else self.amount
        if last_only:
            number.erase()
        elif self.is_counting:
            self.count.clear()
        else:
            self.amount = PadNumber()

    def _back(self) -> None:
        if self.step in {Step.MOVE, Step.COUNT_CLOSING}:
            self._turn(Step.OPEN)
        else:
            self.desk.go(self.before)

    def _arrived(self, shift: OpenShift | None) -> None:
        self.shift = shift
        self._turn(Step.OPEN if shift else Step.COUNT_OPENING)

    def _count_done(self) -> None:
        drawer, count, cashier, key = self.desk.actions.drawer, self.count, self.desk.bill.cashier, self._key
        self._is_busy = True
        if self.step is Step.COUNT_OPENING:
            begin = BeginShift(count.total, count.count, cashier, key)
            self.desk.ask(lambda: drawer.begin(begin), self._begun, self._failed)
        else:
            close = CloseShift(count.total, count.count, cashier, key)
            self.desk.ask(lambda: drawer.close(close), self._closed, self._failed)

    def _move(self, approved_by: str) -> None:
        drawer, amount = self.desk.actions.drawer, -self.amount.value if self.goes_out else self.amount.value
        command = MoveCash(amount, REASONS[self.reason], self.desk.bill.cashier, approved_by, self._key)
        self._is_busy = True

        def moved(move: CashMove) -> None:
            self.desk.ask(drawer.current, lambda shift: self._moved(move, shift), self._failed)

        self.desk.ask(lambda: drawer.move(command), moved, self._failed)

    def _begun(self, shift: OpenShift) -> None:
        self._is_busy, self.shift = False, shift
        self._turn(Step.OPEN)
        self.desk.say(Tone.CALM, "shift_opened", number=shift.number, amount=money(self.desk.currency, shift.opening))

    def _moved(self, move: CashMove, shift: OpenShift | None) -> None:
        self._is_busy, self.shift = False, shift
        self._turn(Step.OPEN)
        self.desk.receipt_queued.tell()  # the drawer opens by the printer
        amount, reason = money(self.desk.currency, abs(move.amount)), self.reason_text(move.reason)
        self.desk.say(Tone.CALM, "cash_moved_in" if move.amount > 0 else "cash_moved_out", amount=amount, reason=reason)

    def _closed(self, done: CashShift) -> None:
        self._is_busy, self.shift, self.done = False, None, done
        self._turn(Step.DONE)

    def _failed(self, error: Exception) -> None:
        self._is_busy = False
        self.desk.refuse(error)
