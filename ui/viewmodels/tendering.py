"""The tender sheet: how the customer pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.tenders import CASH
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.pad import PadNumber
from ui.viewmodels.tender_keys import tender_of_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.usecases.sell import TenderRequest

ROUND_SUMS = (100, 500, 1000)
QUICK_KEYS = (Command.DETAILS, Command.REDEEM, Command.COUPONS, Command.PARK)
"""What F5 to F8 mean while money is taken: the quick sums, in their order."""

QUICK_SUMS = len(QUICK_KEYS)


class Tendering(Stage):
    """One tender pays all, or several pay parts; only cash gives change. Nothing is booked before the last.

    Each way to pay has a letter (``tender_keys``). An exchange may pay something out instead.
    """

    name = StageName.TENDERING

    def __init__(self, desk: Desk, sell: Callable[[tuple[TenderRequest, ...]], None]) -> None:
        self.desk, self._sell = desk, sell
        self.types = tuple(tender.type.value for tender in desk.shop.brand.tenders)
        self.type = desk.bill.content.paying or self.cash_or_first
        self.paid: tuple[TenderRequest, ...] = ()
        self.number = PadNumber()
        self._is_quick = False

    @property
    def cash_or_first(self) -> str:
        """Cash, where the brand takes it."""
        return CASH if CASH in self.types else self.types[0]

    @property
    def remaining(self) -> int:
        """What the parts paid so far leave due, in minor units."""
        return max(self.desk.bill.due - sum(tender.amount or 0 for tender in self.paid), 0)

    @property
    def paid_out(self) -> int:
        """What an exchange pays the customer back, in minor units."""
        bill = self.desk.bill
        return max(-bill.difference, 0) if bill.content.exchange else 0

    @property
    def handed(self) -> int:
        """What is handed over now, in minor units; all that remains unless something is typed."""
        return self.number.value if self.number.is_typed else self.remaining

    @property
    def change(self) -> int:
        """What goes back, in minor units; negative while something is missing."""
        return self.handed - self.remaining

    @property
    def is_over(self) -> bool:
        """Whether more is handed over than a tender without change takes."""
        return self.type != CASH and self.change > 0

    @property
    def quick(self) -> tuple[int, ...]:
        """Sums that people hand over, in minor units: the exact one first."""
        return quick_sums(self.remaining, int(10**self.desk.currency.exponent))

    def choose(self, kind: str) -> None:
        """Another way to pay. A typed sum is what it pays; a quick one was meant as cash, and is forgotten.

        Coupons and points may depend on it.
        """
        if kind != self.type and self._is_quick:
            self.number = PadNumber()
        self.type = kind
        self.desk.bill.put_paying(kind)

    def hand(self, amount_minor: int) -> None:
        """A quick sum; the exact one is as good as nothing typed."""
        self.number, self._is_quick = PadNumber(), True
        if amount_minor != self.remaining:
            self.number.put(amount_minor)

    def take_back(self) -> None:
        """Takes the last part back."""
        self.paid = self.paid[:-1]

    def digit(self, digit: str) -> None:
        """A digit of the sum handed over."""
        if not self.paid_out:
            self._is_quick = False
            self.number.push(digit)

    def letter(self, letter: str) -> None:
        """The key of a way to pay."""
        kind = tender_of_key(letter, self.types)
        if kind is not None:
            self.choose(kind)

    def press(self, command: Command) -> None:
        """Accepts the tender, takes one back, or returns to the bill."""
        self.desk.notice = None
        match command:
            case Command.ENTER | Command.TENDER:
                self.desk.bill.when_fresh(self.accept)
            case Command.EXACT_CASH if CASH in self.types:
                self.choose(CASH)
                self.desk.bill.when_fresh(self.accept)
            case Command.BACK:
                self.desk.go_home()
            case Command.UNDO:
                self.take_back()
            case quick if quick in QUICK_KEYS:
                self._hand_quick(QUICK_KEYS.index(quick))
            case Command.ERASE:
                self._is_quick = False
                self.number.erase()
            case Command.CLEAR:
                self.number = PadNumber()
            case Command.MORE | Command.FEWER:
                step = 1 if command is Command.MORE else -1
                self.choose(self.types[(self.types.index(self.type) + step) % len(self.types)])
            case _:
                pass

    def _hand_quick(self, place: int) -> None:
        if not self.paid_out and (place == 0 or self.type == CASH):
            self.hand(self.quick[place])

    def accept(self) -> None:
        """Books the tender; sells when nothing remains due."""
        from terminal.usecases.sell import TenderRequest

        if self.is_over:
            return
        if self.paid_out:
            self._sell((TenderRequest(self.type),))
        elif self.change >= 0:
            amount = self.handed if self.number.is_typed or self.paid else None
            self._sell((*self.paid, TenderRequest(self.type, amount)))
        elif self.handed:
            self.paid = (*self.paid, TenderRequest(self.type, self.handed))
            self.number = PadNumber()


def quick_sums(due: int, unit: int) -> tuple[int, ...]:
    """The exact sum and the round ones above it, four in all: 335 gives 335, 400, 500, 1,000."""
    sums = [due]
    step_index = 0
    while len(sums) < QUICK_SUMS:
        step = ROUND_SUMS[min(step_index, len(ROUND_SUMS) - 1)] * unit
        following = (sums[-1] if step_index >= len(ROUND_SUMS) else due) // step * step + step
        if following not in sums:
            sums.append(following)
        step_index += 1
    return tuple(sums)
