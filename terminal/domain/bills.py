"""A bill calculated: what points take off it, what is due, what it earns, and every step explained.

Pure: the same bill gives the same quote on the till and on the server, and calculating changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from terminal.domain.earning import earn, earned
from terminal.domain.errors import Refusal
from terminal.domain.expiry import new_lot
from terminal.domain.ledger import Entry, EntryKind, MemberState, plan_spend
from terminal.domain.lines import Explain, Line
from terminal.domain.money import AMOUNT_MINOR_MAX, QUANTITY_MAX, apportion
from terminal.domain.programme import Brand, EarnOn, Programme, RedemptionRule, Store, Tier
from terminal.domain.redemption import Knowledge, RedeemLimit, points_to_redeem, redeem_limit, spendable_lots
from terminal.domain.tiers import tier_of

__all__ = ["Explain", "Knowledge", "Line", "Quote", "RedeemLimit", "quote"]

LINES_MAX: Final = 1000


@dataclass(frozen=True, slots=True)
class Quote:
    """A calculated bill; amounts are minor units.

    ``lines`` are the bill's, ``discounts`` each line's share of ``redeemed_amount``, ``total`` what is due and
    ``entries`` the ledger entries that selling makes. ``tier`` is the member's, ``None`` without one.
    """

    lines: tuple[Line, ...]
    subtotal: int
    redeemed: int
    redeemed_amount: int
    discounts: tuple[int, ...]
    total: int
    earned: int
    entries: tuple[Entry, ...]
    tier: Tier | None
    limit: RedeemLimit
    explain: tuple[Explain, ...]


def quote(  # noqa: PLR0917 - a bill depends on this much, and all of it is said
    programme: Programme,
    store: Store,
    member: MemberState | None,
    day: date,
    lines: Sequence[Line],
    redeem: int | Literal["max"],
    knowledge: Knowledge,
    sale_id: str,
) -> Quote:
    """The bill of ``lines`` at ``store`` on business day ``day``, with ``redeem`` points spent on it.

    ``sale_id`` names the lot that the bill's points go into. Raises ``Refusal``: ``lines_empty``, ``lines_too_many``,
    ``amount_invalid``, ``quantity_invalid``, ``points_too_many`` and those of
    ``redemption.points_to_redeem``.
    """
    brand = programme.brand(store.brand)
    subtotal = _subtotal(lines)
    limit = redeem_limit(programme, brand, member, day, subtotal, knowledge)
    redeemed = points_to_redeem(brand.redemption, limit, redeem)
    redeemed_amount = brand.redemption.value_of(redeemed) if brand.redemption else 0
    discounts = apportion(redeemed_amount, tuple(line.amount for line in lines))
    tier = tier_of(programme, member) if member else None
    steps = earn(brand, store.code, tier, day, _earning_lines(brand, lines, discounts)) if tier else ()
    total = subtotal - redeemed_amount
    entries: list[Entry] = []
    if member is not None:
        if redeemed and brand.redemption:
            entries.append(_redeem_entry(member, brand.redemption, redeemed, day))
        entries.append(_accrue_entry(member, brand, sale_id, earned(steps), total, day))
    return Quote(
        lines=tuple(lines),
        subtotal=subtotal,
        redeemed=redeemed,
        redeemed_amount=redeemed_amount,
        discounts=discounts,
        total=total,
        earned=earned(steps),
        entries=tuple(entries),
        tier=tier,
        limit=limit,
        explain=(*_explain_redemption(redeemed, redeemed_amount), *steps),
    )


def _subtotal(lines: Sequence[Line]) -> int:
    if not lines:
        raise Refusal("lines_empty")
    if len(lines) > LINES_MAX:
        raise Refusal("lines_too_many", lines=len(lines), lines_max=LINES_MAX)
    for number, line in enumerate(lines, start=1):
        if not 0 <= line.amount <= AMOUNT_MINOR_MAX:
            raise Refusal("amount_invalid", line=number, amount=str(line.amount))
        if not 0 <= line.quantity <= QUANTITY_MAX:
            raise Refusal("quantity_invalid", line=number, quantity=str(line.quantity))
    subtotal = sum(line.amount for line in lines)
    if subtotal > AMOUNT_MINOR_MAX:
        raise Refusal("amount_invalid", amount=str(subtotal))
    return subtotal


def _earning_lines(brand: Brand, lines: Sequence[Line], discounts: tuple[int, ...]) -> tuple[Line, ...]:
    if brand.earn_on is EarnOn.BEFORE_POINTS or not any(discounts):
        return tuple(lines)
    return tuple(replace(line, amount=line.amount - less) for line, less in zip(lines, discounts, strict=True))


def _redeem_entry(member: MemberState, rule: RedemptionRule, points: int, day: date) -> Entry:
    parts = plan_spend(spendable_lots(rule, member), points, day)
    return Entry(member.member_id, EntryKind.REDEEM, -points, parts)


def _accrue_entry(member: MemberState, brand: Brand, sale_id: str, points: int, paid: int, day: date) -> Entry:
    parts = (new_lot(brand, sale_id, points, day),) if points else ()
    return Entry(member.member_id, EntryKind.ACCRUE, points, parts, spend_minor=paid, visits=1)


def _explain_redemption(points: int, amount: int) -> tuple[Explain, ...]:
    return (Explain("points_redeemed", points=-points, amount=-amount),) if points else ()
