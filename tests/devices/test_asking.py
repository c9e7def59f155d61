"""Questions and answers over a line that somebody else talks on too: what is not an answer never becomes one."""

from collections import deque
from dataclasses import dataclass, field

import pytest

from devices.faults import DeviceFault, FaultKind
from devices.printer.driver import Habits, Outcome, PrintData, PrinterDriver, Timeouts, habits_of
from devices.printer.profiles import PrinterProfile, printer_profile
from devices.printer.simulator import Trouble, VirtualPrinter
from devices.printer.status import Hindrance, PrinterStatus
from devices.transports.connection import Closing
from devices.transports.opening import open_connection
from devices.transports.reference import parse_reference
from terminal.ports.printing import JobState

SOON = Timeouts(connect=2, write=2, status=0.05, quiet=0.05, completion=1)
SUBSCRIBE = b"\x1da\x0f"
FINE, COVER_OPEN, PAPER_OUT = b"\x10\x00\x00\x0f", b"\x30\x00\x00\x0f", b"\x18\x00\x0c\x0f"
TALKS = Habits(is_subscribed=True)


@dataclass
class Line(Closing):
    """A line on which each write is followed by what the script says next; ``early`` is there before anything."""

    script: list[bytes]
    early: bytes = b""
    written: list[bytes] = field(default_factory=list)
    _heard: deque[bytes] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._heard.append(self.early)

    def write(self, data: bytes, timeout_s: float = 0) -> None:
        self.written.append(data)
        if data.startswith(b"\x10\x04") and self.script:
            self._heard.append(self.script.pop(0))

    def read(self, timeout_s: float = 0) -> bytes:
        return self._heard.popleft() if self._heard else b""

    def close(self) -> None: ...


def driver(line: Line, habits: Habits | None = None) -> PrinterDriver:
    return PrinterDriver(line, "line", habits or Habits(), SOON)


def test_answers_are_taken_in_turn() -> None:
    status = driver(Line([b"\x1a", b"\x16", b"\x12"])).status()
    assert (status.online, status.cover_open, status.paper_out) == (False, True, False)


def test_what_was_said_before_is_no_answer() -> None:
    assert driver(Line([b"\x12"] * 3, early=b"\x1a\x16\x72")).status().hindrance is None


def test_two_replies_to_one_question_are_both_distrusted_and_everything_is_asked_again() -> None:
    line = Line([b"\x72\x12", b"\x12", b"\x12", b"\x12"])
    assert driver(line).status().hindrance is None
    assert line.written.count(b"\x10\x04\x01") == 2


def test_a_line_that_never_comes_to_rest_is_unknown() -> None:
    assert driver(Line([b"\x12\x12"] * 9)).status() == PrinterStatus()


def test_a_reply_after_the_last_answer_spoils_them_all() -> None:
    line = Line([b"\x12", b"\x12", b"\x12\x72", b"\x12", b"\x12", b"\x12"])
    assert driver(line).status().paper_out is False


def test_after_a_silence_late_answers_are_heard_out_first() -> None:
    line = Line([b""])
    talking = driver(line)
    assert talking.status() == PrinterStatus()
    line._heard.append(b"\x72")  # the answer to the question before
    line.script = [b"\x12"] * 3
    assert talking.status().paper_out is False


def test_silence_is_unknown_until_it_has_answered_once() -> None:
    line = Line([b"\x12", b"\x12", b"\x12"])
    talking = driver(line)
    assert talking.status().known
    with pytest.raises(DeviceFault) as fault:
        talking.status()
    assert fault.value.kind is FaultKind.TIMED_OUT
    assert driver(Line([])).status() == PrinterStatus()


def test_a_printer_is_subscribed_to_once_a_line() -> None:
    line = Line([b"\x12"] * 6)
    talking = driver(line, Habits(is_subscribed=True))
    talking.status()
    talking.status()
    assert line.written.count(SUBSCRIBE) == 1 and line.written[0] == SUBSCRIBE


def test_what_it_tells_by_itself_fills_what_it_does_not_answer() -> None:
    silent = driver(Line([], early=COVER_OPEN), Habits(is_subscribed=True))
    assert silent.status().hindrance is Hindrance.COVER_OPEN


def test_an_answer_counts_for_more_than_what_it_told_before() -> None:
    assert driver(Line([b"\x12"] * 3, early=PAPER_OUT), Habits(is_subscribed=True)).status().hindrance is None


def test_status_nobody_asked_for_is_noise_where_nobody_subscribed() -> None:
    assert driver(Line([], early=PAPER_OUT)).status() == PrinterStatus()


def test_a_printer_that_cannot_answer_is_not_asked() -> None:
    line = Line([b"\x12"] * 3)
    assert driver(line, Habits(is_asked=False)).status() == PrinterStatus()
    assert line.written == []


@pytest.mark.parametrize(
    ("profile", "habits"),
    [
        ("default", Habits()),
        ("TM-T88V", Habits(is_subscribed=True)),
        ("XP-80", Habits(confirms=False)),
        ("SRP-350", Habits(confirms=False, is_subscribed=True)),
    ],
)
def test_profiles_say_what_to_begin_with(profile: str, habits: Habits) -> None:
    assert habits_of(printer_profile(profile)) == habits
    assert habits_of(PrinterProfile("x", "x", answers=False)) == Habits(is_asked=False)


def test_a_cover_opened_while_it_prints_is_told_without_asking() -> None:
    habits = habits_of(printer_profile("TM-T88V"))
    patient = Timeouts(connect=2, write=2, status=1, quiet=30, completion=60)
    with VirtualPrinter.tcp() as printer, open_connection(parse_reference(printer.url)) as connection:
        talking = PrinterDriver(connection, printer.url, habits, patient)
        assert talking.status().hindrance is None
        printer.befall(Trouble.COVER_OPEN, after_bytes=200)
        outcome = talking.print(PrintData((b"\x1b@\x1da\x0f", b"a" * 400 + b"\n"), b"0001", 1))
        assert outcome == Outcome(JobState.SENT_UNCONFIRMED, Hindrance.COVER_OPEN)
