"""Two spoolers on one home: one prints, the other leaves everything alone, says so, and follows when the first ends."""

import queue as queues
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devices.backoff import Backoff
from devices.printer.simulator import VirtualPrinter
from devices.printer.spooler import Pace, Spooler
from devices.states import DeviceState, DeviceStatus
from devices.transports.reference import parse_reference
from terminal.ports.printing import JobState
from terminal.ports.secrets import MemorySecrets
from terminal.store.store import TerminalStore, create_terminal_store, open_terminal_store
from tests.devices.bench import SOON, Bench
from tests.devices.matrix.watched_queue import WatchedQueue
from tests.devices.memory_queue import PATIENCE_S
from tests.devices.receipts import SHORT
from tests.store.facts import GROUP_KEY, IDENTITY, OPENING

CLAIMING = """
import sys
from pathlib import Path
from terminal.store.home import Home
from terminal.store.print_jobs import StoredPrintQueue

queue = StoredPrintQueue(None, Home(Path(sys.argv[1])))
assert queue.claim()
print("claimed", flush=True)
sys.stdin.read()
"""
RECEIPTS = 8


@dataclass
class Process:
    """What one process has of a home: the store, a spooler, and what it has said."""

    store: TerminalStore
    printer: VirtualPrinter
    said: "queues.Queue[DeviceStatus]" = field(default_factory=queues.Queue)
    watched: WatchedQueue = field(init=False)
    spooler: Spooler = field(init=False)

    def __post_init__(self) -> None:
        self.watched = WatchedQueue(self.store.print_queue())
        self.spooler = Spooler(
            parse_reference(self.printer.url),
            self.watched,
            self.said.put,
            timeouts=SOON,
            backoff=Backoff(0.01, 0.05),
            pace=Pace(idle_s=0.05, hindered_s=0.05),
        )

    def wait_until_said(self, status: DeviceStatus) -> None:
        while self.said.get(timeout=PATIENCE_S) != status:
            pass

    def queue(self) -> int:
        with self.store.unit_of_work() as unit:
            job = unit.add_print_job(SHORT, None)
            unit.commit()
        return job

    def wait_until_complete(self, *jobs: int) -> None:
        with self.watched.changed:
            assert self.watched.changed.wait_for(
                lambda: all(self.watched.states.get(job) is JobState.COMPLETE for job in jobs), PATIENCE_S
            )

    def states(self) -> dict[str, int]:
        with self.store.view() as unit:
            return dict(unit.job_counts())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def two(home: Path) -> Iterator[tuple[Process, Process]]:
    secrets = MemorySecrets()
    with (
        VirtualPrinter.tcp() as printer,
        closing(create_terminal_store(home, IDENTITY, secrets, GROUP_KEY, OPENING)) as one,
        closing(open_terminal_store(home, secrets)) as other,
    ):
        both = Process(one, printer), Process(other, printer)
        yield both
        for each in both:
            each.spooler.stop()


def test_one_prints_and_the_other_says_that_it_does_not(two: tuple[Process, Process]) -> None:
    first, second = two
    jobs = [first.queue() for _ in range(RECEIPTS)]
    first.spooler.start()
    first.wait_until_said(DeviceStatus("printer", DeviceState.ONLINE))
    second.spooler.start()
    second.wait_until_said(DeviceStatus("printer", DeviceState.ERROR, "claimed"))
    first.wait_until_complete(*jobs)
    first.spooler.stop()
    second.wait_until_said(DeviceStatus("printer", DeviceState.ONLINE))
    second.wait_until_complete(second.queue())
    assert second.states() == {JobState.COMPLETE.value: RECEIPTS + 1}
    with second.store.view() as unit:
        assert {job.attempts for job in unit.print_jobs(RECEIPTS + 1)} == {1}
    assert first.printer.receipts == RECEIPTS + 1


def test_what_another_process_prints_stays_as_it_is(home: Path, two: tuple[Process, Process]) -> None:
    second = two[1]
    with holding(home) as process:
        second.queue()
        second.spooler.start()
        second.wait_until_said(DeviceStatus("printer", DeviceState.ERROR, "claimed"))
        assert second.states() == {JobState.QUEUED.value: 1}
        assert second.printer.received == 0
        process.kill()
        process.wait()
        assert second.printer.wait_for_receipts(1)


def test_a_claim_ends_with_the_process_however_it_ends(home: Path, two: tuple[Process, Process]) -> None:
    queue = two[0].store.print_queue()
    with holding(home) as process:
        assert not queue.claim()
        process.kill()
        process.wait()
        assert queue.claim() and queue.claim()
        assert not two[1].store.print_queue().claim()
        queue.release()


def test_a_drawer_asked_for_where_another_process_prints_is_opened_with_its_key() -> None:
    with VirtualPrinter.tcp() as printer:
        bench = Bench(printer)
        bench.queue.is_claimed_elsewhere = True
        kick = bench.queue.add_kick()
        bench.spooler.start()
        try:
            assert bench.wait_until_said(DeviceState.ERROR, "use_key", device="drawer")
            bench.spooler.open_drawer(pin=2)
            assert bench.wait_until_said(DeviceState.ERROR, "use_key", device="drawer")
        finally:
            bench.spooler.stop()
        assert bench.queue.jobs[kick].state is JobState.QUEUED
        assert printer.received == 0


def holding(home: Path) -> "subprocess.Popen[str]":
    """A process that has claimed the queue of ``home`` and keeps it until it is killed or its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", CLAIMING, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "claimed\n"
    return process
