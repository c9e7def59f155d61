"""The store manager's page: sales that stand, what they compare to, the paper, and how days were closed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from terminal.domain.errors import Refusal
from terminal.usecases.close_shift import CloseShift, close_shift
from terminal.usecases.closings import closing_paper, closings, print_closing
from terminal.usecases.day_page import Period, Span, day_page, period_at
from terminal.usecases.open_shift import BeginShift, begin_shift
from terminal.usecases.period_figures import BarFigures, percent
from terminal.usecases.period_paper import print_page
from terminal.usecases.period_sales import sales_by_day
from terminal.usecases.refund import Refund, refund
from terminal.usecases.shift_paper import print_shift, shift_paper
from terminal.usecases.shift_report import ReportKind, shift_report
from terminal.usecases.void import Void, void
from tests.unit.usecases.counter import AT, PHONE, CounterInMemory, paper

TODAY = date(2026, 11, 21)


def test_what_is_voided_never_was_and_what_is_refunded_comes_off(counter: CounterInMemory) -> None:
    counter.enrol()
    kept = counter.sell(1000, member=PHONE)
    undone = counter.sell(300, member=PHONE)
    counter.sell(125)
    void(counter.till, Void(undone.sale_id))
    refund(counter.till, Refund(kept.sale_id))
    figures = day_page(counter.till).figures
    assert (figures.sales, figures.total, figures.member_sales, figures.member_total) == (2, 1125, 1, 1000)
    assert (figures.voids, figures.voided, figures.refunds, figures.refunded, figures.net) == (1, 300, 1, 1000, 125)
    assert (figures.members, figures.returning_members, figures.new_members) == (1, 0, 1)
    assert (figures.points_issued, figures.points_taken_back) == (100, 100)
    assert (figures.average, figures.member_average, figures.other_average) == (563, 1000, 125)
    assert (figures.member_share_permille, figures.hours) == (500, (BarFigures(14, 2, 1, 1125),))


def test_an_open_day_is_compared_to_the_same_weekday_up_to_the_same_time(counter: CounterInMemory) -> None:
    week = timedelta(days=7)
    for at, amount in ((AT - week - timedelta(hours=2), 200), (AT - week + timedelta(hours=2), 600)):
        counter.clock.instant = at
        counter.sell(amount)
    counter.clock.instant = AT
    counter.sell(250)
    page = day_page(counter.till)
    assert (page.before.total, page.usual.total, page.change_permille, page.is_open) == (200, 800, 250, True)
    past = day_page(counter.till, Span.DAY, TODAY - timedelta(days=7))
    assert (past.is_open, past.figures.total, past.before.total, past.change_permille) == (False, 800, 0, None)
    assert page.not_closed == (TODAY - timedelta(days=7),)


def test_a_day_that_was_closed_does_not_wait(counter: CounterInMemory) -> None:
    counter.clock.instant = AT - timedelta(days=1)
    counter.sell(5)
    shift_report(counter.till, ReportKind.Z)
    counter.clock.instant = AT
    assert day_page(counter.till).not_closed == ()


def test_weeks_and_months_have_days(counter: CounterInMemory) -> None:
    for ago in (0, 1, 5, 6):
        counter.clock.instant = AT - timedelta(days=ago)
        counter.sell(100)
    counter.clock.instant = AT
    week, month = day_page(counter.till, Span.WEEK), day_page(counter.till, Span.MONTH)
    assert (week.period, week.figures.sales) == (Period(Span.WEEK, date(2026, 11, 16), date(2026, 11, 22)), 3)
    assert [bar.place.day for bar in month.figures.days] == [15, 16, 20, 21]
    assert (month.period.first, month.period.last) == (date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("span", "day", "earlier", "compared"),
    [
        (Span.DAY, date(2026, 3, 1), date(2026, 2, 28), date(2026, 2, 22)),
        (Span.WEEK, date(2026, 3, 1), date(2026, 2, 16), date(2026, 2, 16)),
        (Span.MONTH, date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 1)),
        (Span.MONTH, date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 1)),
    ],
)
def test_periods_step_and_compare(span: Span, day: date, earlier: date, compared: date) -> None:
    period = period_at(span, day)
    assert period.first <= day <= period.last
    assert (period.stepped(-1).first, period.compared.first) == (earlier, compared)
    assert period.stepped(-1).stepped(1) == period


def test_a_day_ahead_has_no_page(counter: CounterInMemory) -> None:
    with pytest.raises(Refusal, match="report_day_ahead"):
        day_page(counter.till, Span.DAY, TODAY + timedelta(days=1))


def test_the_page_is_printed_through_the_queue(counter: CounterInMemory) -> None:
    counter.enrol()
    counter.sell(1000, member=PHONE)
    counter.sell(125)
    document = print_page(counter.till, Span.DAY, asked_by="林小姐")
    assert counter.jobs()[-1] == document
    rows = paper(document)
    for row in ("營業日 | 2026-11-21", "交易筆數 | 2", "淨額 | 1,125", "會員交易 | 1 (50.0%)", "14:00 | 2 | 1,125"):
        assert row in rows
    assert rows.index("時段 | 筆數 | 金額") == rows.index("14:00 | 2 | 1,125") - 1
    at = rows.index("平均客單價 | 563")
    assert [row.partition(" | ")[0] for row in rows[at + 1 : at + 3]] == ["  會員", "  非會員"]
    assert "2026-11-01 – 2026-11-30" in print_page(counter.till, Span.MONTH).title
    assert (percent(631), percent(-5), percent(1284)) == ("63.1%", "-0.5%", "128.4%")


def test_every_sale_of_a_period_in_its_day(counter: CounterInMemory) -> None:
    counter.clock.instant = AT - timedelta(days=1)
    counter.sell(80)
    counter.clock.instant = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)  # the next morning, the same business day
    undone = counter.sell(125)
    void(counter.till, Void(undone.sale_id))
    days = list(sales_by_day(counter.till, Period(Span.WEEK, TODAY - timedelta(days=1), TODAY + timedelta(days=1))))
    assert [[row.total for row in rows] for rows in days] == [[80], [125], []]
    ((row,),) = (days[1],)
    assert (row.day, row.voided, row.refunded, row.tenders, row.tier) == (TODAY, True, 125, ("cash",), "")


def test_z_reports_are_listed_and_printed_again_as_copies(counter: CounterInMemory) -> None:
    counter.sell(80)
    first = shift_report(counter.till, ReportKind.Z)
    counter.sell(20)
    second = shift_report(counter.till, ReportKind.Z)
    newest, oldest = closings(counter.till).reports
    assert (newest.number, newest.instead_of, newest.replaced_by, newest.figures) == (2, 1, None, second.figures)
    assert (oldest.number, oldest.instead_of, oldest.replaced_by, oldest.difference) == (1, None, 2, None)
    assert closing_paper(counter.till, 1).rows == first.document.rows
    copy = print_closing(counter.till, 2, "林小姐")
    job = counter.store.files.journal.jobs[max(counter.store.files.journal.jobs)]
    assert (job.copy, job.document, paper(copy)[0]) == (True, copy, "補印 COPY")
    with pytest.raises(Refusal, match="closing_unknown"):
        closing_paper(counter.till, 3)


def test_a_shift_of_the_drawer_has_a_paper_once_it_is_counted(counter: CounterInMemory) -> None:
    begin_shift(counter.till, BeginShift(opening=3000, cashier="林小姐"))
    counter.sell(80)
    assert paper(shift_paper(counter.till, 1))[-1] == "  這一班還沒清點"
    close_shift(counter.till, CloseShift(counted=3070, cashier="林小姐"))
    (shift,) = closings(counter.till).shifts
    rows = paper(print_shift(counter.till, 1))
    assert (shift.difference, rows[0]) == (-10, "補印 COPY")
    for row in ("  現金銷售 | 80", "  錢櫃應有 | 3,080", "  清點 | 3,070", "  差額 | -10"):
        assert row in rows
    with pytest.raises(Refusal, match="shift_unknown"):
        shift_paper(counter.till, 2)
