"""The coupons of a bill: each takes its part of what the ones before it left."""

from dataclasses import replace
from typing import Final

from terminal.domain.benefits import NOTHING_OFF, HandedOver, Off, taken_off
from terminal.domain.coupons import SOURCE, Coupon, use_of
from terminal.domain.errors import Refusal
from terminal.domain.lines import Explain
from terminal.domain.occasion import Occasion
from terminal.domain.presenting import Desk, Presented, present
from terminal.domain.pricing.cashier import discountable
from terminal.domain.pricing.request import Priced, PriceRequest
from terminal.domain.progress import add

MEMBER_CONDITIONS: Final = frozenset(
    ("member", "tiers", "tags", "except_tags", "segments", "birthday", "first_purchase", "away_days", "joined_days")
)
AMOUNT_CONDITIONS: Final = frozenset(("minimum", "spend"))


def use_coupons(request: PriceRequest, priced: Priced) -> Priced:
    """``priced`` after the coupons that were presented.

    Raises ``Refusal``: ``coupon_…``.
    """
    if not request.coupons:
        return priced
    facts, day = request.facts, request.moment.day
    desk = Desk(day, request.brand.coupons, request.programme.coupons, facts, request.vouchers, request.papers)
    for presented in present(desk, request.coupons):
        priced = _use(request, presented, priced)
    return priced


def _use(request: PriceRequest, presented: Presented, priced: Priced) -> Priced:
    coupon = presented.coupon
    if coupon.currency is not None and coupon.currency != request.brand.currency.code:
        raise Refusal("coupon_not_here", coupon=coupon.code, condition="currency")
    if coupon.when.named:
        _check(coupon, request.occasion(priced.lines))
    off, step = _taken(request, coupon, priced)
    lines = taken_off(priced.lines, off, f"{SOURCE}{coupon.code}")
    progress = priced.progress
    if request.facts is not None:
        progress = add(progress, use_of(coupon, presented.voucher, request.moment.day))
    steps = (*priced.steps, step) if step else priced.steps
    uses = (*priced.coupons, presented.use)
    return replace(priced, lines=lines, coupons=uses, progress=progress, steps=steps, gone=priced.gone.and_then(off))


def _taken(request: PriceRequest, coupon: Coupon, priced: Priced) -> tuple[Off, Explain | None]:
    lines = priced.lines
    if coupon.gives_points:
        if request.facts is None:
            raise Refusal("coupon_needs_member", coupon=coupon.code)
        return NOTHING_OFF, None  # earning gives the points, and explains them
    if isinstance(coupon.benefit, HandedOver):
        return NOTHING_OFF, Explain("coupon_handed_over", data={"coupon": coupon.name})
    places = discountable(request.brand.discounts, lines, coupon.items)
    off = coupon.benefit.off(lines, places, priced.gone)
    if not off.total:
        raise Refusal("coupon_without_effect", coupon=coupon.code)
    return off, Explain("coupon_used", amount=-off.total, data={"coupon": coupon.name})


def _check(coupon: Coupon, occasion: Occasion) -> None:
    unmet = coupon.when.unmet(occasion)
    if unmet is None:
        return
    if unmet in MEMBER_CONDITIONS and occasion.facts is None:
        raise Refusal("coupon_needs_member", coupon=coupon.code)
    if unmet in AMOUNT_CONDITIONS:
        if coupon.gives_points:
            return  # what earns decides, which is not known before points have paid
        raise Refusal("coupon_below_minimum", coupon=coupon.code)
    raise Refusal("coupon_not_here", coupon=coupon.code, condition=unmet)
