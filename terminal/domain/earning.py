"""What a bill earns: every rule of the brand on the part of the bill that earns."""

from datetime import date

from terminal.domain.errors import Refusal
from terminal.domain.lines import Explain, Line
from terminal.domain.programme import Brand, Tier
from terminal.domain.rules.base import EarningBill

EARNED_MAX = 10**12


def earn(brand: Brand, store: str, tier: Tier, day: date, lines: tuple[Line, ...]) -> tuple[Explain, ...]:
    """The steps by which ``lines``, with the amounts that earn, give points; their ``points`` add up to the total.

    Raises ``Refusal("points_too_many")`` when that is beyond what a ledger holds.
    """
    bill = EarningBill(
        brand=brand.code,
        store=store,
        day=day,
        currency=brand.currency,
        tier_code=tier.code,
        tier_name=tier.name,
        multiplier=tier.multiplier,
        lines=lines,
        amount=sum(line.amount for line in lines),
    )
    steps = tuple(step for rule in brand.earning for step in rule.evaluate(bill))
    if earned(steps) > EARNED_MAX:
        raise Refusal("points_too_many", maximum=EARNED_MAX)
    return steps


def earned(steps: tuple[Explain, ...]) -> int:
    """The points of all steps together."""
    return sum(step.points or 0 for step in steps)
