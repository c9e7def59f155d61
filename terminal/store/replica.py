"""The replica for the sync process: written by it alone, with the journal attached for reading."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from terminal.domain.errors import Broken
from terminal.domain.frames import CHAIN_START, FrameKind, canonical_json, decode_frame
from terminal.ports.replica import FrameBatch, JournalHead, MemberRow, ParkedRefusal, Position, Progress, WantedMember
from terminal.store import journal, link, lookups, members, notes
from terminal.store.feed import take_over
from terminal.store.generations import Generations, remove
from terminal.store.lanes import StoredLanes
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from terminal.ports.store import MemberProfile, TerminalIdentity
    from terminal.store.connection import Connection
    from terminal.store.engine import Connections
    from terminal.store.home import Occupancy

_FRAMES_AFTER = Statement("replica.FRAMES_AFTER")
_HASH_OF = Statement("replica.HASH_OF")
_FORGET_ALL = Statement("replica.FORGET_ALL")
_NEW_PROGRAMME = Statement("replica.NEW_PROGRAMME")
_PROGRAMMES = Statement("replica.PROGRAMMES")
_NEWEST_PROGRAMME = Statement("replica.NEWEST_PROGRAMME")
_MEMBER_COUNT = Statement("replica.MEMBER_COUNT")
_SET_ASIDE = Statement("replica.SET_ASIDE")
_ALL_SET_ASIDE = Statement("replica.ALL_SET_ASIDE")
_PUSHED = Statement("replica.PUSHED")
_PAGE_TAKEN = Statement("replica.PAGE_TAKEN")
_SINCE = Statement("replica.SINCE")
_ATTEMPTED = Statement("replica.ATTEMPTED")
_SUCCEEDED = Statement("replica.SUCCEEDED")


class StoredReplica:
    """Implements ``terminal.ports.replica.ReplicaStore``."""

    def __init__(self, connections: Connections, occupancy: Occupancy, generations: Generations) -> None:
        self._connections, self._occupancy, self._generations = connections, occupancy, generations

    @property
    def folder(self) -> Path:
        """Where what is on its way here may be kept, sealed."""
        return self._generations.folder

    @property
    def lanes(self) -> StoredLanes:
        """The other lanes of this store."""
        return StoredLanes(self._reading, self._writing)

    def setting(self, name: str) -> str | None:
        """The value set for an option, if any."""
        with self._reading() as connection:
            return notes.read_settings(connection).get(name)

    def identity(self) -> TerminalIdentity:
        """Who this terminal is."""
        with self._reading() as connection:
            return journal.read_identity(connection)

    def head(self) -> JournalHead:
        """The end of the journal."""
        with self._reading() as connection:
            return journal.head(connection)

    def unsent(self, after: Position, limit: int, max_bytes: int) -> FrameBatch | None:
        """The frames after ``after``, of one epoch, at most ``limit`` and ``max_bytes`` (but at least one)."""
        with self._reading() as connection:
            return _batch(connection, after, limit, max_bytes)

    def progress(self) -> Progress:
        """How far sync has come."""
        with self._reading() as connection:
            return link.read_progress(connection)

    def cursor(self) -> int:
        """The feed number up to which members have been applied."""
        return self.progress().cursor

    def record_push(self, durable: Position, posted: Position) -> None:
        """Remembers what the server answered to a push."""
        with self._writing() as connection:
            _PUSHED.change(connection, durable_epoch=durable[0], durable_seq=durable[1], **_posted(posted))

    def apply_page(
        self,
        members: Sequence[MemberRow],
        cursor: int,
        posted: Position,
        *,
        fresh: bool = False,
        since: int | None = None,
    ) -> None:
        """Takes over a page of the feed together with its cursor. ``fresh`` forgets all other members first."""
        with self._writing() as connection:
            if fresh:
                _FORGET_ALL.change(connection)
            take_over(connection, members)
            _PAGE_TAKEN.change(connection, cursor=cursor, **_posted(posted))
            if since is not None:
                _SINCE.change(connection, since=since)

    def wanted(self) -> tuple[WantedMember, ...]:
        """Members the till asked for that have not been looked up, the oldest question first."""
        with self._reading() as connection:
            return lookups.unanswered(connection)

    def apply_members(self, members: Sequence[MemberRow], answered: WantedMember | None = None) -> None:
        """Takes over members beside the feed, and with them the answer to whoever wanted one; the cursor stays."""
        with self._writing() as connection:
            take_over(connection, members)
            if answered:
                lookups.answer(connection, [answered], found=bool(members))

    def install(self, image: Iterable[bytes], cursor: int, members: int) -> None:
        """Takes over a whole plain database image, in portions, in place of all members; the cursor becomes its."""
        file = self._generations.write(image, members)
        switched = False
        try:
            with self._writing():  # so that nothing is written to the old file that the new one would lack
                self._generations.complete(file, cursor)
                self._generations.switch(file)
                switched = True
        finally:
            if not switched:
                remove(file)
        self._generations.remove_old()

    def add_programme(self, document: bytes, digest: str, version: int, signature: bytes) -> None:
        """Keeps a verified programme bundle. Keeping it twice changes nothing."""
        values = {"digest": digest, "version": version, "document": document, "signature": signature}
        with self._writing() as connection:
            _NEW_PROGRAMME.run(connection, **values)

    def programmes(self) -> tuple[str, ...]:
        """The digests of the bundles kept here, oldest version first."""
        with self._reading() as connection:
            return tuple(row.digest for row in _PROGRAMMES.rows(connection))

    def programme_version(self) -> int:
        """The highest version kept here; 0 without a bundle."""
        with self._reading() as connection:
            return int(_NEWEST_PROGRAMME.scalar(connection) or 0)

    def member_count(self) -> int:
        """How many member ids, aliases included and the erased left out, the replica holds of the server's."""
        with self._reading() as connection:
            return int(_MEMBER_COUNT.scalar(connection) or 0)

    def record_attempt(self, reached: bool, at: datetime, refusal: str | None = None) -> None:
        """Remembers the outcome of a round."""
        with self._writing() as connection:
            _ATTEMPTED.change(connection, reached=int(reached), last_attempt_at=at, refusal=refusal)
            if reached and refusal is None:
                _SUCCEEDED.change(connection, last_success_at=at)

    def park(self, refusal: ParkedRefusal) -> None:
        """Sets a refusal aside for a person."""
        data = canonical_json(refusal.data).decode()
        with self._writing() as connection:
            _SET_ASIDE.run(connection, parked_id=None, at=refusal.at, kind=refusal.kind, data=data)

    def parked(self) -> tuple[ParkedRefusal, ...]:
        """What has been set aside, oldest first."""
        with self._reading() as connection:
            rows = _ALL_SET_ASIDE.rows(connection)
        return tuple(ParkedRefusal(row.at, row.kind, json.loads(row.data)) for row in rows)

    def close(self) -> None:
        """Closes both files."""
        self._connections.close()
        self._occupancy.leave()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        connection = self._connections.begun(reading=True)
        try:
            yield connection
        finally:
            connection.rollback()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        connection = self._connections.begun()
        try:
            yield connection
            connection.commit()
        finally:
            connection.rollback()


def _batch(connection: Connection, after: Position, limit: int, max_bytes: int) -> FrameBatch | None:
    rows = _FRAMES_AFTER.rows(connection, epoch=after[0], seq=after[1], limit=limit)
    if not rows:
        return None
    epoch, first_seq = rows[0].epoch, rows[0].seq
    taken: list[Any] = []
    size = 0
    for row in rows:
        size += len(row.payload)
        if row.epoch != epoch or (taken and size > max_bytes):
            break
        taken.append(row)
    enrolled = [row.payload for row in taken if row.kind == FrameKind.MEMBER_ENROLLED]
    return FrameBatch(
        epoch=epoch,
        first_seq=first_seq,
        frames=tuple(row.payload for row in taken),
        previous_hash=_hash_before(connection, epoch, first_seq),
        chain_hash=taken[-1].hash,
        profiles=_profiles(connection, enrolled),
    )


def _hash_before(connection: Connection, epoch: int, seq: int) -> bytes:
    if seq == 1:
        return CHAIN_START
    found = _HASH_OF.scalar(connection, epoch=epoch, seq=seq - 1)
    if found is None:
        raise Broken(f"frame {epoch}/{seq - 1} is missing")
    return bytes(found)


def _profiles(connection: Connection, payloads: list[bytes]) -> tuple[MemberProfile, ...]:
    if not payloads:
        return ()
    return members.profiles_of(connection, [decode_frame(payload).body["member"] for payload in payloads])


def _posted(posted: Position) -> dict[str, int]:
    return {"posted_epoch": posted[0], "posted_seq": posted[1]}
