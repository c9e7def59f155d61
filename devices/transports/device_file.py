"""Printer device files such as ``/dev/usb/lp0`` (Linux ``usblp``), and plain files for proofs."""

import os
import select
import stat
import time
from contextlib import suppress

from devices.faults import DeviceFault, FaultKind
from devices.transports.connection import READ_BYTES_MAX, STATUS_TIMEOUT_S, WRITE_TIMEOUT_S, Closing
from devices.transports.reference import FileReference

_EMPTY_PACKET_S = 0.02
"""How long to leave a printer alone that had something to say and said nothing."""


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
        deadline = time.monotonic() + timeout_s
        while select.select([self._descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
            data = self._read_now()
            if data:
                return data
            left = deadline - time.monotonic()
            if left <= 0:
                break
            time.sleep(min(left, _EMPTY_PACKET_S))
        return b""

    def _read_now(self) -> bytes:
        """What is there. Nothing at all is the end of a device that was pulled out, or an empty USB packet."""
        try:
            data = os.read(self._descriptor, READ_BYTES_MAX)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error
        if not data and self._is_gone():
            raise DeviceFault(FaultKind.UNPLUGGED, self._port)
        return data

    def _is_gone(self) -> bool:
        """Whether the device has hung up; ``usblp`` gives an empty packet as an empty read while it is there."""
        watch = select.poll()
        watch.register(self._descriptor, 0)  # what is told unasked: hung up, failed
        return bool(watch.poll(0))

    def close(self) -> None:
        """See ``Connection``."""
        if self._descriptor >= 0:
            with suppress(OSError):  # its device has gone
                os.close(self._descriptor)
            self._descriptor = -1
