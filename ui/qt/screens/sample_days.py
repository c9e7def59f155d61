"""A day, a week, a month, and how days were closed, for pictures of screens and for tests: the figures are made up."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from terminal.domain.money import Currency
from terminal.domain.programme import Programme
from terminal.ports.figures import TierSums
from terminal.ports.printing import ReceiptDocument, marked_as_copy
from terminal.ports.store import LinkState
from terminal.usecases.cash_shifts import CashShift, OpenShift, ShiftSums
from terminal.usecases.closings import Closing, Closings
from terminal.usecases.day_page import DayPage, Span, period_at
from terminal.usecases.period_figures import BarFigures, PeriodFigures, Place
from terminal.usecases.period_paper import PeriodPaper
from terminal.usecases.receipt_rows import Letterhead
from terminal.usecases.shift_figures import ShiftFigures
from terminal.usecases.shift_report import ReportKind, ReportPaper
from ui.qt.screens.sample_report import FIGURES
from ui.viewmodels.long_work import Told

AT = datetime(2026, 11, 21, 14, 32, tzinfo=ZoneInfo("Asia/Taipei"))
TODAY = date(2026, 11, 21)
ONE_DAY = timedelta(days=1)
HOURS = (2, 3, 6, 13, 28, 33, 19, 15, 24, 32, 47, 56, 41, 22, 9)
FIRST_HOUR = 8
CLOSED_AT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


@dataclass
class SampleDays:
    """Fulfils ``DayActions``. ``saved`` are the workbooks, ``printed`` the papers."""

    programme: Programme
    currency: Currency
    head: Callable[[], Letterhead]
    language: str = "zh_TW"
    folder: str = "/home/shop/stillpoint/exports"
    queue: Callable[[ReceiptDocument], None] = lambda _: None
    saved: list[str] = field(default_factory=list)
    printed: list[ReceiptDocument] = field(default_factory=list)

    def page(self, span: Span, day: date | None) -> DayPage:
        """More on Saturdays; nothing of what is to come."""
        period = period_at(span, day or TODAY)
        is_open = period.last >= TODAY
        now = _figures(self.programme, period.first, period.last, AT.hour if is_open else 24)
        compared = period.compared
        usual = _figures(self.programme, compared.first, compared.last, 24)
        before = _figures(self.programme, compared.first, compared.last, AT.hour, 93) if is_open else usual
        link = LinkState(True, AT.astimezone(UTC), 3, None)
        return DayPage(
            period, TODAY, AT, now, before, usual, 587, is_open, (date(2026, 11, 19),), link, self.currency, time(4)
        )

    def print_page(self, span: Span, day: date | None) -> ReceiptDocument:
        """The real paper."""
        return self._print(PeriodPaper(self.head(), self.language, self.page(span, day)).compose())

    def export_folder(self) -> str:
        """As it was chosen."""
        return self.folder

    def save_workbook(self, page: DayPage, folder: str, name: str, told: Told) -> str:
        """Nothing is written."""
        days = (page.period.last - page.period.first).days + 1
        for done in range(1, days + 1):
            told(done, days)
        self.saved.append(f"{folder}/{name}.xlsx")
        return self.saved[-1]

    def closings(self) -> Closings:
        """Ten days, one of them closed twice, and a shift for each."""
        reports = [_closing(number) for number in range(11, 0, -1)]
        return Closings(tuple(reports), tuple(_shift(number) for number in range(12, 1, -1)))

    def closing_paper(self, number: int) -> ReceiptDocument:
        """The real paper."""
        found = _closing(number)
        paper = ReportPaper(self.head(), self.language, found.at, found.day, found.figures)
        return paper.compose(ReportKind.Z, number, found.instead_of)

    def print_closing(self, number: int) -> ReceiptDocument:
        """Marked as a copy."""
        return self._print(marked_as_copy(self.closing_paper(number), AT, ""))

    def shift_paper(self, number: int) -> ReceiptDocument:
        """Instead of its own, that of a report: only the list is looked at."""
        return self.closing_paper(number)

    def print_shift(self, number: int) -> ReceiptDocument:
        """Marked as a copy."""
        return self.print_closing(number)

    def _print(self, document: ReceiptDocument) -> ReceiptDocument:
        self.printed.append(document)
        self.queue(document)
        return document


def _figures(programme: Programme, first: date, last: date, until_hour: int, permille: int = 100) -> PeriodFigures:
    days = [first + ONE_DAY * ago for ago in range((min(last, TODAY) - first).days + 1)]
    rates = [permille * (10 + day.weekday()) // 15 for day in days]
    hours: dict[int, int] = {}
    by_day = []
    for day, rate in zip(days, rates, strict=True):
        ends = until_hour if day == days[-1] else 24
        sold = {
            FIRST_HOUR + place: sales * rate // 100 for place, sales in enumerate(HOURS) if FIRST_HOUR + place <= ends
        }
        for hour, sales in sold.items():
            hours[hour] = hours.get(hour, 0) + sales
        by_day.append(_bar(day, sum(sold.values())))
    members = sum(hours.values())
    sales, member_total = members * 8 // 5, members * 241
    tiers = [
        TierSums(tier.code, members // part, members // part * 4 // 5)
        for tier, part in zip(programme.tiers, (2, 4, 9), strict=False)
    ]
    return PeriodFigures(
        sales, member_total + (sales - members) * 178, members, member_total, first, last, 3 * len(days),
        425 * len(days), len(days), 65 * len(days), member_total // 24, members * 5, 42, 0, members // 12,
        members * 4 // 5, members * 65 // 100, tuple(tiers),
        tuple(_bar(hour, count) for hour, count in sorted(hours.items())), tuple(by_day),
    )  # fmt: skip


def _bar(place: Place, members: int) -> BarFigures[Place]:
    return BarFigures(place, members * 8 // 5, members, members * 300)


def _closing(number: int) -> Closing:
    """The eleventh closed the same day once more."""
    ago = 10 - min(number, 10)
    day, at = date(2026, 11, 20) - ONE_DAY * ago, CLOSED_AT - ONE_DAY * ago + timedelta(minutes=20 * (number == 11))
    found = (0, -50, 0, 12, None)[number % 5]
    sums = () if found is None else (_sums(number, found),)
    figures: ShiftFigures = replace(FIGURES, net=FIGURES.net - 1310 * ago, sales=FIGURES.sales - 7 * ago, shifts=sums)
    before, after = (10 if number == 11 else None), (11 if number == 10 else None)
    return Closing(number, day, at, figures, before, after)


def _sums(number: int, difference: int) -> ShiftSums:
    return ShiftSums(number, "林小姐", 3000, 0, 5000, 21_820, 21_820 + difference, difference)


def _shift(number: int) -> CashShift:
    """The twelfth goes on."""
    ago = 11 - number
    begun = CLOSED_AT - ONE_DAY * ago - timedelta(hours=13)
    opened = OpenShift(f"shift-{number}", number, begun, begun.date(), "林小姐", 3000, ())
    if number == 12:
        return CashShift(opened, 12_400, 490)
    counted = opened.opening + 24_310 - 490 + (0, -50, 0, 12, 0)[number % 5]
    return CashShift(opened, 24_310, 490, begun + timedelta(hours=12, minutes=50), "林小姐", counted)
