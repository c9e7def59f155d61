"""A sale calculated again, by whoever has only its frame and the bundle it names.

The till decided with what it knew; the frame says what that was. So the same rules must give the same figures, and
where they do not, either a till computes wrongly or somebody wrote the frame by hand.

Calculated again are what came off each line (by the cashier, the tier, coupons, rewards, points), what rewards cost,
the tax, what is due, what it earned and every ledger entry. Taken as the frame says is what only a till can know: what
it knew of the member (``facts``), which vouchers they held and how many points, from which lots those were taken,
whether a number on paper is genuine (its uses are counted elsewhere), what the cashier took off (within what the brand
allows, approved where it asks for that), who approved it, how many points were asked for, with which tenders, and
whether the limits of selling offline were kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from terminal.domain.awards import Award, earned
from terminal.domain.bill_entries import entries_of
from terminal.domain.customers import Customer
from terminal.domain.documents import entry_document
from terminal.domain.earning import awards_of
from terminal.domain.ledger import Entry, EntryKind, MemberState
from terminal.domain.lines import POINTS_DISCOUNT
from terminal.domain.pricing.tax import tax_in, with_tax
from terminal.domain.programme import Programme, Store
from terminal.domain.progress import Progress
from terminal.domain.records import record
from terminal.domain.repricing import Compared, prices_compared
from terminal.domain.sold import SoldBill
from terminal.domain.tenders import Settled, TenderPaid

SHOWN_MAX: Final = 8


@record
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
    approved_by = figures.get("approved_by")
    prices, used = prices_compared(programme, sold, awards, approved_by if isinstance(approved_by, str) else "")
    compared = (
        ("earned", figures.get("earned", 0), earned(awards)),
        *_sums(sold, figures),
        *prices,
        *_line_tax(programme.store(sold.store), sold),
        *_told(programme, sold, awards, figures),
    )
    differing = tuple([Difference(what, said, computed) for what, said, computed in compared if said != computed])
    return differing if used is None else (*differing, *_entries(programme, sold, awards, used))


def _sums(sold: SoldBill, figures: Mapping[str, Any]) -> Iterator[Compared]:
    due = sold.due
    yield "due", figures.get("total", 0), due
    yield "paid", sum([tender.amount for tender in sold.tenders]), due
    spent = sum([points for _, points in sold.spent])
    yield "redeemed", figures.get("redeemed", 0), spent
    if spent:
        redeemed = [entry for entry in sold.entries if entry.kind is EntryKind.REDEEM]
        from_lots = sum([part.points for entry in redeemed for part in entry.parts])
        yield "from_lots", from_lots, -sum([entry.points for entry in redeemed])


def _line_tax(store: Store, sold: SoldBill) -> Iterator[Compared]:
    """The tax that the store adds, shared over the lines; none where prices have it in them."""
    if store.tax is None or store.tax.included:
        again = [0] * len(sold.lines)
    else:
        again = [line.tax for line in with_tax(store, sold.lines)]
    said = [line.tax for line in sold.lines]
    if said != again:
        places = [place for place in range(len(said)) if said[place] != again[place]][:SHOWN_MAX]
        yield (
            "line_tax",
            [[place + 1, said[place]] for place in places],
            [[place + 1, again[place]] for place in places],
        )


def _told(
    programme: Programme, sold: SoldBill, awards: tuple[Award, ...], figures: Mapping[str, Any]
) -> Iterator[Compared]:
    """What the frame says besides for people to read, as far as it does."""
    if "subtotal" in figures:
        yield "subtotal", figures["subtotal"], sum([line.gross for line in sold.lines])
    if "redeemed_amount" in figures:
        bought = [amount for line in sold.lines for source, amount in line.discounts if source == POINTS_DISCOUNT]
        yield "redeemed_amount", figures["redeemed_amount"], sum(bought)
    if "tax" in figures:
        yield "tax", figures["tax"], tax_in(programme.store(sold.store), sold.lines)
    if "awards" in figures:
        given = [[award.source, award.points] for award in awards if award.points or award.vouchers]
        yield "awards", figures["awards"], given
    if "tenders" in figures and "change" in figures:
        paid = tuple(TenderPaid(tender["type"], tender["amount"]) for tender in figures["tenders"])
        yield "change", figures["change"], sum([tender.amount for tender in paid]) - sold.due
        yield "tenders", _tenders(Settled(paid, figures["change"]).kept()), _tenders(sold.tenders)


def _tenders(paid: Iterable[TenderPaid]) -> list[list[object]]:
    return [[tender.type, tender.amount] for tender in paid]


def _entries(programme: Programme, sold: SoldBill, awards: tuple[Award, ...], used: Progress) -> tuple[Difference, ...]:
    computed = _recalculated(programme, sold, awards, used)
    if len(computed) == len(sold.entries) and all(map(_same, sold.entries, computed)):
        return ()
    said = _comparable(sold.entries)
    computed = tuple(_comparable(computed))
    too_many = [entry_document(entry) for entry in said if entry not in computed]
    missing = [entry_document(entry) for entry in computed if entry not in said]
    if not too_many and not missing and len(said) == len(computed):
        return ()
    return (Difference("entries", too_many[:SHOWN_MAX], missing[:SHOWN_MAX]),)


def _recalculated(programme: Programme, sold: SoldBill, awards: tuple[Award, ...], used: Progress) -> tuple[Entry, ...]:
    if sold.facts is None:
        return ()
    customer = Customer(sold.facts, MemberState(_wallet(sold, awards)), {})
    return entries_of(programme, sold, customer, used, awards).entries


def _wallet(sold: SoldBill, awards: tuple[Award, ...]) -> str:
    """Whose points it took and gave: the buyer's, or those of the household that only the till knew of."""
    others = {award.member_id for award in awards}
    mine = sold.member_id or ""
    moved = (entry.member_id for entry in sold.entries if entry.points and entry.member_id not in others)
    return next((member_id for member_id in moved if member_id != mine), mine)


def _same(said: Entry, computed: Entry) -> bool:
    if said == computed:
        return True
    return said.kind is computed.kind is EntryKind.REDEEM and _without_lots(said) == _without_lots(computed)


def _comparable(entries: Iterable[Entry]) -> list[Entry]:
    """Which lots and reservations points were taken from is the till's knowledge; how many were is not."""
    found: list[Entry] = []
    for entry in entries:
        before = found[-1] if found else None
        if entry.kind is not EntryKind.REDEEM:
            found.append(entry)
        elif before and before.kind is EntryKind.REDEEM and before.member_id == entry.member_id:
            found[-1] = replace(_without_lots(entry), points=before.points + entry.points)
        else:
            found.append(_without_lots(entry))
    return found


def _without_lots(redemption: Entry) -> Entry:
    return replace(redemption, parts=(), reservation=None)
