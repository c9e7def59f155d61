"""Printer device files such as ``/dev/usb/lp0`` (Linux ``usblp``), and plain files for proofs."""

import os
import select
import stat
import time
from contextlib import suppress

from devices.faults import DeviceFault, FaultKind
from devices.transports.connection import READ_BYTES_MAX, STATUS_TIMEOUT_S, WRITE_TIMEOUT_S, Closing
from devices.transports.reference import FileReference


class DeviceFileConnection(Closing):
    """An open device file. A plain file is appended to and never answers; a missing one is not created."""

    def __init__(self, reference: FileReference) -> None:
        self._port = reference.url
        try:
            self._descriptor = os.open(reference.path, os.O_RDWR | os.O_APPEND | os.O_NONBLOCK | os.O_NOCTTY)
        except (PermissionError, BlockingIOError) as error:
            raise DeviceFault(FaultKind.REFUSED, self._port) from error
        except OSError as error:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error
        self._answers = stat.S_ISCHR(os.fstat(self._descriptor).st_mode)

    def write(self, data: bytes, timeout_s: float = WRITE_TIMEOUT_S) -> None:
        """See ``Connection``."""
        deadline = time.monotonic() + timeout_s
        rest = memoryview(data)
        while rest:
            _, ready, _ = select.select([], [self._descriptor], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise DeviceFault(FaultKind.TIMED_OUT, self._port)
            try:
                rest = rest[os.write(self._descriptor, rest) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error

    def read(self, timeout_s: float = STATUS_TIMEOUT_S) -> bytes:
        """See ``Connection``."""
        if not self._answers:
            return b""
        ready, _, _ = select.select([self._descriptor], [], [], timeout_s)
        if not ready:
            return b""
        try:
            return os.read(self._descriptor, READ_BYTES_MAX)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error

    def close(self) -> None:
        """See ``Connection``."""
        if self._descriptor >= 0:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = -1
