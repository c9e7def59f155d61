"""What gifts a bill brings, and what to tell a member who is at the counter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from terminal.domain.awards import Award
from terminal.domain.coupons import Coupon, holds_in
from terminal.domain.facts import Facts
from terminal.domain.gifts.base import Gift
from terminal.domain.giving import Occurrence, award_for
from terminal.domain.rules.base import EarningBill


def gift_awards(gifts: Sequence[Gift], coupons: Mapping[str, Coupon], bill: EarningBill) -> list[Award]:
    """What ``gifts`` give for ``bill``; ``coupons`` are all kinds of the programme by code."""
    usual = (gift for gift in gifts if not (gift.kind.on_upgrade or gift.kind.on_joining))
    return _awards(usual, coupons, bill, bill.facts)


def upgrade_awards(gifts: Sequence[Gift], coupons: Mapping[str, Coupon], bill: EarningBill, tier: str) -> list[Award]:
    """What ``gifts`` give because ``bill`` brings its member into ``tier``."""
    for_upgrades = (gift for gift in gifts if gift.kind.on_upgrade)
    return _awards(for_upgrades, coupons, bill, replace(bill.facts, tier=tier))


def joining_awards(gifts: Sequence[Gift], coupons: Mapping[str, Coupon], joining: EarningBill) -> list[Award]:
    """What ``gifts`` give for being enrolled; ``joining`` is a bill without lines, called as the member is."""
    for_joining = (gift for gift in gifts if gift.kind.on_joining)
    return _awards(for_joining, coupons, joining, joining.facts)


def gifts_due(gifts: Sequence[Gift], facts: Facts, day: date) -> list[Gift]:
    """The gifts that a bill on ``day`` brings the member if it is what they ask for."""
    return [gift for gift in gifts if gift.kind.offered and gift.due(facts, day) is not None]


def _awards(gifts: Iterable[Gift], coupons: Mapping[str, Coupon], bill: EarningBill, facts: Facts) -> list[Award]:
    awards = (_award(gift, coupons, bill, facts) for gift in gifts)
    return [award for award in awards if award is not None]


def _award(gift: Gift, coupons: Mapping[str, Coupon], bill: EarningBill, facts: Facts) -> Award | None:
    occasion = bill.occasion
    counts = gift.due(facts, occasion.moment.day)
    if counts is None or not holds_in(gift.currency, occasion) or not gift.when.holds(occasion):
        return None
    times = min([gift.occasions.helpings(occasion), *(left for _, left in counts)])
    if times <= 0:
        return None
    given = Occurrence(
        source=f"gift/{gift.code}",
        sale_id=bill.sale_id,
        day=occasion.moment.day,
        name=gift.name,
        step="gift_given",
        times=times,
        tallies=gift.tallies((due for due, _ in counts), times),
    )
    return award_for(gift.gives, given, coupons)
