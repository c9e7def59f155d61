"""Serial lines: RS-232, USB-CDC, Bluetooth SPP, pseudo-terminals."""

import errno
from contextlib import suppress

import serial

from devices.faults import DeviceFault, FaultKind
from devices.transports.connection import READ_BYTES_MAX, STATUS_TIMEOUT_S, WRITE_TIMEOUT_S, Closing
from devices.transports.reference import Flow, SerialReference

_BITS_PER_BYTE = 10
_TAKEN = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK}


class SerialConnection(Closing):
    """An open serial port, ours alone."""

    def __init__(self, reference: SerialReference) -> None:
        self._port = reference.url
        self._baud = reference.baud
        try:
            self._line = serial.Serial(
                reference.path,
                reference.baud,
                exclusive=True,
                rtscts=reference.flow is Flow.RTSCTS,
                dsrdtr=reference.flow is Flow.DSRDTR,
                xonxoff=reference.flow is Flow.XONXOFF,
            )
        except (OSError, ValueError) as error:  # pyserial's SerialException is an OSError
            raise DeviceFault(_opening_fault(error), self._port) from error

    def write(self, data: bytes, timeout_s: float = WRITE_TIMEOUT_S) -> None:
        """See ``Connection``; the time the line itself needs for ``data`` comes on top of ``timeout_s``."""
        try:
            self._line.write_timeout = timeout_s + len(data) * _BITS_PER_BYTE / self._baud
            self._line.write(data)
        except serial.SerialTimeoutException as error:
            raise DeviceFault(FaultKind.TIMED_OUT, self._port) from error
        except OSError as error:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error

    def read(self, timeout_s: float = STATUS_TIMEOUT_S) -> bytes:
        """See ``Connection``."""
        try:
            self._line.timeout = timeout_s
            first: bytes = self._line.read(1)
            waiting = min(self._line.in_waiting, READ_BYTES_MAX) if first else 0
            return first + self._line.read(waiting) if waiting else first
        except (OSError, TypeError) as error:  # pyserial meets a closed descriptor with TypeError
            raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error

    def close(self) -> None:
        """See ``Connection``."""
        with suppress(OSError):  # unplugged already
            self._line.close()


def _opening_fault(error: OSError | ValueError) -> FaultKind:
    code = getattr(error, "errno", None)
    return FaultKind.REFUSED if code in _TAKEN else FaultKind.UNPLUGGED
