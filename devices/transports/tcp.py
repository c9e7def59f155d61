"""Raw printing over a network: a socket to port 9100."""

import socket
from contextlib import suppress

from devices.faults import DeviceFault, FaultKind
from devices.transports.connection import READ_BYTES_MAX, STATUS_TIMEOUT_S, WRITE_TIMEOUT_S, Closing
from devices.transports.reference import TcpReference

_LINGER_S = 0.2
_LINGER_READS_MAX = 16


class TcpConnection(Closing):
    """A connected socket."""

    def __init__(self, reference: TcpReference, timeout_s: float) -> None:
        self._port = reference.url
        try:
            self._socket = socket.create_connection((reference.host, reference.port), timeout_s)
        except ConnectionRefusedError as error:
            raise DeviceFault(FaultKind.REFUSED, self._port) from error
        except OSError as error:
            raise DeviceFault(FaultKind.UNREACHABLE, self._port) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes, timeout_s: float = WRITE_TIMEOUT_S) -> None:
        """See ``Connection``."""
        self._socket.settimeout(timeout_s)
        try:
            self._socket.sendall(data)
        except TimeoutError as error:
            raise DeviceFault(FaultKind.TIMED_OUT, self._port) from error
        except OSError as error:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error

    def read(self, timeout_s: float = STATUS_TIMEOUT_S) -> bytes:
        """See ``Connection``."""
        self._socket.settimeout(timeout_s)
        try:
            data = self._socket.recv(READ_BYTES_MAX)
        except (TimeoutError, BlockingIOError):
            return b""
        except OSError as error:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port) from error
        if not data:
            raise DeviceFault(FaultKind.UNPLUGGED, self._port)
        return data

    def close(self) -> None:
        """Says goodbye first: closing over unread status bytes would reset the line and cost the printer its buffer."""
        with suppress(OSError):  # it has hung up first
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.settimeout(_LINGER_S)
            for _ in range(_LINGER_READS_MAX):
                if not self._socket.recv(READ_BYTES_MAX):
                    break
        self._socket.close()
