"""What the store manager's pages read of the local store, page by page, and the marks they leave.

Nothing here counts rows or skips over them: a page begins behind the last row of the one before.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from terminal.domain.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from terminal.domain.frames import FrameKind
    from terminal.domain.ledger import EntryKind


class EntryState(StrEnum):
    """How far an entry has come: ``HEARD`` is another lane's, heard inside the store."""

    UNSENT = "unsent"
    SENT = "sent"
    POSTED = "posted"
    HEARD = "heard"


class EntryPlace(NamedTuple):
    """Where an entry stands: its business day, whose it is, its frame, its line in it. Later ones are greater."""

    day: date
    is_own: bool
    terminal: str
    epoch: int
    seq: int
    line: int


@record
class EntryFilter:
    """Which entries to list; what is ``None`` does not matter.

    ``member`` is any of a member's ids; their household's entries count too. ``sign`` is 1 for points that came and -1
    for points that went.
    """

    first: date | None = None
    last: date | None = None
    kind: EntryKind | None = None
    member: str | None = None
    sign: int = 0
    unsent: bool = False


@record
class ListedEntry:
    """An entry in a list. Of other lanes' only what moves points is at hand: no instant and no kind of frame."""

    place: EntryPlace
    member_id: str
    kind: EntryKind
    points: int
    state: EntryState
    at: datetime | None = None
    frame: FrameKind | None = None
    sale_number: str | None = None


@record
class StoredFrame:
    """A frame's bytes, the chain hash after it, and how far it has come."""

    payload: bytes
    chain_hash: bytes
    state: EntryState


@record
class Face:
    """What a list calls somebody. Whole: the edge masks it."""

    member_id: str
    name: str
    phone: str
    card: str = ""


@record
class SetAside:
    """A refusal of sync that waits for a person."""

    number: int
    at: datetime
    kind: str
    data: Mapping[str, object]


@record
class Seen:
    """Somebody looked at it."""

    at: datetime
    by: str


class OfficeRecords(Protocol):
    """The records in one unit of work."""

    def entries(self, wanted: EntryFilter, after: EntryPlace | None, limit: int) -> tuple[ListedEntry, ...]:
        """The next ``limit`` entries behind ``after``, newest first: own ones, and other lanes' as far as heard."""
        ...

    def frame(self, place: EntryPlace) -> StoredFrame | None:
        """The frame that an entry is in; ``None`` where only the entry is kept."""
        ...

    def faces(self, member_ids: Sequence[str]) -> Mapping[str, Face]:
        """Those of these members of whom personal data are known here, by id."""
        ...

    def faces_after(self, member_id: str | None, limit: int) -> tuple[Face, ...]:
        """The next ``limit`` members of the server's with a smaller id, newest first."""
        ...

    def newcomers(self) -> tuple[Face, ...]:
        """Members of whom the server has not said anything yet, newest first."""
        ...

    def set_aside(self) -> tuple[SetAside, ...]:
        """Refusals of sync that wait for a person, newest first."""
        ...

    def overdrawn(self, since: date, limit: int) -> Mapping[str, int]:
        """What those owe whose points moved here since then, by id: as the server says, or with later entries here.

        Some thousands of the latest entries are looked through.
        """
        ...

    def seen(self) -> Mapping[str, Seen]:
        """What was looked at, by key."""
        ...

    def mark_seen(self, key: str, seen: Seen) -> None:
        """Remembers that somebody looked at it; the first time counts."""
        ...
