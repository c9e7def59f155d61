"""Printing again, cancelling, and the drawer that opens for cash."""

from fractions import Fraction
from typing import Any

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.ports.printing import COPY_WORDS, CancelReason, JobState
from terminal.usecases.bill import Sell
from terminal.usecases.exchange import Exchange, exchange
from terminal.usecases.print_queue import cancel_job, list_jobs, print_again
from terminal.usecases.refund import Refund, refund
from terminal.usecases.reprint import reprint
from terminal.usecases.sell import TenderRequest
from terminal.usecases.void import Void, void
from tests.unit.usecases.counter import CounterInMemory, lines, paper


def settle(counter: CounterInMemory, output_id: int, state: JobState) -> None:
    queue = counter.store.print_queue()
    assert queue.mark(output_id, JobState.SENDING) and queue.mark(output_id, state)


def output_of(counter: CounterInMemory, **more: Any) -> int:
    output_id = counter.sell(100, **more).output_id
    assert output_id is not None
    return output_id


@pytest.mark.parametrize("state", [JobState.SENT_UNCONFIRMED, JobState.COMPLETE])
def test_a_settled_receipt_is_printed_again_as_a_copy_with_its_frame(counter: CounterInMemory, state: JobState) -> None:
    sale = counter.sell(100)
    assert sale.output_id is not None
    settle(counter, sale.output_id, state)
    copy = print_again(counter.till, sale.output_id, "林小姐")
    assert (copy.state, copy.copy, copy.asked_by, copy.attempts) == (JobState.QUEUED, True, "林小姐", 0)
    assert copy.document is not None
    mark = [COPY_WORDS, f"{sale.number} ・ 2026-11-21 14:32 ・ 林小姐"]
    assert paper(copy.document) == [*mark, *paper(sale.document), *mark]
    frame = counter.frames[-1]
    assert (frame.kind, frame.body, frame.entries) == (FrameKind.REPRINT, {"sale": sale.sale_id}, ())
    jobs = list_jobs(counter.till)
    assert [(job.output_id, job.state) for job in jobs] == [
        (copy.output_id, JobState.QUEUED),
        (sale.output_id, state),
    ]


def test_what_will_print_by_itself_is_not_printed_twice(counter: CounterInMemory) -> None:
    waiting = output_of(counter)
    for state in (JobState.QUEUED, JobState.HELD, JobState.SENDING):
        if state is not JobState.QUEUED:
            counter.store.print_queue().mark(waiting, state)
        with pytest.raises(Refusal, match="print_job_waiting"):
            print_again(counter.till, waiting)
    assert len(list_jobs(counter.till)) == 1


def test_a_cancelled_receipt_says_why_and_can_be_printed_again(counter: CounterInMemory) -> None:
    waiting = output_of(counter)
    cancelled = cancel_job(counter.till, waiting, CancelReason.TOO_LATE, "林小姐")
    assert (cancelled.state, cancelled.reason, cancelled.asked_by) == (
        JobState.CANCELLED,
        "print_too_late",
        "林小姐",
    )
    assert counter.store.print_queue().next_job() is None
    copy = print_again(counter.till, waiting)
    assert copy.copy and copy.document is not None and copy.document.rows[0].left == COPY_WORDS


def test_a_copy_of_a_copy_is_marked_once(counter: CounterInMemory) -> None:
    sale = counter.sell(100)
    first = reprint(counter.till, asked_by="甲")
    settle(counter, first.output_id, JobState.COMPLETE)
    again = print_again(counter.till, first.output_id, "乙")
    assert again.document is not None
    assert again.document.rows[2:-2] == sale.document.rows
    assert again.document.rows[1].left.endswith("乙")


def test_only_what_waits_can_be_cancelled(counter: CounterInMemory) -> None:
    queue, sending = counter.store.print_queue(), output_of(counter)
    queue.mark(sending, JobState.SENDING)
    with pytest.raises(Refusal, match="print_job_sending"):
        cancel_job(counter.till, sending, CancelReason.NOT_WANTED)
    queue.mark(sending, JobState.COMPLETE)
    with pytest.raises(Refusal, match="print_job_settled"):
        cancel_job(counter.till, sending, CancelReason.NOT_WANTED)
    with pytest.raises(Refusal, match="print_job_unknown"):
        cancel_job(counter.till, 99, CancelReason.NOT_WANTED)
    with pytest.raises(Refusal, match="print_job_unknown"):
        print_again(counter.till, 99)


# --- the drawer -------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_drawer(counter: CounterInMemory) -> CounterInMemory:
    with counter.store.unit_of_work() as unit:
        unit.set_setting("cash_drawer", "printer")
        unit.set_setting("printer", "tcp://printer:9100")
        unit.commit()
    return counter


def kicks(counter: CounterInMemory) -> list[int]:
    return [job.output_id for job in counter.store.files.journal.jobs.values() if job.document is None]


def test_a_cash_sale_opens_the_drawer_before_its_receipt(with_drawer: CounterInMemory) -> None:
    receipt = output_of(with_drawer)
    assert kicks(with_drawer) == [receipt - 1]
    counted = [job.output_id for job in list_jobs(with_drawer.till)]
    assert counted == [receipt]


@pytest.mark.parametrize(
    "tenders", [(TenderRequest("card"),), (TenderRequest("card", 60), TenderRequest("line_pay", 40))]
)
def test_no_cash_no_drawer(with_drawer: CounterInMemory, tenders: tuple[TenderRequest, ...]) -> None:
    output_of(with_drawer, tenders=tenders)
    assert kicks(with_drawer) == []


@pytest.mark.parametrize(("name", "value"), [("cash_drawer", "none"), ("printer", "")])
def test_where_there_is_no_drawer_none_is_opened(with_drawer: CounterInMemory, name: str, value: str) -> None:
    with with_drawer.store.unit_of_work() as unit:
        unit.set_setting(name, value)
        unit.commit()
    output_of(with_drawer)
    assert kicks(with_drawer) == []


def test_the_same_command_again_opens_no_drawer(with_drawer: CounterInMemory) -> None:
    for _ in range(2):
        output_of(with_drawer, key="k1")
    assert len(kicks(with_drawer)) == 1


def test_cash_that_is_given_back_comes_out_of_the_drawer(with_drawer: CounterInMemory) -> None:
    card = (TenderRequest("card"),)
    by_card = with_drawer.sell(100, tenders=card)
    refund(with_drawer.till, Refund(by_card.sale_id, lines=((1, Fraction(1)),), tender="card"))
    assert kicks(with_drawer) == []
    other = with_drawer.sell(100, tenders=card)
    refund(with_drawer.till, Refund(other.sale_id))
    assert len(kicks(with_drawer)) == 1
    void(with_drawer.till, Void(with_drawer.sell(100).sale_id))
    assert len(kicks(with_drawer)) == 3


def test_an_exchange_opens_the_drawer_for_the_difference_only(with_drawer: CounterInMemory) -> None:
    sold = with_drawer.sell(100)
    assert len(kicks(with_drawer)) == 1
    even = exchange(with_drawer.till, Exchange(sold.sale_id, Sell(None, lines(100))))
    assert (even.difference, len(kicks(with_drawer))) == (0, 1)
    exchange(with_drawer.till, Exchange(even.sale.sale_id, Sell(None, lines(150))))
    assert len(kicks(with_drawer)) == 2
