"""The printer's thread: nothing waits for it, nothing is lost, nothing is printed twice unmarked."""

import logging
import threading
from datetime import timedelta

import pytest

from devices.backoff import Backoff
from devices.drawer.cash_drawer import Sensor
from devices.printer import delivery as delivery_module
from devices.printer import kicks as kicks_module
from devices.printer.commands import PlainCommands, plain_commands
from devices.printer.driver import PrintData
from devices.printer.encoder import pack
from devices.printer.jobs import PaperSettings, job_data
from devices.printer.raster import render
from devices.printer.simulator import Trouble, VirtualPrinter
from devices.printer.spooler import Spooler
from devices.states import DeviceState, DeviceStatus
from terminal.domain.errors import Refusal
from terminal.ports.printing import JobState, PrintJob, ReceiptDocument, Row, RowKind, marked_as_copy
from tests.devices.bench import NOW, SOON, Bench, printed
from tests.devices.receipts import CHINESE, SHORT


def test_jobs_are_printed_in_order_and_marked(bench: Bench) -> None:
    first, second = bench.queue.add(CHINESE), bench.queue.add(SHORT)
    bench.spooler.start()
    assert bench.queue.wait_for_state(second, JobState.COMPLETE)
    assert bench.queue.marks == [
        (first, JobState.SENDING, ""),
        (first, JobState.COMPLETE, ""),
        (second, JobState.SENDING, ""),
        (second, JobState.COMPLETE, ""),
    ]
    assert printed(bench, 0, CHINESE) and printed(bench, 1, SHORT)


def test_waking_prints_a_job_that_came_later(bench: Bench) -> None:
    bench.spooler.start()
    assert bench.wait_until_said(DeviceState.ONLINE)
    job = bench.queue.add(SHORT)
    bench.spooler.wake()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)


@pytest.mark.parametrize("trouble", [Trouble.PAPER_OUT, Trouble.COVER_OPEN])
def test_trouble_before_a_job_holds_it_here_and_it_prints_unmarked_afterwards(bench: Bench, trouble: Trouble) -> None:
    bench.printer.befall(trouble)
    job = bench.queue.add(SHORT)
    bench.spooler.start()
    assert bench.queue.wait_for_mark(job, JobState.HELD, f"printer_{trouble.value}")
    assert bench.wait_until_said(DeviceState.ERROR, trouble.value)
    bench.printer.cure(trouble)
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert bench.wait_until_said(DeviceState.ONLINE)
    assert bench.printer.receipts == 1 and printed(bench, 0, SHORT)
    assert bench.queue.marks.count((job, JobState.HELD, f"printer_{trouble.value}")) == 1


def test_a_line_that_breaks_in_the_middle_gives_a_copy_that_says_so(bench: Bench) -> None:
    bench.printer.befall(Trouble.DROP, after_bytes=20_000)
    job = bench.queue.add(CHINESE)
    bench.spooler.start()
    assert bench.queue.wait_for_mark(job, JobState.HELD, "printer_unplugged")
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert (bench.printer.receipts, bench.printer.garbage) == (1, 0)
    page = bench.printer.pages[0].picture(576)
    copy = render(marked_as_copy(CHINESE, NOW), 576)
    assert pack(page.crop((0, page.height - copy.height, 576, page.height))) == pack(copy)


def test_after_a_crash_while_sending_the_receipt_comes_again_as_a_copy(bench: Bench) -> None:
    job = bench.queue.add(SHORT, JobState.SENDING, attempts=1)
    bench.spooler.start()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert printed(bench, 0, marked_as_copy(SHORT, NOW))


def test_a_hung_printer_blocks_neither_the_queue_nor_stopping(bench: Bench) -> None:
    bench.spooler.start()
    assert bench.wait_until_said(DeviceState.ONLINE)
    bench.printer.befall(Trouble.HANG)
    job = bench.queue.add(CHINESE)
    bench.spooler.wake()
    assert bench.wait_until_said(DeviceState.OFFLINE, "timed_out")
    assert bench.queue.wait_for_mark(job, JobState.HELD, "printer_timed_out")
    bench.printer.cure(Trouble.HANG)
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert printed(bench, 0, CHINESE)


def test_a_printer_that_is_not_there_holds_the_job_until_it_is() -> None:
    with VirtualPrinter.tcp() as printer:
        bench = Bench(printer)
    job = bench.queue.add(SHORT)
    bench.spooler.start()
    try:
        assert bench.wait_until_said(DeviceState.OFFLINE, "refused")
        assert bench.queue.wait_for_mark(job, JobState.HELD, "printer_refused")
        assert bench.queue.jobs[job].attempts == 0
    finally:
        bench.spooler.stop()
    assert bench.wait_until_said(DeviceState.CLOSED)


def test_unplugging_a_serial_printer_changes_its_state() -> None:
    with VirtualPrinter.pty() as printer:
        bench = Bench(printer)
        bench.spooler.start()
        try:
            assert bench.wait_until_said(DeviceState.ONLINE)
            printer.befall(Trouble.DROP)
            bench.queue.add(SHORT)
            while not bench.said.qsize():
                bench.spooler.wake()
            assert bench.wait_until_said(DeviceState.OFFLINE, "unplugged")
        finally:
            bench.spooler.stop()


def test_a_one_way_printer_is_unknown_and_its_jobs_stay_unconfirmed() -> None:
    with VirtualPrinter.tcp(answers=False, confirms=False) as printer:
        bench = Bench(printer)
        job = bench.queue.add(SHORT)
        bench.spooler.start()
        try:
            assert bench.queue.wait_for_state(job, JobState.SENT_UNCONFIRMED)
            assert bench.wait_until_said(DeviceState.UNKNOWN, "no_reply")
        finally:
            bench.spooler.stop()
        assert bench.queue.next_job() is None
        assert printer.wait_for_receipts(1)


def test_paper_near_its_end_is_a_warning(bench: Bench) -> None:
    bench.printer.near_end = True
    bench.spooler.start()
    assert bench.wait_until_said(DeviceState.ONLINE, "paper_near_end")


def test_a_drawer_opened_by_hand_opens_before_the_receipt(bench: Bench) -> None:
    job = bench.queue.add(SHORT)
    bench.spooler.open_drawer(pin=2)
    bench.spooler.start()
    assert bench.printer.wait_for_kicks(1)
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)


def test_the_drawer_of_a_cash_sale_opens_before_its_receipt(bench: Bench) -> None:
    bench.spooler.start()
    assert bench.wait_until_said(DeviceState.ONLINE)
    kick, job = bench.queue.add_kick(), bench.queue.add(SHORT)
    bench.spooler.wake()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert bench.printer.wait_for_kicks(1)
    states = [(marked, state) for marked, state, _ in bench.queue.marks]
    assert states.index((kick, JobState.SENT_UNCONFIRMED)) < states.index((job, JobState.SENDING))


def test_the_drawer_opens_while_another_receipt_is_printed(bench: Bench) -> None:
    bench.spooler.start()
    assert bench.wait_until_said(DeviceState.ONLINE)
    mark, job = bench.queue.mark, bench.queue.add(CHINESE)

    def another_sale_meanwhile(output_id: int, state: JobState, reason: str = "") -> bool:
        if (output_id, state) == (job, JobState.SENDING):
            bench.queue.add_kick()
        return mark(output_id, state, reason)

    bench.queue.mark = another_sale_meanwhile  # type: ignore[method-assign]  # one test looks over its shoulder
    bench.spooler.wake()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    states = [state for _, state, _ in bench.queue.marks]
    assert states.index(JobState.SENT_UNCONFIRMED) < states.index(JobState.COMPLETE)
    assert bench.printer.kicks == 1 and printed(bench, 0, CHINESE)


def test_a_drawer_asked_for_before_the_start_stays_shut(bench: Bench) -> None:
    kick, job = bench.queue.add_kick(), bench.queue.add(SHORT)
    bench.spooler.start()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert bench.queue.jobs[kick].state is JobState.CANCELLED
    assert bench.printer.kicks == 0


def test_a_printer_without_paper_is_sent_the_pulse_at_once_and_the_key_is_spoken_of(bench: Bench) -> None:
    bench.spooler.start()
    assert bench.wait_until_said(DeviceState.ONLINE)
    bench.printer.befall(Trouble.PAPER_OUT)
    kick, job = bench.queue.add_kick(), bench.queue.add(SHORT)
    bench.spooler.wake()
    assert bench.queue.wait_for_mark(kick, JobState.CANCELLED, "drawer_use_key")
    assert bench.wait_until_said(DeviceState.ERROR, "use_key", device="drawer")
    assert bench.queue.wait_for_mark(job, JobState.HELD, "printer_paper_out")
    assert bench.printer.wait_for_kicks(1)
    bench.printer.cure(Trouble.PAPER_OUT)
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert bench.printer.kicks == 1


def test_a_drawer_on_a_printer_that_is_gone_needs_its_key(bench: Bench) -> None:
    bench.spooler.start()
    assert bench.wait_until_said(DeviceState.ONLINE)
    bench.printer.stop()
    bench.queue.add_kick()
    bench.spooler.wake()
    assert bench.wait_until_said(DeviceState.ERROR, "use_key", device="drawer")


def test_a_drawer_with_a_switch_says_that_it_opened(bench: Bench) -> None:
    bench.spooler = Spooler(
        bench.spooler.reference, bench.queue, bench.said.put, timeouts=SOON, drawer_sensor=Sensor.HIGH_OPEN
    )
    bench.spooler.start()
    assert bench.wait_until_said(DeviceState.ONLINE)
    bench.printer.befall(Trouble.DRAWER_OPEN)
    kick = bench.queue.add_kick()
    bench.spooler.wake()
    assert bench.queue.wait_for_state(kick, JobState.COMPLETE)


def test_a_drawer_that_could_not_be_opened_in_time_stays_shut(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kicks_module, "KICK_VALID", timedelta(seconds=-1))
    bench.spooler.open_drawer(pin=2)
    bench.spooler.start()
    job = bench.queue.add(SHORT)
    bench.spooler.wake()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert bench.printer.kicks == 0


def test_a_drawer_whose_first_attempt_failed_is_opened_by_the_next(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([True])

    def failing_once(profile: str) -> PlainCommands:
        if next(failures, False):
            raise ImportError(profile)
        return plain_commands(profile)

    monkeypatch.setattr(kicks_module, "plain_commands", failing_once)
    bench.spooler.open_drawer(pin=2)
    bench.spooler.start()
    assert bench.printer.wait_for_kicks(1)


def test_a_job_that_is_cancelled_while_it_is_drawn_is_not_sent(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    unwanted, job = bench.queue.add(CHINESE), bench.queue.add(SHORT)

    def draw_slowly(drawn: PrintJob, paper: PaperSettings) -> PrintData:
        bench.queue.cancel(unwanted)
        return job_data(drawn, paper)

    monkeypatch.setattr(delivery_module, "job_data", draw_slowly)
    bench.spooler.start()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert bench.queue.jobs[unwanted].state is JobState.CANCELLED
    assert bench.printer.receipts == 1 and printed(bench, 0, SHORT)


def test_a_store_that_is_busy_delays_a_receipt_and_says_nothing_of_the_printer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, next_job, refusals = bench.queue.add(SHORT), bench.queue.next_job, iter([True])

    def busy_once() -> PrintJob | None:
        if next(refusals, False):
            raise Refusal("store_busy")
        return next_job()

    monkeypatch.setattr(bench.queue, "next_job", busy_once)
    bench.spooler.start()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert DeviceState.ERROR not in [status.state for status in bench.said.queue]


def test_a_document_that_cannot_be_drawn_does_not_block_the_next(bench: Bench) -> None:
    hopeless = bench.queue.add(ReceiptDocument("", (Row(RowKind.QR, "x" * 900),)))
    job = bench.queue.add(SHORT)
    bench.spooler.start()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert (hopeless, JobState.CANCELLED, "qr_too_long") in bench.queue.marks


def test_without_a_chinese_font_receipts_wait_instead_of_printing_boxes(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = threading.Event()

    def draw_if_installed(job: PrintJob, paper: PaperSettings) -> PrintData:
        if not installed.is_set():
            raise Refusal("font_missing", install="fonts-noto-cjk")
        return job_data(job, paper)

    monkeypatch.setattr(delivery_module, "job_data", draw_if_installed)
    job = bench.queue.add(SHORT)
    bench.spooler.start()
    assert bench.queue.wait_for_mark(job, JobState.HELD, "printer_font_missing")
    assert bench.wait_until_said(DeviceState.ERROR, "font_missing")
    installed.set()
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)


def test_a_queue_that_fails_is_tried_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failures = iter([OSError("disk full")])
    real = bench.queue.next_job

    def sometimes() -> object:
        failure = next(failures, None)
        if failure is not None:
            raise failure
        return real()

    monkeypatch.setattr(bench.queue, "next_job", sometimes)
    job = bench.queue.add(SHORT)
    with caplog.at_level(logging.CRITICAL):
        bench.spooler.start()
        assert bench.queue.wait_for_state(job, JobState.COMPLETE)


def test_a_listener_that_fails_stops_nothing(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    def failing(_: DeviceStatus) -> None:
        raise RuntimeError("no window")

    bench.spooler.listener = failing
    job = bench.queue.add(SHORT)
    with caplog.at_level(logging.CRITICAL):
        bench.spooler.start()
        assert bench.queue.wait_for_state(job, JobState.COMPLETE)


def test_waits_grow_to_their_ceiling_and_start_over_after_success() -> None:
    backoff = Backoff(1, 30)
    waits = [backoff.next_wait_s() for _ in range(8)]
    assert all(full / 2 <= wait <= full for wait, full in zip(waits, (1, 2, 4, 8, 16, 30, 30, 30), strict=True))
    backoff.reset()
    assert backoff.next_wait_s() <= 1
