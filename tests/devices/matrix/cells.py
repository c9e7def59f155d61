"""Every fault of a receipt printer, before, during and after a receipt, on every kind of line, with real sales.

``python -m tests.devices.matrix`` prints the table. In each cell a till sells twice through the real use-case and
store while the real spooler works on a printer that fails: once with the spooler's thread held still, so that every
byte at the port would be the sale's own, and once while the fault lasts.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Protocol

from devices.backoff import Backoff
from devices.printer.driver import Timeouts
from devices.printer.simulator import Trouble, VirtualPrinter
from devices.printer.spooler import Pace, Spooler
from devices.states import DeviceStatus
from devices.transports.reference import parse_reference
from terminal.domain.bills import Line
from terminal.ports.clock import SetClock
from terminal.ports.printing import SETTLED_STATES, JobState
from terminal.store.store import TerminalStore
from terminal.usecases.reprint import reprint
from terminal.usecases.sell import Sell, sell
from terminal.usecases.till import Till
from tests.devices.matrix.paper import Counted, count
from tests.devices.matrix.watched_queue import PATIENCE_S, WatchedQueue
from tests.journeys.shop import PROGRAMME
from ui.compose.trial import trial_till

MIDDLE_OF_A_RECEIPT = 9000
"""Bytes from the first question before a receipt to the middle of its pictures."""
BILL = (Line("ruby", "", "", Fraction(1), 65),)
CLOCK = SetClock(datetime(2026, 11, 21, 6, 32, tzinfo=UTC))
QUICK = Timeouts(connect=2, write=2, status=0.2, quiet=0.05, completion=0.5)
WAITING = {JobState.QUEUED, JobState.SENDING, JobState.HELD}


class Fault(StrEnum):
    """What happens to the printer."""

    PAPER_OUT = "paper out"
    COVER_OPEN = "cover open"
    CABLE_PULLED = "cable pulled"
    POWER_CYCLED = "power-cycled"
    HUNG = "hung"
    WRONG_PROFILE = "wrong profile"
    ABSENT = "absent"


class When(StrEnum):
    """When, as the first of the two receipts sees it."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Wire(StrEnum):
    """The line the printer hangs on."""

    TCP = "tcp"
    SERIAL = "serial"
    FILE = "device file"


TROUBLES = {
    Fault.PAPER_OUT: Trouble.PAPER_OUT,
    Fault.COVER_OPEN: Trouble.COVER_OPEN,
    Fault.CABLE_PULLED: Trouble.UNPLUGGED,
    Fault.POWER_CYCLED: Trouble.POWER_CYCLE,
    Fault.HUNG: Trouble.HANG,
    Fault.WRONG_PROFILE: Trouble.WRONG_PROFILE,
    Fault.ABSENT: Trouble.UNPLUGGED,
}
PASSING = {Fault.POWER_CYCLED, Fault.WRONG_PROFILE}
"""Nothing tells the driver of these before it prints: they need not stop it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix."""

    fault: Fault
    when: When
    wire: Wire


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the two receipts of a cell."""

    cell: Cell
    bytes_of_the_sale: int
    receipts: tuple[Counted, ...]
    states: tuple[JobState, ...]
    told: tuple[str, ...]
    garbage: int
    longest_sale_s: float

    @property
    def verdict(self) -> str:
        """Empty when all is well."""
        if self.bytes_of_the_sale:
            return "the sale wrote to the device"
        for receipt, state in zip(self.receipts, self.states, strict=True):
            if receipt.unmarked > 1:
                return "an unmarked duplicate"
            if not receipt.unmarked and not receipt.marked and not self._is_known(state):
                return "a receipt silently lost"
        return ""

    def _is_known(self, state: JobState) -> bool:
        """Whether somebody knows of a receipt that is not on paper: it waits for a printer said to be in trouble.

        *sent_unconfirmed* says so only of what a printer swallowed without a word; it is nothing to hide behind for a
        fault that can be seen.
        """
        if state in WAITING:
            return bool(self.told)
        return state is JobState.SENT_UNCONFIRMED and self.cell.fault in PASSING


CELLS = [Cell(fault, when, wire) for wire in Wire for fault in Fault for when in When]


@dataclass
class Counter:
    """A till, its printer and its spooler, for one cell."""

    cell: Cell
    till: Till
    printer: VirtualPrinter
    queue: WatchedQueue
    spooler: Spooler
    sales: list[str] = field(default_factory=list)
    jobs: list[int] = field(default_factory=list)
    longest_sale_s: float = 0.0

    def play(self) -> Result:
        """The fault, two sales, the cure, and what is on paper then."""
        if self.cell.when is not When.BEFORE:
            self.start()
            self.plan()
        else:
            self.befall_first()
        with self.queue.held_still(self.spooler):
            before = self.printer.at_the_port()
            self.sell()
            written = self.printer.at_the_port() - before
        self.spooler.wake()
        assert self.printer.wait_for_script(PATIENCE_S), "the fault never came"
        self.sell()
        self.spooler.wake()
        self.cure()
        return self.result(written)

    def start(self) -> None:
        """The printer is there and has said that it is well."""
        self.spooler.start()
        with self.queue.held_still(self.spooler):
            pass

    def befall_first(self) -> None:
        """The fault is there when the till opens, or strikes an idle printer."""
        if self.cell.fault is not Fault.ABSENT:
            self.start()
        self.printer.befall(TROUBLES[self.cell.fault])
        if self.cell.fault is Fault.ABSENT:
            self.spooler.start()

    def plan(self) -> None:
        """The fault comes in the middle of the next receipt, or right after it."""
        trouble = TROUBLES[self.cell.fault]
        if self.cell.when is When.DURING:
            self.printer.befall(trouble, MIDDLE_OF_A_RECEIPT)
        else:
            self.printer.befall(trouble, after_receipts=1)

    def sell(self) -> None:
        """A sale through the use-case; it returns whatever the printer does."""
        began_s = time.perf_counter()
        self.sales.append(sell(self.till, Sell(None, BILL)).sale_id)
        self.longest_sale_s = max(self.longest_sale_s, time.perf_counter() - began_s)
        with self.till.store.view() as unit:
            newest = unit.print_jobs(1)[0]
        assert newest.document is not None and not newest.copy
        self.jobs.append(newest.output_id)
        self.queue.documents[newest.output_id] = newest.document

    def cure(self) -> None:
        """Waits until a person was told, puts the fault right, and waits until the queue is worked off."""
        fault = self.cell.fault
        if fault not in PASSING:
            self.wait(lambda: bool(self.queue.told))
        if fault is Fault.ABSENT:
            self.wait(lambda: JobState.HELD in self.queue.states.values())  # the second may stand behind the first
            return
        if fault is Fault.WRONG_PROFILE:
            self.wait(self._worked_off)
        if fault is not Fault.POWER_CYCLED:
            self.printer.cure(TROUBLES[fault])
        self.spooler.wake()
        self.wait(self._worked_off)
        if fault is Fault.WRONG_PROFILE:
            self.print_again()

    def print_again(self) -> None:
        """Whoever sees nonsense on the paper has the receipt printed once more."""
        for sale in self.sales:
            copy = reprint(self.till, sale)
            self.spooler.wake()
            self.wait(partial(self._is_settled, copy.output_id))

    def result(self, written: int) -> Result:
        """What is on paper and in the queue."""
        self.spooler.stop()
        pages = list(self.printer.pages)
        return Result(
            cell=self.cell,
            bytes_of_the_sale=written,
            receipts=tuple(count(self.queue.documents[job], pages) for job in self.jobs),
            states=tuple(self.state(place) for place in range(len(self.jobs))),
            told=tuple(dict.fromkeys(self.queue.told)),
            garbage=self.printer.garbage,
            longest_sale_s=self.longest_sale_s,
        )

    def state(self, place: int) -> JobState:
        """How the job of that sale stands."""
        return self.queue.states.get(self.jobs[place], JobState.QUEUED)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Waits for the queue to say so."""
        with self.queue.changed:
            came = self.queue.changed.wait_for(condition, PATIENCE_S)
        assert came, f"{self.cell}: {self.queue.states}, {self.queue.told}"

    def _is_settled(self, output_id: int) -> bool:
        return self.queue.states.get(output_id) in SETTLED_STATES

    def _worked_off(self) -> bool:
        return all(self.queue.states.get(job) in SETTLED_STATES for job in self.jobs)


class Window(Protocol):
    """Who watches over the cells from the window's thread."""

    def begin(self) -> None:
        """The till is open."""
        ...

    def heard(self, status: DeviceStatus) -> None:
        """The printer's thread says how it is."""
        ...


def play(cell: Cell, folder: Path, window: Window) -> Result:
    """One cell of the matrix, in a folder of its own."""
    link = folder / "printer"
    with trial_till(PROGRAMME, "xinyi", CLOCK) as till, printer_on(cell.wire, link) as printer:
        assert isinstance(till.store, TerminalStore)
        queue = WatchedQueue(till.store.print_queue())

        def hear(status: DeviceStatus) -> None:
            window.heard(status)
            queue.heard(status)

        spooler = Spooler(
            parse_reference(printer.url),
            queue,
            hear,
            timeouts=QUICK,
            backoff=Backoff(0.01, 0.05),
            pace=Pace(idle_s=60, hindered_s=0.05),
        )
        window.begin()
        try:
            return Counter(cell, till, printer, queue, spooler).play()
        finally:
            spooler.stop()


def printer_on(wire: Wire, link: Path) -> VirtualPrinter:
    """A printer at the end of that line."""
    if wire is Wire.TCP:
        return VirtualPrinter.tcp()
    return VirtualPrinter.pty(link=link) if wire is Wire.SERIAL else VirtualPrinter.device_file(link=link)
