"""How much of each line has been given back: what everything else in a refund is a function of."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from terminal.domain.errors import Refusal
from terminal.domain.lines import PricedLine
from terminal.domain.money import Rounding, format_quantity, round_fraction
from terminal.domain.records import record

Shares = tuple[Fraction, ...]

_NOTHING: Final = Fraction(0)


@record
class RefundedLine:
    """A part given back: line number from 1, quantity, and what was paid for it in minor units."""

    line: int
    quantity: Fraction
    amount: int


def nothing_of(lines: Sequence[PricedLine]) -> Shares:
    """The shares before the first refund."""
    return (_NOTHING,) * len(lines)


def shares_after(lines: Sequence[PricedLine], before: Shares, parts: Sequence[tuple[int, Fraction]]) -> Shares:
    """``before`` with the ``parts`` (line number from 1, quantity) given back too.

    A line without pieces is given back as a whole.
    """
    shares = list(before)
    for number, quantity in parts:
        sold = lines[number - 1].quantity
        shares[number - 1] += quantity / sold if sold else 1
    return tuple(shares)


def complete(shares: Shares) -> bool:
    """Whether nothing of the bill is left."""
    return all(share == 1 for share in shares)


def part_of(whole: int, share: Fraction) -> int:
    """The floor of the ``share`` of ``whole``: the last part takes the rest."""
    return whole if share == 1 else round_fraction(whole * share, Rounding.DOWN)


def paid_back(lines: Sequence[PricedLine], shares: Shares) -> tuple[int, ...]:
    """What these shares of the lines cost, minor units of each."""
    return tuple(part_of(line.due, share) for line, share in zip(lines, shares, strict=True))


def wanted_parts(
    lines: Sequence[PricedLine], before: Shares, wanted: Sequence[tuple[int, Fraction | None]] | None
) -> tuple[tuple[int, Fraction], ...]:
    """The parts that ``wanted`` names: (line number from 1, quantity or ``None`` for its rest), or with ``None`` all.

    Raises ``Refusal``: ``already_refunded``, ``lines_empty``, ``line_unknown``, ``line_repeated``,
    ``quantity_invalid``, ``refund_line_whole_only``, ``refund_exceeds_sale``.
    """
    left = {
        number: line.quantity * (1 - share)
        for number, (line, share) in enumerate(zip(lines, before, strict=True), start=1)
        if share < 1
    }
    if not left:
        raise Refusal("already_refunded")
    if wanted is None:
        return tuple(left.items())
    if not wanted:
        raise Refusal("lines_empty")
    if len({number for number, _ in wanted}) < len(wanted):
        raise Refusal("line_repeated")
    return tuple((number, _wanted_of_line(lines, number, quantity, left)) for number, quantity in wanted)


def _wanted_of_line(
    lines: Sequence[PricedLine], number: int, quantity: Fraction | None, left: dict[int, Fraction]
) -> Fraction:
    if not 1 <= number <= len(lines):
        raise Refusal("line_unknown", line=number, lines=len(lines))
    if number not in left:
        raise Refusal("refund_exceeds_sale", line=number, left="0")
    if quantity is None:
        return left[number]
    if lines[number - 1].quantity == 0:
        raise Refusal("refund_line_whole_only", line=number)
    if quantity <= 0:
        raise Refusal("quantity_invalid", line=number, quantity=str(quantity))
    if quantity > left[number]:
        raise Refusal("refund_exceeds_sale", line=number, left=format_quantity(left[number]))
    return quantity
