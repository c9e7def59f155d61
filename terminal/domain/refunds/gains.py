"""What a sale gave to whom, and what of it the rest of the bill would still give."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from fractions import Fraction

from terminal.domain.awards import Award
from terminal.domain.bill_entries import lots_from, other_lot_id, progress_from
from terminal.domain.coupons import SOURCE as COUPON_USES
from terminal.domain.earning import Purchase, awards_of
from terminal.domain.ledger import EntryKind, LotPart
from terminal.domain.lines import EarningLine
from terminal.domain.pricing.points import POINTS_TALLY
from terminal.domain.programme import Brand, Programme, RefundRounding
from terminal.domain.progress import NO_PROGRESS, Progress, add
from terminal.domain.records import record
from terminal.domain.refunds.shares import Shares, complete, part_of
from terminal.domain.rewards import SOURCE as REWARD_USES
from terminal.domain.sold import SoldBill

_USES = (COUPON_USES, REWARD_USES, POINTS_TALLY)


@record
class Gains:
    """What one member has from a sale: points by lot, qualifying points, tallies and vouchers."""

    lots: Mapping[str, int] = field(default_factory=dict)
    qualifying: int = 0
    progress: Progress = NO_PROGRESS


NO_GAINS = Gains()
GainsByMember = Mapping[str, Gains]


def lots_of(sale: SoldBill) -> Mapping[str, tuple[str, LotPart]]:
    """The lots that the sale's points went into, with whose they are: a household's points are in its own account."""
    lots: dict[str, tuple[str, LotPart]] = {}
    for entry in sale.entries:
        for part in entry.parts if entry.points > 0 else ():
            held = lots.get(part.lot_id)
            lots[part.lot_id] = (entry.member_id, part._replace(points=part.points + (held[1].points if held else 0)))
    return lots


def gains_of(sale: SoldBill) -> GainsByMember:
    """What the sale gave, by its own entries, whatever the programme would say today."""
    if sale.member_id is None:
        return {}
    gains = {sale.member_id: NO_GAINS}
    for entry in sale.entries:
        if entry.kind is EntryKind.REDEEM:
            continue
        others = _is_for_another(sale, entry.member_id, entry.parts)
        member_id = entry.member_id if others else sale.member_id
        had = gains.get(member_id, NO_GAINS)
        lots = dict(had.lots)
        for part in entry.parts:
            lots[part.lot_id] = lots.get(part.lot_id, 0) + part.points
        progress = add(had.progress, entry.progress if others else _without_uses(sale, entry.progress))
        gains[member_id] = Gains(lots, had.qualifying + entry.qualifying, progress)
    return gains


def _is_for_another(sale: SoldBill, member_id: str, parts: Iterable[LotPart]) -> bool:
    """Whether an entry is somebody else's bonus, and neither the buyer's nor their household's."""
    own = other_lot_id(sale.sale_id, member_id)
    return member_id != sale.member_id and all(
        part.lot_id == own or part.lot_id.startswith(f"{own}.") for part in parts
    )


def _without_uses(sale: SoldBill, progress: Progress) -> Progress:
    """``progress`` without the uses of coupons, rewards and points, which come back by rules of their own.

    Tiers are not among it either: those that rest on activity fall with it.
    """
    used = {coupon.voucher_id for coupon in sale.coupons}
    return Progress(
        tallies={key: tally for key, tally in progress.tallies.items() if not key.startswith(_USES)},
        vouchers={key: voucher for key, voucher in progress.vouchers.items() if key not in used},
    )


def left_of(
    programme: Programme, rounding: RefundRounding, sale: SoldBill, whole: GainsByMember, shares: Shares
) -> GainsByMember:
    """What of ``whole`` the rest of the sale is still worth once ``shares`` of its lines have been given back."""
    purchase = sale.purchase(programme)
    if purchase is None or complete(shares):
        return {}
    if not any(shares):
        return whole
    if rounding is RefundRounding.SHARE:
        share = _earning_share(purchase.lines, shares)
        return {member_id: less_share(gains, share) for member_id, gains in whole.items()}
    brand = programme.brand_at(purchase.store)
    return _by_member(brand, purchase, awards_of(programme, _rest(brand, purchase, sale, shares)))


def _rest(brand: Brand, purchase: Purchase, sale: SoldBill, shares: Shares) -> Purchase:
    shared = tuple(zip(purchase.lines, shares, strict=True))
    lines = tuple(
        replace(line, quantity=line.quantity * (1 - share), amount=line.amount - part_of(line.amount, share))
        for line, share in shared
        if share < 1
    )
    paid_back = sum(part_of(line.due, share) for line, share in zip(sale.lines, shares, strict=True))
    return replace(purchase, lines=lines, spent=sale.spend(brand, paid_back))


def _by_member(brand: Brand, purchase: Purchase, awards: tuple[Award, ...]) -> GainsByMember:
    gains: dict[str, Gains] = {}
    for member_id in dict.fromkeys(award.member_id for award in awards):
        theirs = [award for award in awards if award.member_id == member_id]
        lot_id = purchase.sale_id if member_id is None else other_lot_id(purchase.sale_id, member_id)
        lots = {part.lot_id: part.points for part in lots_from(brand, lot_id, theirs, purchase.moment.day)}
        qualifying = sum(award.qualifying for award in theirs) if member_id is None else 0
        progress = progress_from(theirs)
        gains[member_id or purchase.facts.member_id] = Gains(
            lots, qualifying, Progress(tallies=progress.tallies, vouchers=progress.vouchers)
        )
    return gains


def _earning_share(lines: tuple[EarningLine, ...], shares: Shares) -> Fraction:
    """The refunded share of what earned; nothing, to the end, of a bill on which nothing did."""
    earning = sum(line.amount for line in lines)
    back = sum((line.amount * share for line, share in zip(lines, shares, strict=True)), Fraction(0))
    return back / earning if earning else Fraction(0)


def less_share(gains: Gains, share: Fraction) -> Gains:
    """``gains`` less the floor of their ``share``: of all points together, and of each count."""
    back, lots = part_of(sum(gains.lots.values()), share), {}
    for lot_id, points in gains.lots.items():
        taken = min(points, back)
        back -= taken
        lots[lot_id] = points - taken
    progress = Progress(
        tallies={
            key: replace(tally, count=_rest_of_count(tally.count, share))
            for key, tally in gains.progress.tallies.items()
        },
        vouchers={
            key: voucher._replace(uses=_rest_of_count(voucher.uses, share))
            for key, voucher in gains.progress.vouchers.items()
        },
    )
    return Gains(lots, gains.qualifying - part_of(gains.qualifying, share), progress)


def _rest_of_count(count: int, share: Fraction) -> int:
    """A count less the floor of its share; what was used up (below zero) comes back by the same measure."""
    return count - part_of(count, share) if count >= 0 else count + part_of(-count, share)
