"""What a bill costs, calculated again from what its frame says was asked for.

These are the functions that quotes run. Where a quote knows what the member held and had, this takes the frame's word:
the vouchers are those that its entries take, numbers on paper are genuine, and the balance was enough.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from terminal.domain.awards import Award
from terminal.domain.benefits import Off, taken_off
from terminal.domain.coupon_numbers import taken_as_genuine
from terminal.domain.coupons import UsedCoupon, refuse_idle
from terminal.domain.errors import Refusal
from terminal.domain.lines import POINTS_DISCOUNT, ByHand, CashierDiscount, Line, PricedLine
from terminal.domain.presenting import Papers
from terminal.domain.pricing.cashier import CASHIER
from terminal.domain.pricing.points import PointsPaid
from terminal.domain.pricing.price import after_cashier, by_cashier, priced_line
from terminal.domain.pricing.request import Priced, PriceRequest
from terminal.domain.programme import Brand, Programme
from terminal.domain.progress import NO_PROGRESS, Progress, Voucher, add
from terminal.domain.redeeming import redeem_again
from terminal.domain.rewards import REWARDS_MAX
from terminal.domain.rewards import SOURCE as REWARD_SOURCE
from terminal.domain.sold import SoldBill
from terminal.domain.tenders import CASH

SHOWN_MAX: Final = 8

Compared = tuple[str, object, object]
"""A figure's name, what the frame says of it, and what the rules calculate; JSON-able."""
Discounts = list[list[object]]


def prices_compared(
    programme: Programme, sold: SoldBill, awards: tuple[Award, ...], approved_by: str
) -> tuple[list[Compared], Progress | None]:
    """What was taken off ``sold``, beside what comes off it; and what its coupons, rewards and points change.

    That is ``None`` for a bill that the rules would have refused. ``awards`` are what the sale gives.
    """
    if _is_plain(programme, sold):
        return [], NO_PROGRESS
    request = _request(programme, sold, approved_by)
    priced, compared = _after_cashier(request, sold)
    try:
        priced = after_cashier(request, priced)
        refuse_idle(request.brand.coupons, priced.coupons, awards)
        paid = redeem_again(
            request, priced, sum([points for source, points in sold.spent if source == POINTS_DISCOUNT])
        )
    except Refusal as refusal:
        what = "coupons" if refusal.kind.startswith("coupon") else "spent"
        said = _coupons(sold.coupons) if what == "coupons" else _pairs(sold.spent)
        return [*compared, (what, said, _refused(refusal))], None
    compared += [
        ("coupons", _coupons(sold.coupons), _coupons(priced.coupons)),
        ("spent", _pairs(sold.spent), _pairs((*priced.reward_points, *paid.spent))),
        ("discounts", *_discounts(sold, paid)),
    ]
    return compared, add(priced.progress, paid.progress)


def _is_plain(programme: Programme, sold: SoldBill) -> bool:
    """Whether nothing was taken off, and nothing had to be."""
    if sold.coupons or sold.spent or sold.by_hand:
        return False
    for line in sold.lines:
        if line.discounts:
            return False
    return sold.facts is None or not programme.tier(sold.facts.tier).discount


def _after_cashier(request: PriceRequest, sold: SoldBill) -> tuple[Priced, list[Compared]]:
    """The lines after what the cashier took off; as the frame says, where the brand does not allow it."""
    said = _by_hand(sold.by_hand)
    try:
        priced = by_cashier(request)
    except Refusal as refusal:
        return Priced(tuple([_as_said(line) for line in sold.lines])), [("by_hand", said, _refused(refusal))]
    return priced, [("by_hand", said, _by_hand(priced.by_hand))]


def _as_said(line: PricedLine) -> PricedLine:
    full = priced_line(_line(line, None))
    for source, amount in line.discounts:
        if source == CASHIER:
            (full,) = taken_off((full,), Off({0: max(min(amount, full.net), 0)}), CASHIER)
    return full


def _request(programme: Programme, sold: SoldBill, approved_by: str) -> PriceRequest:
    """What was asked for at the till, as far as the frame says it."""
    store = programme.store(sold.store)
    given = {taken.place: CashierDiscount(taken.reason, amount=taken.amount) for taken in sold.by_hand}
    vouchers = _vouchers(sold)
    numbers = [used.voucher_id for used in sold.coupons if used.voucher_id and used.voucher_id not in vouchers]
    return PriceRequest(
        programme=programme,
        store=store,
        moment=sold.moment,
        lines=tuple([_line(line, given.get(place)) for place, line in enumerate(sold.lines)]),
        facts=sold.facts,
        vouchers=vouchers,
        coupons=tuple([used.voucher_id or used.coupon for used in sold.coupons]),
        papers=Papers(taken_as_genuine(numbers)),
        rewards=tuple(_rewards(programme.brand_at(store), sold)),
        discount=given.get(None),
        approved_by=approved_by,
        tenders=sold.paying or tuple([tender.type for tender in sold.tenders]) or (CASH,),
    )


def _line(line: PricedLine, discount: CashierDiscount | None) -> Line:
    return Line(line.sku, line.name, line.category, line.quantity, line.gross, discount)


def _vouchers(sold: SoldBill) -> Mapping[str, Voucher]:
    """The vouchers on the bill that the member's entries take, as they were before it."""
    presented = {used.voucher_id for used in sold.coupons}
    if not presented:
        return {}
    return {
        voucher.voucher_id: Voucher(
            voucher.voucher_id, voucher.coupon, -voucher.uses, voucher.valid_from, voucher.valid_until
        )
        for entry in sold.entries
        if entry.member_id == sold.member_id
        for voucher in entry.progress.vouchers.values()
        if voucher.uses < 0 and voucher.voucher_id in presented
    }


def _rewards(brand: Brand, sold: SoldBill) -> Iterator[str]:
    """The rewards that were chosen, by what they cost."""
    for source, points in sold.spent:
        if source != POINTS_DISCOUNT:
            code = source.removeprefix(REWARD_SOURCE)
            reward = brand.rewards.get(code)
            times = points // reward.points if reward else 1
            yield from [code] * min(times, REWARDS_MAX + 1)


def _discounts(sold: SoldBill, paid: PointsPaid) -> tuple[Discounts, Discounts]:
    """What the frame says was taken off lines and the rules do not, and the other way round, by line and source."""
    said, computed = [], []
    for number, (line, again) in enumerate(zip(sold.lines, paid.lines, strict=True), start=1):
        if line.discounts != again.discounts:
            before, after = Counter(line.discounts), Counter(again.discounts)
            said += [[number, *discount] for discount in (before - after).elements()]
            computed += [[number, *discount] for discount in (after - before).elements()]
    return said[:SHOWN_MAX], computed[:SHOWN_MAX]


def _refused(refusal: Refusal) -> dict[str, object]:
    return {"refused": refusal.kind, **refusal.data}


def _coupons(used: tuple[UsedCoupon, ...]) -> Discounts:
    return [[use.coupon, use.voucher_id] for use in used]


def _pairs(pairs: tuple[tuple[str, int], ...]) -> Discounts:
    return [list(pair) for pair in pairs]


def _by_hand(taken: tuple[ByHand, ...]) -> Discounts:
    return [[None if one.place is None else one.place + 1, one.amount, one.reason] for one in taken]
