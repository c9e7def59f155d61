"""How many points may be spent now, and why not more."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from terminal.domain.errors import Refusal
from terminal.domain.ledger import LotPart, MemberState
from terminal.domain.lines import PricedLine
from terminal.domain.programme import Brand, OfflinePolicy, Programme, RedemptionRule
from terminal.domain.records import record


class LimitReason(StrEnum):
    """What sets the limit. In this order the first decides when several are equally tight."""

    NO_MEMBER = "no_member"
    NOT_OFFERED = "not_offered"
    BALANCE = "balance"
    RESERVED_ELSEWHERE = "reserved_elsewhere"
    BRAND_NOT_ACCEPTED = "brand_not_accepted"
    CLOCK_BEHIND = "clock_behind"
    BALANCE_TOO_OLD = "balance_too_old"
    MINIMUM_BILL = "minimum_bill"
    BILL = "bill"
    ITEMS = "items"
    LEAVE = "leave"
    SHARE = "share"
    MAXIMUM = "maximum"
    MAXIMUM_DAY = "maximum_day"
    FLOOR_MEMBER_DAY = "floor_member_day"
    FLOOR_TERMINAL = "floor_terminal"
    RESERVATION = "reservation"


Bound = tuple[int, LimitReason]
"""A number of points, and what sets it."""


@record
class RedeemLimit:
    """The most points that may be spent, in whole blocks, their value in minor units, and what sets the limit.

    ``online`` says whether the balance was known freshly enough to need no floor limits.
    """

    points: int
    value_minor: int
    reason: LimitReason
    online: bool


@record
class Knowledge:
    """How well ``terminal`` knows the balance.

    ``age_hours`` is the age of the last successful sync (``None``: there was none, or the clock cannot tell),
    ``redeemed_today`` what this terminal redeemed for the member on this business day, ``redeemed_since_sync`` for
    anyone in frames the server does not hold yet; both without what came out of reservations. ``clock_behind`` says
    that the clock stands before the last sync: neither ages nor days mean anything then.
    """

    online: bool
    age_hours: int | None = None
    redeemed_today: int = 0
    redeemed_since_sync: int = 0
    terminal: str = ""
    clock_behind: bool = False


@record
class OnBill:
    """What is known of a bill besides its amount when points are to pay a part of it.

    ``payable`` is the part of it that points may pay (``None``: all), ``taken`` the points that its rewards cost and
    ``reward_parts`` what they take of the member's lots. ``gained`` are the bill's own points where they may be
    spent on it, ``today`` those that the member spent here before on the same day.
    """

    payable: int | None = None
    taken: int = 0
    reward_parts: tuple[LotPart, ...] = ()
    gained: int = 0
    today: int = 0


PLAIN_BILL: Final = OnBill()


def redeem_limit(
    programme: Programme,
    brand: Brand,
    member: MemberState | None,
    day: date,
    subtotal: int | None,
    knowledge: Knowledge,
    *,
    bill: OnBill = PLAIN_BILL,
) -> RedeemLimit:
    """The most ``member`` may spend at ``brand`` on ``day`` on a bill of ``subtotal``; ``None`` is before any bill."""
    rule = brand.redemption
    if member is None:
        return RedeemLimit(0, 0, LimitReason.NO_MEMBER, knowledge.online)
    if rule is None:
        return RedeemLimit(0, 0, LimitReason.NOT_OFFERED, knowledge.online)
    bounds = [
        *_balance_bounds(rule, brand, member, day, bill, knowledge.terminal),
        *_bill_bounds(rule, subtotal, bill),
        *_bounds_beyond_reserved(programme, rule, member, day, bill, knowledge),
    ]
    return _tightest(rule, bounds, knowledge.online)


def limit_of_bill(rule: RedemptionRule, subtotal: int, bill: OnBill) -> RedeemLimit:
    """The most points that a bill of ``subtotal`` takes, whoever has how many."""
    return _tightest(rule, list(_bill_bounds(rule, subtotal, bill)), online=True)


def _tightest(rule: RedemptionRule, bounds: list[Bound], online: bool) -> RedeemLimit:
    tightest, reason = min(bounds, key=lambda bound: (bound[0], _ORDER[bound[1]]))
    points = max(tightest, 0) // rule.block * rule.block
    if points < rule.minimum:
        points = 0
    return RedeemLimit(points, rule.value_of(points), reason, online)


def limit_with_own_points(
    rule: RedemptionRule, limit: Callable[[int], RedeemLimit], earned: Callable[[int], int]
) -> RedeemLimit:
    """The limit of a bill whose own points may be spent on it.

    ``limit`` is the limit when the bill gains that many points, ``earned`` what it earns when that many pay a part of
    it. The more points pay, the less it earns, so the largest number of blocks that pays for itself is found by
    halving.
    """
    low, high = 0, limit(_ANY_POINTS).points // rule.block
    while low < high:
        middle = (low + high + 1) // 2
        points = middle * rule.block
        if points <= limit(earned(points)).points:
            low = middle
        else:
            high = middle - 1
    points = low * rule.block if low * rule.block >= rule.minimum else 0
    found = limit(earned(points))
    return replace(found, points=points, value_minor=rule.value_of(points))


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


def payable(rule: RedemptionRule | None, lines: tuple[PricedLine, ...]) -> int:
    """What points may pay of ``lines``, minor units."""
    return sum([line.net for line in rule.items.of(lines)]) if rule else 0


def offline_bounds(policy: OfflinePolicy, knowledge: Knowledge, reserved: int = 0) -> tuple[Bound, ...]:
    """How many points may be spent on stale knowledge, whatever they buy; nothing bounds them online.

    The limits bound only what is beyond the ``reserved`` points, which nobody else can have spent. Where they leave
    nothing else, it is the reservation that allows what may be spent.
    """
    if knowledge.online:
        return ()
    bounds = tuple(_offline_bounds(policy, knowledge))
    if not reserved:
        return bounds
    return tuple(
        [
            (reserved + points, reason) if points > 0 else (reserved, LimitReason.RESERVATION)
            for points, reason in bounds
        ]
    )


def reserved_for(member: MemberState, terminal: str, day: date, brands: Collection[str]) -> int:
    """Points of these brands that are set aside for ``terminal`` and may be spent on ``day``."""
    own = [lot for held in member.usable(day, terminal) for lot in held.open_lots(day)]
    return sum([lot.points for lot in own if lot.brand in brands])


_ORDER: Final = {reason: place for place, reason in enumerate(LimitReason)}
_ANY_POINTS: Final = 10**15


def _balance_bounds(
    rule: RedemptionRule, brand: Brand, member: MemberState, day: date, bill: OnBill, terminal: str
) -> Iterator[Bound]:
    gained = bill.gained if brand.code in rule.accepts else 0
    spendable = member.spendable(day, terminal)
    balance = spendable - bill.taken

    accepts = frozenset(rule.accepts)
    accepted = sum([lot.points for lot in member.open_lots(day) if lot.brand in accepts])
    accepted += reserved_for(member, terminal, day, accepts)
    accepted -= sum([part.points for part in bill.reward_parts if part.brand in accepts])
    elsewhere = bool(member.reserved) and spendable < member.balance(day)
    yield balance + gained, LimitReason.RESERVED_ELSEWHERE if elsewhere else LimitReason.BALANCE
    if accepted < balance:
        yield accepted + gained, LimitReason.BRAND_NOT_ACCEPTED


def _bill_bounds(rule: RedemptionRule, subtotal: int | None, bill: OnBill) -> Iterator[Bound]:
    if rule.maximum is not None:
        yield rule.maximum, LimitReason.MAXIMUM
    if rule.maximum_day is not None:
        yield rule.maximum_day - bill.today, LimitReason.MAXIMUM_DAY
    if subtotal is None:
        return
    if subtotal < rule.minimum_bill:
        yield 0, LimitReason.MINIMUM_BILL
    within = subtotal if bill.payable is None else bill.payable
    share = rule.share_of_bill
    yield rule.points_within(within), LimitReason.ITEMS if within < subtotal else LimitReason.BILL
    yield rule.points_within(within * share.numerator // share.denominator), LimitReason.SHARE
    if rule.leave:
        yield rule.points_within(max(subtotal - rule.leave, 0)), LimitReason.LEAVE


def _bounds_beyond_reserved(
    programme: Programme, rule: RedemptionRule, member: MemberState, day: date, bill: OnBill, knowledge: Knowledge
) -> Iterator[Bound]:
    reserved = reserved_for(member, knowledge.terminal, day, frozenset(rule.accepts)) if member.reserved else 0
    for points, reason in offline_bounds(programme.offline, knowledge, reserved):
        yield points - bill.taken, reason


def _offline_bounds(policy: OfflinePolicy, knowledge: Knowledge) -> Iterator[Bound]:
    if knowledge.clock_behind and policy.bounds_something:
        yield 0, LimitReason.CLOCK_BEHIND
    if policy.trusted_hours is not None and (knowledge.age_hours is None or knowledge.age_hours > policy.trusted_hours):
        yield 0, LimitReason.BALANCE_TOO_OLD
    if policy.member_day_points is not None:
        yield policy.member_day_points - knowledge.redeemed_today, LimitReason.FLOOR_MEMBER_DAY
    if policy.terminal_points is not None:
        yield policy.terminal_points - knowledge.redeemed_since_sync, LimitReason.FLOOR_TERMINAL
