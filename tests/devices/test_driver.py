"""The driver against the virtual printer, over a network and over a serial line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from devices.faults import DeviceFault, FaultKind
from devices.printer.driver import Habits, Outcome, PrintData, PrinterDriver, Timeouts
from devices.printer.encoder import pack
from devices.printer.jobs import PaperSettings, draw, print_data
from devices.printer.simulator import Trouble, VirtualPrinter
from devices.printer.status import Hindrance
from devices.transports.opening import open_connection
from devices.transports.reference import parse_reference
from terminal.ports.printing import JobState, PrintJob
from tests.devices.receipts import CHINESE, SHORT

SOON = Timeouts(connect=2, write=2, status=0.3, quiet=0.1, completion=1)
MODELS: list[Callable[..., VirtualPrinter]] = [VirtualPrinter.tcp, VirtualPrinter.pty]
JOB = PrintJob(214, CHINESE, JobState.QUEUED, attempts=0, copy=False)
PICTURE = draw(JOB, PaperSettings())


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> Callable[..., VirtualPrinter]:
    made: Callable[..., VirtualPrinter] = request.param
    return made


@contextmanager
def driving(printer: VirtualPrinter, habits: Habits | None = None) -> Iterator[PrinterDriver]:
    with open_connection(parse_reference(printer.url)) as connection:
        yield PrinterDriver(connection, printer.url, habits or Habits(), SOON)


def data() -> PrintData:
    return print_data(JOB, PICTURE, PaperSettings())


def test_a_receipt_arrives_dot_for_dot_and_is_confirmed(model: Callable[..., VirtualPrinter]) -> None:
    with model() as printer, driving(printer) as driver:
        assert driver.status().hindrance is None
        assert driver.print(data()) == Outcome(JobState.COMPLETE)
        assert (printer.receipts, printer.garbage) == (1, 0)
        assert pack(printer.pages[0].picture()) == pack(PICTURE)


def test_a_printer_that_never_answers_is_unknown_and_still_prints(model: Callable[..., VirtualPrinter]) -> None:
    with model(answers=False, confirms=False) as printer, driving(printer) as driver:
        assert not driver.status().known
        assert driver.print(data()) == Outcome(JobState.SENT_UNCONFIRMED)
        assert printer.wait_for_receipts(1)


def test_a_printer_that_answers_but_never_confirms_is_waited_for_once(model: Callable[..., VirtualPrinter]) -> None:
    habits, job = Habits(), PrintJob(1, SHORT, JobState.QUEUED, attempts=0, copy=False)
    short = print_data(job, draw(job, PaperSettings()), PaperSettings())
    with model(confirms=False) as printer, driving(printer, habits) as driver:
        driver.status()
        assert driver.print(short) == Outcome(JobState.SENT_UNCONFIRMED)
        assert habits == Habits(answers=True, confirms=False)


@pytest.mark.parametrize(
    ("trouble", "hindrance"),
    [(Trouble.PAPER_OUT, Hindrance.PAPER_OUT), (Trouble.COVER_OPEN, Hindrance.COVER_OPEN)],
)
def test_trouble_before_a_job_is_seen(
    model: Callable[..., VirtualPrinter], trouble: Trouble, hindrance: Hindrance
) -> None:
    with model() as printer, driving(printer) as driver:
        printer.befall(trouble)
        assert driver.status().hindrance is hindrance


def test_a_printer_that_stops_with_the_whole_job_says_later_that_it_is_on_paper(
    model: Callable[..., VirtualPrinter],
) -> None:
    job, stopped = data(), Outcome(JobState.SENT_UNCONFIRMED, Hindrance.PAPER_OUT)
    with model() as printer, driving(printer) as driver:
        driver.status()
        printer.befall(Trouble.PAPER_OUT, after_bytes=20_000)
        assert driver.print(job) == stopped
        assert driver.await_completion(job) == stopped
        printer.cure(Trouble.PAPER_OUT)
        assert driver.await_completion(job) == Outcome(JobState.COMPLETE)
        assert printer.receipts == 1


def test_a_job_that_was_stopped_says_nothing_of_whether_the_printer_confirms() -> None:
    habits = Habits()
    with VirtualPrinter.tcp(confirms=False) as printer, driving(printer, habits) as driver:
        driver.status()
        printer.befall(Trouble.PAPER_OUT, after_bytes=20_000)
        assert driver.print(data()).reason is Hindrance.PAPER_OUT
        printer.cure(Trouble.PAPER_OUT)
        assert driver.await_completion(data()) == Outcome(JobState.SENT_UNCONFIRMED)
        assert habits.confirms is None


def test_a_printer_that_hangs_after_answering_times_out(model: Callable[..., VirtualPrinter]) -> None:
    with model() as printer, driving(printer) as driver:
        driver.status()
        printer.befall(Trouble.HANG)
        with pytest.raises(DeviceFault) as fault:
            driver.status()
        assert fault.value.kind is FaultKind.TIMED_OUT


def test_a_line_that_breaks_in_the_middle_is_unplugged(model: Callable[..., VirtualPrinter]) -> None:
    with model() as printer, driving(printer) as driver:
        driver.status()
        printer.befall(Trouble.DROP, after_bytes=20_000)
        with pytest.raises(DeviceFault) as fault:
            driver.print(data())
        assert fault.value.kind is FaultKind.UNPLUGGED


def test_stray_status_bytes_are_not_taken_for_answers(model: Callable[..., VirtualPrinter]) -> None:
    with model() as printer, driving(printer) as driver:
        driver.status()
        printer.say(b"\x7e\x32\x18\x00\x0c\x0f\x37\x229999\x00\xff")
        assert driver.status().hindrance is None
        assert driver.print(data()) == Outcome(JobState.COMPLETE)


def test_the_drawer_opens(model: Callable[..., VirtualPrinter]) -> None:
    with model() as printer, driving(printer) as driver:
        driver.kick(b"\x1bp\x00\x32\x32")
        assert printer.wait_for_kicks(1)
