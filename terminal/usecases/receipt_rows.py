"""What every paper of the shop has: its letterhead, its words and amounts, its items, its barcode."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from resources.language import sentence, word
from terminal.domain.identifiers import mask_name, mask_phone
from terminal.domain.money import Currency
from terminal.domain.programme import Brand, Programme
from terminal.domain.programme import Store as StoreRules
from terminal.domain.records import record
from terminal.domain.text import LocalText
from terminal.ports.printing import Align, Row, RowKind
from terminal.ports.store import MemberRecord, StoredSale
from terminal.usecases.sales import sale_reference

RULE = Row(RowKind.RULE)
BLANK = Row(RowKind.BLANK)
_SIGNING_BLANKS = 5
"""Eleven millimetres."""


@record
class Letterhead:
    """Whose paper it is. ``programme`` is the one the sale was made with, ``brand`` as it is now."""

    programme: Programme
    brand: Brand
    store: StoreRules
    terminal_number: int
    footer: str

    @property
    def brand_then(self) -> Brand:
        """The brand as the sale's programme had it."""
        return self.programme.brands.get(self.brand.code, self.brand)

    @property
    def zone(self) -> str:
        """The shop's time zone by its IANA name, as the mark of a copy needs it."""
        return self.store.time_zone.key or ""


class Rows:
    """Rows in one language and one currency, under one letterhead."""

    def __init__(self, head: Letterhead, language: str) -> None:
        self.head = head
        self.language = language
        self.currency: Currency = head.brand.currency

    def say(self, key: str, **data: object) -> str:
        """A sentence of the receipt."""
        return sentence(key, data, self.language, section="receipt")

    def text(self, key: str, align: Align = Align.LEFT, bold: bool = False, scale: int = 1, **data: object) -> Row:
        """A sentence as a row."""
        return Row(RowKind.TEXT, left=self.say(key, **data), align=align, bold=bold, scale=scale)

    def headline(self, text: str) -> Row:
        """What a paper, or a part of it, is called."""
        return Row(RowKind.TEXT, left=text, align=Align.CENTRE, bold=True, scale=2)

    def columns(self, left: str, right: str, bold: bool = False) -> Row:
        """A name and what belongs to it."""
        return Row(RowKind.COLUMNS, left=left, right=right, bold=bold)

    def amount(self, key: str, amount_minor: int, bold: bool = False, scale: int = 1, **data: object) -> Row:
        """A sentence and an amount."""
        right = self.currency.format(amount_minor)
        return Row(RowKind.COLUMNS, left=self.say(key, **data), right=right, bold=bold, scale=scale)

    def points(self, key: str, points: int, bold: bool = False, signed: bool = False) -> Row:
        """A sentence and a number of points."""
        return self.columns(self.say(key), self.count(points, signed), bold)

    def count(self, points: int, signed: bool = False) -> str:
        """``+67 點``, ``500 點``."""
        return self.say("points", points=f"{points:+,}" if signed else f"{points:,}")

    def clock(self, instant: datetime) -> str:
        """The time on the shop's wall."""
        return f"{instant.astimezone(self.head.store.time_zone):%Y-%m-%d %H:%M}"

    def name(self, text: LocalText) -> str:
        """A name of the programme."""
        return text.in_language(self.language)

    def coupon_name(self, code: str) -> str:
        """What a kind of coupon is called."""
        coupon = self.head.programme.coupons.get(code)
        return self.name(coupon.name) if coupon else code

    def tier_name(self, code: str) -> str:
        """What a tier is called."""
        return self.name(self.head.programme.tier(code).name)

    def heading(self) -> list[Row]:
        """The brand and the shop."""
        head = self.head
        store, number = self.name(head.store.name), str(head.terminal_number)
        rows = [
            self.headline(self.name(head.brand.name)),
            self.text("store_line", align=Align.CENTRE, store=store, number=number),
        ]
        if head.store.address:
            rows.append(Row(RowKind.TEXT, left=head.store.address, align=Align.CENTRE))
        if head.store.phone:
            rows.append(self.text("phone", align=Align.CENTRE, phone=head.store.phone))
        if head.store.tax_id:
            rows.append(self.text("tax_id", align=Align.CENTRE, tax_id=head.store.tax_id))
        template = head.brand_then.receipt
        logo = [Row(RowKind.IMAGE, left=template.logo, align=Align.CENTRE)] if template.logo else []
        return [*logo, *rows, *self._words(template.header)]

    def _words(self, texts: Iterable[LocalText]) -> list[Row]:
        return [Row(RowKind.TEXT, left=self.name(text), align=Align.CENTRE) for text in texts]

    def moment(self, sale: StoredSale) -> list[Row]:
        """When the sale was made, its number, and by whom."""
        number = self.say("sale_number", sale_number=sale.number)
        rows = [self.columns(self.clock(sale.at), number)]
        if sale.body.get("cashier"):
            rows.append(self.text("cashier", cashier=sale.body["cashier"]))
        return rows

    def item(self, line: Mapping[str, Any]) -> Row:
        """A line of a bill."""
        quantity = "" if line["quantity"] == "0" else f"x{line['quantity']}"
        name, amount = line["name"] or line["sku"], self.currency.format(line["amount"])
        return Row(RowKind.COLUMNS, left=name, middle=quantity, right=amount)

    def tenders(self, tenders: Iterable[Mapping[str, Any]]) -> list[Row]:
        """What was paid by what."""
        named = ((word(tender["type"], self.language, "tender"), tender["amount"]) for tender in tenders)
        return [self.columns(name, self.currency.format(amount)) for name, amount in named]

    def member_line(self, member: MemberRecord, tier: str | None) -> Row:
        """Who it is, masked, for the paper lies about. Whoever gave no name is their phone, with no gap before it."""
        name = mask_name(member.name)
        return self.text(
            "member_line",
            name=f"{name} " if name else "",
            phone=mask_phone(member.phone),
            tier=self.tier_name(tier) if tier else "",
        )

    def barcode(self, sale: StoredSale) -> Row:
        """What finds the sale again."""
        return Row(RowKind.BARCODE, left=sale_reference(sale, self.head.terminal_number))

    def claim(self, text: str, sale: StoredSale) -> list[Row]:
        """The code with which the points of a sale without a member can be claimed, and until when."""
        until = sale.day + timedelta(days=self.head.brand_then.receipt.claim_days)
        return [
            self.text("claim", align=Align.CENTRE, bold=True),
            Row(RowKind.QR, left=text),
            self.text("claim_until", align=Align.CENTRE, day=until),
        ]

    def footer(self) -> list[Row]:
        """The brand's last words, and the till's own."""
        rows = self._words(self.head.brand_then.receipt.footer)
        if self.head.footer:
            rows.append(Row(RowKind.TEXT, left=self.head.footer, align=Align.CENTRE))
        return rows

    def signature(self) -> list[Row]:
        """Where the customer signs: room for a hand above a line."""
        return [BLANK, self.text("signature"), *[BLANK] * _SIGNING_BLANKS, RULE]

    def foot(self, sale: StoredSale) -> list[Row]:
        """What ends a slip."""
        return [BLANK, self.barcode(sale), *self.footer()]

    def coupon_slips(self, papers: Sequence[Mapping[str, Any]]) -> list[Row]:
        """The coupons printed for whoever brings them, each with its barcode below a line to cut along."""
        rows = []
        for paper in papers:
            rows += [
                RULE,
                self.headline(self.coupon_name(paper["coupon"])),
                *self._slip_days(paper),
                Row(RowKind.BARCODE, left=paper["number"]),
            ]
        return rows

    def _slip_days(self, paper: Mapping[str, Any]) -> list[Row]:
        rows = [self.text("coupon_since", align=Align.CENTRE, day=paper["since"])] if "since" in paper else []
        key = "coupon_endless" if paper["until"] == NO_END else "coupon_until"
        return [*rows, self.text(key, align=Align.CENTRE, day=paper["until"])]


NO_END = "9999-12-31"
"""The last day of what has none."""
