"""Giving back a bill, whole or in parts, so that the parts always add up to the whole.

Everything is a function of how much of each line has been given back so far: a refund is worth the difference between
that function after it and before it. Nothing is accumulated, so no rounding is either, and the order of the parts
does not matter to their sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from terminal.domain.earning import earn, earned
from terminal.domain.errors import Broken, Refusal
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState, apply
from terminal.domain.lines import Explain, Line
from terminal.domain.money import Rounding, format_quantity, round_fraction
from terminal.domain.programme import BelowZero, Brand, EarnOn, Programme, RefundRounding, SpentPoints

__all__ = ["RefundResult", "RefundedLine", "SoldBill", "SoldLine", "refund"]


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as it was sold; ``discount`` is its share of what points paid. Lines are numbered from 1."""

    sku: str
    category: str
    quantity: Fraction
    amount: int
    discount: int = 0


@dataclass(frozen=True, slots=True)
class SoldBill:
    """A committed sale. ``tier`` is the member's tier code at the sale; ``entries`` are those the sale made."""

    sale_id: str
    store: str
    day: date
    lines: tuple[SoldLine, ...]
    member_id: str | None = None
    tier: str | None = None
    redeemed: int = 0
    earned: int = 0
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class RefundedLine:
    """A part given back: line number from 1, quantity, and what was paid for it in minor units."""

    line: int
    quantity: Fraction
    amount: int


@dataclass(frozen=True, slots=True)
class RefundResult:
    """What a refund comes to: ``amount`` to pay out, points ``returned`` and ``clawed_back``, and its entries.

    ``complete`` says that nothing of the bill is left after it.
    """

    lines: tuple[RefundedLine, ...]
    amount: int
    returned: int
    clawed_back: int
    complete: bool
    entries: tuple[Entry, ...]
    explain: tuple[Explain, ...]


@dataclass(frozen=True, slots=True)
class _GivenBack:
    """What giving back these shares of the lines comes to, from the start."""

    amounts: tuple[int, ...]
    returned: int
    clawed_back: int


def refund(
    programme: Programme,
    sale: SoldBill,
    already: Sequence[RefundedLine],
    lines: Sequence[tuple[int, Fraction | None]] | None,
    day: date,
    member: MemberState | None = None,
) -> RefundResult:
    """Gives back ``lines`` (number from 1, quantity or ``None`` for all that is left), or with ``None`` all the rest.

    ``programme`` is the bundle the sale was calculated with, ``already`` every earlier part, ``member`` the sale's as
    they are now: only brands that do not let a balance go negative look at them. Raises ``Refusal``:
    ``already_refunded``, ``line_unknown``, ``line_repeated``, ``quantity_invalid``, ``refund_exceeds_sale``,
    ``refund_whole_only``, ``clawback_above_balance``.
    """
    brand = programme.brand(programme.store(sale.store).brand)
    before = _shares(sale, [(part.line, part.quantity) for part in already])
    wanted = _wanted(sale, before, lines)
    after = tuple(had + more for had, more in zip(before, _shares(sale, wanted), strict=True))
    complete = all(share == 1 for share in after)
    if brand.refund.rounding is RefundRounding.WHOLE_ONLY and not complete:
        raise Refusal("refund_whole_only")
    first, then = (_given_back(programme, brand, sale, shares) for shares in (before, after))
    parts = tuple(
        RefundedLine(number, quantity, then.amounts[number - 1] - first.amounts[number - 1])
        for number, quantity in wanted
    )
    returned = then.returned - first.returned
    returns = _return_entries(sale, first.returned, returned)
    clawed_back = then.clawed_back - first.clawed_back
    if member is not None and brand.refund.below_zero is not BelowZero.NEGATIVE:
        state = _after(member, returns, day)
        taking = _reverse_entry(sale, first.clawed_back, clawed_back, 0, complete=False)
        clawed_back -= _overdraft(brand.refund.below_zero, state, taking, day)
    reverse = _reverse_entry(sale, first.clawed_back, clawed_back, sum(part.amount for part in parts), complete)
    return RefundResult(
        lines=parts,
        amount=sum(part.amount for part in parts),
        returned=returned,
        clawed_back=clawed_back,
        complete=complete,
        entries=(*returns, *reverse),
        explain=_explain(sale, first.returned, returned, clawed_back, day),
    )


def _shares(sale: SoldBill, parts: Sequence[tuple[int, Fraction]]) -> tuple[Fraction, ...]:
    shares = [Fraction(0)] * len(sale.lines)
    for number, quantity in parts:
        sold = sale.lines[number - 1].quantity
        shares[number - 1] += quantity / sold if sold else 1
    return tuple(shares)


def _wanted(
    sale: SoldBill, before: tuple[Fraction, ...], lines: Sequence[tuple[int, Fraction | None]] | None
) -> tuple[tuple[int, Fraction], ...]:
    left = {
        number: line.quantity * (1 - share)
        for number, (line, share) in enumerate(zip(sale.lines, before, strict=True), start=1)
        if share < 1
    }
    if not left:
        raise Refusal("already_refunded")
    if lines is None:
        return tuple(left.items())
    if not lines:
        raise Refusal("lines_empty")
    if len({number for number, _ in lines}) < len(lines):
        raise Refusal("line_repeated")
    return tuple((number, _wanted_of_line(sale, number, quantity, left)) for number, quantity in lines)


def _wanted_of_line(sale: SoldBill, number: int, quantity: Fraction | None, left: dict[int, Fraction]) -> Fraction:
    if not 1 <= number <= len(sale.lines):
        raise Refusal("line_unknown", line=number, lines=len(sale.lines))
    if number not in left:
        raise Refusal("refund_exceeds_sale", line=number, left="0")
    if quantity is None:
        return left[number]
    if sale.lines[number - 1].quantity == 0:
        raise Refusal("refund_line_whole_only", line=number)
    if quantity <= 0:
        raise Refusal("quantity_invalid", line=number, quantity=str(quantity))
    if quantity > left[number]:
        raise Refusal("refund_exceeds_sale", line=number, left=format_quantity(left[number]))
    return quantity


def _given_back(programme: Programme, brand: Brand, sale: SoldBill, shares: tuple[Fraction, ...]) -> _GivenBack:
    shared = tuple(zip(sale.lines, shares, strict=True))
    amounts = tuple(_floor((line.amount - line.discount) * share) for line, share in shared)
    if sale.member_id is None:
        return _GivenBack(amounts, 0, 0)
    discount = sum(line.discount for line in sale.lines)
    discount_back = sum((line.discount * share for line, share in shared), Fraction(0))
    returns = discount > 0 and brand.refund.spent_points is SpentPoints.RETURN
    returned = _floor(sale.redeemed * discount_back / discount) if returns else 0
    return _GivenBack(amounts, returned, _clawed_back(programme, brand, sale, shares))


def _clawed_back(programme: Programme, brand: Brand, sale: SoldBill, shares: tuple[Fraction, ...]) -> int:
    if not any(shares):
        return 0
    if all(share == 1 for share in shares):
        return sale.earned
    earning = tuple(_earning_amount(brand, line) for line in sale.lines)
    if brand.refund.rounding is RefundRounding.SHARE:
        back = sum((amount * share for amount, share in zip(earning, shares, strict=True)), Fraction(0))
        return _floor(sale.earned * back / sum(earning)) if sum(earning) else 0
    rest = tuple(
        Line(line.sku, "", line.category, line.quantity * (1 - share), amount - _floor(amount * share))
        for line, amount, share in zip(sale.lines, earning, shares, strict=True)
        if share < 1
    )
    tier = programme.tier(sale.tier) if sale.tier else programme.tiers[0]
    return max(sale.earned - earned(earn(brand, sale.store, tier, sale.day, rest)), 0)


def _earning_amount(brand: Brand, line: SoldLine) -> int:
    return line.amount - line.discount if brand.earn_on is EarnOn.PAID else line.amount


def _after(state: MemberState, entries: Sequence[Entry], day: date) -> MemberState:
    for entry in entries:
        state, _ = apply(state, entry, day)
    return state


def _overdraft(below_zero: BelowZero, state: MemberState, taking: Sequence[Entry], day: date) -> int:
    """How many of the points that ``taking`` takes would put the balance below zero.

    Points of the bill that ran out meanwhile are taken without touching the balance, and so overdraw nothing.
    """
    before, after = state.balance(day), _after(state, taking, day).balance(day)
    overdraft = max(-after, 0) - max(-before, 0)
    if overdraft and below_zero is BelowZero.REFUSE:
        raise Refusal("clawback_above_balance", points=-sum(entry.points for entry in taking), balance=before)
    return overdraft


def _return_entries(sale: SoldBill, before: int, returned: int) -> tuple[Entry, ...]:
    if sale.member_id is None or returned == 0:
        return ()
    return (Entry(sale.member_id, EntryKind.RETURN, returned, _returned_parts(sale, before, returned)),)


def _reverse_entry(sale: SoldBill, before: int, clawed_back: int, amount: int, complete: bool) -> tuple[Entry, ...]:
    if sale.member_id is None:
        return ()
    lots = [part for entry in sale.entries if entry.points > 0 for part in entry.parts]
    visits = -1 if complete else 0
    parts = _slice(lots, before, clawed_back)
    return (Entry(sale.member_id, EntryKind.REVERSE, -clawed_back, parts, spend_minor=-amount, visits=visits),)


def _returned_parts(sale: SoldBill, before: int, returned: int) -> tuple[LotPart, ...]:
    # What was spent last comes back first: those are the points that stay valid longest.
    spent = [part for entry in sale.entries if entry.kind is EntryKind.REDEEM for part in entry.parts]
    parts = _slice(spent[::-1], before, returned)
    if sum(part.points for part in parts) != returned:
        raise Broken(f"sale {sale.sale_id} redeemed {sale.redeemed} points, its entry names fewer")
    return parts


def _slice(parts: Sequence[LotPart], start: int, count: int) -> tuple[LotPart, ...]:
    """The parts that make up points ``start`` to ``start + count`` of ``parts`` laid end to end."""
    found: list[LotPart] = []
    at = 0
    for part in parts:
        points = min(at + part.points, start + count) - max(at, start)
        if points > 0:
            found.append(replace(part, points=points))
        at += part.points
    return tuple(found)


def _explain(sale: SoldBill, before: int, returned: int, clawed_back: int, day: date) -> tuple[Explain, ...]:
    steps: list[Explain] = []
    if returned:
        steps.append(Explain("points_returned", points=returned))
        expired = sum(part.points for part in _returned_parts(sale, before, returned) if not part.open_on(day))
        if expired:
            # They return to their lots, whose last day has passed: no step of the sum, but the member should hear it.
            steps.append(Explain("points_returned_expired", data={"expired": expired}))
    if clawed_back:
        steps.append(Explain("points_clawed_back", points=-clawed_back))
    return tuple(steps)


def _floor(value: Fraction) -> int:
    return round_fraction(value, Rounding.DOWN)
