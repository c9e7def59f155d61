"""Points as money on a bill: how many may be spent, and what they take off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Literal

from terminal.domain.customers import Customer
from terminal.domain.errors import Refusal
from terminal.domain.pricing.points import PointsPaid, pay_with_points, points_tally
from terminal.domain.pricing.request import Priced, PriceRequest
from terminal.domain.programme import Brand, Programme
from terminal.domain.redemption import (
    Knowledge,
    OnBill,
    RedeemLimit,
    limit_of_bill,
    limit_with_own_points,
    payable,
    points_to_redeem,
    redeem_limit,
)


def redeem(
    request: PriceRequest, priced: Priced, wanted: int | Literal["max"], earned: Callable[[PointsPaid], int]
) -> tuple[RedeemLimit, PointsPaid]:
    """The limit of the bill, and its lines after ``wanted`` points paid a part of them.

    ``earned`` is what the bill earns when so much of it is paid with points. Raises ``Refusal``: ``redeem_…``.
    """
    brand, wallet, day = request.brand, request.wallet, request.moment.day
    rule, bill = brand.redemption, _bill_before(request, priced)

    def limit(gained: int) -> RedeemLimit:
        whole, known = priced.total, request.knowledge
        gaining = replace(bill, gained=gained) if gained else bill
        return redeem_limit(request.programme, brand, wallet, day, whole, known, bill=gaining)

    def earned_with(points: int) -> int:
        return earned(pay_with_points(brand, priced.lines, points, day))

    own = rule is not None and rule.this_bill and wallet is not None and bool(wanted)
    found = limit_with_own_points(rule, limit, earned_with) if rule and own else limit(0)
    return found, pay_with_points(brand, priced.lines, points_to_redeem(rule, found, wanted), day)


def redeem_again(request: PriceRequest, priced: Priced, points: int) -> PointsPaid:
    """The lines after ``points`` paid a part of them, as far as the bill and its day allow, whatever the balance was.

    Raises ``Refusal``: ``redeem_…``.
    """
    brand = request.brand
    rule = brand.redemption
    if points and request.facts is None:
        raise Refusal("redeem_without_member")
    if rule is not None and points:
        limit = limit_of_bill(rule, priced.total, _bill_before(request, priced))
        points = points_to_redeem(rule, limit, points)
    elif points:
        raise Refusal("redeem_not_offered")
    return pay_with_points(brand, priced.lines, points, request.moment.day)


def limit_before_bill(
    programme: Programme, brand: Brand, customer: Customer, day: date, knowledge: Knowledge
) -> RedeemLimit:
    """The most ``customer`` may spend at ``brand`` on ``day``, as far as it can be said without a bill."""
    today = OnBill(today=customer.facts.count(points_tally(brand.code, day)))
    return redeem_limit(programme, brand, customer.wallet, day, None, knowledge, bill=today)


def _bill_before(request: PriceRequest, priced: Priced) -> OnBill:
    """What the limit needs to know of the bill before any points pay."""
    brand, facts, day = request.brand, request.facts, request.moment.day
    return OnBill(
        payable=payable(brand.redemption, priced.lines),
        taken=sum([points for _, points in priced.reward_points]),
        reward_parts=priced.reward_parts,
        today=facts.count(points_tally(brand.code, day)) if facts else 0,
    )
