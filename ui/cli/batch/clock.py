"""The clock of a batch: the machine's, but for a command that says when it happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from terminal.ports.clock import Clock, SystemClock


class BatchClock:
    """Implements ``terminal.ports.clock.Clock``."""

    def __init__(self, otherwise: Clock | None = None) -> None:
        self._otherwise = otherwise or SystemClock()
        self._instant: datetime | None = None

    def now(self) -> datetime:
        """The instant of the command under way, or the machine's."""
        return self._instant or self._otherwise.now()

    def by_machine(self) -> datetime:
        """The machine's, whatever the command under way says."""
        return self._otherwise.by_machine()

    @contextmanager
    def set_to(self, instant: datetime | None) -> Iterator[None]:
        """Stands at ``instant`` for the length of the block; ``None`` leaves it going."""
        self._instant = instant
        try:
            yield
        finally:
            self._instant = None
