"""Looking after the terminal itself: its settings, how it stands, its health; ``ui.compose`` fills it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from terminal.domain.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from terminal.ports.printing import ReceiptDocument
    from terminal.ports.sync import Watch


@record
class Facts:
    """What support asks for, as it stands now; nothing of it is about a person. Instants are UTC, sizes bytes.

    ``neighbours`` are the other terminals of the store that are known here, ``parked`` the kinds of refusals that wait
    for a person, ``print_jobs`` counts jobs by state.
    """

    terminal: str
    number: int
    store: str
    epoch: int
    frames: int
    version: str
    programme: int
    programme_digest: str
    server: str
    last_success: datetime | None
    unsent: int
    oldest_unsent: datetime | None
    refusal: str
    members: int
    database_bytes: int
    free_bytes: int
    relay: bool
    neighbours: tuple[str, ...]
    parked: tuple[str, ...]
    print_jobs: Mapping[str, int]
    home: str
    now: datetime


class Finding(Protocol):
    """One check of the terminal's health; see ``terminal.store.doctor``."""

    @property
    def check(self) -> str:
        """Its name."""
        ...

    @property
    def well(self) -> bool:
        """Whether all is well."""
        ...

    @property
    def data(self) -> Mapping[str, object]:
        """The figures behind it."""
        ...


class Care(Protocol):
    """Each call may raise ``Refusal``. What takes a ``Watch`` takes its time: it is called beside the store's thread.

    It tells the watch how far it is, and raises ``stopped`` when it is wanted no more.
    """

    def settings(self) -> Mapping[str, str]:
        """The options that somebody chose, by name."""
        ...

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Sets options, all or none."""
        ...

    def facts(self) -> Facts:
        """How the terminal stands."""
        ...

    def clock_difference(self, watch: Watch) -> timedelta:
        """How far this machine's clock is ahead of the server's, to the second."""
        ...

    def sync_now(self, watch: Watch) -> None:
        """One round of sync, by whichever process has this home."""
        ...

    def examine(self, watch: Watch) -> Sequence[Finding]:
        """Every check of the terminal's health."""
        ...

    def back_up(self, watch: Watch) -> str:
        """Copies the terminal's data; gives the folder of the copy."""
        ...

    def print_note(self, document: ReceiptDocument) -> None:
        """Queues something to read for the printer."""
        ...
