"""A bill calculated: what comes off it, what is due, what it earns, and every step explained.

Pure: the same bill gives the same quote on the till and on the server, and calculating changes nothing.
"""

from collections.abc import Sequence
from dataclasses import field, replace
from typing import Literal

from terminal.domain.awards import Award, earned
from terminal.domain.bill_entries import entries_of
from terminal.domain.coupons import refuse_idle
from terminal.domain.customers import Customer
from terminal.domain.earning import awards_of
from terminal.domain.errors import Refusal
from terminal.domain.ledger import Entry
from terminal.domain.lines import CashierDiscount, Explain, Line, PricedLine
from terminal.domain.money import AMOUNT_MINOR_MAX, QUANTITY_MAX
from terminal.domain.occasion import Moment
from terminal.domain.presenting import Papers
from terminal.domain.pricing.points import PointsPaid
from terminal.domain.pricing.price import price
from terminal.domain.pricing.request import Priced, PriceRequest
from terminal.domain.pricing.tax import tax_in, with_tax
from terminal.domain.programme import Programme, Store, Tier
from terminal.domain.progress import add
from terminal.domain.records import record
from terminal.domain.redeeming import redeem
from terminal.domain.redemption import Knowledge, RedeemLimit
from terminal.domain.sold import SoldBill
from terminal.domain.spending import purses_of
from terminal.domain.tenders import CASH, Settled, TenderPaid, TenderRequest, settle

__all__ = ["Bill", "Explain", "Knowledge", "Line", "Quote", "RedeemLimit", "quote"]

LINES_MAX = 1000


@record
class Bill:
    """A bill to calculate. ``sale_id`` names the lots its points go into and the vouchers it gives.

    ``redeem`` is points or ``"max"``, ``coupons`` what was presented (see ``presenting.present``), ``papers`` what is
    known of printed ones, ``rewards`` codes of the catalogue, ``discount`` the cashier's on the whole bill,
    ``approved_by`` who approved what needs an approval.
    Without ``tenders``, cash pays exactly.
    """

    sale_id: str
    store: Store
    moment: Moment
    lines: tuple[Line, ...]
    redeem: int | Literal["max"] = 0
    coupons: tuple[str, ...] = ()
    papers: Papers = field(default_factory=Papers)
    rewards: tuple[str, ...] = ()
    discount: CashierDiscount | None = None
    approved_by: str = ""
    tenders: tuple[TenderRequest, ...] = ()


@record
class Quote:
    """A calculated bill; amounts are minor units.

    ``subtotal`` is the lines' full price, ``redeemed`` all points it takes (rewards among them), ``redeemed_amount``
    what points paid as money, ``tax`` what is in the ``total`` that is due. ``sold`` is the sale as it will be
    remembered, with the ledger ``entries`` it makes. ``tier`` is the member's, ``None`` without one.
    """

    sold: SoldBill
    subtotal: int
    redeemed: int
    redeemed_amount: int
    tax: int
    total: int
    settled: Settled
    earned: int
    awards: tuple[Award, ...]
    tier: Tier | None
    upgraded_to: Tier | None
    limit: RedeemLimit
    explain: tuple[Explain, ...]

    @property
    def lines(self) -> tuple[PricedLine, ...]:
        """The lines, priced."""
        return self.sold.lines

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The ledger entries that selling makes."""
        return self.sold.entries

    @property
    def redeemed_of_reserved(self) -> int:
        """The points it takes of those that are set aside for the terminal."""
        return -sum([entry.points for entry in self.entries if entry.reservation])


def quote(programme: Programme, bill: Bill, customer: Customer | None, knowledge: Knowledge) -> Quote:
    """``bill`` for ``customer``, calculated with ``programme``.

    Raises ``Refusal``: ``lines_empty``, ``lines_too_many``, ``amount_invalid``, ``quantity_invalid``,
    ``points_too_many``, and those of pricing, redeeming and tenders.
    """
    subtotal = _subtotal(bill.lines)
    brand = programme.brand_at(bill.store)
    facts = customer.facts if customer else None
    request = _price_request(programme, bill, customer, knowledge)
    priced = price(request)

    limit, paid = redeem(request, priced, bill.redeem, lambda paid: _would_earn(bill, request, priced, paid))
    made = _sell(request, priced, paid, bill)
    settled, sold, awards = made.settled, made.sold, made.awards
    refuse_idle(brand.coupons, priced.coupons, awards)
    lines = sold.lines
    total = sold.due
    if customer:
        purses = purses_of(customer.wallet, knowledge.terminal, bill.moment.day, online=knowledge.online)
        sold = entries_of(programme, sold, customer, add(priced.progress, paid.progress), awards, purses)
    return Quote(
        sold=sold,
        subtotal=subtotal,
        redeemed=sum(points for _, points in sold.spent),
        redeemed_amount=paid.amount,
        tax=tax_in(bill.store, lines),
        total=total,
        settled=settled,
        earned=earned(awards),
        awards=awards,
        tier=programme.tier(facts.tier) if facts else None,
        upgraded_to=_upgraded_to(programme, awards),
        limit=limit,
        explain=(*priced.steps, *paid.steps, *(step for award in awards for step in award.steps)),
    )


@record
class _Selling:
    """A bill once it is known what points pay of it: how the rest is settled, the sale, and what it gives."""

    settled: Settled
    sold: SoldBill
    awards: tuple[Award, ...]

    @property
    def earned(self) -> int:
        """The buyer's points."""
        return earned(self.awards)


def _price_request(programme: Programme, bill: Bill, customer: Customer | None, knowledge: Knowledge) -> PriceRequest:
    return PriceRequest(
        programme=programme,
        store=bill.store,
        moment=bill.moment,
        lines=bill.lines,
        facts=customer.facts if customer else None,
        wallet=customer.wallet if customer else None,
        vouchers=customer.vouchers if customer else {},
        knowledge=knowledge,
        coupons=bill.coupons,
        papers=bill.papers,
        rewards=bill.rewards,
        discount=bill.discount,
        approved_by=bill.approved_by,
        tenders=tuple(tender.type for tender in bill.tenders) or (CASH,),
    )


def _sell(request: PriceRequest, priced: Priced, paid: PointsPaid, bill: Bill) -> _Selling:
    brand = request.brand
    lines = with_tax(bill.store, paid.lines)
    settled = settle(brand.tenders, brand.currency, sum([line.due for line in lines]), bill.tenders)
    kept = settled.kept()
    sold = SoldBill(
        sale_id=bill.sale_id,
        store=bill.store.code,
        moment=bill.moment,
        lines=lines,
        facts=request.facts,
        tenders=kept,
        coupons=priced.coupons,
        spent=(*priced.reward_points, *paid.spent),
        by_hand=priced.by_hand,
        paying=_paying(request, kept),
    )
    purchase = sold.purchase(request.programme)
    return _Selling(settled, sold, awards_of(request.programme, purchase) if purchase else ())


def _paying(request: PriceRequest, kept: tuple[TenderPaid, ...]) -> tuple[str, ...]:
    """The types of tender that coupons and rewards were asked with, where those are others than paid in the end."""
    asked = request.coupons or request.rewards
    return request.tenders if asked and request.tenders != tuple([tender.type for tender in kept]) else ()


def _would_earn(bill: Bill, request: PriceRequest, priced: Priced, paid: PointsPaid) -> int:
    """What the bill earns with so much of it paid by points, whether or not its tenders then fit what is due."""
    try:
        return _sell(request, priced, paid, bill).earned
    except Refusal:
        return _sell(request, priced, paid, replace(bill, tenders=())).earned


def _upgraded_to(programme: Programme, awards: Sequence[Award]) -> Tier | None:
    held = [held for award in awards if award.steps for held in award.tiers]
    return programme.tier(held[-1].tier) if held else None


def _subtotal(lines: Sequence[Line]) -> int:
    if not lines:
        raise Refusal("lines_empty")
    if len(lines) > LINES_MAX:
        raise Refusal("lines_too_many", lines=len(lines), lines_max=LINES_MAX)
    for number, line in enumerate(lines, start=1):
        if not 0 <= line.amount <= AMOUNT_MINOR_MAX:
            raise Refusal("amount_invalid", line=number, amount=str(line.amount))
        numerator, denominator = line.quantity.as_integer_ratio()  # comparing fractions takes its time
        if not 0 <= numerator <= QUANTITY_MAX * denominator:
            raise Refusal("quantity_invalid", line=number, quantity=str(line.quantity))
    subtotal = sum([line.amount for line in lines])
    if subtotal > AMOUNT_MINOR_MAX:
        raise Refusal("amount_invalid", amount=str(subtotal))
    return subtotal
