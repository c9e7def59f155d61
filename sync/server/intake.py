"""Intake: frames become durable before anyone looks at what they say.

Chain and signature are checked over the bytes as sent. What is signed is never refused for what it says, and never
thrown away: a fork or a revoked terminal's frames go to quarantine, with the whole request as evidence.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Update, select, update

from sync.protocol.messages import PushRequest, Standing
from sync.protocol.signing import batch_statement, verified
from sync.server.backlog import Backlog
from sync.server.database import Database, insert_new
from sync.server.intake_rows import batch_context, pack_frames, unpack_frames
from sync.server.keys import ServerKeys
from sync.server.tables import batches, epochs, quarantine, terminals
from terminal.domain.errors import Refusal
from terminal.domain.frames import CHAIN_START, chain


class _Opening(msgspec.Struct):
    public_key: str


class _OpeningFrame(msgspec.Struct):
    body: _Opening


@dataclass(frozen=True, slots=True)
class Batch:
    """A push whose chain and signature agree. ``hashes[i]`` is the chain before frame ``i``, the last one after all."""

    request: PushRequest
    frames: tuple[bytes, ...]
    hashes: tuple[bytes, ...]
    public_key: bytes

    @property
    def last(self) -> int:
        """The seq of the last frame."""
        return self.request.first + len(self.frames) - 1


class Intake:
    """Stores pushes."""

    def __init__(self, database: Database, keys: ServerKeys, backlog: Backlog, now: Callable[[], datetime]) -> None:
        self._database = database
        self._keys = keys
        self._backlog = backlog
        self._now = now

    def push(self, request: PushRequest) -> Standing:
        """Stores the frames that are new. Raises what ``GroupServer.push`` raises."""
        self._backlog.require_room()
        batch = self._verify(request)
        with self._database.write() as connection:
            outcome, stored = self._store(connection, batch)
        # A quarantined push is refused only after its evidence has been committed.
        if isinstance(outcome, Refusal):
            raise outcome
        if stored:
            self._backlog.add(stored)
        return outcome

    def _verify(self, request: PushRequest) -> Batch:
        public_key = self._key_of(request)
        frames = tuple(frame.encode() for frame in request.frames)
        hashes = [bytes.fromhex(request.previous)]
        for frame in frames:
            hashes.append(chain(hashes[-1], frame))
        batch = Batch(request, frames, tuple(hashes), public_key)
        statement = batch_statement(request.terminal, request.epoch, batch.last, hashes[-1])
        if not verified(public_key, bytes.fromhex(request.signature), statement):
            raise Refusal("push_signature_wrong", first=request.first, last=batch.last)
        return batch

    def _key_of(self, request: PushRequest) -> bytes:
        with self._database.read() as connection:
            row = _epoch_row(connection, request.terminal, request.epoch)
            current = _current_epoch(connection, request.terminal)
        if row:
            return bytes(row.public_key)
        if request.epoch <= current or request.first != 1:
            raise Refusal("push_epoch_unknown", epoch=current)
        try:
            opening = msgspec.json.decode(request.frames[0], type=_OpeningFrame)
            return bytes.fromhex(opening.body.public_key)
        except (msgspec.MsgspecError, ValueError) as error:
            raise Refusal("push_epoch_unknown", epoch=current) from error

    def _store(self, connection: Connection, batch: Batch) -> tuple[Standing | Refusal, int]:
        request = batch.request
        # The terminal's row is the lock of all its epochs, so that a new epoch cannot be opened twice at once.
        terminal = connection.execute(
            select(terminals).where(terminals.c.terminal == request.terminal).with_for_update()
        ).one()
        if terminal.revoked_at:
            return self._set_aside(connection, batch, "terminal_revoked"), 0
        row = _epoch_row(connection, request.terminal, request.epoch) or self._open_epoch(connection, batch, terminal)
        # After a later epoch began, only a second machine can still add to this one.
        closed = request.epoch < terminal.epoch and batch.last > row.durable
        if row.frozen_at or closed:
            return self._set_aside(connection, batch, "epoch_frozen"), 0
        if request.first > row.durable + 1:
            return Refusal("push_gap", epoch=request.epoch, durable=row.durable), 0
        if self._forks(connection, batch, row):
            connection.execute(_in_epoch(update(epochs), batch).values(frozen_at=self._now()))
            return self._set_aside(connection, batch, "epoch_frozen"), 0
        durable = max(row.durable, batch.last)
        if batch.last > row.durable:
            self._append(connection, batch, row.durable + 1)
        return Standing(request.epoch, durable, row.posted), durable - row.durable

    def _open_epoch(self, connection: Connection, batch: Batch, terminal: Row[Any]) -> Row[Any]:
        name, epoch = batch.request.terminal, batch.request.epoch
        if epoch <= terminal.epoch:
            raise Refusal("push_epoch_unknown", epoch=terminal.epoch)
        connection.execute(epochs.insert().values(**new_epoch(name, epoch, batch.public_key)))
        connection.execute(
            update(terminals).where(terminals.c.terminal == name).values(epoch=epoch, public_key=batch.public_key)
        )
        row = _epoch_row(connection, name, epoch)
        assert row is not None
        return row

    def _forks(self, connection: Connection, batch: Batch, row: Row[Any]) -> bool:
        """Whether the batch says something else than what is stored, where both speak, or continues something else."""
        known = row.durable - batch.request.first + 1
        if batch.last >= row.durable and batch.hashes[known] != row.head:
            return True
        stored = _stored_frames(connection, batch, row.durable)
        return any(stored[batch.request.first + place] != frame for place, frame in enumerate(batch.frames[:known]))

    def _append(self, connection: Connection, batch: Batch, first: int) -> None:
        request = batch.request
        frames = request.frames[first - request.first :]
        profiles = None
        if request.profiles:
            context = batch_context(request.terminal, request.epoch, first)
            profiles = self._keys.seal(msgspec.json.encode(request.profiles), context)
        connection.execute(
            batches.insert().values(
                terminal=request.terminal,
                epoch=request.epoch,
                first=first,
                last=batch.last,
                head=batch.hashes[-1],
                signature=bytes.fromhex(request.signature),
                frames=pack_frames(frames),
                profiles=profiles,
                received_at=self._now(),
            )
        )
        connection.execute(_in_epoch(update(epochs), batch).values(durable=batch.last, head=batch.hashes[-1]))

    def _set_aside(self, connection: Connection, batch: Batch, reason: str) -> Refusal:
        request = batch.request
        evidence = msgspec.json.encode(request)
        digest = hashlib.sha256(evidence).hexdigest()
        row = {
            "terminal": request.terminal,
            "digest": digest,
            "reason": reason,
            "epoch": request.epoch,
            "first": request.first,
            "last": batch.last,
            "request": self._keys.seal(evidence, f"quarantine/{request.terminal}/{digest}"),
            "received_at": self._now(),
        }
        insert_new(connection, quarantine, [row])
        return Refusal(reason, terminal=request.terminal, epoch=request.epoch)


def new_epoch(terminal: str, epoch: int, public_key: bytes) -> dict[str, object]:
    """The row of an epoch nothing has been pushed to."""
    return {
        "terminal": terminal,
        "epoch": epoch,
        "public_key": public_key,
        "durable": 0,
        "head": CHAIN_START,
        "posted": 0,
    }


def _in_epoch(statement: Update, batch: Batch) -> Update:
    return statement.where(epochs.c.terminal == batch.request.terminal, epochs.c.epoch == batch.request.epoch)


def _epoch_row(connection: Connection, terminal: str, epoch: int) -> Row[Any] | None:
    statement = select(epochs).where(epochs.c.terminal == terminal, epochs.c.epoch == epoch)
    return connection.execute(statement).one_or_none()


def _current_epoch(connection: Connection, terminal: str) -> int:
    found = connection.execute(select(terminals.c.epoch).where(terminals.c.terminal == terminal)).scalar_one_or_none()
    if found is None:
        raise Refusal("request_unsigned")
    return int(found)


def _stored_frames(connection: Connection, batch: Batch, durable: int) -> dict[int, bytes]:
    """What is stored, by seq, where the batch overlaps it."""
    if batch.request.first > durable:
        return {}
    rows = connection.execute(
        select(batches.c.first, batches.c.frames).where(
            batches.c.terminal == batch.request.terminal,
            batches.c.epoch == batch.request.epoch,
            batches.c.first <= batch.last,
            batches.c.last >= batch.request.first,
        )
    )
    return {row.first + place: frame for row in rows for place, frame in enumerate(unpack_frames(row.frames))}
