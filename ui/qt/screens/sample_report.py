"""A day's report for pictures of screens and for tests: the figures are made up, the paper is the real one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from terminal.ports.printing import JobRecord, JobState, ReceiptDocument
from terminal.usecases.receipt_rows import Letterhead
from terminal.usecases.shift_figures import DiscountFigures, ShiftFigures, TenderFigures
from terminal.usecases.shift_report import ReportKind, ReportPaper, ShiftReport

FIGURES = ShiftFigures(
    currency="TWD",
    sales=214,
    first="0001",
    last="0214",
    gross=48_260,
    discounts=(DiscountFigures("cashier", 120), DiscountFigures("tier", 1_384), DiscountFigures("coupon", 950)),
    points_amount=1_240,
    tax_added=0,
    total=44_566,
    tax=2_122,
    refunds=3,
    refunded=425,
    voids=1,
    voided=65,
    net=44_076,
    tenders=(
        TenderFigures("cash", 131, 24_310, 490),
        TenderFigures("card", 52, 13_870, 0),
        TenderFigures("line_pay", 31, 6_386, 0),
    ),
    member_sales=147,
    member_total=33_905,
    new_members=6,
    points_issued=4_478,
    points_redeemed=12_400,
    points_taken_back=42,
    points_returned=0,
    coupons_used=19,
)


@dataclass
class SampleReports:
    """The part of ``TillActions`` that is about the day. ``closed`` is how the days were closed, by their numbers.

    ``queue`` takes what is printed.
    """

    queue: Callable[[JobRecord], None]
    closed: list[date] = field(default_factory=list)
    printed: int = 0

    def report(self, head: Letterhead, language: str, at: datetime, day: date, kind: ReportKind) -> ShiftReport:
        """The report of ``day``. A second Z report of a day says that nothing has happened since the first."""
        number, repeated = None, kind is ReportKind.Z and day in self.closed
        if kind is ReportKind.Z:
            if not repeated:
                self.closed.append(day)
            number = self.closed.index(day) + 1
        document = ReportPaper(head, language, at, day, FIGURES).compose(kind, number, repeated=repeated)
        return ShiftReport(kind, day, at, FIGURES, document, number, repeated=repeated)

    def print_it(self, document: ReceiptDocument, at: datetime) -> int:
        """Queues the document; the number of its job."""
        self.printed += 1
        job = JobRecord(100 + self.printed, None, document.title, JobState.COMPLETE, "", 1, False, "", at, at, document)
        self.queue(job)
        return job.output_id
