"""Printers of Windows' own list, raw, through its spooler: for USB printers that Windows has claimed.

The spooler takes bytes and brings none back, so such a printer is never asked anything and every write is a print job
of its own. ``OpenPrinter`` succeeds for printers that are unplugged, so Windows is asked before each write how the
printer is. pywin32 is there on Windows only; tests put a module of their own in its place.
"""

from contextlib import suppress
from importlib import import_module
from typing import Any, Protocol, cast

from devices.faults import DeviceFault, FaultKind
from devices.transports.connection import STATUS_TIMEOUT_S, WRITE_TIMEOUT_S, Closing
from devices.transports.reference import SpoolerReference

DOCUMENT = "Stillpoint"
_RAW = "RAW"
_LEVEL_WITH_STATUS = 2
_DENIED = 5
_WORK_OFFLINE = 0x400

# What is wrong, by the bits of PRINTER_INFO_2.Status; the first that is set is what people are told.
_TROUBLES = (
    (0x0000_0080 | 0x0000_1000 | 0x0200_0000, FaultKind.UNPLUGGED),  # offline, not available, server offline
    (0x0040_0000, FaultKind.COVER_OPEN),
    (0x0000_0010, FaultKind.PAPER_OUT),
    (0x0000_0001 | 0x0000_0004, FaultKind.REFUSED),  # paused, about to be removed
    (0x0000_0002 | 0x0000_0008 | 0x0000_0040 | 0x0010_0000, FaultKind.FAULT),  # error, jam, paper trouble, needs a hand
)


class PrintModule(Protocol):
    """What we use of ``win32print``. Its functions raise ``error``, whose ``winerror`` is Windows' number."""

    error: type[Exception]

    def OpenPrinter(self, name: str, /) -> Any:
        """A handle of that printer, plugged in or not."""
        ...

    def ClosePrinter(self, printer: Any, /) -> None:
        """Gives the handle back."""
        ...

    def GetPrinter(self, printer: Any, level: int, /) -> dict[str, Any]:
        """What Windows knows of it: ``PRINTER_INFO`` of that level."""
        ...

    def StartDocPrinter(self, printer: Any, level: int, info: tuple[str, None, str], /) -> int:
        """Begins a print job of (name, no file, type of data); gives its number."""
        ...

    def WritePrinter(self, printer: Any, data: bytes, /) -> int:
        """Adds to the job; gives how many bytes were taken."""
        ...

    def AbortPrinter(self, printer: Any, /) -> None:
        """Takes the job back."""
        ...

    def EndDocPrinter(self, printer: Any, /) -> None:
        """Ends the job; the spooler sends it when it can."""
        ...


def windows_printing() -> PrintModule:
    """Windows' printing functions. Raises ``ImportError`` on any other system."""
    return cast(PrintModule, import_module("win32print"))


class WindowsSpoolerConnection(Closing):
    """An open printer of Windows' list. Each write is one RAW document; it never answers."""

    def __init__(self, reference: SpoolerReference, windows: PrintModule | None = None) -> None:
        self._port = reference.url
        self._printer: Any = None
        try:
            self._windows = windows or windows_printing()
        except ImportError as error:  # not Windows: there is no such printer here
            raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error
        try:
            self._printer = self._windows.OpenPrinter(reference.name)
            self._check()
        except self._windows.error as error:
            self.close()
            raise self._fault(error) from error
        except DeviceFault:
            self.close()
            raise

    def write(self, data: bytes, timeout_s: float = WRITE_TIMEOUT_S) -> None:
        """See ``Connection``; ``data`` is one print job, which the spooler takes without waiting for the printer."""
        if self._printer is None:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port)
        try:
            self._check()
            self._windows.StartDocPrinter(self._printer, 1, (DOCUMENT, None, _RAW))
            self._write_all(data)
            self._windows.EndDocPrinter(self._printer)
        except self._windows.error as error:
            raise self._fault(error) from error

    def read(self, timeout_s: float = STATUS_TIMEOUT_S) -> bytes:
        """See ``Connection``; always silent."""
        return b""

    def close(self) -> None:
        """See ``Connection``."""
        printer, self._printer = self._printer, None
        if printer is not None:
            with suppress(self._windows.error):  # gone already
                self._windows.ClosePrinter(printer)

    def _write_all(self, data: bytes) -> None:
        """Gives the document all of ``data``, or takes the document back: no half receipt is printed."""
        rest = data
        try:
            while rest:
                taken = self._windows.WritePrinter(self._printer, rest)
                if taken <= 0:
                    raise DeviceFault(FaultKind.TIMED_OUT, self._port)
                rest = rest[taken:]
        except (self._windows.error, DeviceFault):
            with suppress(self._windows.error):  # the first fault is the one to tell
                self._windows.AbortPrinter(self._printer)
            raise

    def _check(self) -> None:
        """Raises what Windows knows to be wrong; no bit set means ready, or that Windows does not know."""
        known = self._windows.GetPrinter(self._printer, _LEVEL_WITH_STATUS)
        if known["Attributes"] & _WORK_OFFLINE:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port)
        for bits, kind in _TROUBLES:
            if known["Status"] & bits:
                raise DeviceFault(kind, self._port)

    def _fault(self, error: Exception) -> DeviceFault:
        denied = getattr(error, "winerror", None) == _DENIED
        return DeviceFault(FaultKind.REFUSED if denied else FaultKind.UNPLUGGED, self._port)
