"""What the other lanes of this store did, as heard over the local network: written by the sync process alone."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from terminal.domain.errors import Broken, Refusal
from terminal.domain.frames import CHAIN_START, Frame, chain
from terminal.ports.lanes import Lane, LaneBatch, LaneName
from terminal.ports.store import MemberProfile
from terminal.store import lane_rows
from terminal.store.replica_tables import lane, lane_batch, lane_entry, lane_member, link, server_member

Transaction = Callable[[], AbstractContextManager[Connection]]
_batch, _entry = lane_batch.c, lane_entry.c
_ROWS_AT_ONCE = 500


class StoredLanes:
    """Implements ``terminal.ports.lanes.LaneStore`` with the transactions of the replica."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def lanes(self) -> tuple[Lane, ...]:
        """Those that the server listed last."""
        with self._reading() as connection:
            return tuple(_lanes(connection))

    def take_roster(self, lanes: Sequence[Lane]) -> None:
        """Takes over the server's list."""
        with self._writing() as connection:
            connection.execute(update(lane).values(listed=0))
            for listed in lanes:
                connection.execute(_listing(listed))
                lacking = update(lane_batch).where(_of(listed.name), _batch.last > listed.durable)
                connection.execute(lacking.values(uploaded=0))  # it may have been restored from a copy
                _mark(connection, listed.name, listed.durable)
                _forget_posted(connection, listed)
            _forget_unlisted(connection)
            known = exists().where(server_member.c.member_id == lane_member.c.member_id)
            connection.execute(delete(lane_member).where(known))

    def add(self, batch: LaneBatch, frames: Sequence[Frame], members: Sequence[MemberProfile] = ()) -> int:
        """Keeps what is new of a batch whose signature was checked; gives the number of new frames."""
        with self._writing() as connection:
            known = next((found for found in _lanes(connection) if found.name == batch.name), None)
            if known is None:
                raise Refusal("lane_unknown", terminal=batch.terminal_id, epoch=batch.epoch)
            if batch.first_seq > known.heard + 1:
                raise Refusal("lane_gap", terminal=batch.terminal_id, epoch=batch.epoch, durable=known.heard)
            hashes = _hashes(batch.previous_hash, batch.frames)
            _require_same_past(connection, batch, hashes)
            new = batch.frames[max(known.heard + 1 - batch.first_seq, 0) :]
            if new:
                _keep(connection, batch, new, hashes[len(batch.frames) - len(new)])
                lane_rows.index(connection, [frame for frame in frames if frame.seq > known.heard], members)
                connection.execute(update(link).values(lanes_heard=link.c.lanes_heard + 1))
            return len(new)

    def batches_after(self, name: LaneName, seq: int, max_bytes: int) -> tuple[LaneBatch, ...]:
        """What is kept of a lane after ``seq``, without gaps; at most ``max_bytes``, but at least one batch."""
        with self._reading() as connection:
            rows = connection.execute(
                select(lane_batch).where(_of(name), _batch.last > seq).order_by(_batch.first).limit(_ROWS_AT_ONCE)
            )
            return _one_after_the_other(rows, seq, max_bytes)

    def waiting(self, max_bytes: int, skipping: Collection[LaneName] = ()) -> tuple[LaneBatch, ...]:
        """The oldest batches of one lane that the server lacks, one after the other; empty when it lacks none."""
        order = (_batch.terminal_id, _batch.epoch, _batch.first)
        lacking = select(lane_batch).where(_batch.uploaded == 0).order_by(*order)
        if skipping:
            lacking = lacking.where(tuple_(_batch.terminal_id, _batch.epoch).not_in(list(skipping)))
        with self._reading() as connection:
            first = connection.execute(lacking.limit(1)).one_or_none()
            if first is None:
                return ()
            same = _of((first.terminal_id, first.epoch))
            rows = connection.execute(lacking.where(same).limit(_ROWS_AT_ONCE))
            return _one_after_the_other(rows, first.first - 1, max_bytes)

    def mark_uploaded(self, name: LaneName, last: int) -> None:
        """Remembers that the server has the lane's frames up to ``last``."""
        with self._writing() as connection:
            _mark(connection, name, last)


def _of(name: LaneName) -> Any:
    return (_batch.terminal_id == name[0]) & (_batch.epoch == name[1])


def _lanes(connection: Connection) -> list[Lane]:
    heard = select(func.max(_batch.last)).where(_batch.terminal_id == lane.c.terminal_id, _batch.epoch == lane.c.epoch)
    rows = connection.execute(
        select(lane, heard.scalar_subquery().label("heard"))
        .where(lane.c.listed == 1)
        .order_by(lane.c.terminal_id, lane.c.epoch)
    )
    return [
        Lane(row.terminal_id, row.epoch, row.public_key, posted=row.posted, heard=max(row.posted, row.heard or 0))
        for row in rows
    ]


def _listing(listed: Lane) -> Any:
    adding = upsert(lane).values(
        terminal_id=listed.terminal_id,
        epoch=listed.epoch,
        public_key=listed.public_key,
        posted=listed.posted,
        listed=1,
    )
    # A server restored from a copy knows less than it did: what was forgotten here then does not come back.
    posted = func.max(lane.c.posted, adding.excluded.posted)
    return adding.on_conflict_do_update(
        index_elements=["terminal_id", "epoch"],
        set_={"public_key": adding.excluded.public_key, "posted": posted, "listed": 1},
    )


def _mark(connection: Connection, name: LaneName, last: int) -> None:
    connection.execute(
        update(lane_batch).where(_of(name), _batch.last <= last, _batch.uploaded == 0).values(uploaded=1)
    )


def _forget_posted(connection: Connection, listed: Lane) -> None:
    """Forgets what the members' states contain; but for the newest day, of which the floor limits ask."""
    connection.execute(delete(lane_batch).where(_of(listed.name), _batch.last <= listed.posted))
    newest = select(func.max(_entry.day)).scalar_subquery()
    connection.execute(
        delete(lane_entry).where(
            _entry.terminal_id == listed.terminal_id,
            _entry.epoch == listed.epoch,
            _entry.seq <= listed.posted,
            _entry.day < newest,
        )
    )


def _forget_unlisted(connection: Connection) -> None:
    """What the server keeps apart of lanes that it lists no longer counts for nobody until it posts it."""
    for row in connection.execute(select(lane).where(lane.c.listed == 0)).all():
        name = (row.terminal_id, row.epoch)
        if connection.execute(select(_batch.first).where(_of(name), _batch.uploaded == 0).limit(1)).first():
            continue
        connection.execute(delete(lane_batch).where(_of(name)))
        for table in (lane_entry, lane):
            connection.execute(delete(table).where(table.c.terminal_id == name[0], table.c.epoch == name[1]))


def _hashes(previous: bytes, frames: Sequence[bytes]) -> list[bytes]:
    hashes = [previous]
    for frame in frames:
        hashes.append(chain(hashes[-1], frame))
    return hashes


def _require_same_past(connection: Connection, batch: LaneBatch, hashes: list[bytes]) -> None:
    """Two chains that agree at a seq agree in everything before it, so the last one that both know is enough."""
    if batch.first_seq == 1 and batch.previous_hash != CHAIN_START:
        raise _fork(batch, 0, CHAIN_START, batch.previous_hash)
    row = connection.execute(
        select(lane_batch).where(_of(batch.name), _batch.first <= batch.last_seq).order_by(_batch.first.desc()).limit(1)
    ).one_or_none()
    if row is None or row.last < batch.first_seq - 1:
        return
    seq = min(batch.last_seq, row.last)
    here = _hashes(row.previous_hash, lane_rows.unpack(row.frames)[: seq - row.first + 1])[-1]
    there = hashes[seq - batch.first_seq + 1]
    if here != there:
        raise _fork(batch, seq, here, there)


def _fork(batch: LaneBatch, seq: int, here: bytes, there: bytes) -> Refusal:
    evidence = {"here": here.hex(), "there": there.hex(), "last": batch.last_seq, "signature": batch.signature.hex()}
    return Refusal("lane_forked", terminal=batch.terminal_id, epoch=batch.epoch, seq=seq, **evidence)


def _keep(connection: Connection, batch: LaneBatch, new: Sequence[bytes], previous: bytes) -> None:
    connection.execute(
        insert(lane_batch).values(
            terminal_id=batch.terminal_id,
            epoch=batch.epoch,
            first=batch.last_seq - len(new) + 1,
            last=batch.last_seq,
            previous_hash=previous,
            hash=batch.chain_hash,
            signature=batch.signature,
            frames=lane_rows.pack(new),
            profiles=batch.profiles,
            profiles_signature=batch.profiles_signature,
            uploaded=0,
        )
    )


def _one_after_the_other(rows: Any, seq: int, max_bytes: int) -> tuple[LaneBatch, ...]:
    taken: list[LaneBatch] = []
    size = 0
    for row in rows:
        size += len(row.frames) + len(row.profiles)
        if row.first > seq + 1 or (taken and size > max_bytes):
            break
        taken.append(_read(row))
        seq = row.last
    return tuple(taken)


def _read(row: Row[Any]) -> LaneBatch:
    frames = lane_rows.unpack(row.frames)
    if len(frames) != row.last - row.first + 1:
        raise Broken(f"batch {row.terminal_id}/{row.epoch}/{row.first} is not whole")
    return LaneBatch(
        terminal_id=row.terminal_id,
        epoch=row.epoch,
        first_seq=row.first,
        frames=frames,
        previous_hash=row.previous_hash,
        chain_hash=row.hash,
        signature=row.signature,
        profiles=row.profiles,
        profiles_signature=row.profiles_signature,
    )
