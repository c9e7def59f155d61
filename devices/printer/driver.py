"""One printer over one open connection: how it is, and printing one job with proof where the printer gives it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from devices.faults import DeviceFault, FaultKind
from devices.printer.commands import completion_request
from devices.printer.status import (
    Completed,
    Hindrance,
    PrinterStatus,
    Question,
    Reply,
    Report,
    StatusParser,
    read_replies,
)
from devices.transports.connection import CONNECT_TIMEOUT_S, STATUS_TIMEOUT_S, WRITE_TIMEOUT_S, Connection
from terminal.ports.printing import JobState

_DRAINED_READS_MAX = 64


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long we wait for a printer, in seconds; ``completion`` comes on top of the time the paper needs.

    After ``quiet`` seconds without a word while a job prints, it is asked how it is.
    """

    connect: float = CONNECT_TIMEOUT_S
    write: float = WRITE_TIMEOUT_S
    status: float = STATUS_TIMEOUT_S
    quiet: float = 1.0
    completion: float = 5.0


@dataclass(slots=True)
class Habits:
    """What this printer has shown it can do, so that silence can be judged; lives as long as its thread."""

    answers: bool = False
    confirms: bool | None = None


@dataclass(frozen=True, slots=True)
class PrintData:
    """A job ready for the wire: writes in order, the id its completion is reported by, the seconds it prints for.

    ``recovery`` goes first when an earlier attempt was cut off.
    """

    writes: tuple[bytes, ...]
    process_id: bytes
    seconds: float
    recovery: bytes = b""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a job stands after an attempt; ``reason`` is a ``Hindrance`` when it is held."""

    state: JobState
    reason: Hindrance | None = None


@dataclass(slots=True)
class PrinterDriver:
    """Talks to the printer on ``connection``. Every failure of the port is a ``DeviceFault``."""

    connection: Connection
    port: str
    habits: Habits = field(default_factory=Habits)
    timeouts: Timeouts = field(default_factory=Timeouts)
    stopping: Callable[[], bool] = lambda: False
    _parser: StatusParser = field(default_factory=StatusParser)
    _completed: set[bytes] = field(default_factory=set)

    def status(self) -> PrinterStatus:
        """Asks how it is. Unknown where it never answers; ``timed_out`` where it did before and is silent now."""
        self._drain()
        replies: dict[Question, int] = {}
        for question in Question:
            self.connection.write(question.command, self.timeouts.write)
            reply = self._await_reply()
            if reply is None:
                break
            replies[question] = reply
        if replies:
            self.habits.answers = True
        elif self.habits.answers:
            raise DeviceFault(FaultKind.TIMED_OUT, self.port)
        return read_replies(replies)

    def print(self, data: PrintData) -> Outcome:
        """Sends a job that pre-flight allowed, and waits for the printer's word that it is on paper."""
        if data.recovery:
            self.connection.write(data.recovery, self.timeouts.write)
        for write in data.writes:
            self.connection.write(write, self.timeouts.write)
        if self.habits.confirms is False:
            return Outcome(JobState.SENT_UNCONFIRMED)
        self._completed.discard(data.process_id)
        self.connection.write(completion_request(data.process_id), self.timeouts.write)
        return self._await_completion(data)

    def kick(self, command: bytes) -> None:
        """Opens the cash drawer."""
        self.connection.write(command, self.timeouts.write)

    def _await_completion(self, data: PrintData) -> Outcome:
        """Waits for the completion report, asking how the printer is whenever it is quiet for long."""
        patience = self.timeouts.completion + data.seconds
        if self.habits.confirms is None and not self.habits.answers:
            patience = self.timeouts.status  # it answers no question either
        deadline = time.monotonic() + patience
        while (left := deadline - time.monotonic()) > 0 and not self.stopping():
            if not self._listen(min(left, self.timeouts.quiet)) and self.habits.answers:
                hindrance = self.status().hindrance
                if hindrance is not None:
                    return Outcome(JobState.HELD, hindrance)
            if data.process_id in self._completed:
                self.habits.confirms = True
                return Outcome(JobState.COMPLETE)
        if self.habits.answers and self.habits.confirms is None and not self.stopping():
            self.habits.confirms = False
        return Outcome(JobState.SENT_UNCONFIRMED)

    def _await_reply(self) -> int | None:
        deadline = time.monotonic() + self.timeouts.status
        while (left := deadline - time.monotonic()) > 0:
            for report in self._listen(left):
                if isinstance(report, Reply):
                    return report.byte
        return None

    def _drain(self) -> None:
        """Hears out what was said before, so that a late reply is not taken for the next one."""
        for _ in range(_DRAINED_READS_MAX):
            data = self.connection.read(0)
            if not data:
                return
            self._note(self._parser.feed(data))

    def _listen(self, timeout_s: float) -> list[Report]:
        return self._note(self._parser.feed(self.connection.read(timeout_s)))

    def _note(self, reports: list[Report]) -> list[Report]:
        """Remembers completions, whichever question was being asked when they came."""
        self._completed.update(report.process_id for report in reports if isinstance(report, Completed))
        return reports
