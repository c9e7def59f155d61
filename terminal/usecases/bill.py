"""A bill worked out at this counter: what ``quote_sale`` shows and ``sell`` books."""

from dataclasses import replace
from datetime import date
from typing import Literal

from terminal.domain import ledger
from terminal.domain.bills import Bill, Line, Quote, quote
from terminal.domain.coupon_numbers import NUMBER_LENGTH, Check, check_digits
from terminal.domain.coupons import paper_coupons
from terminal.domain.customers import Customer
from terminal.domain.ledger import MemberState
from terminal.domain.lines import CashierDiscount, EarningLine, Explain
from terminal.domain.occasion import Occasion
from terminal.domain.presenting import Papers, clean
from terminal.domain.programme import Brand, Tier
from terminal.domain.progress import Voucher
from terminal.domain.records import record
from terminal.domain.redemption import Knowledge
from terminal.domain.sold import SoldBill
from terminal.domain.tenders import TenderRequest
from terminal.ports.store import MemberProfile, MemberRecord, UnitOfWork
from terminal.usecases.customers import customer_at
from terminal.usecases.knowledge import knowledge_of
from terminal.usecases.newcomers import member_or_newcomer
from terminal.usecases.receipt import receipt_language
from terminal.usecases.till import Counter


@record
class Sell:
    """A bill to sell. ``member`` is a phone, card, token or id; ``redeem`` points or ``"max"``.

    ``coupons`` are presented codes, ``rewards`` codes of the catalogue, ``discount`` is taken off the whole bill, and
    ``approved_by`` names who approved what needs it. Without tenders, cash pays exactly what is due. ``by_phone`` lets
    a phone earn that nobody here knows although the link is thought to be there: the server was asked and did not
    answer. The same ``key`` again gives the first answer and writes nothing.
    """

    member: str | None
    lines: tuple[Line, ...]
    redeem: int | Literal["max"] = 0
    tenders: tuple[TenderRequest, ...] = ()
    coupons: tuple[str, ...] = ()
    rewards: tuple[str, ...] = ()
    discount: CashierDiscount | None = None
    approved_by: str = ""
    cashier: str = ""
    key: str | None = None
    print_receipt: bool = True
    by_phone: bool = False


@record
class Paper:
    """A coupon printed on the receipt for whoever brings it: its number, its kind's code and its last day.

    ``since`` is its first day where that is not the day of the sale.
    """

    number: str
    coupon: str
    until: date
    since: date | None = None


@record
class BillFigures:
    """What a bill comes to, in minor units and points: ``subtotal`` at full price, ``discount`` off it before points.

    ``redeemed_amount`` is what points paid as money, ``tax`` what is in ``due``. ``upgraded_to`` is the tier that the
    bill lifts the member to, ``balance`` theirs after it, ``given`` are the vouchers it gives them.
    """

    subtotal: int
    discount: int
    redeemed: int
    redeemed_amount: int
    tax: int
    due: int
    earned: int
    balance: int | None
    upgraded_to: Tier | None
    given: tuple[Voucher, ...] = ()
    explain: tuple[Explain, ...] = ()


@record
class WorkedOut:
    """A bill with all that booking it needs.

    ``newcomer`` is the profile of a member who is enrolled with it. ``states`` are the accounts it touches, after it,
    by id; ``printed`` are the coupons its receipt has on it.
    """

    counter: Counter
    knowledge: Knowledge
    member: MemberRecord | None
    customer: Customer | None
    quote: Quote
    states: dict[str, MemberState]
    printed: tuple[Paper, ...]
    newcomer: MemberProfile | None = None

    @property
    def wallet_after(self) -> MemberState | None:
        """The account with the member's points, after the bill."""
        return self.states[self.customer.wallet.member_id] if self.customer else None

    @property
    def figures(self) -> BillFigures:
        """What it comes to."""
        wallet = self.wallet_after
        return figures_of(self.quote, wallet.balance(self.counter.day) if wallet else None)


def figures_of(quoted: Quote, balance: int | None) -> BillFigures:
    """The figures of a bill after which the member has ``balance`` points."""
    return BillFigures(
        subtotal=quoted.subtotal,
        discount=sum(line.gross - line.before_points for line in quoted.lines),
        redeemed=quoted.redeemed,
        redeemed_amount=quoted.redeemed_amount,
        tax=quoted.tax,
        due=quoted.total,
        earned=quoted.earned,
        balance=balance,
        upgraded_to=quoted.upgraded_to,
        given=tuple(voucher for award in quoted.awards if award.member_id is None for voucher in award.vouchers),
        explain=quoted.explain,
    )


def work_out(unit: UnitOfWork, counter: Counter, command: Sell, sale_id: str) -> WorkedOut:
    """``command`` calculated; nothing is written. Raises every ``Refusal`` of ``domain.bills.quote``."""
    member, newcomer = member_or_newcomer(unit, counter, command.member, unanswered=command.by_phone)
    customer = customer_at(counter, member) if member else None
    knowledge = knowledge_of(unit, counter, customer.wallet.member_id if customer else None)
    bill = Bill(
        sale_id=sale_id,
        store=counter.store,
        moment=counter.store.moment(counter.now),
        lines=_with_menu_names(counter.brand, command.lines, receipt_language(unit)),
        redeem=command.redeem,
        coupons=command.coupons,
        papers=papers_known(unit, command.coupons),
        rewards=command.rewards,
        discount=command.discount,
        approved_by=command.approved_by,
        tenders=command.tenders,
    )
    quoted = quote(counter.programme, bill, customer, knowledge)
    return WorkedOut(
        counter=counter,
        knowledge=knowledge,
        member=member,
        customer=customer,
        quote=quoted,
        states=_states_after(member, quoted, counter),
        printed=papers_printed(counter, quoted.sold, papers_known(unit, ()).check),
        newcomer=newcomer,
    )


def _with_menu_names(brand: Brand, lines: tuple[Line, ...], language: str) -> tuple[Line, ...]:
    """The lines with the name and category their SKU has on the brand's menu, where the caller gave none."""
    menu = {
        item.sku: (item.name.in_language(language), category.code) for category in brand.menu for item in category.items
    }
    named = []
    for line in lines:
        name, category = menu.get(line.sku, (line.sku, ""))
        named.append(replace(line, name=line.name or name, category=line.category or category))
    return tuple(named)


def papers_known(unit: UnitOfWork, presented: tuple[str, ...]) -> Papers:
    """What this till knows of the printed coupons among ``presented``."""
    numbers = {clean(text) for text in presented}
    return Papers(
        check=lambda said: check_digits(unit.identifier_hash("coupon", said)),
        used={number: unit.coupon_uses(number) for number in numbers if len(number) == NUMBER_LENGTH},
    )


def papers_printed(counter: Counter, sold: SoldBill, check: Check) -> tuple[Paper, ...]:
    """The coupons that the receipt of ``sold`` has on it; ``check`` makes their check digits."""
    coupons = counter.brand.coupons
    if not any(coupon.print_when for coupon in coupons.values()):
        return ()
    occasion = Occasion(
        brand=counter.brand.code,
        store=counter.store.code,
        region=counter.store.region,
        currency=counter.brand.currency.code,
        moment=sold.moment,
        facts=sold.facts,
        lines=tuple(
            EarningLine(line.sku, line.category, line.quantity, line.net, line.discounted) for line in sold.lines
        ),
        tenders=tuple(tender.type for tender in sold.tenders),
    )
    printed = paper_coupons(coupons, occasion, sold.sale_id, check)
    return tuple(
        Paper(paper.number, paper.coupon.code, paper.valid_until, _later(paper.valid_from, sold.day))
        for paper in printed
    )


def _later(first: date, day: date) -> date | None:
    return first if first > day else None


def _states_after(member: MemberRecord | None, quoted: Quote, counter: Counter) -> dict[str, MemberState]:
    states = {state.member_id: state for state in (member.state, member.pool) if state} if member else {}
    for entry in quoted.entries:
        if entry.member_id in states:
            states[entry.member_id], _ = ledger.apply(states[entry.member_id], entry, counter.day)
    return states
