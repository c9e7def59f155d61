"""USB printers without a device file, through python-escpos, which finds, detaches and configures them."""

from contextlib import suppress

import usb.core
from escpos.exceptions import Error as EscposError
from escpos.printer import Usb

from devices.faults import DeviceFault, FaultKind
from devices.transports.connection import READ_BYTES_MAX, STATUS_TIMEOUT_S, WRITE_TIMEOUT_S, Closing
from devices.transports.reference import UsbReference


class UsbConnection(Closing):
    """A claimed USB printer."""

    def __init__(self, reference: UsbReference) -> None:
        self._port = reference.url
        self._printer = Usb(
            reference.vendor, reference.product, in_ep=reference.endpoint_in, out_ep=reference.endpoint_out
        )
        try:
            self._printer.open()
        except EscposError as error:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error
        except (usb.core.USBError, usb.core.NoBackendError) as error:
            raise DeviceFault(FaultKind.REFUSED, self._port) from error

    def write(self, data: bytes, timeout_s: float = WRITE_TIMEOUT_S) -> None:
        """See ``Connection``."""
        try:
            self._printer.device.write(self._printer.out_ep, data, round(timeout_s * 1000))
        except usb.core.USBTimeoutError as error:
            raise DeviceFault(FaultKind.TIMED_OUT, self._port) from error
        except usb.core.USBError as error:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error

    def read(self, timeout_s: float = STATUS_TIMEOUT_S) -> bytes:
        """See ``Connection``."""
        milliseconds = max(round(timeout_s * 1000), 1)  # 0 means for ever
        try:
            return bytes(self._printer.device.read(self._printer.in_ep, READ_BYTES_MAX, milliseconds))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as error:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error

    def close(self) -> None:
        """See ``Connection``."""
        with suppress(usb.core.USBError):  # unplugged already
            self._printer.close()
