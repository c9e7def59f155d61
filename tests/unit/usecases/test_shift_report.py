"""X and Z reports: what they sum up, and how days are closed."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.domain.bills import Line
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.usecases.exchange import Exchange, exchange
from terminal.usecases.refund import Refund, refund
from terminal.usecases.sell import Sell, TenderRequest, sell
from terminal.usecases.shift_report import ReportKind, ShiftReport, shift_report
from terminal.usecases.void import Void, void
from tests.unit.usecases.counter import AT, PHONE, CounterInMemory, paper
from tests.unit.usecases.test_receipts import ECONOMY, whole_bill

DAY = date(2026, 11, 21)


@pytest.fixture
def day() -> CounterInMemory:
    """A day with everything in it."""
    counter = CounterInMemory(**ECONOMY)
    counter.enrol(points=1000, name="林志華")
    whole_bill(counter)
    counter.sell(300, tenders=(TenderRequest("card", 200), TenderRequest("cash", 500)))
    undone = counter.sell(125)
    void(counter.till, Void(undone.sale_id))
    back = counter.sell(80, 20, tenders=(TenderRequest("card"),))
    refund(counter.till, Refund(back.sale_id, lines=((2, None),), tender="cash"))
    return counter


def x(counter: CounterInMemory) -> ShiftReport:
    return shift_report(counter.till, ReportKind.X)


def z(counter: CounterInMemory, day: date | None = None) -> ShiftReport:
    return shift_report(counter.till, ReportKind.Z, day)


def test_the_day_in_figures(day: CounterInMemory) -> None:
    figures = x(day).figures
    # 430 for 640 less 60 + 60 + 10 + 50 + 50; then 300, 125 (voided) and 100, of which 20 came back.
    assert (figures.sales, figures.first, figures.last) == (4, "0001", "0004")
    assert (figures.gross, figures.points_amount, figures.total) == (640 + 300 + 125 + 100, 50, 430 + 300 + 125 + 100)
    assert {less.kind: less.amount for less in figures.discounts} == {
        "cashier": 40, "tier": 60, "coupon": 10, "reward": 50,
    }  # fmt: skip
    assert (figures.refunds, figures.refunded, figures.voids, figures.voided) == (1, 20, 1, 125)
    assert figures.net == 430 + 300 + 80
    tenders = {tender.type: (tender.sales, tender.taken, tender.given_back) for tender in figures.tenders}
    assert tenders == {"cash": (3, 430 + 100 + 125, 125 + 20), "card": (2, 300, 0)}
    assert figures.cash == 430 + 100 - 20
    assert (figures.member_sales, figures.member_total, figures.new_members) == (1, 430, 1)
    assert (figures.points_issued, figures.points_redeemed, figures.coupons_used) == (91, 800, 2)


def test_the_report_on_paper_adds_up(day: CounterInMemory) -> None:
    rows = paper(x(day).document)
    start, total, net = (next(at for at, row in enumerate(rows) if row.startswith(word)) for word in
                         ("銷售總額", "實收合計", "淨額"))  # fmt: skip
    figure = [int(row.rsplit(" | ", 1)[1].replace(",", "")) for row in rows[start : net + 1]]
    assert sum(figure[: total - start]) == figure[total - start]
    assert sum(figure[total - start : -1]) == figure[-1]


def test_the_report_in_both_languages(day: CounterInMemory) -> None:
    assert paper(x(day).document)[2:10] == [
        "X 報表",
        "營業日 | 2026-11-21",
        "列印時間 | 2026-11-21 14:32",
        "",
        "交易筆數 | 4",
        "單號 | 0001 – 0004",
        "銷售總額 | 1,165",
        "  櫃檯折扣 | -40",
    ]
    day.set_language("en")
    rows = paper(z(day).document)
    assert rows[2] == "Z report no. 1"
    assert "Member sales | 1 (25.0%)" in rows
    assert rows[-1] == "The day is closed"


def test_a_look_at_the_day_leaves_no_frame(day: CounterInMemory) -> None:
    before = len(day.frames)
    report = x(day)
    assert (report.number, report.output_id, len(day.frames)) == (None, None, before)


def test_closing_is_a_frame_with_the_figures(day: CounterInMemory) -> None:
    report = z(day)
    frame = day.frames[-1]
    assert (frame.kind, frame.entries) == (FrameKind.DAY_CLOSED, ())
    assert frame.body == {"number": 1, "closed": "2026-11-21", "figures": report.figures.document()}


def test_numbers_count_up_from_day_to_day(day: CounterInMemory) -> None:
    assert z(day).number == 1
    day.clock.instant = AT + timedelta(days=1)
    day.sell(50)
    report = z(day)
    assert (report.number, report.instead_of, report.figures.total) == (2, None, 50)


def test_closing_again_repeats_the_report_as_a_copy(day: CounterInMemory) -> None:
    first, frames = z(day), len(day.frames)
    again = z(day)
    assert (again.number, again.repeated, len(day.frames)) == (first.number, True, frames)
    assert paper(again.document)[0] == "補印 COPY"
    assert paper(again.document)[2:-2] == paper(first.document)


def test_what_is_sold_after_closing_is_closed_anew(day: CounterInMemory) -> None:
    z(day)
    day.sell(10)
    again = z(day)
    assert (again.number, again.instead_of, again.repeated) == (2, 1, False)
    assert "取代 Z 報表第 1 號" in paper(again.document)


def test_yesterday_can_be_closed_tomorrow_cannot(day: CounterInMemory) -> None:
    day.clock.instant = AT + timedelta(days=1)
    assert z(day, DAY).figures.sales == 4
    with pytest.raises(Refusal, match="report_day_ahead"):
        z(day, DAY + timedelta(days=2))


def test_a_report_waits_for_paper_only_where_it_is_wanted(day: CounterInMemory) -> None:
    before = len(day.jobs())
    x(day)
    z(day)
    assert len(day.jobs()) == before
    printed = shift_report(day.till, ReportKind.X, print_it=True)
    assert printed.output_id is not None
    assert day.jobs()[-1] == printed.document


def test_a_day_without_sales_can_be_closed(counter: CounterInMemory) -> None:
    report = z(counter)
    assert (report.number, report.figures.net, report.figures.tenders) == (1, 0, ())


def test_an_exchange_leaves_what_was_paid_in_the_drawer(counter: CounterInMemory) -> None:
    sale = counter.sell(300)
    exchange(counter.till, Exchange(sale.sale_id, Sell(None, (Line("cake", "蛋糕", "cakes", Fraction(1), 500),))))
    figures = x(counter).figures
    assert (figures.net, figures.cash) == (500, 500)


def test_tax_on_top_is_a_part_of_the_sum() -> None:
    counter = CounterInMemory(stores__tea__tax={"rate": "5%", "included": False})
    counter.sell(300)
    figures = x(counter).figures
    assert (figures.gross, figures.tax_added, figures.total, figures.tax) == (300, 15, 315, 15)


BILLS = st.lists(st.tuples(st.integers(1, 900), st.sampled_from(["cash", "card"]), st.booleans()), max_size=6)


@settings(max_examples=25, deadline=None)
@given(BILLS)
def test_tenders_and_sums_always_agree(bills: list[tuple[int, str, bool]]) -> None:
    counter = CounterInMemory()
    counter.enrol()
    for at, (amount, tender, given_back) in enumerate(bills):
        bill = Sell(PHONE if at % 2 else None, (Line("tea", "茶", "any", Fraction(1), amount),),
                    tenders=(TenderRequest(tender),))  # fmt: skip
        sold = sell(counter.till, bill)
        if given_back:
            refund(counter.till, Refund(sold.sale_id))
    figures = x(counter).figures
    less = sum(discount.amount for discount in figures.discounts)
    assert figures.gross - less - figures.points_amount + figures.tax_added == figures.total
    assert sum(tender.taken for tender in figures.tenders) == figures.total
    assert sum(tender.net for tender in figures.tenders) == figures.net
