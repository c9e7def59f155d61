"""Printers, lines and settings that are not as they should be: receipts still come out, and not for ever."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from devices.drawer.cash_drawer import CashDrawer, Opening
from devices.faults import DeviceFault, FaultKind
from devices.printer.driver import Habits, Outcome, PrintData, PrinterDriver, Timeouts
from devices.printer.encoder import pack
from devices.printer.jobs import PaperSettings
from devices.printer.raster import render
from devices.printer.simulator import Trouble, VirtualPrinter
from devices.states import DeviceState, DeviceStatus
from devices.transports.connection import Closing
from terminal.ports.printing import JobState, ReceiptDocument, Row, RowKind, marked_as_copy
from tests.devices.bench import NOW, Bench, printed
from tests.devices.receipts import SHORT

BRIEF = Timeouts(connect=2, write=2, status=0.01, quiet=0.01, completion=0.2)
TALL = ReceiptDocument("tall", (Row(RowKind.QR, "https://chawu.example/r/0214"),))
PAGE = PrintData((b"\x1b@", b"receipt", b"\x1dVB\x00"), b"0001", 0.0)


@dataclass
class Busy(Closing):
    """A printer that takes everything in turn: while it prints it answers no question, and all of them afterwards."""

    questions_while_printing: int
    is_printing: bool = False
    late: bytes = b""
    written: bytes = b""
    _heard: deque[bytes] = field(default_factory=deque)

    def write(self, data: bytes, timeout_s: float = 0) -> None:
        self.written += data
        if not data.startswith(b"\x10\x04"):
            self.is_printing = self.is_printing or b"receipt" in data
        elif self.is_printing:
            self.late += b"\x12"
            if len(self.late) > self.questions_while_printing:
                self.is_printing, self.late = False, b""
                self._heard.extend([b"\x12"] * (self.questions_while_printing + 1))
        else:
            self._heard.append(b"\x12")

    def read(self, timeout_s: float = 0) -> bytes:
        return self._heard.popleft() if self._heard else b""

    def close(self) -> None: ...


def test_a_printer_that_is_silent_while_it_prints_is_not_taken_for_hung() -> None:
    habits = Habits()
    driver = PrinterDriver(Busy(questions_while_printing=5), "busy", habits, BRIEF)
    assert driver.status().hindrance is None
    assert driver.print(PAGE) == Outcome(JobState.SENT_UNCONFIRMED)
    assert habits == Habits(answers=True, confirms=False)


def test_a_printer_that_never_speaks_again_is_hung() -> None:
    driver = PrinterDriver(Busy(questions_while_printing=10**6), "hung", Habits(), BRIEF)
    driver.status()
    with pytest.raises(DeviceFault) as fault:
        driver.print(PAGE)
    assert fault.value.kind is FaultKind.TIMED_OUT
    assert driver.has_sent_all


def test_a_drawer_that_opens_meanwhile_does_not_spoil_the_receipt() -> None:
    line, openings = Busy(questions_while_printing=9), list[Opening]()
    driver = PrinterDriver(line, "busy", Habits(), BRIEF)
    driver.status()

    def kick_once() -> None:
        if line.is_printing and not openings:
            openings.append(CashDrawer().open(driver, b"\x1bp\x00\x19\x19"))

    driver.interlude = kick_once
    assert driver.print(PAGE) == Outcome(JobState.SENT_UNCONFIRMED)
    assert openings == [Opening.KICKED]
    assert line.written.count(b"\x1bp\x00") == 1


@dataclass
class Echo(Closing):
    """A line whose two wires are joined: whatever is sent comes back."""

    _heard: bytes = b""

    def write(self, data: bytes, timeout_s: float = 0) -> None:
        self._heard += data

    def read(self, timeout_s: float = 0) -> bytes:
        data, self._heard = self._heard, b""
        return data

    def close(self) -> None: ...


def test_our_own_bytes_coming_back_are_no_word_of_the_printer() -> None:
    habits = Habits(is_subscribed=True)
    driver = PrinterDriver(Echo(), "echo", habits, BRIEF)
    assert not driver.status().known
    looks_like_paper_out = PrintData((b"\x1b@", b"\x18\x00\x0c\x0f"), b"0001", 0.0)
    assert driver.print(looks_like_paper_out) == Outcome(JobState.SENT_UNCONFIRMED)
    assert habits.answers is False


def test_a_line_that_breaks_after_every_receipt_is_sent_one_copy_and_no_more() -> None:
    copy = marked_as_copy(SHORT, NOW)
    with VirtualPrinter.tcp(confirms=False) as printer:
        bench = Bench(printer)
        for _ in range(4):
            printer.befall(Trouble.DROP, after_receipts=1)
        first, second = bench.queue.add(SHORT), bench.queue.add(SHORT)
        bench.spooler.start()
        try:
            for job in (first, second):
                assert bench.queue.wait_for_mark(job, JobState.HELD, "printer_unplugged")
                assert bench.queue.wait_for_mark(job, JobState.SENT_UNCONFIRMED, "printer_unplugged")
            third = bench.queue.add(SHORT)
            bench.spooler.wake()
            assert bench.queue.wait_for_state(third, JobState.SENT_UNCONFIRMED)
        finally:
            bench.spooler.stop()
        assert printer.receipts == 5
        expected = (SHORT, copy, SHORT, copy, SHORT)
        assert all(printed(bench, page, document) for page, document in enumerate(expected))


def test_a_receipt_cut_off_on_wide_paper_comes_out_whole_on_narrow_paper(bench: Bench) -> None:
    bench.printer.befall(Trouble.DROP, after_bytes=400)  # not far into its first band, which is as high as bands get
    job = bench.queue.add(TALL)
    wide = Bench(bench.printer, paper=PaperSettings(640), queue=bench.queue)
    wide.spooler.start()
    assert bench.queue.wait_for_mark(job, JobState.HELD, "printer_unplugged")
    wide.spooler.stop()
    narrow = Bench(bench.printer, paper=PaperSettings(384), queue=bench.queue)
    narrow.spooler.start()
    try:
        assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    finally:
        narrow.spooler.stop()
    page, copy = bench.printer.pages[0].picture(640), render(marked_as_copy(TALL, NOW), 384)
    assert pack(page.crop((0, page.height - copy.height, 384, page.height))) == pack(copy)
    assert bench.printer.garbage == 0


def test_a_clock_that_stands_in_1970_marks_copies_and_stops_nothing() -> None:
    beginning = datetime(1970, 1, 1, tzinfo=UTC)
    receipt = ReceiptDocument("receipt", SHORT.rows, "0214", "Asia/Taipei")
    with VirtualPrinter.tcp() as printer:
        bench = Bench(printer, now=beginning)
        job = bench.queue.add(receipt, JobState.SENDING, attempts=1)
        bench.spooler.start()
        try:
            assert bench.queue.wait_for_state(job, JobState.COMPLETE)
        finally:
            bench.spooler.stop()
        copy = marked_as_copy(receipt, beginning)
        assert copy.rows[1].left == "0214 ・ 1970-01-01 08:00"
        assert pack(printer.pages[0].picture(576)) == pack(render(copy, 576))


def test_a_copy_whose_time_zone_nobody_knows_is_cancelled_and_blocks_nothing(bench: Bench) -> None:
    lost = ReceiptDocument("receipt", SHORT.rows, "0214", "Atlantis/Capital")
    job, later = bench.queue.add(lost, JobState.SENDING, attempts=1), bench.queue.add(SHORT)
    bench.spooler.start()
    assert bench.queue.wait_for_state(later, JobState.COMPLETE)
    assert (job, JobState.CANCELLED, "printer_document_broken") in bench.queue.marks


def test_a_listener_that_fails_at_a_drawer_does_not_spoil_the_receipt(bench: Bench) -> None:
    def failing(status: DeviceStatus) -> None:
        bench.said.put(status)
        if status.device == "drawer":
            raise RuntimeError("no window")

    bench.spooler.listener = failing
    bench.spooler.start()
    assert bench.wait_until_said(DeviceState.ONLINE)
    bench.printer.befall(Trouble.PAPER_OUT)
    kick, job = bench.queue.add_kick(), bench.queue.add(SHORT)
    bench.spooler.wake()
    assert bench.queue.wait_for_mark(kick, JobState.CANCELLED, "drawer_use_key")
    bench.printer.cure(Trouble.PAPER_OUT)
    assert bench.queue.wait_for_state(job, JobState.COMPLETE)
    assert bench.wait_until_said(DeviceState.ONLINE)
    assert DeviceState.OFFLINE not in [status.state for status in bench.said.queue]
    assert (job, JobState.HELD, "printer_fault") not in bench.queue.marks
