"""The durable print queue."""

import threading

import pytest

from terminal.domain.errors import Broken
from terminal.ports.printing import JobState, PrintJob
from terminal.store.store import TerminalStore
from tests.store import facts
from tests.store.conftest import Terminal


def queue_job(terminal: Terminal, *, copy: bool = False) -> int:
    with terminal.store.unit_of_work() as unit:
        output_id = unit.add_print_job(facts.RECEIPT, "s1", copy)
        unit.commit()
    return output_id


def test_jobs_come_oldest_first_with_their_document(terminal: Terminal) -> None:
    first, second = queue_job(terminal), queue_job(terminal, copy=True)
    queue = terminal.store.print_queue()
    assert queue.next_job() == PrintJob(first, facts.RECEIPT, JobState.QUEUED, 0, False)
    queue.mark(first, JobState.COMPLETE)
    assert queue.next_job() == PrintJob(second, facts.RECEIPT, JobState.QUEUED, 0, True)
    queue.mark(second, JobState.CANCELLED)
    assert queue.next_job() is None


@pytest.mark.parametrize("state", [JobState.HELD, JobState.SENDING, JobState.QUEUED])
def test_a_job_not_on_paper_comes_again_before_later_ones(terminal: Terminal, state: JobState) -> None:
    first = queue_job(terminal)
    queue_job(terminal)
    queue = terminal.store.print_queue()
    queue.mark(first, JobState.SENDING)
    queue.mark(first, state, "printer_offline")
    job = queue.next_job()
    assert job is not None
    assert (job.output_id, job.state) == (first, state)
    assert job.attempts == (2 if state is JobState.SENDING else 1)


def test_a_job_that_may_be_on_paper_does_not_come_again(terminal: Terminal) -> None:
    terminal.store.print_queue().mark(queue_job(terminal), JobState.SENT_UNCONFIRMED)
    assert terminal.store.print_queue().next_job() is None


def test_jobs_are_counted_by_state(terminal: Terminal) -> None:
    queue = terminal.store.print_queue()
    queue.mark(queue_job(terminal), JobState.HELD)
    queue_job(terminal)
    queue_job(terminal)
    with terminal.store.view() as unit:
        assert unit.job_counts() == {"held": 1, "queued": 2}


def test_an_unknown_job_is_a_bug(terminal: Terminal) -> None:
    with pytest.raises(Broken):
        terminal.store.print_queue().mark(99, JobState.COMPLETE)


def test_the_printers_thread_has_a_connection_of_its_own(terminal_on_disk: Terminal) -> None:
    output_id = queue_job(terminal_on_disk)
    seen: list[PrintJob | None] = []

    def work() -> None:
        seen.append(terminal_on_disk.store.print_queue().next_job())
        terminal_on_disk.store.print_queue().mark(output_id, JobState.COMPLETE)

    with terminal_on_disk.store.view() as unit:  # the cashier's thread is reading meanwhile
        assert unit.job_counts() == {"queued": 1}
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert [job.output_id for job in seen if job] == [output_id]
    assert terminal_on_disk.store.print_queue().next_job() is None


def test_old_finished_jobs_keep_their_outcome_and_let_go_of_their_text(
    stored: TerminalStore, terminal_on_disk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.store.print_jobs.DOCUMENTS_KEPT", 2)
    queue = terminal_on_disk.store.print_queue()
    queue.mark(queue_job(terminal_on_disk), JobState.HELD)
    for _ in range(5):
        queue.mark(queue_job(terminal_on_disk), JobState.COMPLETE)
    with terminal_on_disk.store.view() as unit:
        assert unit.job_counts() == {"held": 1, "complete": 5}
    waiting = queue.next_job()
    assert waiting is not None
    assert waiting.document.rows
    connection = stored._connections.here()
    texts = connection.exec_driver_sql("SELECT document FROM print_job ORDER BY output_id").scalars().all()
    connection.rollback()
    assert [bool(text) for text in texts] == [True, False, False, False, True, True]
