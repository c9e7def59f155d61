"""Receipts and refund slips as documents, composed from what was committed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from resources.language import sentence, word
from terminal.domain.coupon_numbers import short_number
from terminal.domain.identifiers import mask_name, mask_phone
from terminal.domain.money import Currency, format_share
from terminal.domain.programme import Brand, Programme
from terminal.domain.programme import Store as StoreRules
from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind
from terminal.ports.store import MemberRecord, StoredSale, UnitOfWork
from terminal.settings.options import value_of
from terminal.usecases.sales import sale_reference
from terminal.usecases.till import Counter

_RULE = Row(RowKind.RULE)
_BLANK = Row(RowKind.BLANK)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper it is."""

    programme: Programme
    brand: Brand
    store: StoreRules
    terminal_number: int
    footer: str


def letterhead(unit: UnitOfWork, counter: Counter) -> Letterhead:
    """The letterhead of this counter."""
    return Letterhead(
        programme=counter.programme,
        brand=counter.brand,
        store=counter.store,
        terminal_number=counter.identity.number,
        footer=value_of("receipt_footer", unit.setting),
    )


def receipt_language(unit: UnitOfWork) -> str:
    """The language this store prints in."""
    return value_of("language", unit.setting)


def sale_receipt(
    sale: StoredSale, head: Letterhead, member: MemberRecord | None, language: str, copied_at: datetime | None = None
) -> ReceiptDocument:
    """The receipt of ``sale``; with ``copied_at`` a copy of it, marked at top and bottom."""
    paper = _Paper(head, language)
    rows = [
        *paper.heading(),
        *paper.moment(sale),
        _RULE,
        *(row for line in sale.body["lines"] for row in paper.line(line)),
        _RULE,
        *paper.totals(sale.body),
    ]
    if member:
        rows += [_RULE, *paper.member(member, sale.body)]
    rows += [*paper.foot(sale), *paper.coupons(sale.body)]
    title = paper.say("title_copy" if copied_at else "title_sale", sale_number=sale.number)
    if copied_at:
        mark = paper.text("copy", align=Align.CENTRE, bold=True)
        rows = [mark, *rows, paper.text("copy_line", moment=paper.clock(copied_at)), mark]
    return ReceiptDocument(title, tuple(rows))


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """A refund as its slip tells it. ``body`` is the frame's body, ``balance`` the member's after it."""

    sale: StoredSale
    body: Mapping[str, Any]
    at: datetime
    member: MemberRecord | None
    balance: int | None


def refund_slip(facts: RefundFacts, head: Letterhead, language: str) -> ReceiptDocument:
    """The slip a customer signs and keeps for a refund."""
    paper = _Paper(head, language)
    sold = facts.sale.body["lines"]
    rows = [
        *paper.heading(),
        paper.text(
            "void_heading" if facts.body.get("void") else "refund_heading", align=Align.CENTRE, bold=True, scale=2
        ),
        Row(RowKind.TEXT, left=paper.clock(facts.at)),
        paper.text("refund_of", sale_number=facts.sale.number, day=facts.sale.day.isoformat()),
        _RULE,
        *(paper.item({**sold[line["line"] - 1], **line}) for line in facts.body["lines"]),
        _RULE,
        paper.amount("refunded", facts.body["refunded"], bold=True, scale=2),
        *paper.paid_back(facts.body),
        *paper.coupons_back(facts.body),
    ]
    if facts.member and facts.balance is not None:
        rows += [
            _RULE,
            paper.member_line(facts.member, facts.sale.body.get("tier")),
            paper.points("clawed_back", -facts.body["clawed_back"]),
            paper.points("returned", facts.body["returned"]),
            paper.points("balance", facts.balance, bold=True),
        ]
    rows += paper.foot(facts.sale)
    return ReceiptDocument(paper.say("title_refund", sale_number=facts.sale.number), tuple(rows))


class _Paper:
    """Rows in one language and one currency, under one letterhead."""

    def __init__(self, head: Letterhead, language: str) -> None:
        self._head = head
        self._language = language
        self._currency: Currency = head.brand.currency

    def say(self, key: str, **data: object) -> str:
        return sentence(key, data, self._language, section="receipt")

    def text(self, key: str, align: Align = Align.LEFT, bold: bool = False, scale: int = 1, **data: object) -> Row:
        return Row(RowKind.TEXT, left=self.say(key, **data), align=align, bold=bold, scale=scale)

    def amount(self, key: str, amount_minor: int, bold: bool = False, scale: int = 1, **data: object) -> Row:
        return Row(
            RowKind.COLUMNS,
            left=self.say(key, **data),
            right=self._currency.format(amount_minor),
            bold=bold,
            scale=scale,
        )

    def points(self, key: str, points: int, bold: bool = False, signed: bool = False) -> Row:
        figure = f"{points:+,}" if signed else f"{points:,}"
        return Row(RowKind.COLUMNS, left=self.say(key), right=self.say("points", points=figure), bold=bold)

    def clock(self, instant: datetime) -> str:
        return f"{instant.astimezone(self._head.store.time_zone):%Y-%m-%d %H:%M}"

    def heading(self) -> list[Row]:
        head = self._head
        rows = [
            Row(RowKind.TEXT, head.brand.name.in_language(self._language), align=Align.CENTRE, bold=True, scale=2),
            self.text(
                "store_line",
                align=Align.CENTRE,
                store=head.store.name.in_language(self._language),
                number=str(head.terminal_number),
            ),
        ]
        if head.store.address:
            rows.append(Row(RowKind.TEXT, left=head.store.address, align=Align.CENTRE))
        if head.store.phone:
            rows.append(self.text("phone", align=Align.CENTRE, phone=head.store.phone))
        if head.store.tax_id:
            rows.append(self.text("tax_id", align=Align.CENTRE, tax_id=head.store.tax_id))
        return rows

    def moment(self, sale: StoredSale) -> list[Row]:
        number = self.say("sale_number", sale_number=sale.number)
        rows = [Row(RowKind.COLUMNS, left=self.clock(sale.at), right=number)]
        if sale.body.get("cashier"):
            rows.append(self.text("cashier", cashier=sale.body["cashier"]))
        return rows

    def item(self, line: Mapping[str, Any]) -> Row:
        quantity = "" if line["quantity"] == "0" else f"x{line['quantity']}"
        return Row(
            RowKind.COLUMNS,
            left=line["name"] or line["sku"],
            middle=quantity,
            right=self._currency.format(line["amount"]),
        )

    def line(self, line: Mapping[str, Any]) -> list[Row]:
        """The item, and below it what its price was lowered by."""
        less = sum(amount for source, amount in line.get("discounts", ()) if source == "cashier")
        return [self.item(line), *([self.amount("line_discount", -less)] if less else [])]

    def discounts(self, body: Mapping[str, Any]) -> list[Row]:
        """What coupons, rewards and the tier took off the bill, by what gave it."""
        given: dict[str, int] = {}
        for line in body["lines"]:
            for source, amount in line.get("discounts", ()):
                given[source] = given.get(source, 0) + amount
        return [
            self.amount("discount", -amount, name=self._source_name(source))
            for source, amount in given.items()
            if source not in ("cashier", "points")
        ]

    def _source_name(self, source: str) -> str:
        kind, _, code = source.partition("/")
        programme = self._head.programme
        named = programme.coupons.get(code) if kind == "coupon" else self._head.brand.rewards.get(code)
        return named.name.in_language(self._language) if named else self.say(f"discount_{kind}")

    def totals(self, body: Mapping[str, Any]) -> list[Row]:
        rows = [self.amount("subtotal", body["subtotal"]), *self.discounts(body)]
        if body["redeemed"]:
            paid = sum(points for source, points in body.get("spent", ()) if source == "points")
            if paid:
                rows.append(self.amount("redeemed_amount", -body["redeemed_amount"], points=paid))
        rows.append(self.amount("due", body["total"], bold=True, scale=2))
        carried = body["exchange"]["carried"] if "exchange" in body else []
        if carried:
            number, amount = body["exchange"]["number"], sum(tender["amount"] for tender in carried)
            rows.append(self.amount("exchanged", amount, sale_number=number))
        rows += self.tenders(body["tenders"][len(carried) :])
        if body["change"]:
            rows.append(self.amount("change", body["change"]))
        if body.get("tax") and self._head.store.tax and self._head.store.tax.shown:
            rate = format_share(self._head.store.tax.rate)
            rows.append(self.amount("tax", body["tax"], rate=rate))
        return rows

    def tenders(self, tenders: Sequence[Mapping[str, Any]]) -> list[Row]:
        named = ((word(tender["type"], self._language, "tender"), tender["amount"]) for tender in tenders)
        return [Row(RowKind.COLUMNS, left=name, right=self._currency.format(amount)) for name, amount in named]

    def member(self, member: MemberRecord, body: Mapping[str, Any]) -> list[Row]:
        told = body["receipt"]
        rows = [self.member_line(member, body["tier"])]
        if body["redeemed"]:
            rows.append(self.points("redeemed", body["redeemed"]))
        rows.append(self.points("earned", body["earned"], signed=True))
        rows.append(self.points("balance", told["balance"], bold=True))
        if "expiring" in told:
            expiring = self.say("expiring", points=told["expiring"]["points"], day=told["expiring"]["on"])
            rows.append(Row(RowKind.COLUMNS, left=self.say("expires"), right=expiring))
        if "upgraded" in told:
            rows.append(self.text("upgraded", tier=self._tier(told["upgraded"])))
        rows += [self._voucher(given) for given in told.get("vouchers", ())]
        if "limit" in told:
            rows.append(self.text("limit", reason=told["limit"]))
        elif "offline" in told:
            rows.append(self.text("offline_balance"))
        return rows

    def _voucher(self, given: Mapping[str, Any]) -> Row:
        number = short_number(given["voucher"])
        return self.text("voucher", coupon=self._coupon_name(given["coupon"]), day=given["until"], number=number)

    def _coupon_name(self, code: str) -> str:
        coupon = self._head.programme.coupons.get(code)
        return coupon.name.in_language(self._language) if coupon else code

    def coupons(self, body: Mapping[str, Any]) -> list[Row]:
        """The coupons printed for whoever brings them, each with its barcode below a line to cut along."""
        rows = []
        for given in body.get("papers", ()):
            rows += [
                _RULE,
                Row(RowKind.TEXT, self._coupon_name(given["coupon"]), align=Align.CENTRE, bold=True),
                self.text("coupon_until", align=Align.CENTRE, day=given["until"]),
                Row(RowKind.BARCODE, left=given["number"]),
            ]
        return rows

    def paid_back(self, body: Mapping[str, Any]) -> list[Row]:
        """How a refund was paid out: one tender by name, several with what each gave."""
        tenders = body["tenders"]
        if len(tenders) == 1:
            return [self.text("refund_tender", tender=tenders[0]["type"])]
        return self.tenders(tenders)

    def coupons_back(self, body: Mapping[str, Any]) -> list[Row]:
        """The coupons that may be used again, by name."""
        known = self._head.programme.coupons
        names = (
            known[code].name.in_language(self._language) if code in known else code
            for code, _ in body.get("coupons", ())
        )
        return [self.text("coupon_back", coupon=name) for name in names]

    def member_line(self, member: MemberRecord, tier: str | None) -> Row:
        return self.text(
            "member_line",
            name=mask_name(member.name),
            phone=mask_phone(member.phone),
            tier=self._tier(tier) if tier else "",
        )

    def foot(self, sale: StoredSale) -> list[Row]:
        head = self._head
        rows = [_BLANK, Row(RowKind.BARCODE, left=sale_reference(sale, head.terminal_number))]
        if head.footer:
            rows.append(Row(RowKind.TEXT, left=head.footer, align=Align.CENTRE))
        return rows

    def _tier(self, code: str) -> str:
        return self._head.programme.tier(code).name.in_language(self._language)
