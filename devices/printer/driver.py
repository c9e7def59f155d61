"""One printer over one open connection: how it is, and printing one job with proof where the printer gives it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from devices.faults import DeviceFault, FaultKind
from devices.printer.commands import SUBSCRIBE, completion_request
from devices.printer.profiles import PrinterProfile
from devices.printer.status import (
    AutomaticStatus,
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
from terminal.domain.records import record
from terminal.ports.printing import JobState

_DRAINED_READS_MAX = 64


@record
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
    """What this printer has shown it can do, so that silence can be judged; lives as long as its thread.

    ``answers``: it has answered a question. ``confirms``: it reports completion, ``None`` until that was tried.
    ``is_asked``, ``is_subscribed``: it is asked how it is, and to tell by itself. ``takes_jobs_whole``: the port makes
    every write a print job of its own, so one receipt is one write.
    """

    answers: bool = False
    confirms: bool | None = None
    is_asked: bool = True
    is_subscribed: bool = False
    takes_jobs_whole: bool = False


def habits_of(profile: PrinterProfile, *, one_way: bool = False) -> Habits:
    """What is known before it has said a word. ``one_way``: its port carries no answers, and whole jobs only."""
    if one_way:
        return Habits(confirms=False, is_asked=False, takes_jobs_whole=True)
    return Habits(
        confirms=False if profile.confirms is False else None,
        is_asked=profile.answers is not False,
        is_subscribed=profile.automatic_status,
    )


@record
class PrintData:
    """A job ready for the wire: writes in order, the id its completion is reported by, the seconds it prints for.

    ``recovery`` goes first when an earlier attempt was cut off.
    """

    writes: tuple[bytes, ...]
    process_id: bytes
    seconds: float
    recovery: bytes = b""


@record
class Outcome:
    """Where a job stands after all of it was sent; ``reason`` is why the printer stopped before it said more."""

    state: JobState
    reason: Hindrance | None = None


@dataclass(slots=True)
class PrinterDriver:
    """Talks to the printer on ``connection``. Every failure of the port is a ``DeviceFault``.

    ``interlude`` is called between the writes of a job and while its end is awaited: what may not wait goes there.
    """

    connection: Connection
    port: str
    habits: Habits = field(default_factory=Habits)
    timeouts: Timeouts = field(default_factory=Timeouts)
    stopping: Callable[[], bool] = lambda: False
    interlude: Callable[[], None] = lambda: None
    _parser: StatusParser = field(default_factory=StatusParser)
    _completed: set[bytes] = field(default_factory=set)
    _automatic: PrinterStatus = field(default_factory=PrinterStatus)
    _subscribed: bool = False
    _out_of_step: bool = False
    _is_printing: bool = False
    _is_silent: bool = False
    _sent_all: bool = False

    @property
    def has_sent_all(self) -> bool:
        """Whether all of the latest job was handed to the port."""
        return self._sent_all

    def status(self) -> PrinterStatus:
        """Asks how it is. Unknown where it never answers; ``timed_out`` where it did before and is silent now.

        What it does not answer is filled from what it told by itself on this connection.
        """
        if not self.habits.is_asked and not self.habits.is_subscribed:
            return PrinterStatus()
        self._subscribe()
        if not self.habits.is_asked:
            self._listen(0 if self._automatic.known else self.timeouts.status)
            return self._automatic
        answered = self._ask_all()
        if answered is None:  # something spoke out of turn: the answers may belong to other questions
            answered = self._ask_all() or {}
        elif not answered and self.habits.answers:
            raise DeviceFault(FaultKind.TIMED_OUT, self.port)
        return read_replies(answered).filled_from(self._automatic)

    def is_ready(self) -> bool | None:
        """Whether it carries out what it is sent now; ``None`` when it never said how it is, or is silent at work."""
        if not self.habits.answers and not self.habits.is_subscribed:
            return None  # no half second of silence before a drawer
        status = self._look()
        return status.hindrance is None if status.known else None

    def drawer_pin_high(self) -> bool | None:
        """Whether the drawer connector's switch pin is high now; ``None`` when it does not say."""
        return self._look().drawer_pin_high

    def print(self, data: PrintData) -> Outcome:
        """Sends a job that pre-flight allowed, and waits for the printer's word that it is on paper.

        One that it has all of and that it stopped in the middle of may be waited for with ``await_completion``.
        """
        with self._at_work():
            self._send(data)
        if self.habits.confirms is False:
            return Outcome(JobState.SENT_UNCONFIRMED)
        self._completed.discard(data.process_id)
        self.connection.write(completion_request(data.process_id), self.timeouts.write)
        outcome = self.await_completion(data)
        is_silent = outcome == Outcome(JobState.SENT_UNCONFIRMED) and not self.stopping()
        if is_silent and self.habits.answers and self.habits.confirms is None:
            self.habits.confirms = False
        return outcome

    def _send(self, data: PrintData) -> None:
        self._sent_all = False
        if data.recovery and not self.habits.takes_jobs_whole:
            self.connection.write(data.recovery, self.timeouts.write)
        for write in (b"".join(data.writes),) if self.habits.takes_jobs_whole else data.writes:
            self.connection.write(write, self.timeouts.write)
            self.interlude()
        self._sent_all = True

    def kick(self, command: bytes) -> None:
        """Opens the cash drawer."""
        self.connection.write(command, self.timeouts.write)

    def await_completion(self, data: PrintData) -> Outcome:
        """Waits for the completion report, asking how the printer is whenever it is quiet for long.

        Ends when it says that it cannot go on. That it answers a question which came after the job proves that it has
        the whole job, and what it has it prints once it can, and reports; so it may be waited for again.
        """
        patience = self.timeouts.completion + data.seconds
        if self.habits.confirms is None and not self.habits.answers:
            patience = self.timeouts.status  # it answers no question either
        deadline = time.monotonic() + patience
        self._is_silent = False
        with self._at_work():
            while (left := deadline - time.monotonic()) > 0 and not self.stopping():
                self.interlude()
                hindrance = self._hindrance(self._listen(min(left, self.timeouts.quiet)))
                if data.process_id in self._completed:
                    self.habits.confirms = True
                    return Outcome(JobState.COMPLETE)
                if hindrance is not None:
                    return Outcome(JobState.SENT_UNCONFIRMED, hindrance)
        if self._is_silent and not self.stopping():
            raise DeviceFault(FaultKind.TIMED_OUT, self.port)
        return Outcome(JobState.SENT_UNCONFIRMED)

    def _hindrance(self, reports: list[Report]) -> Hindrance | None:
        """Why it does not go on printing, after ``reports`` came; asked only where it is quiet or told of something.

        What it told by itself is not believed of a printer that could be asked and never answered: it may be noise, or
        our own bytes coming back.
        """
        if reports:
            self._is_silent = False
        told = self.habits.is_subscribed and self._automatic.hindrance is not None
        if not told and (reports or not self.habits.answers):
            return None
        hindrance = self._look().hindrance
        return hindrance if self.habits.answers or not self.habits.is_asked else None

    def _look(self) -> PrinterStatus:
        """How it is. Some models answer nothing while they print: their silence is no fault before the job's end."""
        try:
            status = self.status()
        except DeviceFault as fault:
            if fault.kind is not FaultKind.TIMED_OUT or not self._is_printing:
                raise
            self._is_silent = True
            return PrinterStatus()
        self._is_silent = False
        return status

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """A job is under way for the length of the block."""
        self._is_printing = True
        try:
            yield
        finally:
            self._is_printing = False

    def _subscribe(self) -> None:
        """Asks once a connection to be told of changes."""
        if self.habits.is_subscribed and not self._subscribed:
            self._subscribed = True
            self.connection.write(SUBSCRIBE, self.timeouts.write)

    def _ask_all(self) -> dict[Question, int] | None:
        """The replies to all questions, as far as they come; ``None`` when there are more replies than questions.

        A reply does not say what it answers. So one question is asked at a time, and after a silence whatever still
        comes is heard out first.
        """
        if self._out_of_step:
            self._listen(self.timeouts.status)
        self._drain()
        self._out_of_step = True
        replies: dict[Question, int] = {}
        for question in Question:
            if self._drain():
                return None
            self.connection.write(question.command, self.timeouts.write)
            heard = self._await_replies()
            if len(heard) > 1:
                return None
            if not heard:
                return replies
            replies[question] = heard[0]
            self.habits.answers = True
        if self._drain():
            return None
        self._out_of_step = False
        return replies

    def _await_replies(self) -> list[int]:
        """What came with the first reply to a question; empty when none comes in time."""
        deadline = time.monotonic() + self.timeouts.status
        while (left := deadline - time.monotonic()) > 0:
            replies = [report.byte for report in self._listen(left) if isinstance(report, Reply)]
            if replies:
                return replies
        return []

    def _drain(self) -> int:
        """Hears out what was said before, so that a late reply is not taken for the next one; gives their number."""
        replies = 0
        for _ in range(_DRAINED_READS_MAX):
            data = self.connection.read(0)
            if not data:
                break
            replies += sum(isinstance(report, Reply) for report in self._note(self._parser.feed(data)))
        return replies

    def _listen(self, timeout_s: float) -> list[Report]:
        return self._note(self._parser.feed(self.connection.read(timeout_s)))

    def _note(self, reports: list[Report]) -> list[Report]:
        """Remembers completions and automatic status, whichever question was being asked when they came."""
        for report in reports:
            if isinstance(report, Completed):
                self._completed.add(report.process_id)
            elif isinstance(report, AutomaticStatus) and self.habits.is_subscribed:
                self._automatic = report.status
        return reports
