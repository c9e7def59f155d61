"""What the other lanes of this store did, as heard over the local network: written by the sync process alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from terminal.domain.errors import Broken, Refusal
from terminal.domain.frames import CHAIN_START, Frame, chain
from terminal.ports.lanes import Lane, LaneBatch, LaneName
from terminal.store import lane_rows
from terminal.store.connection import Connection
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from terminal.ports.store import MemberProfile

Transaction = Callable[[], AbstractContextManager[Connection]]
_UNLIST = Statement("lanes.UNLIST")
_LIST = Statement("lanes.LIST")
_NOT_UPLOADED = Statement("lanes.NOT_UPLOADED")
_UPLOADED = Statement("lanes.UPLOADED")
_FORGET_KNOWN = Statement("lanes.FORGET_KNOWN")
_COUNT_HEARD = Statement("lanes.COUNT_HEARD")
_BATCHES_AFTER = Statement("lanes.BATCHES_AFTER")
_LACKING = Statement("lanes.LACKING")
_LACKING_OF = Statement("lanes.LACKING_OF")
_LISTED = Statement("lanes.LISTED")
_POSTED_BATCHES = Statement("lanes.POSTED_BATCHES")
_POSTED_ENTRIES = Statement("lanes.POSTED_ENTRIES")
_UNLISTED = Statement("lanes.UNLISTED")
_IS_LACKING = Statement("lanes.IS_LACKING")
_FORGET_BATCHES = Statement("lanes.FORGET_BATCHES")
_FORGET_ENTRIES = Statement("lanes.FORGET_ENTRIES")
_FORGET_LANE = Statement("lanes.FORGET_LANE")
_LAST_BEFORE = Statement("lanes.LAST_BEFORE")
_NEW_BATCH = Statement("lanes.NEW_BATCH")


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
            _UNLIST.change(connection)
            for listed in lanes:
                _list(connection, listed)
                # It may have been restored from a copy.
                _NOT_UPLOADED.change(connection, **_of(listed.name), durable=listed.durable)
                _mark(connection, listed.name, listed.durable)
                _forget_posted(connection, listed)
            _forget_unlisted(connection)
            _FORGET_KNOWN.change(connection)

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
                _COUNT_HEARD.change(connection)
            return len(new)

    def batches_after(self, name: LaneName, seq: int, max_bytes: int) -> tuple[LaneBatch, ...]:
        """What is kept of a lane after ``seq``, without gaps; at most ``max_bytes``, but at least one batch."""
        with self._reading() as connection:
            rows = _BATCHES_AFTER.rows(connection, **_of(name), after=seq)
            return _one_after_the_other(rows, seq, max_bytes)

    def waiting(self, max_bytes: int, skipping: Collection[LaneName] = ()) -> tuple[LaneBatch, ...]:
        """The oldest batches of one lane that the server lacks, one after the other; empty when it lacks none."""
        skipped = [f"{terminal}/{epoch}" for terminal, epoch in skipping]
        with self._reading() as connection:
            first = _LACKING.first(connection, skipped=skipped)
            if first is None:
                return ()
            rows = _LACKING_OF.rows(connection, **_of((first.terminal_id, first.epoch)))
            return _one_after_the_other(rows, first.first - 1, max_bytes)

    def mark_uploaded(self, name: LaneName, last: int) -> None:
        """Remembers that the server has the lane's frames up to ``last``."""
        with self._writing() as connection:
            _mark(connection, name, last)


def _of(name: LaneName) -> dict[str, Any]:
    return {"terminal": name[0], "of_epoch": name[1]}


def _lanes(connection: Connection) -> list[Lane]:
    return [
        Lane(row.terminal_id, row.epoch, row.public_key, posted=row.posted, heard=max(row.posted, row.heard or 0))
        for row in _LISTED.rows(connection)
    ]


def _list(connection: Connection, listed: Lane) -> None:
    _LIST.run(
        connection,
        terminal_id=listed.terminal_id,
        epoch=listed.epoch,
        public_key=listed.public_key,
        posted=listed.posted,
        listed=1,
    )


def _mark(connection: Connection, name: LaneName, last: int) -> None:
    _UPLOADED.change(connection, **_of(name), until=last)


def _forget_posted(connection: Connection, listed: Lane) -> None:
    """Forgets what the members' states contain; but for the newest day, of which the floor limits ask."""
    for statement in (_POSTED_BATCHES, _POSTED_ENTRIES):
        statement.change(connection, **_of(listed.name), posted=listed.posted)


def _forget_unlisted(connection: Connection) -> None:
    """What the server keeps apart of lanes that it lists no longer counts for nobody until it posts it."""
    for row in _UNLISTED.rows(connection):
        lane = _of((row.terminal_id, row.epoch))
        if _IS_LACKING.first(connection, **lane) is None:
            for statement in (_FORGET_BATCHES, _FORGET_ENTRIES, _FORGET_LANE):
                statement.change(connection, **lane)


def _hashes(previous: bytes, frames: Sequence[bytes]) -> list[bytes]:
    hashes = [previous]
    for frame in frames:
        hashes.append(chain(hashes[-1], frame))
    return hashes


def _require_same_past(connection: Connection, batch: LaneBatch, hashes: list[bytes]) -> None:
    """Two chains that agree at a seq agree in everything before it, so the last one that both know is enough."""
    if batch.first_seq == 1 and batch.previous_hash != CHAIN_START:
        raise _fork(batch, 0, CHAIN_START, batch.previous_hash)
    row = _LAST_BEFORE.first(connection, **_of(batch.name), before=batch.last_seq)
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
    _NEW_BATCH.run(
        connection,
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


def _read(row: Any) -> LaneBatch:
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
