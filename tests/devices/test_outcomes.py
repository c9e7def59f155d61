"""What became of a job is noted although the store has no room or no time just then, and nothing is printed twice."""

from collections.abc import Callable

import pytest

from devices.printer.outcomes import Outcomes
from devices.printer.simulator import Trouble, VirtualPrinter
from devices.states import DeviceState
from terminal.domain.errors import Broken, Refusal
from terminal.ports.printing import JobState
from tests.devices.bench import Bench, printed
from tests.devices.memory_queue import MemoryQueue
from tests.devices.receipts import CHINESE, SHORT


def full_disk(bench: Bench, *states: JobState, times: int = 2) -> Callable[[], int]:
    """The store refuses each of ``states`` so often; gives what says how often it has."""
    mark, left = bench.queue.mark, dict.fromkeys(states, times)

    def marked(output_id: int, state: JobState, reason: str = "") -> bool:
        if left.get(state):
            left[state] -= 1
            raise Refusal("disk_full")
        return mark(output_id, state, reason)

    bench.queue.mark = marked  # type: ignore[method-assign]  # the disk is full for a while
    return lambda: times * len(states) - sum(left.values())


@pytest.mark.parametrize("kind", ["disk_full", "store_busy"])
def test_what_the_store_does_not_take_is_kept_and_comes_before_the_next(kind: str) -> None:
    queue = MemoryQueue()
    job, later = queue.add(SHORT, JobState.SENDING, attempts=1), queue.add(SHORT)
    mark, refusals, outcomes = queue.mark, [kind, kind], Outcomes(queue)

    def refusing(output_id: int, state: JobState, reason: str = "") -> bool:
        if refusals:
            raise Refusal(refusals.pop())
        return mark(output_id, state, reason)

    queue.mark = refusing  # type: ignore[method-assign]  # one test looks over its shoulder
    with pytest.raises(Refusal, match=kind):
        outcomes.settle(job, JobState.COMPLETE)
    with pytest.raises(Refusal, match=kind):
        outcomes.write()
    outcomes.write()
    outcomes.write()
    assert queue.marks == [(job, JobState.COMPLETE, "")]
    found = queue.next_job()
    assert found is not None and found.output_id == later


def test_a_job_that_is_gone_is_a_bug_and_not_kept() -> None:
    outcomes = Outcomes(MemoryQueue())
    with pytest.raises(Broken):
        outcomes.settle(99, JobState.COMPLETE)
    outcomes.write()


def test_a_receipt_that_is_printed_while_the_disk_is_full_is_complete_and_there_is_one(bench: Bench) -> None:
    job, later = bench.queue.add(CHINESE), bench.queue.add(SHORT)
    refused = full_disk(bench, JobState.COMPLETE)
    bench.spooler.start()
    assert bench.queue.wait_for_state(later, JobState.COMPLETE)
    assert refused() == 2
    assert bench.queue.jobs[job].state is JobState.COMPLETE
    assert bench.printer.receipts == 2 and printed(bench, 0, CHINESE) and printed(bench, 1, SHORT)


def test_a_receipt_that_nobody_confirms_is_not_printed_again_either() -> None:
    with VirtualPrinter.tcp(answers=False, confirms=False) as printer:
        bench = Bench(printer)
        job = bench.queue.add(SHORT)
        refused = full_disk(bench, JobState.SENT_UNCONFIRMED)
        bench.spooler.start()
        try:
            assert bench.queue.wait_for_state(job, JobState.SENT_UNCONFIRMED)
        finally:
            bench.spooler.stop()
        assert (printer.receipts, refused()) == (1, 2)


def test_nothing_is_sent_that_could_not_be_noted(bench: Bench) -> None:
    job = bench.queue.add(SHORT)
    refused = full_disk(bench, JobState.SENDING)
    bench.spooler.start()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert refused() == 2
    assert bench.printer.receipts == 1 and printed(bench, 0, SHORT)


def test_a_receipt_that_was_not_sent_stays_unmarked_though_nobody_could_note_that_it_waits(bench: Bench) -> None:
    bench.printer.befall(Trouble.PAPER_OUT)
    job = bench.queue.add(SHORT)
    refused = full_disk(bench, JobState.HELD)
    bench.spooler.start()
    assert bench.wait_until_said(DeviceState.ERROR, "paper_out")
    assert bench.queue.wait_for_mark(job, JobState.HELD, "printer_paper_out")
    bench.printer.cure(Trouble.PAPER_OUT)
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert refused() == 2
    assert bench.printer.receipts == 1 and printed(bench, 0, SHORT)


def test_a_drawer_opens_once_while_the_disk_is_full(bench: Bench) -> None:
    bench.spooler.start()
    assert bench.wait_until_said(DeviceState.ONLINE)
    refused = full_disk(bench, JobState.SENT_UNCONFIRMED)
    kick = bench.queue.add_kick()
    bench.spooler.wake()
    assert bench.queue.wait_for_state(kick, JobState.SENT_UNCONFIRMED)
    job = bench.queue.add(SHORT)
    bench.spooler.wake()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert (bench.printer.kicks, refused()) == (1, 2)
