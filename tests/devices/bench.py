"""A spooler on a virtual printer, for tests of either."""

import queue as queues
from dataclasses import dataclass, field
from datetime import UTC, datetime

from devices.backoff import Backoff
from devices.printer.driver import Timeouts
from devices.printer.encoder import pack
from devices.printer.jobs import PaperSettings
from devices.printer.raster import render
from devices.printer.simulator import VirtualPrinter
from devices.printer.spooler import Pace, Spooler
from devices.states import DeviceState, DeviceStatus
from devices.supervisor import Supervisor
from devices.transports.reference import parse_reference
from terminal.ports.printing import ReceiptDocument
from tests.devices.memory_queue import PATIENCE_S, MemoryQueue

NOW = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
SOON = Timeouts(connect=2, write=2, status=0.3, quiet=0.1, completion=2)


@dataclass
class Bench:
    """A spooler on a printer, with its queue and what it has said."""

    printer: VirtualPrinter
    now: datetime = NOW
    paper: PaperSettings = field(default_factory=PaperSettings)
    queue: MemoryQueue = field(default_factory=MemoryQueue)
    said: "queues.Queue[DeviceStatus]" = field(default_factory=queues.Queue)
    spooler: Spooler = field(init=False)

    def __post_init__(self) -> None:
        self.spooler = Spooler(
            parse_reference(self.printer.url),
            self.queue,
            self.said.put,
            self.paper,
            timeouts=SOON,
            backoff=Backoff(0.01, 0.05),
            pace=Pace(idle_s=60, hindered_s=0.05),
            now=lambda: self.now,
        )

    def wait_until_said(self, state: DeviceState, detail: str = "", device: str = "printer") -> bool:
        wanted = DeviceStatus(device, state, detail)
        try:
            while self.said.get(timeout=PATIENCE_S) != wanted:
                pass
        except queues.Empty:
            return False
        return True


def printed(bench: Bench, page: int, document: ReceiptDocument) -> bool:
    return pack(bench.printer.pages[page].picture(576)) == pack(render(document, 576))


def status_of(supervisor: Supervisor, device: str) -> DeviceStatus:
    """How that device is, by what the supervisor reports."""
    return next(report.status for report in supervisor.reports() if report.device == device)
