"""The replica for the sync process: written by it alone, with the journal attached for reading."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from terminal.domain.errors import Broken
from terminal.domain.frames import CHAIN_START, FrameKind, canonical_json, decode_frame
from terminal.ports.replica import FrameBatch, JournalHead, MemberRow, ParkedRefusal, Position, Progress, WantedMember
from terminal.ports.store import MemberProfile, TerminalIdentity
from terminal.store import journal, link, lookups, members, notes
from terminal.store.engine import Connections
from terminal.store.feed import take_over
from terminal.store.generations import Generations, remove
from terminal.store.home import Occupancy
from terminal.store.journal_tables import journal_frame
from terminal.store.lanes import StoredLanes
from terminal.store.replica_tables import link as link_table
from terminal.store.replica_tables import parked_refusal, programme, server_member

_frame = journal_frame.c
_FRAMES_AFTER = (
    select(journal_frame)
    .where(tuple_(_frame.epoch, _frame.seq) > tuple_(bindparam("epoch"), bindparam("seq")))
    .order_by(_frame.epoch, _frame.seq)
    .limit(bindparam("limit"))
)
_HASH_OF = select(_frame.hash).where(_frame.epoch == bindparam("epoch"), _frame.seq == bindparam("seq"))


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
            _update_link(connection, durable_epoch=durable[0], durable_seq=durable[1], **_posted(posted))

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
        begun = {} if since is None else {"since": since}
        with self._writing() as connection:
            if fresh:
                connection.execute(delete(server_member))
            take_over(connection, members)
            _update_link(connection, cursor=cursor, **begun, **_posted(posted))

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
            connection.execute(upsert(programme).values(**values).on_conflict_do_nothing(index_elements=["digest"]))

    def programmes(self) -> tuple[str, ...]:
        """The digests of the bundles kept here, oldest version first."""
        with self._reading() as connection:
            return tuple(connection.execute(select(programme.c.digest).order_by(programme.c.version)).scalars())

    def programme_version(self) -> int:
        """The highest version kept here; 0 without a bundle."""
        with self._reading() as connection:
            return int(connection.execute(select(func.max(programme.c.version))).scalar() or 0)

    def member_count(self) -> int:
        """How many member ids, aliases included and the erased left out, the replica holds of the server's."""
        with self._reading() as connection:
            known = select(func.count()).select_from(server_member).where(server_member.c.erased == 0)
            return connection.execute(known).scalar_one()

    def record_attempt(self, reached: bool, at: datetime, refusal: str | None = None) -> None:
        """Remembers the outcome of a round."""
        outcome: dict[str, Any] = {"reached": int(reached), "last_attempt_at": at, "refusal": refusal}
        if reached and refusal is None:
            outcome["last_success_at"] = at
        with self._writing() as connection:
            _update_link(connection, **outcome)

    def park(self, refusal: ParkedRefusal) -> None:
        """Sets a refusal aside for a person."""
        data = canonical_json(refusal.data).decode()
        with self._writing() as connection:
            connection.execute(insert(parked_refusal), {"at": refusal.at, "kind": refusal.kind, "data": data})

    def parked(self) -> tuple[ParkedRefusal, ...]:
        """What has been set aside, oldest first."""
        with self._reading() as connection:
            rows = connection.execute(select(parked_refusal).order_by(parked_refusal.c.parked_id)).all()
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
    rows = connection.execute(_FRAMES_AFTER, {"epoch": after[0], "seq": after[1], "limit": limit}).all()
    if not rows:
        return None
    epoch, first_seq = rows[0].epoch, rows[0].seq
    taken: list[Row[Any]] = []
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
    found = connection.execute(_HASH_OF, {"epoch": epoch, "seq": seq - 1}).scalar()
    if found is None:
        raise Broken(f"frame {epoch}/{seq - 1} is missing")
    return bytes(found)


def _profiles(connection: Connection, payloads: list[bytes]) -> tuple[MemberProfile, ...]:
    if not payloads:
        return ()
    return members.profiles_of(connection, [decode_frame(payload).body["member"] for payload in payloads])


def _update_link(connection: Connection, **values: Any) -> None:
    connection.execute(update(link_table).values(**values))


def _posted(posted: Position) -> dict[str, int]:
    return {"posted_epoch": posted[0], "posted_seq": posted[1]}
