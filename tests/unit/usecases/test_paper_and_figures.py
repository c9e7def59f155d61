"""Receipts, copies, and the manager's day."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from terminal.domain.bills import Line
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.ports.printing import RowKind
from terminal.usecases.day_stats import day_stats
from terminal.usecases.link_state import link_state
from terminal.usecases.period_figures import BarFigures
from terminal.usecases.refund import Refund, refund
from terminal.usecases.reprint import reprint
from terminal.usecases.sell import SaleDone, Sell, TenderRequest, sell
from tests.unit.usecases.counter import AT, PHONE, CounterInMemory, paper

BILL = (
    Line("ruby", "紅玉紅茶", "drinks", Fraction(2), 130),
    Line("tea", "茶葉", "drinks", Fraction("0.375"), 255),
    Line("fee", "外送費", "", Fraction(0), 1000),
)


@pytest.fixture
def sale(counter: CounterInMemory) -> SaleDone:
    counter.enrol(points=600, name="林志華")
    command = Sell(PHONE, BILL, redeem=500, tenders=(TenderRequest("cash", 2000),), cashier="林小姐")
    return sell(counter.till, command)


def test_the_receipt_reads_like_the_bill(sale: SaleDone) -> None:
    assert paper(sale.document) == [
        "茶",
        "店 ・ 2 號機",
        "2026-11-21 14:32 | 單號 0001",
        "收銀 林小姐",
        "",
        "紅玉紅茶 | x2 | 130",
        "茶葉 | x0.375 | 255",
        "外送費 | 1,000",
        "",
        "小計 | 1,385",
        "折抵 500 點 | -50",
        "應收 | 1,335",
        "現金 | 2,000",
        "找零 | 665",
        "",
        "會員 林○華 0912-***-678  會員",
        "本次折抵 | 500 點",
        "本次得點 | +133 點",
        "目前餘額 | 233 點",
        "最近到期 | 233 點 2027-11-30",
        "",
        sale.document.rows[-1].left,
    ]
    total = next(row for row in sale.document.rows if row.left == "應收")
    assert (total.bold, total.scale) == (True, 2)
    assert (sale.document.rows[0].left, sale.document.rows[0].scale) == ("茶", 2)
    assert sale.document.rows[-1].kind is RowKind.BARCODE


def test_the_same_in_english(counter: CounterInMemory) -> None:
    counter.set_language("en")
    sale = counter.sell(335, tenders=(TenderRequest("card"),))
    assert paper(sale.document) == [
        "Tea",
        "Shop · till 2",
        "2026-11-21 14:32 | No. 0001",
        "",
        "Item 0 | x1 | 335",
        "",
        "Subtotal | 335",
        "Total | 335",
        "Card | 335",
        "",
        sale.document.rows[-1].left,
    ]


def test_the_stores_footer_ends_the_paper(counter: CounterInMemory) -> None:
    with counter.store.unit_of_work() as unit:
        unit.set_setting("receipt_footer", "謝謝光臨")
        unit.commit()
    sale = counter.sell(5)
    barcode, footer = sale.document.rows[-2:]
    assert (barcode.kind, footer.left) == (RowKind.BARCODE, "謝謝光臨")


def test_a_copy_repeats_the_receipt_between_two_marks(counter: CounterInMemory, sale: SaleDone) -> None:
    counter.sell(1000, member=PHONE)
    counter.clock.instant += timedelta(hours=1)
    copy = reprint(counter.till, sale.sale_id, "林小姐")
    mark = ["補印 COPY", f"{sale.number} ・ 2026-11-21 15:32 ・ 林小姐"]
    assert paper(copy.document) == [*mark, *paper(sale.document), *mark]
    frame = counter.frames[-1]
    assert (frame.kind, frame.body, frame.entries) == (FrameKind.REPRINT, {"sale": sale.sale_id}, ())
    assert counter.store.files.journal.jobs[copy.output_id].copy


def test_without_a_sale_the_last_one_is_copied(counter: CounterInMemory, sale: SaleDone) -> None:
    assert reprint(counter.till).sale_id == sale.sale_id
    with pytest.raises(Refusal, match="sale_unknown"):
        reprint(counter.till, "0009")


def test_before_the_first_sale_there_is_nothing_to_copy(counter: CounterInMemory) -> None:
    with pytest.raises(Refusal, match="nothing_sold"):
        reprint(counter.till)


def test_the_days_figures(counter: CounterInMemory) -> None:
    counter.clock.instant = AT - timedelta(days=7)
    counter.enrol()
    counter.sell(500, member=PHONE)
    counter.clock.instant = AT
    counter.enrol("0987654321", points=500)
    counter.sell(1000, member=PHONE)
    counter.sell(400, member="0987654321", redeem=500)
    counter.clock.instant = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)  # 01:30 the next morning, the same business day
    sold = counter.sell(125)
    refund(counter.till, Refund(sold.sale_id))

    stats = day_stats(counter.till)
    assert stats.day == date(2026, 11, 21)
    assert (stats.sales, stats.total, stats.member_sales, stats.member_total) == (3, 1475, 2, 1350)
    assert (stats.refunds, stats.refunded) == (1, 125)
    assert (stats.points_issued, stats.points_redeemed) == (135, 500)
    assert (stats.new_members, stats.members, stats.returning_members) == (1, 2, 1)
    assert (stats.average, stats.member_average, stats.other_average) == (492, 675, 125)
    assert stats.member_share_permille == 667
    assert stats.hours == (BarFigures(14, 2, 2, 1350), BarFigures(1, 1, 0, 125))
    assert {tier.code: tier.sales for tier in stats.tiers} == {"member": 2, "gold": 0, "black": 0}
    assert stats.last_week_total == 500
    assert stats.as_of == AT - timedelta(minutes=1)


def test_a_day_without_sales_has_figures_too(counter: CounterInMemory) -> None:
    stats = day_stats(counter.till, date(2020, 2, 29))
    assert (stats.sales, stats.average, stats.member_share_permille, stats.hours) == (0, 0, 0, ())


def test_the_strip_counts_what_waits(counter: CounterInMemory) -> None:
    counter.sell(5)
    counter.clock.instant += timedelta(minutes=45)
    figures = link_state(counter.till)
    assert figures.link.unsent_frames == 2
    assert figures.oldest_unsent_age == timedelta(minutes=45)
    assert figures.print_jobs == {"queued": 1}
    assert not figures.online
