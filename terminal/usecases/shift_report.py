"""X and Z reports: a business day at this till on paper. X looks, Z closes the day under a number of its own."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from resources.language import word
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.records import record
from terminal.ports.printing import Align, ReceiptDocument, Row, marked_as_copy
from terminal.ports.store import NewFrame, UnitOfWork
from terminal.usecases.period_figures import percent, share
from terminal.usecases.receipt import letterhead, receipt_language
from terminal.usecases.receipt_rows import RULE, Letterhead, Rows
from terminal.usecases.shift_figures import ShiftFigures, shift_figures
from terminal.usecases.till import Counter, Till, counter_of


class ReportKind(StrEnum):
    """``X`` is a look at the day so far, ``Z`` closes it."""

    X = "x"
    Z = "z"


@record
class ShiftReport:
    """A report. ``number`` is the Z report's, ``None`` for an X; ``instead_of`` the earlier Z of the day it replaces.

    ``repeated`` says that nothing has happened since the day was closed: it is that Z once more. ``output_id`` is the
    print job's, ``None`` when none was wanted.
    """

    kind: ReportKind
    day: date
    at: datetime
    figures: ShiftFigures
    document: ReceiptDocument
    number: int | None = None
    instead_of: int | None = None
    repeated: bool = False
    output_id: int | None = None


def shift_report(till: Till, kind: ReportKind, day: date | None = None, *, print_it: bool = False) -> ShiftReport:
    """The report of ``day``, or of the current business day.

    A Z report is a frame of the journal. Sales go on after it all the same; a Z after them has the next number and says
    which one it replaces. Raises ``Refusal``: ``report_day_ahead``, ``disk_full``.
    """
    with till.store.unit_of_work() as unit:
        counter = counter_of(till, unit)
        wanted = day or counter.day
        if wanted > counter.day:
            raise Refusal("report_day_ahead", day=wanted.isoformat())
        figures = shift_figures(unit, counter, wanted)
        number, instead_of, repeated = _close(unit, counter, wanted, figures) if kind is ReportKind.Z else _OPEN
        paper = ReportPaper(letterhead(unit, counter), receipt_language(unit), counter.now, wanted, figures)
        document = paper.compose(kind, number, instead_of, repeated=repeated)
        output_id = unit.add_print_job(document, None, copy=repeated) if print_it else None
        if print_it or (kind is ReportKind.Z and not repeated):
            unit.commit()
        return ShiftReport(kind, wanted, counter.now, figures, document, number, instead_of, repeated, output_id)


_OPEN = (None, None, False)


def _close(unit: UnitOfWork, counter: Counter, day: date, figures: ShiftFigures) -> tuple[int | None, int | None, bool]:
    """Closes ``day`` with a frame, unless it is closed with these very figures: (number, the one replaced, whether)."""
    closings = [closed.body for closed in unit.closed_days()]
    before = next((said for said in closings if said["closed"] == day.isoformat()), None)
    if before and before["figures"] == figures.document():
        return before["number"], None, True
    number = 1 + max((said["number"] for said in closings), default=0)
    body: dict[str, Any] = {"number": number, "closed": day.isoformat(), "figures": figures.document()}
    unit.append(NewFrame(FrameKind.DAY_CLOSED, counter.now, counter.day, counter.programme.digest, body))
    return number, before["number"] if before else None, False


class ReportPaper:
    """The report of ``day`` at ``at`` in rows, in the language and under the letterhead of the shop."""

    def __init__(self, head: Letterhead, language: str, at: datetime, day: date, figures: ShiftFigures) -> None:
        self._head, self._rows = head, Rows(head, language)
        self._at, self._day, self._figures = at, day, figures

    def compose(
        self, kind: ReportKind, number: int | None = None, instead_of: int | None = None, *, repeated: bool = False
    ) -> ReceiptDocument:
        """The document."""
        rows, day = self._rows, self._day.isoformat()
        title = rows.say("title_x", day=day) if number is None else rows.say("title_z", number=number, day=day)
        heading = rows.say("report_x") if number is None else rows.say("report_z", number=number)
        printed = [
            *rows.heading(),
            rows.headline(heading),
            rows.columns(rows.say("report_day"), day),
            rows.columns(rows.say("report_at"), rows.clock(self._at)),
        ]
        if instead_of is not None:
            printed.append(rows.text("report_instead", number=instead_of))
        for part in (self._sales(), self._tenders(), self._shifts(), self._members()):
            printed += [RULE, *part] if part else []
        end = "report_x_end" if kind is ReportKind.X else "report_z_end"
        printed += [RULE, rows.text(end, align=Align.CENTRE)]
        document = ReceiptDocument(title, tuple(printed), number=heading, zone=self._head.zone)
        return marked_as_copy(document, self._at) if repeated else document

    def _sales(self) -> list[Row]:
        rows, figures = self._rows, self._figures
        printed = [self._count("report_sales", figures.sales)]
        if figures.sales:
            printed.append(rows.columns(rows.say("report_numbers"), f"{figures.first} – {figures.last}"))
        printed.append(rows.amount("report_gross", figures.gross))
        printed += [rows.amount(f"report_less_{less.kind}", -less.amount) for less in figures.discounts]
        if figures.points_amount:
            printed.append(rows.amount("report_less_points", -figures.points_amount))
        if figures.tax_added:
            printed.append(rows.amount("report_tax_added", figures.tax_added))
        printed.append(rows.amount("report_total", figures.total, bold=True))
        if figures.refunds:
            printed.append(rows.amount("report_refunds", -figures.refunded, count=figures.refunds))
        if figures.voids:
            printed.append(rows.amount("report_voids", -figures.voided, count=figures.voids))
        printed.append(rows.amount("report_net", figures.net, bold=True, scale=2))
        if figures.tax and self._head.store.tax:
            printed.append(rows.amount("report_tax", figures.tax))
        return printed

    def _tenders(self) -> list[Row]:
        rows, printed = self._rows, []
        for tender in self._figures.tenders:
            name = word(tender.type, rows.language, "tender")
            printed.append(
                rows.columns(
                    rows.say("report_tender", tender=name, count=tender.sales), rows.currency.format(tender.taken)
                )
            )
            if tender.given_back:
                printed.append(rows.amount("report_given_back", -tender.given_back))
        printed.append(rows.amount("report_cash", self._figures.cash, bold=True))
        return printed

    def _shifts(self) -> list[Row]:
        """Each shift of the drawer; what should be in it is not said before somebody has counted."""
        rows, printed = self._rows, []
        for shift in self._figures.shifts:
            name = "report_shift_of" if shift.cashier else "report_shift"
            printed.append(rows.text(name, number=shift.number, cashier=shift.cashier))
            printed.append(rows.amount("report_shift_opening", shift.opening))
            if shift.moved_in:
                printed.append(rows.amount("report_shift_in", shift.moved_in))
            if shift.moved_out:
                printed.append(rows.amount("report_shift_out", -shift.moved_out))
            if shift.expected is None or shift.counted is None or shift.difference is None:
                printed.append(rows.text("report_shift_open"))
            else:
                printed.append(rows.amount("report_shift_expected", shift.expected))
                printed.append(rows.amount("report_shift_counted", shift.counted))
                printed.append(rows.amount("report_shift_difference", shift.difference, bold=True))
        return printed

    def _members(self) -> list[Row]:
        rows, figures = self._rows, self._figures
        of_all = percent(share(1000 * figures.member_sales, figures.sales))
        return [
            rows.columns(rows.say("report_member_sales"), f"{figures.member_sales:,} ({of_all})"),
            rows.amount("report_member_total", figures.member_total),
            self._count("report_new_members", figures.new_members),
            self._count("report_coupons", figures.coupons_used),
            rows.points("report_issued", figures.points_issued),
            rows.points("report_redeemed", figures.points_redeemed),
            rows.points("report_taken_back", figures.points_taken_back),
            rows.points("report_returned", figures.points_returned),
        ]

    def _count(self, key: str, count: int) -> Row:
        return self._rows.columns(self._rows.say(key), f"{count:,}")
