"""Random bytes at the threads of the adapters, on lines that break now and then.

Nothing leaves such a thread, since it catches all; so what it wrote down as a fault of ours counts as well.
"""

import logging
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from unittest.mock import patch

from devices.backoff import Backoff
from devices.faults import DeviceFault, FaultKind
from devices.printer import spooler as spooler_module
from devices.printer.driver import Timeouts
from devices.printer.jobs import PaperSettings
from devices.printer.spooler import Pace, Spooler
from devices.printer.text_codes import TextCode
from devices.scanner import serial_scanner as scanner_module
from devices.scanner.scan import Scan
from devices.scanner.serial_scanner import SerialScanner
from devices.states import DeviceStatus
from devices.transports.connection import Closing, Connection
from devices.transports.reference import Reference, TcpReference
from terminal.ports.printing import JobState, PrintJob, ReceiptDocument, Row, RowKind
from tests.devices.proofs.noise import RULES, SCAN_LIKE, STATUS_LIKE, chunk

PATIENCE_S = 3600.0
SILENCE, BREAK, REFUSAL = 0.2, 0.001, 0.1
NOBODY = TcpReference("127.0.0.1", 9)
QUICK = Timeouts(connect=0, write=0, status=0.001, quiet=0.001, completion=0.002)
DOCUMENT = ReceiptDocument("0001", (Row(RowKind.TEXT, "A"),))


@dataclass
class Noise(Closing):
    """A line with so many inputs of noise; after them it is silent for good, and ``is_over`` is set."""

    inputs: int
    chance: random.Random
    like: tuple[bytes, ...]
    is_over: threading.Event = field(default_factory=threading.Event)
    scans: int = 0
    jobs: int = 0

    def open(self, _: Reference, timeout_s: float = 0.0) -> Connection:
        """Now and then it is not there."""
        if self.chance.random() < REFUSAL:
            raise DeviceFault(FaultKind.REFUSED, "noise")
        return self

    def read(self, timeout_s: float = 0.0) -> bytes:
        """Noise, at times nothing; now and then the line breaks."""
        if self.inputs <= 0:
            self.is_over.set()
            return b""
        dice = self.chance.random()
        if dice < BREAK:
            raise DeviceFault(FaultKind.UNPLUGGED, "noise")
        if dice < SILENCE:
            return b""
        self.inputs -= 1
        return chunk(self.chance, self.like)

    def write(self, data: bytes, timeout_s: float = 0.0) -> None:
        """Takes everything."""

    def close(self) -> None:
        """The next connection goes on where this one ended."""

    def scanned(self, _: Scan) -> None:
        """A scan that the noise was taken for."""
        self.scans += 1


@dataclass
class EndlessQueue:
    """There is always one more receipt, and a drawer to open now and then."""

    noise: Noise

    def claim(self) -> bool:
        """Nobody else wants it."""
        return True

    def release(self) -> None:
        """Nobody else wants it."""

    def next_job(self) -> PrintJob | None:
        """The next receipt."""
        self.noise.jobs += 1
        return PrintJob(self.noise.jobs, DOCUMENT, JobState.QUEUED, attempts=0, copy=False)

    def mark(self, output_id: int, state: JobState, reason: str = "") -> bool:
        """Whatever became of it."""
        return True

    def next_kick(self) -> int | None:
        """Every third time."""
        return self.noise.jobs if self.noise.jobs % 3 == 0 else None

    def drop_kicks(self) -> None:
        """Nobody asked for any."""


def fuzz_scanner_thread(inputs: int, chance: random.Random) -> int:
    """So many inputs at a scanner's thread; gives how many scans came out of it."""
    noise = Noise(inputs, chance, SCAN_LIKE)
    scanner = SerialScanner(NOBODY, noise.scanned, _unheard, Backoff(0.0, 0.0), rules=RULES)
    with _noise_alone(scanner_module, noise):
        _run(scanner, noise)
    return noise.scans


def fuzz_printer_thread(inputs: int, chance: random.Random) -> int:
    """So many inputs at a printer's thread, which prints on and on; gives how many receipts it tried."""
    noise = Noise(inputs, chance, STATUS_LIKE)
    paper, pace = PaperSettings(text=TextCode.ASCII), Pace(0.0, 0.0)
    spooler = Spooler(NOBODY, EndlessQueue(noise), _unheard, paper, QUICK, Backoff(0.0, 0.0), pace)
    with _noise_alone(spooler_module, noise):
        _run(spooler, noise)
    return noise.jobs


def _run(adapter: SerialScanner | Spooler, noise: Noise) -> None:
    adapter.start()
    try:
        assert noise.is_over.wait(PATIENCE_S), "the thread does not read any more"
    finally:
        adapter.stop()


def _unheard(_: DeviceStatus) -> None:
    """Nobody looks at the strip."""


@contextmanager
def _noise_alone(module: ModuleType, noise: Noise) -> Iterator[None]:
    """Every line that ``module`` opens is ``noise``.

    Raises ``AssertionError`` when a thread was left by an exception, or an adapter wrote one down meanwhile.
    """
    faults = _Faults(logging.ERROR)
    devices, left = logging.getLogger("devices"), list[str]()
    devices.addHandler(faults)
    try:
        hook = patch.object(threading, "excepthook", lambda what: left.append(repr(what.exc_value)))
        with hook, patch.object(module, "open_connection", noise.open):
            yield
    finally:
        devices.removeHandler(faults)
    assert not left + faults.said, (left + faults.said)[0]


class _Faults(logging.Handler):
    """What the adapters wrote down as errors."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps it."""
        self.said.append(f"{record.getMessage()} {record.exc_info and record.exc_info[1]!r}")
