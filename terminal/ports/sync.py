"""Syncing, as the core asks for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one round of sync did.

    ``frames`` is how many the journal holds; ``durable`` and ``posted`` are how far the server has stored and posted
    them.
    """

    pushed: int
    pulled: int
    frames: int
    durable: int
    posted: int


class SyncProcess(Protocol):
    """The sync process of this home, as a command that waits for it sees it."""

    def is_running(self) -> bool:
        """Whether it follows this home now."""
        ...

    def now(self) -> datetime:
        """The machine's time, whatever day a command is about."""
        ...

    def wait(self, seconds: float) -> None:
        """Lets time pass."""
        ...


class Synchroniser(Protocol):
    """Something that can bring the server and this terminal up to date with each other."""

    def run_once(self) -> SyncReport:
        """One whole round: push, then pull. Raises ``Refusal("server_unreachable")`` and its kin."""
        ...
