"""What a bill costs before points pay a part of it: after cashiers' discounts, the tier's, coupons and rewards.

Every step takes off what is left after the one before, and never more than that.
"""

from terminal.domain.lines import Explain, Line, PricedLine
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
    policy, facts = request.brand.discounts, request.facts
    lines = tuple(priced_line(line) for line in request.lines)
    steps: list[Explain] = []
    given = given_on(request.lines)
    if given or request.discount:
        lines, explained = cashier_discounts(policy, lines, given, request.discount, request.approved_by)
        steps += explained
    if facts is not None:
        lines, explained = tier_discount(policy, request.programme.tier(facts.tier), lines)
        steps += explained
    return take_rewards(request, use_coupons(request, Priced(lines, steps=tuple(steps))))
