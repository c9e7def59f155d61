"""The tender sheet: how the customer pays."""

from collections.abc import Callable

from terminal.usecases.sell import TenderRequest
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.pad import PadNumber

CASH = "cash"
ROUND_SUMS = (100, 500, 1000)
QUICK_SUMS = 4


class Tendering(Stage):
    """One tender pays all, or several pay parts; only cash gives change. Nothing is booked before the last."""

    name = StageName.TENDERING

    def __init__(self, desk: Desk, sell: Callable[[tuple[TenderRequest, ...]], None]) -> None:
        self.desk, self._sell = desk, sell
        self.types = tuple(tender.type.value for tender in desk.shop.brand.tenders)
        self.type = desk.bill.content.paying or self.cash_or_first
        self.paid: tuple[TenderRequest, ...] = ()
        self.number = PadNumber()

    @property
    def cash_or_first(self) -> str:
        """Cash, where the brand takes it."""
        return CASH if CASH in self.types else self.types[0]

    @property
    def remaining(self) -> int:
        """What the parts paid so far leave due, in minor units."""
        return max(self.desk.bill.due - sum(tender.amount or 0 for tender in self.paid), 0)

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
        """Another way to pay; what was typed for the last one is forgotten. Coupons and points may depend on it."""
        self.type, self.number = kind, PadNumber()
        self.desk.bill.put_paying(kind)

    def hand(self, amount_minor: int) -> None:
        """A quick sum; the exact one is as good as nothing typed."""
        self.number = PadNumber()
        if amount_minor != self.remaining:
            self.number.put(amount_minor)

    def digit(self, digit: str) -> None:
        """A digit of the sum handed over."""
        self.number.push(digit)

    def press(self, command: Command) -> None:
        """Accepts the tender, takes one back, or returns to the bill."""
        self.desk.notice = None
        match command:
            case Command.ENTER | Command.TENDER:
                self.desk.bill.when_fresh(self.accept)
            case Command.EXACT_CASH:
                self.choose(CASH)
                self.desk.bill.when_fresh(self.accept)
            case Command.BACK:
                self.desk.go_home()
            case Command.UNDO:
                self.paid = self.paid[:-1]
            case Command.ERASE:
                self.number.erase()
            case Command.CLEAR:
                self.number = PadNumber()
            case Command.MORE | Command.FEWER:
                step = 1 if command is Command.MORE else -1
                self.choose(self.types[(self.types.index(self.type) + step) % len(self.types)])
            case _:
                pass

    def accept(self) -> None:
        """Books the tender; sells when nothing remains due."""
        if self.is_over:
            return
        if self.change >= 0:
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
