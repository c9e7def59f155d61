"""The durable print queue: one contract over the real store and what tests use in its place."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.domain.errors import Broken
from terminal.ports.printing import (
    COPY_WORDS,
    KICK_VALID,
    NEXT_STATES,
    WAITING_STATES,
    JobState,
    PrintJob,
    PrintQueue,
    ReceiptDocument,
    as_printed,
    marked_as_copy,
)
from terminal.store.store import TerminalStore
from tests.devices.memory_queue import MemoryQueue
from tests.store import facts
from tests.store.conftest import Terminal


def queue_job(terminal: Terminal, *, copy: bool = False) -> int:
    with terminal.store.unit_of_work() as unit:
        output_id = unit.add_print_job(facts.RECEIPT, "s1", copy, "林小姐" if copy else "")
        unit.commit()
    return output_id


def queue_kick(terminal: Terminal) -> int:
    with terminal.store.unit_of_work() as unit:
        output_id = unit.add_kick()
        unit.commit()
    return output_id


def cancel(terminal: Terminal, output_id: int) -> bool:
    with terminal.store.unit_of_work() as unit:
        cancelled = unit.cancel_print_job(output_id, "print_not_wanted", "林小姐")
        unit.commit()
    return cancelled


@dataclass
class Bench:
    """A queue of any kind, and how jobs get into it and out of it."""

    queue: PrintQueue
    add: Callable[[], int]
    add_kick: Callable[[], int]
    cancel: Callable[[int], bool]


def in_memory() -> Bench:
    queue = MemoryQueue()
    return Bench(queue, lambda: queue.add(facts.RECEIPT), queue.add_kick, queue.cancel)


@pytest.fixture(params=["fake", "disk", "devices"])
def bench(request: pytest.FixtureRequest) -> Bench:
    if request.param == "devices":
        return in_memory()
    terminal = request.getfixturevalue("terminal_on_disk" if request.param == "disk" else "terminal_in_memory")
    return Bench(
        terminal.store.print_queue(),
        lambda: queue_job(terminal),
        lambda: queue_kick(terminal),
        lambda output_id: cancel(terminal, output_id),
    )


# --- the contract -----------------------------------------------------------------------------------------------------

WAY_TO: dict[JobState, tuple[JobState, ...]] = {
    JobState.QUEUED: (),
    JobState.HELD: (JobState.HELD,),
    JobState.SENDING: (JobState.SENDING,),
    JobState.SENT_UNCONFIRMED: (JobState.SENDING, JobState.SENT_UNCONFIRMED),
    JobState.COMPLETE: (JobState.SENDING, JobState.COMPLETE),
    JobState.CANCELLED: (JobState.CANCELLED,),
}


def test_every_state_changes_as_the_table_says_and_no_other_way(bench: Bench) -> None:
    assert NEXT_STATES[JobState.SENT_UNCONFIRMED] == {JobState.COMPLETE}  # the printer may say so later
    for state, after in product(JobState, JobState):
        job = bench.add()
        assert all(bench.queue.mark(job, step) for step in WAY_TO[state])
        assert bench.queue.mark(job, after) is (after in NEXT_STATES[state]), (state, after)
        reached = after if after in NEXT_STATES[state] else state
        found = bench.queue.next_job()
        assert (found.state if found else None) == (reached if reached in WAITING_STATES else None)
        if found:
            assert found.output_id == job
            bench.queue.mark(job, JobState.CANCELLED)


def test_jobs_come_oldest_first_with_their_document(bench: Bench) -> None:
    first, second = bench.add(), bench.add()
    assert bench.queue.next_job() == PrintJob(first, facts.RECEIPT, JobState.QUEUED, 0, False)
    assert bench.cancel(first)
    assert bench.queue.next_job() == PrintJob(second, facts.RECEIPT, JobState.QUEUED, 0, False)


@pytest.mark.parametrize("state", [JobState.HELD, JobState.SENDING])
def test_a_job_not_on_paper_comes_again_before_later_ones(bench: Bench, state: JobState) -> None:
    first = bench.add()
    bench.add()
    bench.queue.mark(first, JobState.SENDING)
    bench.queue.mark(first, state, "printer_offline")
    job = bench.queue.next_job()
    assert job is not None
    assert (job.output_id, job.state) == (first, state)
    assert job.attempts == (2 if state is JobState.SENDING else 1)


@pytest.mark.parametrize("state", JobState)
def test_only_what_is_not_under_way_can_be_cancelled(bench: Bench, state: JobState) -> None:
    job = bench.add()
    for step in WAY_TO[state]:
        bench.queue.mark(job, step)
    assert bench.cancel(job) is (state in {JobState.QUEUED, JobState.HELD})
    assert not bench.cancel(99)


def test_an_unknown_job_is_a_bug(bench: Bench) -> None:
    with pytest.raises(Broken):
        bench.queue.mark(99, JobState.COMPLETE)


def test_a_kick_waits_behind_no_document_and_the_latest_does_for_all(bench: Bench) -> None:
    bench.add()
    assert bench.queue.next_kick() is None
    earlier, later = bench.add_kick(), bench.add_kick()
    assert bench.queue.next_kick() == later
    assert not bench.queue.mark(earlier, JobState.SENDING)
    assert bench.queue.mark(later, JobState.SENDING)
    assert bench.queue.next_kick() == later  # it failed, and somebody still stands there
    assert bench.queue.mark(later, JobState.SENT_UNCONFIRMED)
    assert bench.queue.next_kick() is None


def test_a_kick_of_before_is_dropped(bench: Bench) -> None:
    first, second = bench.add_kick(), bench.add_kick()
    document = bench.add()
    bench.queue.mark(second, JobState.SENDING)
    bench.queue.drop_kicks()
    assert bench.queue.next_kick() is None
    assert not bench.queue.mark(first, JobState.SENDING) and not bench.queue.mark(second, JobState.SENDING)
    waiting = bench.queue.next_job()
    assert waiting is not None and waiting.output_id == document


AGES = pytest.mark.parametrize(("age", "is_found"), [(KICK_VALID, True), (KICK_VALID * 2, False), (-KICK_VALID, False)])


def check_age(queue: PrintQueue, add_kick: Callable[[], int], instants: list[datetime], found: bool) -> None:
    """The last of ``instants`` is what the machine says: the kick is asked for at the first, looked for at the next."""
    later = instants.pop()
    kick = add_kick()
    instants.append(later)
    assert queue.next_kick() == (kick if found else None)
    instants.append(instants[0])
    assert queue.next_kick() == (kick if found else None)  # what was cancelled does not come back with the clock


@AGES
def test_a_kick_that_comes_too_late_is_cancelled_for_good(
    terminal_on_disk: Terminal, monkeypatch: pytest.MonkeyPatch, age: timedelta, is_found: bool
) -> None:
    instants = [facts.NOW, facts.NOW + age]
    monkeypatch.setattr("terminal.store.print_jobs._now", lambda: instants[-1])
    queue = terminal_on_disk.store.print_queue()
    check_age(queue, lambda: queue_kick(terminal_on_disk), instants, is_found)


@AGES
def test_a_kick_that_comes_too_late_is_cancelled_in_memory_too(age: timedelta, is_found: bool) -> None:
    instants = [facts.NOW, facts.NOW + age]
    queue = MemoryQueue(now=lambda: instants[-1])
    check_age(queue, queue.add_kick, instants, is_found)


# --- one printer's thread at a time -----------------------------------------------------------------------------------


def test_one_at_a_time_works_the_queue_off(terminal: Terminal) -> None:
    first, second = terminal.store.print_queue(), terminal.store.print_queue()
    assert first.claim() and first.claim()
    assert not second.claim()
    second.release()  # it has nothing to let go of
    assert not second.claim()
    first.release()
    first.release()
    assert second.claim() and not first.claim()
    second.release()


# --- what people are told ---------------------------------------------------------------------------------------------


def test_jobs_are_counted_by_state_and_kicks_are_not(terminal: Terminal) -> None:
    queue = terminal.store.print_queue()
    queue.mark(queue_job(terminal), JobState.HELD)
    queue_job(terminal)
    queue_kick(terminal)
    queue_job(terminal)
    with terminal.store.view() as unit:
        assert unit.job_counts() == {"held": 1, "queued": 2}


def test_a_job_says_when_it_was_queued_when_it_changed_and_why_it_is_held(terminal: Terminal) -> None:
    queue = terminal.store.print_queue()
    held, copy = queue_job(terminal), queue_job(terminal, copy=True)
    kick = queue_kick(terminal)
    queue.mark(held, JobState.HELD, "printer_paper_out")
    with terminal.store.view() as unit:
        newest, oldest = unit.print_jobs(5)
        assert (newest.output_id, newest.copy, newest.asked_by) == (copy, True, "林小姐")
        assert (oldest.output_id, oldest.state, oldest.reason) == (held, JobState.HELD, "printer_paper_out")
        assert (oldest.title, oldest.document, oldest.sale_id) == (facts.RECEIPT.title, facts.RECEIPT, "s1")
        assert oldest.queued_at is not None and oldest.changed_at is not None
        assert oldest.queued_at <= oldest.changed_at
        assert unit.print_jobs(1) == [newest]
        assert unit.print_job(held) == oldest
        assert unit.print_job(kick) is None and unit.print_job(99) is None
    assert cancel(terminal, held)
    with terminal.store.view() as unit:
        cancelled = unit.print_job(held)
    assert cancelled is not None
    assert (cancelled.state, cancelled.reason, cancelled.asked_by) == (
        JobState.CANCELLED,
        "print_not_wanted",
        "林小姐",
    )


def test_the_printers_thread_has_a_connection_of_its_own(terminal_on_disk: Terminal) -> None:
    output_id = queue_job(terminal_on_disk)
    seen: list[PrintJob | None] = []

    def work() -> None:
        queue = terminal_on_disk.store.print_queue()
        seen.append(queue.next_job())
        assert queue.mark(output_id, JobState.SENDING) and queue.mark(output_id, JobState.COMPLETE)

    with terminal_on_disk.store.view() as unit:  # the cashier's thread is reading meanwhile
        assert unit.job_counts() == {"queued": 1}
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert [job.output_id for job in seen if job] == [output_id]
    assert terminal_on_disk.store.print_queue().next_job() is None


def test_old_settled_jobs_keep_their_outcome_and_let_go_of_their_text(
    stored: TerminalStore, terminal_on_disk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.store.print_jobs.DOCUMENTS_KEPT", 2)
    queue = terminal_on_disk.store.print_queue()
    queue.mark(queue_job(terminal_on_disk), JobState.HELD)
    for _ in range(5):
        job = queue_job(terminal_on_disk)
        queue.mark(job, JobState.SENDING)
        queue.mark(job, JobState.SENT_UNCONFIRMED)
    with terminal_on_disk.store.view() as unit:
        assert unit.job_counts() == {"held": 1, "sent_unconfirmed": 5}
        assert [bool(job.document) for job in unit.print_jobs(9)] == [True, True, False, False, False, True]
    waiting = queue.next_job()
    assert waiting is not None
    assert waiting.document.rows


@pytest.mark.parametrize("text", ["rubbish", "[]", '{"title": "a"}', '{"title": "a", "rows": [{"kind": "hologram"}]}'])
def test_a_document_that_cannot_be_read_blocks_none_behind_it(terminal_on_disk: Terminal, text: str) -> None:
    queue = terminal_on_disk.store.print_queue()
    broken, job = queue_job(terminal_on_disk), queue_job(terminal_on_disk)
    assert isinstance(terminal_on_disk.store, TerminalStore)
    connection = terminal_on_disk.store._connections.begun()
    connection.driver.execute("UPDATE print_job SET document = ? WHERE output_id = ?", (text, broken))
    connection.commit()
    found = queue.next_job()
    assert found is not None and found.output_id == job
    with terminal_on_disk.store.view() as unit:
        told = unit.print_job(broken)
        assert [each.output_id for each in unit.print_jobs(5)] == [job, broken]
    assert told is not None
    assert (told.state, told.reason, told.document) == (JobState.CANCELLED, "printer_document_broken", None)


# --- never twice unmarked, never silently lost ------------------------------------------------------------------------


class Step:
    """What may happen to a job and its printer, in any order."""

    PRINTS, CONFIRMS_NOT, FAULT_BEFORE, FAULT_WITHIN, CRASH_WITHIN, CANCEL, ASK = range(7)


@dataclass
class Counter:
    """A printer's thread that any of these may befall, and the papers that may have come out."""

    queue: MemoryQueue = field(default_factory=MemoryQueue)
    papers: dict[int, list[ReceiptDocument]] = field(default_factory=dict)
    origin: dict[int, int] = field(default_factory=dict)

    def befall(self, step: int) -> None:
        if step == Step.ASK:
            self._ask()
            return
        job = self.queue.next_job()
        if job is None:
            return
        if step == Step.CANCEL:
            self.queue.cancel(job.output_id)
        elif step == Step.FAULT_BEFORE:
            self.queue.mark(job.output_id, JobState.HELD, "printer_paper_out")
        else:
            self._send(job, step)

    def _send(self, job: PrintJob, step: int) -> None:
        paper = as_printed(job, facts.NOW).document
        assert self.queue.mark(job.output_id, JobState.SENDING)
        self.papers.setdefault(self.origin.get(job.output_id, job.output_id), []).append(paper)
        ends = {
            Step.PRINTS: JobState.COMPLETE,
            Step.CONFIRMS_NOT: JobState.SENT_UNCONFIRMED,
            Step.FAULT_WITHIN: JobState.HELD,
        }
        if step in ends:
            assert self.queue.mark(job.output_id, ends[step], "printer_paper_out" if step == Step.FAULT_WITHIN else "")

    def _ask(self) -> None:
        """As ``print_again`` does, of the latest settled job."""
        settled = [job for job in self.queue.jobs.values() if job.state not in WAITING_STATES and job.document]
        if settled:
            latest = settled[-1]
            assert latest.document
            copy = self.queue.add(marked_as_copy(latest.document, facts.NOW, "林小姐"))
            self.queue.jobs[copy] = replace(self.queue.jobs[copy], copy=True)
            self.origin[copy] = self.origin.get(latest.output_id, latest.output_id)


def is_marked(document: ReceiptDocument) -> bool:
    words = [row.left for row in document.rows]
    return words[0] == words[-2] == COPY_WORDS and words.count(COPY_WORDS) == 2


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(range(7)), max_size=30))
def test_whatever_happens_no_duplicate_is_unmarked_and_nothing_is_lost(steps: list[int]) -> None:
    counter = Counter()
    jobs = [counter.queue.add(facts.RECEIPT) for _ in range(2)]
    for step in steps:
        counter.befall(step)
    for papers in counter.papers.values():
        assert all(is_marked(paper) for paper in papers[1:])
    for job in jobs:  # it is on paper, or may be, or will come, or somebody cancelled it and the job says so
        state, papers = counter.queue.jobs[job].state, counter.papers.get(job, [])
        if state in {JobState.COMPLETE, JobState.SENT_UNCONFIRMED}:
            assert papers
        elif state is JobState.CANCELLED:
            assert counter.queue.jobs[job].reason
        else:
            assert state in WAITING_STATES
    for _ in counter.queue.jobs:
        counter.befall(Step.PRINTS)
    assert counter.queue.next_job() is None


def test_a_copy_says_the_number_the_time_and_who_asked_once() -> None:
    receipt = replace(facts.RECEIPT, number="0214", zone="Asia/Taipei")
    copy = marked_as_copy(marked_as_copy(receipt, facts.NOW), facts.NOW, "林小姐")
    local = facts.NOW + timedelta(hours=8)
    assert [row.left for row in copy.rows[:2]] == [COPY_WORDS, f"0214 ・ {local:%Y-%m-%d %H:%M} ・ 林小姐"]
    assert copy.rows[2:-2] == receipt.rows
    assert copy.rows[-2:] == copy.rows[:2]
    again = as_printed(PrintJob(1, receipt, JobState.HELD, attempts=1, copy=False), facts.NOW)
    assert [row.left for row in again.document.rows[:2]] == [COPY_WORDS, f"0214 ・ {local:%Y-%m-%d %H:%M}"]
    untouched = PrintJob(1, receipt, JobState.HELD, attempts=0, copy=False)
    assert as_printed(untouched, facts.NOW) is untouched
