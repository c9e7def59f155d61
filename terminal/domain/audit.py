"""A sale calculated again, by whoever has only its frame and the bundle it names.

The till decided with what it knew; the frame says what that was. So the same rules must give the same figures, and
where they do not, either a till computes wrongly or somebody wrote the frame by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from terminal.domain.awards import Award, earned
from terminal.domain.bill_entries import entries_of, progress_from
from terminal.domain.customers import Customer
from terminal.domain.documents import entry_document
from terminal.domain.earning import awards_of
from terminal.domain.ledger import Entry, EntryKind, MemberState
from terminal.domain.lines import POINTS_DISCOUNT, PricedLine
from terminal.domain.pricing.tax import with_tax
from terminal.domain.programme import Programme
from terminal.domain.progress import Progress, Tally, Voucher, add, negated
from terminal.domain.sold import SoldBill

SHOWN_MAX: Final = 8
_USED_TALLIES: Final = ("coupon/", "reward/", "points/")


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of the frame (``said``) that the rules calculate otherwise (``computed``); both JSON-able."""

    what: str
    said: object
    computed: object


def sale_differences(programme: Programme, sold: SoldBill, figures: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Where the frame of a sale differs from what ``programme`` gives for it; ``figures`` is the frame's body.

    Raises ``Refusal`` where the programme knows nothing of what the sale names (a store, a tier).
    """
    purchase = sold.purchase(programme)
    awards = awards_of(programme, purchase) if purchase else ()
    compared = [
        ("earned", figures.get("earned", 0), earned(awards)),
        ("due", figures.get("total", 0), sold.due),
        ("paid", sum(tender.amount for tender in sold.tenders), sold.due),
        ("redeemed", figures.get("redeemed", 0), sum(points for _, points in sold.spent)),
        *_prices(programme, sold),
    ]
    differing = [Difference(what, said, computed) for what, said, computed in compared if said != computed]
    return (*differing, *_entries(programme, sold, awards))


def _prices(programme: Programme, sold: SoldBill) -> list[tuple[str, int, int]]:
    """Points as money are worth what the brand says, tax is what the store adds, nothing is below zero."""
    store = programme.store(sold.store)
    brand = programme.brand_at(store)
    taken = sum(amount for line in sold.lines for source, amount in line.discounts if source == POINTS_DISCOUNT)
    points = sum(points for source, points in sold.spent if source == POINTS_DISCOUNT)
    added = store.tax is not None and not store.tax.included
    below_zero = sum(line.net < 0 or any(amount < 0 for _, amount in line.discounts) for line in sold.lines)
    return [
        ("points_worth", taken, brand.redemption.value_of(points) if brand.redemption else 0),
        ("tax", _tax(sold.lines), _tax(with_tax(store, sold.lines)) if added else 0),
        ("lines_below_zero", below_zero, 0),
    ]


def _tax(lines: tuple[PricedLine, ...]) -> int:
    return sum(line.tax for line in lines)


def _entries(programme: Programme, sold: SoldBill, awards: tuple[Award, ...]) -> tuple[Difference, ...]:
    said = [_comparable(entry) for entry in sold.entries]
    computed = [_comparable(entry) for entry in _recalculated(programme, sold, awards)]
    if said == computed:
        return ()
    too_many = [entry_document(entry) for entry in said if entry not in computed]
    missing = [entry_document(entry) for entry in computed if entry not in said]
    if not too_many and not missing and len(said) == len(computed):
        return ()
    return (Difference("entries", too_many[:SHOWN_MAX], missing[:SHOWN_MAX]),)


def _recalculated(programme: Programme, sold: SoldBill, awards: tuple[Award, ...]) -> tuple[Entry, ...]:
    if sold.facts is None:
        return ()
    wallet = _wallet(sold, awards)
    customer = Customer(sold.facts, MemberState(wallet), {})
    used = _used(sold, progress_from(award for award in awards if award.member_id is None))
    return entries_of(programme, replace(sold, entries=()), customer, used, awards).entries


def _wallet(sold: SoldBill, awards: tuple[Award, ...]) -> str:
    """Whose points it took and gave: the buyer's, or those of the household that only the till knew of."""
    others = {award.member_id for award in awards}
    mine = sold.member_id or ""
    moved = (entry.member_id for entry in sold.entries if entry.points and entry.member_id not in others)
    return next((member_id for member_id in moved if member_id != mine), mine)


def _used(sold: SoldBill, given: Progress) -> Progress:
    """What coupons and points on the bill changed, as the frame says it: all of its progress that rules did not give.

    Which of a member's vouchers a coupon was is the till's knowledge; that it is one of those on the bill is checked.
    """
    said = Progress()
    for entry in sold.entries:
        if entry.member_id == sold.member_id:
            said = add(said, entry.progress)
    rest = add(Progress((), said.tallies, said.vouchers), negated(given))
    presented = {used.voucher_id for used in sold.coupons}
    return Progress(
        tallies={key: tally for key, tally in rest.tallies.items() if _is_use(tally)},
        vouchers={key: voucher for key, voucher in rest.vouchers.items() if _is_taken(voucher, presented)},
    )


def _is_use(tally: Tally) -> bool:
    return tally.count > 0 and tally.key.startswith(_USED_TALLIES)


def _is_taken(voucher: Voucher, presented: set[str | None]) -> bool:
    return voucher.uses < 0 and voucher.voucher_id in presented


def _comparable(entry: Entry) -> Entry:
    """Which lots points were taken from is the till's knowledge; how many were is not."""
    return replace(entry, parts=()) if entry.kind is EntryKind.REDEEM else entry
