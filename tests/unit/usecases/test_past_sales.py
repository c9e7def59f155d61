"""Sales looked at again: what is left of them, and what giving back would come to before anybody does."""

from datetime import timedelta
from fractions import Fraction

import pytest

from terminal.domain.bills import Line
from terminal.domain.errors import Refusal
from terminal.domain.tenders import TenderPaid, TenderRequest
from terminal.usecases.exchange import Exchange, exchange, quote_exchange
from terminal.usecases.past_sales import past_sale, sales_of_day, sales_of_member
from terminal.usecases.refund import Refund, quote_refund, refund
from terminal.usecases.sell import SaleDone, Sell, sell
from terminal.usecases.void import Void, quote_void, void
from tests.unit.usecases.counter import PHONE, CounterInMemory, lines

BILL = (
    Line("ruby", "紅玉紅茶", "drinks", Fraction(2), 130),
    Line("ham", "火腿", "deli", Fraction("0.350"), 75),
    Line("rolls", "蛋捲", "bakery", Fraction(1), 180),
)


@pytest.fixture
def sale(counter: CounterInMemory) -> SaleDone:
    """NT$385 in three lines, 500 of 600 points spent, 33 earned."""
    counter.enrol(points=600, name="林志華")
    return sell(counter.till, Sell(PHONE, BILL, redeem=500, cashier="林小姐"))


def test_a_sale_is_shown_as_it_stands(counter: CounterInMemory, sale: SaleDone) -> None:
    refund(counter.till, Refund(sale.sale_id, ((1, Fraction(1)), (2, None))))
    found = past_sale(counter.till, sale.number)
    assert [(line.name, str(line.sold), str(line.left), line.whole_only) for line in found.lines] == [
        ("紅玉紅茶", "2", "1", False),
        ("火腿", "7/20", "0", False),
        ("蛋捲", "1", "1", False),
    ]
    assert (found.name, found.cashier, found.due, found.paid) == ("林志華", "林小姐", 335, (TenderPaid("cash", 335),))
    assert found.given_back == sum(line.amount - line.left_amount for line in found.lines) > 0
    assert found.no_void is not None
    assert found.no_void.kind == "void_after_refund"
    assert not found.is_over


def test_what_was_weighed_is_given_back_whole(counter: CounterInMemory, sale: SaleDone) -> None:
    assert [line.whole_only for line in past_sale(counter.till, sale.sale_id).lines] == [False, True, False]


def test_a_quote_says_what_the_refund_does_and_writes_nothing(counter: CounterInMemory, sale: SaleDone) -> None:
    command, frames = Refund(sale.sale_id, ((1, Fraction(1)),), tender="card"), len(counter.frames)
    quoted = quote_refund(counter.till, command)
    assert (len(counter.frames), len(counter.jobs()), counter.balance()) == (frames, 1, 133)
    done = refund(counter.till, command)
    assert (done.result, done.tenders, done.balance, done.fell_to) == (
        quoted.result,
        quoted.tenders,
        quoted.balance,
        quoted.fell_to,
    )


def test_a_quote_of_a_void_says_what_the_void_does(counter: CounterInMemory, sale: SaleDone) -> None:
    frames = len(counter.frames)
    quoted = quote_void(counter.till, Void(sale.sale_id))
    assert len(counter.frames) == frames
    done = void(counter.till, Void(sale.sale_id, cashier="林小姐", approved_by="陳店長"))
    assert (done.result, done.tenders, done.balance) == (quoted.result, quoted.tenders, quoted.balance)
    body = counter.frames[-1].body
    assert (body["cashier"], body["approved_by"]) == ("林小姐", "陳店長")
    with pytest.raises(Refusal, match="already_refunded"):
        quote_void(counter.till, Void(sale.sale_id))


@pytest.mark.parametrize(("price", "tenders"), [(300, (TenderRequest("card"),)), (20, ())])
def test_a_quote_of_an_exchange_says_what_the_exchange_does(
    counter: CounterInMemory, sale: SaleDone, price: int, tenders: tuple[TenderRequest, ...]
) -> None:
    command = Exchange(sale.sale_id, Sell(None, lines(price), tenders=tenders), ((3, None),))
    frames = len(counter.frames)
    quoted = quote_exchange(counter.till, command)
    assert len(counter.frames) == frames
    done = exchange(counter.till, command)
    assert (done.difference, done.refund.result, done.refund.tenders) == (
        quoted.difference,
        quoted.refund.result,
        quoted.refund.tenders,
    )
    assert (done.sale.tendered, done.sale.figures) == (quoted.sale.tendered, quoted.sale.figures)
    assert quoted.sale.member is not None
    assert quoted.sale.member.phone.endswith("912345678")


def test_sales_are_listed_by_day_and_by_member_newest_first(counter: CounterInMemory, sale: SaleDone) -> None:
    counter.sell(50)
    counter.clock.instant += timedelta(days=1)
    counter.sell(70, 80, member=PHONE)
    today = sales_of_day(counter.till)
    assert [(found.number, found.due, found.lines) for found in today.sales] == [("0001", 150, 2)]
    before = sales_of_day(counter.till, today.today - timedelta(days=1))
    assert [(found.number, found.due, found.has_member) for found in before.sales] == [
        ("0002", 50, False),
        ("0001", 335, True),
    ]
    theirs = sales_of_member(counter.till, PHONE)
    assert [(found.day, found.due) for found in theirs.sales] == [(today.today, 150), (before.day, 335)]
    with pytest.raises(Refusal, match="member_unknown"):
        sales_of_member(counter.till, "0999999999")
