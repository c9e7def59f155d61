"""Discounts by hand: a cashier's on lines and on the bill, within the brand's policy, and the tier's on everything."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from terminal.domain.benefits import Off, share_of, shared_off, taken_off
from terminal.domain.discounts import DiscountPolicy
from terminal.domain.errors import Refusal
from terminal.domain.lines import ByHand, CashierDiscount, Explain, Line, PricedLine
from terminal.domain.money import format_share
from terminal.domain.selection import EVERYTHING, ItemSelector
from terminal.domain.tier_rules import Tier

CASHIER: Final = "cashier"
TIER: Final = "tier"
REASON_LENGTH_MAX: Final = 80

Step = tuple[tuple[PricedLine, ...], tuple[Explain, ...]]


def cashier_discounts(
    policy: DiscountPolicy,
    lines: tuple[PricedLine, ...],
    given: tuple[tuple[int, CashierDiscount], ...],
    on_bill: CashierDiscount | None,
    approved_by: str,
) -> tuple[tuple[PricedLine, ...], tuple[Explain, ...], tuple[ByHand, ...]]:
    """``lines`` after the discounts ``given`` on lines (by place), then the one on the bill, and what each took.

    Raises ``Refusal``: ``discount_invalid``, ``discount_reason_missing``, ``discount_reason_unknown``,
    ``discount_item_excluded``, ``discount_needs_approval``, ``discount_above_limit``.
    """
    bound = _Bound(policy, approved_by)
    steps, taken = [], []
    before = lines
    for place, discount in given:
        if not policy.items.takes(lines[place]):
            raise Refusal("discount_item_excluded", line=place + 1)
        amount = bound.amount_of(discount, lines[place].gross, line=place + 1)
        lines = taken_off(lines, Off({place: amount}), CASHIER)
        taken.append(ByHand(place, amount, discount.reason))
        data = {"why": discount.reason, "line": place + 1, "item": _item(lines[place])}
        steps.append(Explain("discount_line", amount=-amount, data=data))
    if on_bill is not None:
        places = discountable(policy, before)
        amount = bound.amount_of(on_bill, sum([lines[place].net for place in places]), line=0)
        lines = taken_off(lines, shared_off(lines, places, amount), CASHIER)
        taken.append(ByHand(None, amount, on_bill.reason))
        steps.append(Explain("discount_bill", amount=-amount, data={"why": on_bill.reason}))
        together = -sum([step.amount or 0 for step in steps])
        bound.check_together(tuple([before[place].gross for place in places]), together)
    return lines, tuple(steps), tuple(by_hand for by_hand in taken if by_hand.amount)


def tier_discount(policy: DiscountPolicy, tier: Tier | None, lines: tuple[PricedLine, ...]) -> Step:
    """``lines`` after the share that the member's tier takes off what is left of them."""
    if tier is None or not tier.discount:
        return lines, ()
    places = discountable(policy, lines, tier.discount_items)
    amount = share_of(sum([lines[place].net for place in places]), tier.discount, policy.rounding)
    if not amount:
        return lines, ()
    step = Explain("discount_tier", amount=-amount, data={"tier": tier.name})
    return taken_off(lines, shared_off(lines, places, amount), TIER), (step,)


def discountable(
    policy: DiscountPolicy, lines: Sequence[PricedLine], items: ItemSelector = EVERYTHING
) -> Sequence[int]:
    """The places of the lines of ``items`` that discounts may make cheaper."""
    places = items.places(lines)
    return places if policy.items.everything else [place for place in places if policy.items.takes(lines[place])]


def given_on(lines: tuple[Line, ...]) -> tuple[tuple[int, CashierDiscount], ...]:
    """The cashier's discounts on ``lines``, by place."""
    return tuple((place, line.discount) for place, line in enumerate(lines) if line.discount is not None)


class _Bound:
    """What the policy allows, with the approval there is."""

    def __init__(self, policy: DiscountPolicy, approved_by: str) -> None:
        self._policy, self._approved_by = policy, approved_by

    def amount_of(self, discount: CashierDiscount, whole: int, line: int) -> int:
        """What ``discount`` takes off ``whole``; ``line`` is its number, 0 for the bill."""
        self._check_reason(discount.reason)
        share, amount = discount.share, discount.amount
        if (share is None) == (amount is None) or (share or amount or 0) <= 0:
            raise Refusal("discount_invalid", line=line)
        if share is not None:
            if share > self._policy.share:
                self._refuse(share, too_much=share > self._most)
            return share_of(whole, share, self._policy.rounding)
        self._check_amount(amount or 0, (whole,))
        return amount or 0

    def check_together(self, wholes: tuple[int, ...], taken: int) -> None:
        """Refuses what discounts on lines and on the bill take together beyond what either could."""
        self._check_amount(taken, wholes)

    @property
    def _most(self) -> Fraction:
        return max(self._policy.share, self._policy.approved_share)

    def _check_amount(self, taken: int, wholes: tuple[int, ...]) -> None:
        if not self._within(taken, wholes, self._policy.share):
            self._refuse(Fraction(taken, max(sum(wholes), 1)), not self._within(taken, wholes, self._most))

    def _within(self, taken: int, wholes: tuple[int, ...], share: Fraction) -> bool:
        """Rounding line by line may come to more than rounding once: both are allowed."""
        rounding = self._policy.rounding
        if taken <= share_of(sum(wholes), share, rounding):
            return True
        return taken <= sum([share_of(whole, share, rounding) for whole in wholes])

    def _refuse(self, share: Fraction, too_much: bool) -> None:
        """Refuses what is beyond the policy's share, unless it is within the other one and approved."""
        if too_much:
            raise Refusal("discount_above_limit", percent=_percent(share), maximum_percent=_percent(self._most))
        if not self._approved_by.strip():
            allowed = _percent(self._policy.share)
            raise Refusal("discount_needs_approval", percent=_percent(share), allowed_percent=allowed)

    def _check_reason(self, reason: str) -> None:
        if not reason.strip():
            raise Refusal("discount_reason_missing")
        if len(reason) > REASON_LENGTH_MAX:
            raise Refusal("reason_invalid", length_max=REASON_LENGTH_MAX)
        if self._policy.reasons and reason not in self._policy.reasons:
            raise Refusal("discount_reason_unknown", why=reason, known=", ".join(self._policy.reasons))


def _percent(share: Fraction) -> str:
    """A share as people read it, to a tenth of a percent, rounded up so that too much never looks allowed."""
    return format_share(Fraction(-(-share.numerator * 1000 // share.denominator), 1000))


def _item(line: PricedLine) -> str:
    return line.name or line.sku
