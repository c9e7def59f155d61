"""A printer that has all of a receipt and stops finishes by itself and says so, or a person prints it again."""

import pytest

from devices.printer.simulator import Trouble, VirtualPrinter
from devices.states import DeviceState
from terminal.ports.printing import JobState
from tests.devices.bench import Bench, printed
from tests.devices.receipts import CHINESE, SHORT

TROUBLES = pytest.mark.parametrize("trouble", [Trouble.PAPER_OUT, Trouble.COVER_OPEN])


def stop_at_a_receipt(bench: Bench, trouble: Trouble, **when: int) -> int:
    """Prints a receipt that meets ``trouble``; gives its job once the queue says that nobody knows of it."""
    bench.printer.befall(trouble, **when)
    job = bench.queue.add(CHINESE)
    bench.spooler.start()
    assert bench.queue.wait_for_mark(job, JobState.SENT_UNCONFIRMED, f"printer_{trouble.value}")
    assert bench.wait_until_said(DeviceState.ERROR, trouble.value)
    return job


@TROUBLES
@pytest.mark.parametrize("when", [{"after_receipts": 1}, {"after_bytes": 20_000}], ids=["cut off", "half printed"])
def test_once_it_goes_on_the_receipt_is_complete_and_there_is_one(
    bench: Bench, trouble: Trouble, when: dict[str, int]
) -> None:
    job = stop_at_a_receipt(bench, trouble, **when)
    bench.printer.cure(trouble)
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert bench.wait_until_said(DeviceState.ONLINE)
    later = bench.queue.add(SHORT)
    bench.spooler.wake()
    assert bench.queue.wait_for_state(later, JobState.COMPLETE)
    assert bench.printer.receipts == 2 and printed(bench, 0, CHINESE) and printed(bench, 1, SHORT)


@TROUBLES
def test_what_it_forgot_is_left_to_people(bench: Bench, trouble: Trouble) -> None:
    job = stop_at_a_receipt(bench, trouble, after_bytes=20_000)
    bench.printer.befall(Trouble.POWER_CYCLE)
    bench.printer.cure(trouble)
    later = bench.queue.add(SHORT)
    bench.spooler.wake()
    assert bench.queue.wait_for_state(later, JobState.COMPLETE)
    assert bench.queue.jobs[job].state is JobState.SENT_UNCONFIRMED
    assert bench.queue.jobs[job].reason == f"printer_{trouble.value}"
    assert bench.printer.receipts == 1


def test_a_printer_that_goes_on_and_says_nothing_is_left_to_people_too() -> None:
    with VirtualPrinter.tcp(confirms=False) as printer:
        bench = Bench(printer)
        try:
            job = stop_at_a_receipt(bench, Trouble.PAPER_OUT, after_bytes=20_000)
            printer.cure(Trouble.PAPER_OUT)
            assert bench.wait_until_said(DeviceState.ONLINE)
            assert bench.queue.jobs[job].state is JobState.SENT_UNCONFIRMED
            assert printer.receipts == 1
        finally:
            bench.spooler.stop()


def test_meanwhile_later_receipts_wait_and_the_drawer_does_not(bench: Bench) -> None:
    job = stop_at_a_receipt(bench, Trouble.PAPER_OUT, after_receipts=1)
    later, kick = bench.queue.add(SHORT), bench.queue.add_kick()
    assert bench.queue.wait_for_mark(kick, JobState.CANCELLED, "drawer_use_key")
    assert bench.queue.jobs[later].attempts == 0
    assert bench.printer.wait_for_kicks(1)
    bench.printer.cure(Trouble.PAPER_OUT)
    assert bench.queue.wait_for_state(later, JobState.COMPLETE)
    assert bench.queue.jobs[job].state is JobState.COMPLETE
    assert bench.printer.receipts == 2


def test_it_is_not_waited_for_when_the_till_closes(bench: Bench) -> None:
    job = stop_at_a_receipt(bench, Trouble.PAPER_OUT, after_receipts=1)
    bench.spooler.stop()
    assert bench.wait_until_said(DeviceState.CLOSED)
    assert bench.queue.jobs[job].state is JobState.SENT_UNCONFIRMED
