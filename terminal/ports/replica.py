"""What the sync process needs of the local store.

The sync process owns the replica (what the server says) and reads the journal (what this terminal did). A position is
(epoch, seq); ``(0, 0)`` stands before the first frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from terminal.domain.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from terminal.domain.ledger import MemberState
    from terminal.ports.store import MemberProfile, TerminalIdentity

Position = tuple[int, int]
BEFORE_ALL: Position = (0, 0)


@record
class JournalHead:
    """The last frame of the journal and the chain hash after it; ``BEFORE_ALL`` and 32 zero bytes when empty."""

    position: Position
    chain_hash: bytes


@record
class FrameBatch:
    """Consecutive frames of one epoch, as stored, ready to be signed and pushed.

    ``previous_hash`` is the chain hash before the first frame and ``chain_hash`` the one after the last. ``profiles``
    are the personal data of the members that the batch enrols.
    """

    epoch: int
    first_seq: int
    frames: tuple[bytes, ...]
    previous_hash: bytes
    chain_hash: bytes
    profiles: tuple[MemberProfile, ...] = ()

    @property
    def last_seq(self) -> int:
        """The seq of the last frame."""
        return self.first_seq + len(self.frames) - 1


@record
class MemberRow:
    """A member as the server sends them.

    ``number`` is the feed number of this state. An alias names the member it became part of in ``alias_of``; its
    profile, if it has one, only tells by what they are known. ``household`` is the id of the pool that holds their
    points. A member without profile and alias is such a pool, or has been ``erased``: what is kept of their personal
    data goes.
    """

    member_id: str
    number: int
    state: MemberState
    alias_of: str | None = None
    profile: MemberProfile | None = None
    household: str | None = None
    erased: bool = False


@record
class Progress:
    """How far sync has come: ``durable`` and ``posted`` on the server, ``cursor`` in the feed of members.

    ``since`` is where the feed was when members were last fetched from nothing.
    """

    durable: Position
    posted: Position
    cursor: int
    since: int = 0


@record
class WantedMember:
    """Somebody the till asked for and does not know: by keyed hash of a phone or a card, or by id."""

    kind: str
    value: str
    asked_at: datetime


@record
class ParkedRefusal:
    """Something the server would not take, set aside for a person so that it does not block the queue."""

    at: datetime
    kind: str
    data: Mapping[str, object]


class ReplicaStore(Protocol):
    """The replica, open for writing, with the journal beside it for reading. Every call is its own transaction."""

    def identity(self) -> TerminalIdentity:
        """Who this terminal is."""
        ...

    def head(self) -> JournalHead:
        """The end of the journal."""
        ...

    def unsent(self, after: Position, limit: int, max_bytes: int) -> FrameBatch | None:
        """The frames after ``after``, of one epoch, at most ``limit`` and ``max_bytes`` (but at least one)."""
        ...

    def progress(self) -> Progress:
        """How far sync has come."""
        ...

    def record_push(self, durable: Position, posted: Position) -> None:
        """Remembers what the server answered to a push; it may be less than before (a restored server)."""
        ...

    def cursor(self) -> int:
        """The feed number up to which members have been applied."""
        ...

    def apply_page(
        self,
        members: Sequence[MemberRow],
        cursor: int,
        posted: Position,
        *,
        fresh: bool = False,
        since: int | None = None,
    ) -> None:
        """Takes over a page of the feed together with its cursor. ``fresh`` forgets all other members first.

        ``since`` is where the feed was, for a page that begins with nothing.
        """
        ...

    def wanted(self) -> tuple[WantedMember, ...]:
        """Members the till asked for that have not been looked up, the oldest question first."""
        ...

    def apply_members(self, members: Sequence[MemberRow], answered: WantedMember | None = None) -> None:
        """Takes over members beside the feed, and with them the answer to whoever wanted one; the cursor stays."""
        ...

    @property
    def folder(self) -> Path:
        """Where what is on its way here may be kept, sealed."""
        ...

    def install(self, image: Iterable[bytes], cursor: int, members: int) -> None:
        """Takes over a whole plain database image, in portions, in place of all members; the cursor becomes its.

        Nothing of it is ever on the disk in the clear. Everything else that the replica holds stays. Raises
        ``Refusal``: ``snapshot_damaged`` when it is not a replica with that many ``members``, ``disk_full``; the
        replica then stays as it is.
        """
        ...

    def add_programme(self, document: bytes, digest: str, version: int, signature: bytes) -> None:
        """Keeps a verified programme bundle; the highest version is in force. Keeping it twice changes nothing."""
        ...

    def programmes(self) -> tuple[str, ...]:
        """The digests of the bundles kept here, oldest version first."""
        ...

    def programme_version(self) -> int:
        """The highest version kept here; 0 without a bundle."""
        ...

    def member_count(self) -> int:
        """How many member ids, aliases included and the erased left out, the replica holds of the server's."""
        ...

    def record_attempt(self, reached: bool, at: datetime, refusal: str | None = None) -> None:
        """Remembers the outcome of a round: whether it reached the server and what kind of refusal ended it."""
        ...

    def park(self, refusal: ParkedRefusal) -> None:
        """Sets a refusal aside for a person."""
        ...

    def parked(self) -> tuple[ParkedRefusal, ...]:
        """What has been set aside, oldest first."""
        ...

    def close(self) -> None:
        """Closes both files."""
        ...
