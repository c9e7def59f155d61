"""Receipts and refund slips as documents, composed from what was committed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from terminal.domain.records import record
from terminal.ports.printing import ReceiptDocument, Row, RowKind
from terminal.ports.store import MemberRecord, StoredSale, UnitOfWork
from terminal.settings.options import value_of
from terminal.usecases.receipt_rows import RULE, Letterhead, Rows
from terminal.usecases.receipt_sections import SaleFacts, arranged
from terminal.usecases.till import Counter

__all__ = [
    "Letterhead",
    "RefundFacts",
    "SaleFacts",
    "letterhead",
    "receipt_language",
    "refund_slip",
    "sale_receipt",
]


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


def sale_receipt(facts: SaleFacts, head: Letterhead, language: str) -> ReceiptDocument:
    """The receipt of a sale as its brand's template says.

    Coupons to cut off come last. They are on a copy too: their numbers are the same, so that they are good for one use
    together.
    """
    paper, sale = Rows(head, language), facts.sale
    rows = [*arranged(paper, facts), *paper.coupon_slips(sale.body.get("papers", ()))]
    return _document(paper, "title_sale", sale, rows)


@record
class RefundFacts:
    """A refund as its slip tells it. ``body`` is the frame's body, ``balance`` the member's after it."""

    sale: StoredSale
    body: Mapping[str, Any]
    at: datetime
    member: MemberRecord | None
    balance: int | None


def refund_slip(facts: RefundFacts, head: Letterhead, language: str) -> ReceiptDocument:
    """The slip a customer signs and keeps for a refund."""
    paper, body = Rows(head, language), facts.body
    sold = facts.sale.body["lines"]
    kind = "void" if body.get("void") else "refund"
    rows = [
        *paper.heading(),
        paper.headline(paper.say(f"{kind}_heading")),
        Row(RowKind.TEXT, left=paper.clock(facts.at)),
        paper.text("refund_of", sale_number=facts.sale.number, day=facts.sale.day.isoformat()),
        RULE,
        *(paper.item({**sold[line["line"] - 1], **line}) for line in body["lines"]),
        RULE,
        paper.amount("refunded", body["refunded"], bold=True, scale=2),
        *_paid_back(paper, body),
        *(paper.text("coupon_back", coupon=paper.coupon_name(code)) for code, _ in body.get("coupons", ())),
    ]
    if facts.member and facts.balance is not None:
        rows += [
            RULE,
            paper.member_line(facts.member, facts.sale.body.get("tier")),
            paper.points("clawed_back", -body["clawed_back"]),
            paper.points("returned", body["returned"]),
            paper.points("balance", facts.balance, bold=True),
        ]
    elif body["clawed_back"]:  # from whoever had claimed the receipt: what they have is not for everybody to read
        rows += [RULE, paper.points("clawed_back", -body["clawed_back"])]
    rows += [*paper.signature(), *paper.foot(facts.sale)]
    return _document(paper, f"title_{kind}", facts.sale, rows)


def _document(paper: Rows, title: str, sale: StoredSale, rows: Sequence[Row]) -> ReceiptDocument:
    """The paper with what a copy of it will be marked with."""
    said = paper.say(title, sale_number=sale.number)
    return ReceiptDocument(said, tuple(rows), number=sale.number, zone=paper.head.zone)


def _paid_back(paper: Rows, body: Mapping[str, Any]) -> list[Row]:
    """How a refund was paid out: one tender by name, several with what each gave."""
    tenders = body["tenders"]
    if len(tenders) == 1:
        return [paper.text("refund_tender", tender=tenders[0]["type"])]
    return paper.tenders(tenders)
