"""A sale: quoted as often as the bill changes, made once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from terminal.domain import ledger
from terminal.domain.bills import Line, Quote, quote
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import MemberState
from terminal.domain.money import Currency, format_quantity
from terminal.domain.programme import Brand, Programme, Tier
from terminal.domain.redemption import LimitReason
from terminal.domain.tiers import tier_of
from terminal.ports.printing import ReceiptDocument
from terminal.ports.store import MemberRecord, NewFrame, StoredSale, UnitOfWork
from terminal.usecases.identify import MemberCard, member_card
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.knowledge import knowledge_of
from terminal.usecases.members import member_if_named, next_to_expire
from terminal.usecases.receipt import letterhead, receipt_language, sale_receipt
from terminal.usecases.tenders import TenderPaid, TenderRequest, settle
from terminal.usecases.till import Counter, Till, counter_of, new_id

__all__ = ["SaleDone", "SaleQuote", "Sell", "TenderPaid", "TenderRequest", "quote_sale", "sell"]

OFFLINE_LIMITS = (LimitReason.BALANCE_TOO_OLD, LimitReason.FLOOR_MEMBER_DAY, LimitReason.FLOOR_TERMINAL)


@dataclass(frozen=True, slots=True)
class Sell:
    """A bill to sell. ``member`` is a phone, card, token or id; ``redeem`` points or ``"max"``.

    Without tenders, cash pays exactly what is due. The same ``key`` again gives the first answer and writes nothing.
    """

    member: str | None
    lines: tuple[Line, ...]
    redeem: int | Literal["max"] = 0
    tenders: tuple[TenderRequest, ...] = ()
    cashier: str = ""
    key: str | None = None
    print_receipt: bool = True


@dataclass(frozen=True, slots=True)
class SaleQuote:
    """What ``sell`` would do with this bill now. ``balance`` is what the member would have after it."""

    quote: Quote
    member: MemberCard | None
    due: int
    tendered: tuple[TenderPaid, ...]
    change: int
    balance: int | None
    upgraded_to: Tier | None
    currency: Currency


@dataclass(frozen=True, slots=True)
class SaleDone:
    """A committed sale. ``balance`` is the member's after it; ``upgraded_to`` the tier this sale lifted them to.

    ``output_id`` is the print job's, ``None`` when no receipt was wanted. ``clock_behind`` says that the clock stood
    before the sale that preceded this one: it is booked all the same, order comes from the journal.
    """

    sale_id: str
    number: str
    member_id: str | None
    quote: Quote
    due: int
    tendered: tuple[TenderPaid, ...]
    change: int
    balance: int | None
    upgraded_to: Tier | None
    clock_behind: bool
    document: ReceiptDocument
    output_id: int | None
    currency: Currency


@dataclass(frozen=True, slots=True)
class _Bill:
    """A bill worked out: what ``quote_sale`` shows and ``sell`` books."""

    counter: Counter
    online: bool
    member: MemberRecord | None
    quote: Quote
    tendered: tuple[TenderPaid, ...]
    change: int
    after: MemberState | None
    upgraded_to: Tier | None

    @property
    def balance(self) -> int | None:
        """The member's balance after the bill."""
        return self.after.balance(self.counter.day) if self.after else None


def quote_sale(till: Till, command: Sell) -> SaleQuote:
    """What ``sell`` would answer, with nothing written. Without tenders, exact cash is assumed.

    Raises every ``Refusal`` that ``sell`` raises, but for those of writing.
    """
    with till.store.view() as unit:
        bill = _work_out(till, unit, command, sale_id=new_id())
        return SaleQuote(
            quote=bill.quote,
            member=member_card(unit, bill.counter, bill.member) if bill.member else None,
            due=bill.quote.total,
            tendered=bill.tendered,
            change=bill.change,
            balance=bill.balance,
            upgraded_to=bill.upgraded_to,
            currency=bill.counter.brand.currency,
        )


def sell(till: Till, command: Sell) -> SaleDone:
    """Sells: sale, entries, journal frame, print job and kept answer in one unit of work.

    Raises ``Refusal``: ``member_unknown``, ``lines_empty``, ``lines_too_many``, ``amount_invalid``,
    ``quantity_invalid``, ``tender_unknown``, ``tenders_short``, ``tenders_over``, ``redeem_…``, ``disk_full`` …
    """
    with till.store.unit_of_work() as unit:
        done = kept_answer(unit, "sell", command.key, SaleDone)
        if done is None:
            sale_id = new_id()
            done = _book(unit, command, _work_out(till, unit, command, sale_id), sale_id)
            keep_answer(unit, "sell", command.key, done)
            unit.commit()
        return done


def _work_out(till: Till, unit: UnitOfWork, command: Sell, sale_id: str) -> _Bill:
    counter = counter_of(till, unit)
    member = member_if_named(unit, command.member)
    knowledge = knowledge_of(unit, counter, member.member_id if member else None)
    worked_out = quote(
        counter.programme,
        counter.store,
        member.state if member else None,
        counter.day,
        _with_menu_names(counter.brand, command.lines, receipt_language(unit)),
        command.redeem,
        knowledge,
        sale_id,
    )
    tendered, change = settle(counter.brand, worked_out.total, command.tenders)
    after = _state_after(member.state, worked_out, counter) if member else None
    return _Bill(
        counter=counter,
        online=knowledge.online,
        member=member,
        quote=worked_out,
        tendered=tendered,
        change=change,
        after=after,
        upgraded_to=_upgrade(counter.programme, member.state, after) if member and after else None,
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


def _state_after(state: MemberState, worked_out: Quote, counter: Counter) -> MemberState:
    for entry in worked_out.entries:
        state, _ = ledger.apply(state, entry, counter.day)
    return state


def _upgrade(programme: Programme, before: MemberState, after: MemberState) -> Tier | None:
    reached = tier_of(programme, after)
    return reached if reached != tier_of(programme, before) else None


def _book(unit: UnitOfWork, command: Sell, bill: _Bill, sale_id: str) -> SaleDone:
    counter = bill.counter
    previous_at = unit.last_sale_at()
    sale = StoredSale(
        sale_id=sale_id,
        number=(number := unit.next_sale_number(counter.day)),
        at=counter.now,
        day=counter.day,
        member_id=bill.member.member_id if bill.member else None,
        body=_body(command, bill, sale_id, number),
        programme=counter.programme.digest,
        terminal=counter.identity.terminal_id,
        entries=bill.quote.entries,
    )
    seq = unit.append(NewFrame(FrameKind.SALE, counter.now, counter.day, sale.programme, sale.body, bill.quote.entries))
    unit.add_sale(sale, seq, command.key)
    document = sale_receipt(sale, letterhead(unit, counter), bill.member, receipt_language(unit))
    return SaleDone(
        sale_id=sale_id,
        number=number,
        member_id=sale.member_id,
        quote=bill.quote,
        due=bill.quote.total,
        tendered=bill.tendered,
        change=bill.change,
        balance=bill.balance,
        upgraded_to=bill.upgraded_to,
        clock_behind=previous_at is not None and counter.now < previous_at,
        document=document,
        output_id=unit.add_print_job(document, sale_id) if command.print_receipt else None,
        currency=counter.brand.currency,
    )


def _body(command: Sell, bill: _Bill, sale_id: str, number: str) -> dict[str, Any]:
    """The frame's body. ``receipt`` is what the paper tells the member, so that a copy can tell it again."""
    body: dict[str, Any] = {
        "sale": sale_id,
        "number": number,
        "currency": bill.counter.brand.currency.code,
        "lines": [
            _line_document(line, discount)
            for line, discount in zip(bill.quote.lines, bill.quote.discounts, strict=True)
        ],
        "subtotal": bill.quote.subtotal,
        "redeemed": bill.quote.redeemed,
        "redeemed_amount": bill.quote.redeemed_amount,
        "total": bill.quote.total,
        "tenders": [{"type": tender.type, "amount": tender.amount} for tender in bill.tendered],
        "change": bill.change,
        "earned": bill.quote.earned,
    }
    if bill.member and bill.quote.tier and bill.after:
        body |= {"member": bill.member.member_id, "tier": bill.quote.tier.code, "receipt": _told(bill, bill.after)}
    if command.cashier:
        body["cashier"] = command.cashier
    if command.key:
        body["key"] = command.key
    return body


def _line_document(line: Line, discount: int) -> Mapping[str, object]:
    return {
        "sku": line.sku,
        "name": line.name,
        "category": line.category,
        "quantity": format_quantity(line.quantity),
        "amount": line.amount,
        "discount": discount,
    }


def _told(bill: _Bill, after: MemberState) -> dict[str, object]:
    told: dict[str, object] = {"balance": after.balance(bill.counter.day)}
    expiring = next_to_expire(after, bill.counter.day)
    if expiring and expiring.expires_on:
        told["expiring"] = {"points": expiring.points, "on": expiring.expires_on.isoformat()}
    if bill.upgraded_to:
        told["upgraded"] = bill.upgraded_to.code
    if not bill.online:
        told["offline"] = True
        if bill.quote.limit.reason in OFFLINE_LIMITS:
            told["limit"] = bill.quote.limit.reason.value
    return told
