"""The store manager's page on the printer's paper, through the queue as every other paper."""

from datetime import date

from resources.language import word
from terminal.ports.printing import ReceiptDocument, Row, RowKind
from terminal.usecases.day_page import DayPage, Period, Span, page_of, period_at
from terminal.usecases.period_figures import BarFigures, PeriodFigures, percent
from terminal.usecases.receipt import letterhead, receipt_language
from terminal.usecases.receipt_rows import RULE, Letterhead, Rows
from terminal.usecases.till import Till, counter_of


def print_page(till: Till, span: Span, day: date | None = None, asked_by: str = "") -> ReceiptDocument:
    """Queues the page of that period, and gives the paper. Raises as ``day_page`` does, and ``disk_full``."""
    with till.store.unit_of_work() as unit:
        counter = counter_of(till, unit)
        page = page_of(unit, counter, period_at(span, day or counter.day))
        document = PeriodPaper(letterhead(unit, counter), receipt_language(unit), page).compose()
        unit.add_print_job(document, None, asked_by=asked_by)
        unit.commit()
        return document


def name_of(period: Period) -> str:
    """A day, or the first and the last one."""
    first, last = period.first.isoformat(), period.last.isoformat()
    return first if first == last else f"{first} – {last}"


class PeriodPaper:
    """The page in rows, in the language and under the letterhead of the shop."""

    def __init__(self, head: Letterhead, language: str, page: DayPage) -> None:
        self._head, self._rows, self._page = head, Rows(head, language), page

    def compose(self) -> ReceiptDocument:
        """The document."""
        rows, page, figures = self._rows, self._page, self._page.figures
        heading, period = rows.say("figures"), name_of(page.period)
        printed = [
            *rows.heading(),
            rows.headline(heading),
            rows.columns(rows.say(f"figures_{page.period.span}"), period),
            rows.columns(rows.say("report_at"), rows.clock(page.at)),
        ]
        bars = self._hours(figures) if page.period.span is Span.DAY else self._days(figures)
        for part in (self._sales(figures), self._members(figures), self._tiers(figures), bars):
            printed += [RULE, *part] if part else []
        if page.link.unsent_frames:
            printed += [RULE, rows.text("figures_unsent", count=page.link.unsent_frames)]
        title = rows.say("title_figures", period=period)
        return ReceiptDocument(title, tuple(printed), number=heading, zone=self._head.zone)

    def _sales(self, figures: PeriodFigures) -> list[Row]:
        rows, change = self._rows, self._page.change_permille
        printed = [
            rows.columns(rows.say("report_sales"), f"{figures.sales:,}"),
            rows.amount("report_total", figures.total),
        ]
        if figures.refunds:
            printed.append(rows.amount("report_refunds", -figures.refunded, count=figures.refunds))
        printed.append(rows.amount("report_net", figures.net, bold=True, scale=2))
        if change is not None:
            sign = "+" if change > 0 else ""
            printed.append(rows.columns(rows.say(f"figures_{self._page.period.span}_change"), sign + percent(change)))
        if figures.voids:
            printed.append(rows.columns(rows.say("figures_voids"), f"{figures.voids:,}"))
        return [
            *printed,
            rows.amount("figures_average", figures.average),
            rows.amount("figures_member_average", figures.member_average),
            rows.amount("figures_other_average", figures.other_average),
        ]

    def _members(self, figures: PeriodFigures) -> list[Row]:
        rows = self._rows
        share = f"{figures.member_sales:,} ({percent(figures.member_share_permille)})"
        back = f"{figures.returning_members:,} ({percent(figures.returning_permille)})"
        return [
            rows.columns(rows.say("report_member_sales"), share),
            rows.amount("report_member_total", figures.member_total),
            rows.columns(rows.say("report_new_members"), f"{figures.new_members:,}"),
            rows.columns(rows.say("figures_returning"), back),
            rows.points("report_issued", figures.points_issued),
            rows.points("report_redeemed", figures.points_redeemed),
            rows.points("report_taken_back", figures.points_taken_back),
            rows.points("report_returned", figures.points_returned),
        ]

    def _tiers(self, figures: PeriodFigures) -> list[Row]:
        rows = self._rows
        head = rows.columns(rows.say("figures_tiers"), rows.say("figures_tier_members"))
        counts = [rows.columns(rows.tier_name(tier.code), f"{tier.members:,}") for tier in figures.tiers]
        return [head, *counts] if counts else []

    def _hours(self, figures: PeriodFigures) -> list[Row]:
        return self._headed("figures_hour", [self._bar(f"{bar.place:02}:00", bar) for bar in figures.hours])

    def _days(self, figures: PeriodFigures) -> list[Row]:
        days = [bar.place for bar in figures.days]
        names = (f"{day:%m-%d} {word(str(day.weekday()), self._rows.language, 'weekday')}" for day in days)
        return self._headed(
            "figures_date", [self._bar(name, bar) for name, bar in zip(names, figures.days, strict=True)]
        )

    def _headed(self, what: str, bars: list[Row]) -> list[Row]:
        """The bars under what their columns are."""
        say = self._rows.say
        head = Row(RowKind.COLUMNS, left=say(what), middle=say("figures_sales"), right=say("figures_amount"))
        return [head, *bars] if bars else []

    def _bar(self, name: str, bar: BarFigures[int] | BarFigures[date]) -> Row:
        amount = self._rows.currency.format(bar.total)
        return Row(RowKind.COLUMNS, left=name, middle=f"{bar.sales:,}", right=amount)
