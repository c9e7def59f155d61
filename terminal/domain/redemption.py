"""How many points may be spent now, and why not more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from terminal.domain.errors import Refusal
from terminal.domain.ledger import LotPart, MemberState
from terminal.domain.programme import Brand, OfflinePolicy, Programme, RedemptionRule


class LimitReason(StrEnum):
    """What sets the limit. In this order the first decides when several are equally tight."""

    NO_MEMBER = "no_member"
    NOT_OFFERED = "not_offered"
    BALANCE = "balance"
    BRAND_NOT_ACCEPTED = "brand_not_accepted"
    BALANCE_TOO_OLD = "balance_too_old"
    BILL = "bill"
    SHARE = "share"
    MAXIMUM = "maximum"
    FLOOR_MEMBER_DAY = "floor_member_day"
    FLOOR_TERMINAL = "floor_terminal"


@dataclass(frozen=True, slots=True)
class RedeemLimit:
    """The most points that may be spent, in whole blocks, their value in minor units, and what sets the limit.

    ``online`` says whether the balance was known freshly enough to need no floor limits.
    """

    points: int
    value_minor: int
    reason: LimitReason
    online: bool


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How well this terminal knows the balance.

    ``age_hours`` is the age of the last successful sync (``None``: there was none), ``redeemed_today`` what this
    terminal redeemed for the member on this business day, ``redeemed_since_sync`` for anyone in frames the server
    does not hold yet.
    """

    online: bool
    age_hours: int | None = None
    redeemed_today: int = 0
    redeemed_since_sync: int = 0


def redeem_limit(
    programme: Programme,
    brand: Brand,
    member: MemberState | None,
    day: date,
    subtotal: int | None,
    knowledge: Knowledge,
) -> RedeemLimit:
    """The most ``member`` may spend at ``brand`` on ``day`` on a bill of ``subtotal``; ``None`` is before any bill."""
    rule = brand.redemption
    if member is None:
        return RedeemLimit(0, 0, LimitReason.NO_MEMBER, knowledge.online)
    if rule is None:
        return RedeemLimit(0, 0, LimitReason.NOT_OFFERED, knowledge.online)
    bounds = [
        *_balance_bounds(rule, member, day),
        *_bill_bounds(rule, subtotal),
        *(() if knowledge.online else _offline_bounds(programme.offline, knowledge)),
    ]
    tightest, reason = min(bounds, key=lambda bound: (bound[0], _ORDER[bound[1]]))
    points = max(tightest, 0) // rule.block * rule.block
    if points < rule.minimum:
        points = 0
    return RedeemLimit(points, rule.value_of(points), reason, knowledge.online)


def points_to_redeem(rule: RedemptionRule | None, limit: RedeemLimit, wanted: int | Literal["max"]) -> int:
    """The points that ``wanted`` comes to.

    Raises ``Refusal``: ``redeem_invalid``, ``redeem_without_member``, ``redeem_not_offered``,
    ``redeem_below_minimum``, ``redeem_not_block``, ``redeem_above_limit``.
    """
    if wanted == "max":
        return limit.points
    if wanted < 0:
        raise Refusal("redeem_invalid", points=wanted)
    if wanted == 0:
        return 0
    if limit.reason is LimitReason.NO_MEMBER:
        raise Refusal("redeem_without_member")
    if rule is None:
        raise Refusal("redeem_not_offered")
    if wanted < rule.minimum:
        raise Refusal("redeem_below_minimum", minimum=rule.minimum)
    if wanted % rule.block:
        raise Refusal("redeem_not_block", block=rule.block)
    if wanted > limit.points:
        raise Refusal("redeem_above_limit", limit=limit.points, reason=limit.reason.value)
    return wanted


def spendable_lots(rule: RedemptionRule, member: MemberState) -> tuple[LotPart, ...]:
    """The member's lots whose points are taken here."""
    return tuple(lot for lot in member.lots if lot.brand in rule.accepts)


_Bound = tuple[int, LimitReason]


_ORDER: Final = {reason: place for place, reason in enumerate(LimitReason)}


def _balance_bounds(rule: RedemptionRule, member: MemberState, day: date) -> Iterator[_Bound]:
    balance = member.balance(day)
    yield balance, LimitReason.BALANCE
    accepted = sum(lot.points for lot in spendable_lots(rule, member) if lot.open_on(day))
    if accepted < balance:
        yield accepted, LimitReason.BRAND_NOT_ACCEPTED


def _bill_bounds(rule: RedemptionRule, subtotal: int | None) -> Iterator[_Bound]:
    if rule.maximum is not None:
        yield rule.maximum, LimitReason.MAXIMUM
    if subtotal is not None:
        yield rule.points_within(subtotal), LimitReason.BILL
        share = rule.share_of_bill
        yield rule.points_within(subtotal * share.numerator // share.denominator), LimitReason.SHARE


def _offline_bounds(policy: OfflinePolicy, knowledge: Knowledge) -> Iterator[_Bound]:
    if policy.trusted_hours is not None and (knowledge.age_hours is None or knowledge.age_hours > policy.trusted_hours):
        yield 0, LimitReason.BALANCE_TOO_OLD
    if policy.member_day_points is not None:
        yield policy.member_day_points - knowledge.redeemed_today, LimitReason.FLOOR_MEMBER_DAY
    if policy.terminal_points is not None:
        yield policy.terminal_points - knowledge.redeemed_since_sync, LimitReason.FLOOR_TERMINAL
