"""What is on a bill, and how a calculation accounts for itself."""

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import Final

from terminal.domain.records import record

POINTS_DISCOUNT: Final = "points"


@record
class CashierDiscount:
    """What a cashier takes off a line or a bill: an exact ``share`` of it or an ``amount`` in minor units."""

    reason: str
    share: Fraction | None = None
    amount: int | None = None


@record
class ByHand:
    """What a cashier took off: ``amount`` minor units of the line at ``place``, of the bill where that is ``None``."""

    place: int | None
    amount: int
    reason: str


@record
class Line:
    """One line of a bill: ``amount`` is the whole line in minor units, ``quantity`` pieces or volume.

    A line with quantity zero is an amount without pieces (a delivery fee); it can be refunded only as a whole.
    ``remark`` is for the receipt alone: what people write may name somebody, and frames never do.
    """

    sku: str
    name: str
    category: str
    quantity: Fraction
    amount: int
    discount: CashierDiscount | None = None
    remark: str = ""


@record
class PricedLine:
    """A line after discounts: ``discounts`` are (source, minor units) in the order they were taken.

    ``source`` says what gave it: ``cashier``, ``tier``, ``coupon/…``, ``reward/…`` or ``points``. ``net`` is what the
    line costs after everything taken off; ``tax`` is what is added on top of it at stores whose prices are without tax.
    """

    sku: str
    name: str
    category: str
    quantity: Fraction
    gross: int
    discounts: tuple[tuple[str, int], ...] = ()
    tax: int = 0
    net: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        net = self.gross
        for _, amount in self.discounts:
            net -= amount
        object.__setattr__(self, "net", net)

    @property
    def discounted(self) -> bool:
        """Whether anything but points made it cheaper."""
        for source, _ in self.discounts:  # noqa: SIM110 - asked of every line several times; a generator takes its time
            if source != POINTS_DISCOUNT:
                return True
        return False

    @property
    def before_points(self) -> int:
        """What it costs before points pay a part of it, without added tax."""
        return self.net + sum([amount for source, amount in self.discounts if source == POINTS_DISCOUNT])

    @property
    def due(self) -> int:
        """What is paid for it."""
        return self.net + self.tax

    def less(self, source: str, amount: int) -> "PricedLine":
        """The line with ``amount`` more taken off by ``source``."""
        if not amount:
            return self
        discounts = (*self.discounts, (source, amount))
        return PricedLine(self.sku, self.name, self.category, self.quantity, self.gross, discounts, self.tax)


@record
class EarningLine:
    """A line as rules see it; ``amount`` is the part of it that earns, in minor units."""

    sku: str
    category: str
    quantity: Fraction
    amount: int
    discounted: bool = False


@record
class Explain:
    """One step of a calculation: ``points`` and ``amount`` are signed, as they change the balance and the bill.

    ``code`` names the sentence under ``[explain]``; ``data`` holds its figures and names (``LocalText`` for names).
    The points of a bill's earning steps add up to what it earned.
    """

    code: str
    points: int | None = None
    amount: int | None = None
    data: Mapping[str, object] = field(default_factory=dict)
