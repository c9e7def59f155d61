"""What a bill costs before points pay a part of it: after cashiers' discounts, the tier's, coupons and rewards.

Every step takes off what is left after the one before, and never more than that.
"""

from dataclasses import replace

from terminal.domain.lines import Line, PricedLine
from terminal.domain.pricing.cashier import cashier_discounts, given_on, tier_discount
from terminal.domain.pricing.coupons import use_coupons
from terminal.domain.pricing.request import Priced, PriceRequest
from terminal.domain.pricing.rewards import take_rewards


def priced_line(line: Line) -> PricedLine:
    """The line at its full price."""
    return PricedLine(line.sku, line.name, line.category, line.quantity, line.amount)


def price(request: PriceRequest) -> Priced:
    """The lines of ``request`` after everything that is taken off them before points.

    Raises ``Refusal``: ``discount_…``, ``coupon_…``, ``reward_…``.
    """
    return after_cashier(request, by_cashier(request))


def by_cashier(request: PriceRequest) -> Priced:
    """The lines of ``request`` after what the cashier takes off them. Raises ``Refusal``: ``discount_…``."""
    lines = tuple([priced_line(line) for line in request.lines])
    given = given_on(request.lines)
    if not given and request.discount is None:
        return Priced(lines)
    policy = request.brand.discounts
    lines, steps, taken = cashier_discounts(policy, lines, given, request.discount, request.approved_by)
    return Priced(lines, steps=steps, by_hand=taken)


def after_cashier(request: PriceRequest, priced: Priced) -> Priced:
    """``priced`` after the tier's discount, coupons and rewards. Raises ``Refusal``: ``coupon_…``, ``reward_…``."""
    if request.facts is not None:
        tier = request.programme.tier(request.facts.tier)
        lines, explained = tier_discount(request.brand.discounts, tier, priced.lines)
        if explained:
            priced = replace(priced, lines=lines, steps=(*priced.steps, *explained))
    return take_rewards(request, use_coupons(request, priced))
