"""An open port. The time limits are ours, because those of libraries run from a minute to never."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Protocol, Self

CONNECT_TIMEOUT_S = 2.0
WRITE_TIMEOUT_S = 5.0
STATUS_TIMEOUT_S = 0.5
READ_BYTES_MAX = 4096


class Connection(Protocol):
    """Bytes both ways. Every failure is a ``DeviceFault``; closing never fails, twice included."""

    def write(self, data: bytes, timeout_s: float = WRITE_TIMEOUT_S) -> None:
        """Hands all of ``data`` to the device, or raises; some of it may have arrived when it raises."""
        ...

    def read(self, timeout_s: float = STATUS_TIMEOUT_S) -> bytes:
        """What the device has said, as soon as it says anything; empty when it says nothing in time."""
        ...

    def close(self) -> None:
        """Gives the port back."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Closing(ABC):
    """The context manager of every connection: leaving the block closes it."""

    @abstractmethod
    def close(self) -> None:
        """Gives the port back."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
