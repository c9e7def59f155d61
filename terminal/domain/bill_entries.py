"""The ledger entries that a sale makes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from terminal.domain.awards import Award
from terminal.domain.customers import Customer
from terminal.domain.earning import spend_in_group
from terminal.domain.expiry import ExpiryRule, new_lot
from terminal.domain.ledger import Entry, EntryKind, LotPart, ReservationStep, Reserving
from terminal.domain.programme import Brand, Programme
from terminal.domain.progress import Progress, add, progress_of
from terminal.domain.sold import SoldBill
from terminal.domain.spending import Purse, each_once, spend


def entries_of(
    programme: Programme,
    sold: SoldBill,
    customer: Customer,
    used: Progress,
    awards: tuple[Award, ...],
    purses: Sequence[Purse] = (),
) -> SoldBill:
    """``sold`` with its entries: points spent, points earned, bonuses, and what others get for it.

    ``used`` is what its coupons change. The points go into and out of the customer's wallet, which may be their
    household's; visits, spend and everything else are their own. ``purses`` say of what in the wallet it takes first;
    without any all points come from its open lots.
    """
    store = programme.store(sold.store)
    brand = programme.brand_at(store)
    mine = tuple(award for award in awards if award.member_id is None)
    visit = Entry(
        member_id=customer.facts.member_id,
        kind=EntryKind.ACCRUE,
        points=0,
        spend_minor=spend_in_group(programme, store, sold.spend(brand)),
        visits=1,
        qualifying=sum(award.qualifying for award in mine),
        progress=add(used, progress_from(mine)),
    )
    gained = [
        *_accrued(brand, sold, visit, customer.wallet.member_id, mine),
        *_given(brand, sold, customer.wallet.member_id, mine, EntryKind.BONUS),
    ]
    entries = [
        *_spent_and_gained(brand, sold, purses or (Purse(customer.wallet.lots),), customer.wallet.member_id, gained),
        *(entry for other in _others(awards) for entry in _for_other(brand, sold, other, awards)),
    ]
    return replace(sold, entries=tuple(entries))


def progress_from(awards: Iterable[Award]) -> Progress:
    """What ``awards`` change besides points."""
    given = list(awards)
    return progress_of(
        [tally for award in given for tally in award.tallies],
        [voucher for award in given for voucher in award.vouchers],
        [held for award in given for held in award.tiers],
    )


def lots_from(brand: Brand, sale_id: str, awards: Iterable[Award], day: date) -> tuple[LotPart, ...]:
    """The lots that the points of ``awards`` go into: one for each clock they run by."""
    points: dict[str, int] = {}
    clocks: dict[str, ExpiryRule] = {}
    for award in awards:
        if award.points:
            own = "" if award.expiry is None or award.expiry == brand.expiry else f".{award.source}"
            points[own] = points.get(own, 0) + award.points
            clocks[own] = award.expiry or brand.expiry
    return tuple(new_lot(clocks[own], brand.code, f"{sale_id}{own}", count, day) for own, count in points.items())


def other_lot_id(sale_id: str, member_id: str) -> str:
    """The lot that holds what another member than the buyer gets for a sale."""
    return f"{sale_id}.{member_id[:8]}"


def _spent_and_gained(
    brand: Brand, sold: SoldBill, purses: Sequence[Purse], wallet: str, gained: list[Entry]
) -> list[Entry]:
    """What was spent before what was gained, unless a bill's own points may be spent on it."""
    if not sold.spent:
        return gained
    own = brand.redemption is not None and brand.redemption.this_bill
    if own:
        earned = [part for entry in gained for part in entry.parts]
        purses = [purse if purse.reservation else Purse(each_once((*purse.lots, *earned))) for purse in purses]
    spent = _redeemed(brand, sold, purses, wallet)
    return [*gained, *spent] if own else [*spent, *gained]


def _redeemed(brand: Brand, sold: SoldBill, purses: Sequence[Purse], wallet: str) -> list[Entry]:
    """One entry for each purse that the bill takes from; what no lot had goes with the open ones."""
    spent = spend(brand, purses, sold.spent, sold.day)
    missing = sum([points for _, points in spent.missing])
    entries = []
    for purse, parts in zip(purses, spent.of_purses, strict=True):
        held = purse.reservation
        points = sum([part.points for part in parts]) + (0 if held else missing)
        if points:
            reserving = Reserving(held.reservation_id, ReservationStep.SPEND, held.terminal) if held else None
            entries.append(Entry(wallet, EntryKind.REDEEM, -points, parts, reservation=reserving))
    return entries


def _accrued(brand: Brand, sold: SoldBill, visit: Entry, wallet: str, awards: tuple[Award, ...]) -> list[Entry]:
    given = _given(brand, sold, wallet, awards, EntryKind.ACCRUE)
    if wallet != visit.member_id or not given:
        return [*given, visit]
    return [replace(visit, points=given[0].points, parts=given[0].parts)]


def _given(brand: Brand, sold: SoldBill, wallet: str, awards: Iterable[Award], kind: EntryKind) -> list[Entry]:
    parts = lots_from(brand, sold.sale_id, (award for award in awards if award.kind is kind), sold.day)
    points = sum(part.points for part in parts)
    return [Entry(wallet, kind, points, parts)] if points else []


def _others(awards: Iterable[Award]) -> list[str]:
    return list(dict.fromkeys(award.member_id for award in awards if award.member_id is not None))


def _for_other(brand: Brand, sold: SoldBill, member_id: str, awards: Iterable[Award]) -> list[Entry]:
    theirs = [award for award in awards if award.member_id == member_id]
    parts = lots_from(brand, other_lot_id(sold.sale_id, member_id), theirs, sold.day)
    progress = progress_from(theirs)
    points = sum(part.points for part in parts)
    return [Entry(member_id, EntryKind.BONUS, points, parts, progress=progress)] if points or progress else []
