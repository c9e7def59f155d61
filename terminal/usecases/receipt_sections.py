"""A receipt put together as its brand's template says: sections in any order, each amount on one of them."""

from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Final

from terminal.domain.receipts import ReceiptSection
from terminal.domain.records import record
from terminal.ports.printing import Row
from terminal.ports.store import MemberRecord, StoredSale
from terminal.usecases import receipt_member
from terminal.usecases.receipt_bill import line_rows, tax_rows, total_rows
from terminal.usecases.receipt_rows import BLANK, RULE, Rows


@record
class SaleFacts:
    """A sale as its receipt tells it. ``claim`` is the text that claims its points, empty where nothing does.

    ``remarks`` are those of its lines, in their order; a copy made later has none, for they are not booked.
    """

    sale: StoredSale
    member: MemberRecord | None
    claim: str = ""
    remarks: tuple[str, ...] = ()


class _Part(Enum):
    """Sections that belong together: a rule stands between one part and the next."""

    HEAD = auto()
    LINES = auto()
    TOTALS = auto()
    MEMBER = auto()
    FOOT = auto()


def arranged(rows: Rows, facts: SaleFacts) -> list[Row]:
    """The rows of a receipt, section by section; those that have nothing to say are left out."""
    printed: list[Row] = []
    before: _Part | None = None
    for section in rows.head.brand_then.receipt.sections:
        part, compose = _SECTIONS[section]
        said = compose(rows, facts)
        if not said:
            continue
        if before is not None and part is not before:
            printed.append(BLANK if part is _Part.FOOT else RULE)
        printed += said
        before = part
    return printed


def _heading(rows: Rows, _facts: SaleFacts) -> list[Row]:
    return rows.heading()


def _moment(rows: Rows, facts: SaleFacts) -> list[Row]:
    return rows.moment(facts.sale)


def _lines(rows: Rows, facts: SaleFacts) -> list[Row]:
    lines = facts.sale.body["lines"]
    remarks = facts.remarks or ("",) * len(lines)
    return [row for line, remark in zip(lines, remarks, strict=True) for row in line_rows(rows, line, remark)]


def _totals(rows: Rows, facts: SaleFacts) -> list[Row]:
    return total_rows(rows, facts.sale.body)


def _tax(rows: Rows, facts: SaleFacts) -> list[Row]:
    return tax_rows(rows, facts.sale.body)


def _member(rows: Rows, facts: SaleFacts) -> list[Row]:
    return [rows.member_line(facts.member, facts.sale.body["tier"])] if facts.member else []


def _of_member(compose: Callable[[Rows, Mapping[str, object]], list[Row]]) -> Callable[[Rows, SaleFacts], list[Row]]:
    return lambda rows, facts: compose(rows, facts.sale.body) if facts.member else []


def _claim(rows: Rows, facts: SaleFacts) -> list[Row]:
    return rows.claim(facts.claim, facts.sale) if facts.claim else []


def _barcode(rows: Rows, facts: SaleFacts) -> list[Row]:
    return [rows.barcode(facts.sale)]


def _footer(rows: Rows, _facts: SaleFacts) -> list[Row]:
    return rows.footer()


_SECTIONS: Final[Mapping[ReceiptSection, tuple[_Part, Callable[[Rows, SaleFacts], list[Row]]]]] = {
    ReceiptSection.HEADING: (_Part.HEAD, _heading),
    ReceiptSection.MOMENT: (_Part.HEAD, _moment),
    ReceiptSection.LINES: (_Part.LINES, _lines),
    ReceiptSection.TOTALS: (_Part.TOTALS, _totals),
    ReceiptSection.TAX: (_Part.TOTALS, _tax),
    ReceiptSection.MEMBER: (_Part.MEMBER, _member),
    ReceiptSection.POINTS: (_Part.MEMBER, _of_member(receipt_member.points_rows)),
    ReceiptSection.EXPIRING: (_Part.MEMBER, _of_member(receipt_member.expiring_rows)),
    ReceiptSection.MISSIONS: (_Part.MEMBER, _of_member(receipt_member.mission_rows)),
    ReceiptSection.TIER: (_Part.MEMBER, _of_member(receipt_member.tier_rows)),
    ReceiptSection.COUPONS: (_Part.MEMBER, _of_member(receipt_member.coupon_rows)),
    ReceiptSection.NOTES: (_Part.MEMBER, _of_member(receipt_member.note_rows)),
    ReceiptSection.CLAIM_POINTS: (_Part.FOOT, _claim),
    ReceiptSection.BARCODE: (_Part.FOOT, _barcode),
    ReceiptSection.FOOTER: (_Part.FOOT, _footer),
}
