"""Syncing, as the core asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from terminal.domain.errors import Refusal
from terminal.domain.records import record

if TYPE_CHECKING:
    from datetime import datetime

STOPPED = "stopped"


@record
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


@dataclass(slots=True)
class Watch:
    """What the one who syncs says and the one who waits may answer; each is a thread of its own.

    ``done`` and ``total`` are bytes of a snapshot while ``is_file``, else members. ``total`` is 0 while it is not
    known. ``members`` is how many there are in all.
    """

    done: int = 0
    total: int = 0
    is_file: bool = False
    members: int = 0
    is_wanted: bool = True

    def check(self) -> None:
        """Raises ``Refusal("stopped")`` when nobody wants it any more."""
        if not self.is_wanted:
            raise Refusal(STOPPED)


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
