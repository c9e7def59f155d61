"""Time, injected."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from. Order never comes from here."""

    def now(self) -> datetime:
        """The instant, timezone-aware, UTC."""
        ...

    def by_machine(self) -> datetime:
        """What the machine says, also where commands are told when they happened."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The instant by the machine."""
        return datetime.now(UTC)

    def by_machine(self) -> datetime:
        """The same."""
        return self.now()


class SetClock:
    """A clock that stands where it was put: for ``at`` in ``till batch`` and for tests."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was put at."""
        return self.instant

    def by_machine(self) -> datetime:
        """The same: it is the only clock there."""
        return self.instant
