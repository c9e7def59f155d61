"""Windows' spooler, by a module that keeps the promises of ``win32print``."""

import subprocess
import sys
from pathlib import Path

import pytest

from devices.faults import DeviceFault, FaultKind
from devices.printer.driver import Outcome, PrinterDriver, habits_of
from devices.printer.jobs import PaperSettings, job_data
from devices.printer.profiles import printer_profile
from devices.printer.status import PrinterStatus
from devices.transports.opening import open_connection
from devices.transports.reference import SpoolerReference, parse_reference
from devices.transports.windows_spooler import WindowsSpoolerConnection
from terminal.ports.printing import JobState, PrintJob
from tests.devices.receipts import SHORT

NAME = "EPSON TM-T82III Receipt"
REFERENCE = SpoolerReference(NAME)


class WindowsError(Exception):
    def __init__(self, number: int) -> None:
        super().__init__(number, "function", "message")
        self.winerror = number


class FakeWindows:
    """One printer. ``error`` is raised by the function that ``fails``; it takes ``piece`` bytes a write."""

    error: type[Exception] = WindowsError

    def __init__(self, status: int = 0, attributes: int = 0x40, fails: str = "", number: int = 1722, piece: int = 4096):
        self.status, self.attributes = status, attributes
        self.fails, self.number, self.piece = fails, number, piece
        self.documents: list[tuple[str, str, bytes]] = []
        self.opened = self.closed = self.aborted = 0
        self._document: tuple[str, str, bytes] | None = None

    def OpenPrinter(self, name: str, /) -> object:
        self._may_fail("OpenPrinter")
        assert name == NAME
        self.opened += 1
        return self

    def ClosePrinter(self, printer: object, /) -> None:
        self.closed += 1
        self._may_fail("ClosePrinter")

    def GetPrinter(self, printer: object, level: int, /) -> dict[str, object]:
        assert printer is self and level == 2
        self._may_fail("GetPrinter")
        return {"Status": self.status, "Attributes": self.attributes, "pPrinterName": NAME}

    def StartDocPrinter(self, printer: object, level: int, info: tuple[str, None, str], /) -> int:
        self._may_fail("StartDocPrinter")
        assert level == 1 and self._document is None
        self._document = info[0], info[2], b""
        return 7

    def WritePrinter(self, printer: object, data: bytes, /) -> int:
        self._may_fail("WritePrinter")
        assert self._document is not None
        name, kind, written = self._document
        self._document = name, kind, written + data[: self.piece]
        return len(data[: self.piece])

    def AbortPrinter(self, printer: object, /) -> None:
        assert self._document is not None
        self._document = None
        self.aborted += 1

    def EndDocPrinter(self, printer: object, /) -> None:
        assert self._document is not None
        self.documents.append(self._document)
        self._document = None
        self._may_fail("EndDocPrinter")

    def _may_fail(self, function: str) -> None:
        if function == self.fails:
            raise WindowsError(self.number)


def test_each_write_is_one_raw_document_and_the_printer_is_given_back() -> None:
    windows = FakeWindows()
    with WindowsSpoolerConnection(REFERENCE, windows) as connection:
        connection.write(b"one")
        connection.write(b"two")
        assert connection.read(5.0) == b""
    connection.close()
    assert windows.documents == [("Stillpoint", "RAW", b"one"), ("Stillpoint", "RAW", b"two")]
    assert (windows.opened, windows.closed) == (1, 1)


def test_a_document_arrives_whole_however_little_the_spooler_takes() -> None:
    windows = FakeWindows(piece=3)
    with WindowsSpoolerConnection(REFERENCE, windows) as connection:
        connection.write(bytes(range(64)))
    assert windows.documents[0][2] == bytes(range(64))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (0x80, FaultKind.UNPLUGGED),
        (0x1000, FaultKind.UNPLUGGED),
        (0x80 | 0x10, FaultKind.UNPLUGGED),
        (0x10, FaultKind.PAPER_OUT),
        (0x400000, FaultKind.COVER_OPEN),
        (0x1, FaultKind.REFUSED),
        (0x2, FaultKind.FAULT),
        (0x8, FaultKind.FAULT),
    ],
)
def test_what_windows_knows_is_said_before_a_byte_goes(status: int, kind: FaultKind) -> None:
    windows = FakeWindows(status)
    with pytest.raises(DeviceFault) as fault:
        WindowsSpoolerConnection(REFERENCE, windows)
    assert fault.value.kind is kind and windows.closed == 1


def test_an_unplugged_printer_opens_and_is_found_out() -> None:
    with pytest.raises(DeviceFault) as fault:
        WindowsSpoolerConnection(REFERENCE, FakeWindows(attributes=0x440))
    assert fault.value.kind is FaultKind.UNPLUGGED


@pytest.mark.parametrize("status", [0, 0x400, 0x200 | 0x4000, 0x20000])  # printing, busy, processing, toner low
def test_a_printer_at_work_is_no_fault(status: int) -> None:
    with WindowsSpoolerConnection(REFERENCE, FakeWindows(status)) as connection:
        connection.write(b"x")


def test_trouble_between_two_writes_is_seen() -> None:
    windows = FakeWindows()
    with WindowsSpoolerConnection(REFERENCE, windows) as connection:
        windows.status = 0x10
        with pytest.raises(DeviceFault) as fault:
            connection.write(b"x")
    assert fault.value.kind is FaultKind.PAPER_OUT and windows.documents == []


@pytest.mark.parametrize("function", ["OpenPrinter", "GetPrinter", "StartDocPrinter", "WritePrinter", "EndDocPrinter"])
@pytest.mark.parametrize(("number", "kind"), [(5, FaultKind.REFUSED), (1801, FaultKind.UNPLUGGED)])
def test_whatever_windows_raises_is_a_fault(function: str, number: int, kind: FaultKind) -> None:
    windows = FakeWindows(fails=function, number=number)
    with pytest.raises(DeviceFault) as fault, WindowsSpoolerConnection(REFERENCE, windows) as connection:
        connection.write(b"x")
    assert fault.value.kind is kind
    assert windows.opened == windows.closed
    assert windows.aborted == (function == "WritePrinter")


def test_a_spooler_that_takes_nothing_more_is_not_asked_for_ever() -> None:
    windows = FakeWindows(piece=0)
    with pytest.raises(DeviceFault) as fault, WindowsSpoolerConnection(REFERENCE, windows) as connection:
        connection.write(b"x")
    assert fault.value.kind is FaultKind.TIMED_OUT and (windows.aborted, windows.documents) == (1, [])


def test_closing_never_fails() -> None:
    WindowsSpoolerConnection(REFERENCE, FakeWindows(fails="ClosePrinter")).close()


def test_a_receipt_is_one_document_and_the_printer_is_asked_nothing() -> None:
    windows, paper = FakeWindows(), PaperSettings()
    data = job_data(PrintJob(1, SHORT, JobState.QUEUED, attempts=1, copy=False), paper)
    with WindowsSpoolerConnection(REFERENCE, windows) as connection:
        driver = PrinterDriver(connection, REFERENCE.url, habits_of(printer_profile("TM-T88V"), one_way=True))
        assert driver.status() == PrinterStatus()
        assert driver.print(data) == Outcome(JobState.SENT_UNCONFIRMED)
    assert [written for _, _, written in windows.documents] == [b"".join(data.writes)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a spooler")
def test_elsewhere_there_is_no_such_printer() -> None:
    with pytest.raises(DeviceFault) as fault:
        open_connection(parse_reference("spooler:Any"))
    assert fault.value.kind is FaultKind.UNPLUGGED


def test_windows_functions_are_not_loaded_before_such_a_printer_is_opened() -> None:
    program = (
        "import sys, devices.supervisor, devices.transports.opening, devices.transports.windows_spooler;"
        "assert 'win32print' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
