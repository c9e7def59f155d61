"""How many pieces a bill has, as missions count them."""

from terminal.domain.lines import EarningLine
from terminal.domain.selection import ItemSelector, pieces


def pieces_bought(items: ItemSelector, lines: tuple[EarningLine, ...]) -> int:
    """The whole pieces of ``items``, those that earn nothing left out: what a coupon or points paid is no step."""
    bought = pieces([line for line in items.of(lines) if line.amount > 0])
    return bought.numerator // bought.denominator
