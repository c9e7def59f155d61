"""Storing pushes that hold: many terminals' in one transaction, each with an outcome of its own.

What is signed is never refused for what it says, and never thrown away: a fork or a revoked terminal's frames go to
quarantine, with the whole request as evidence.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Row, bindparam, select, tuple_, update

from sync.protocol.binary_push import whole_push
from sync.protocol.messages import Standing
from sync.server.intake.verification import Batch
from sync.server.keys import ServerKeys
from sync.server.storage.database import Database, insert_new
from sync.server.storage.frame_blocks import batch_context, pack_frames, unpack_frames
from sync.server.storage.tables import batches, epochs, quarantine, terminals
from terminal.domain.errors import Refusal
from terminal.domain.frames import CHAIN_START, chain
from terminal.domain.records import record

_TERMINAL: tuple[Column[Any], ...] = (
    terminals.c.terminal,
    terminals.c.store,
    terminals.c.epoch,
    terminals.c.public_key,
    terminals.c.revoked_at,
)
_move_epoch = (
    update(epochs)
    .where(epochs.c.terminal == bindparam("of_terminal"), epochs.c.epoch == bindparam("of_epoch"))
    .values(durable=bindparam("to_durable"), head=bindparam("to_head"))
)
_log = logging.getLogger(__name__)


@record
class Stored:
    """A push that the server holds. ``frames`` is how many of it are new."""

    standing: Standing
    frames: int


Outcome = Stored | Refusal | Exception


@dataclass(slots=True)
class _Group:
    """The rows that the pushes of one transaction concern, locked; and what is to be written at its end."""

    terminals: dict[str, Row[Any]]
    carriers: dict[str, Row[Any]]
    epochs: dict[tuple[str, int], Row[Any]]
    new_batches: list[dict[str, Any]] = field(default_factory=list)
    moves: list[dict[str, Any]] = field(default_factory=list)


class Storing:
    """Writes batches. Nothing has an outcome before the transaction that it is in has been committed."""

    def __init__(self, database: Database, keys: ServerKeys, now: Callable[[], datetime]) -> None:
        self._database = database
        self._keys = keys
        self._now = now

    def store(self, group: Sequence[Batch]) -> list[Outcome]:
        """Stores all in as few transactions as can be; when one fails, each of its pushes is tried alone."""
        outcomes: dict[int, Outcome] = {}
        left = list(enumerate(group))
        while left:
            # Of each terminal one at a time: the second has to see what the first has written.
            taken: dict[str, tuple[int, Batch]] = {}
            for place, batch in left:
                taken.setdefault(batch.envelope.terminal, (place, batch))
            places = {place for place, _batch in taken.values()}
            left = [(place, batch) for place, batch in left if place not in places]
            for (place, _batch), outcome in zip(
                taken.values(), self._together([batch for _place, batch in taken.values()]), strict=True
            ):
                outcomes[place] = outcome
        return [outcomes[place] for place in range(len(group))]

    def _together(self, group: Sequence[Batch]) -> list[Outcome]:
        try:
            with self._database.write() as connection:
                return self._write(connection, group)
        except Refusal as away:
            # The database is not there: trying each alone would only take longer.
            return [away for _batch in group]
        except Exception as error:
            if len(group) == 1:
                return [error]
            _log.warning("a group of %s pushes failed (%s); each is tried alone", len(group), type(error).__name__)
        return [self._together([batch])[0] for batch in group]

    def _write(self, connection: Connection, group: Sequence[Batch]) -> list[Outcome]:
        rows = _lock(connection, group)
        outcomes: list[Outcome] = [self._decide(connection, rows, batch) for batch in group]
        if rows.new_batches:
            connection.execute(batches.insert(), rows.new_batches)
            connection.execute(_move_epoch, rows.moves)
        return outcomes

    def _decide(self, connection: Connection, rows: _Group, batch: Batch) -> Stored | Refusal:
        envelope = batch.envelope
        terminal = rows.terminals.get(envelope.terminal)
        if terminal is None:
            return Refusal("request_unsigned")
        if envelope.carrier and not _may_carry(rows.carriers.get(envelope.carrier), terminal):
            return Refusal("carrier_refused", terminal=envelope.terminal)
        if terminal.revoked_at:
            return self._set_aside(connection, batch, "terminal_revoked")
        row = rows.epochs.get((envelope.terminal, envelope.epoch)) or self._new_epoch(connection, batch, terminal)
        if isinstance(row, Refusal):
            return row
        # After a later epoch began, only a second machine can still add to this one.
        closed = envelope.epoch < terminal.epoch and batch.last > row.durable
        if row.frozen_at or closed or batch.public_key != row.public_key:
            return self._set_aside(connection, batch, "epoch_frozen")
        return self._continued(connection, rows, batch, row)

    def _new_epoch(self, connection: Connection, batch: Batch, terminal: Row[Any]) -> Row[Any] | Refusal:
        if batch.envelope.first != 1:
            return Refusal("push_epoch_unknown", epoch=terminal.epoch)
        if batch.envelope.epoch <= terminal.epoch or _is_frozen(connection, terminal):
            # Two machines are at work: which of them goes on is for the office to say.
            self._remember_frozen(connection, batch)
            return self._set_aside(connection, batch, "epoch_frozen")
        return _open_epoch(connection, batch)

    def _continued(self, connection: Connection, rows: _Group, batch: Batch, row: Row[Any]) -> Stored | Refusal:
        envelope = batch.envelope
        if envelope.first > row.durable + 1:
            return Refusal("push_gap", epoch=envelope.epoch, durable=row.durable)
        if _forks(connection, batch, row):
            here = (epochs.c.terminal == envelope.terminal) & (epochs.c.epoch == envelope.epoch)
            connection.execute(update(epochs).where(here).values(frozen_at=self._now()))
            return self._set_aside(connection, batch, "epoch_frozen")
        durable = max(row.durable, batch.last)
        if batch.last > row.durable:
            self._append(rows, batch, row.durable + 1)
        return Stored(Standing(envelope.epoch, durable, row.posted), durable - row.durable)

    def _remember_frozen(self, connection: Connection, batch: Batch) -> None:
        """Keeps the key of an epoch that may not be opened, so that what follows can be told to be of the same hand."""
        row = new_epoch(batch.envelope.terminal, batch.envelope.epoch, batch.public_key)
        connection.execute(epochs.insert().values(**row, frozen_at=self._now()))

    def _append(self, rows: _Group, batch: Batch, first: int) -> None:
        envelope = batch.envelope
        known = first - envelope.first
        profiles = None
        if envelope.profiles:
            context = batch_context(envelope.terminal, envelope.epoch, first)
            profiles = self._keys.seal(msgspec.json.encode(envelope.profiles), context)
        rows.new_batches.append(
            {
                "terminal": envelope.terminal,
                "epoch": envelope.epoch,
                "first": first,
                "last": batch.last,
                "head": batch.head,
                "signature": bytes.fromhex(envelope.signature),
                "frames": _block_after(batch, known),
                "profiles": profiles,
                "received_at": self._now(),
            }
        )
        rows.moves.append(
            {
                "of_terminal": envelope.terminal,
                "of_epoch": envelope.epoch,
                "to_durable": batch.last,
                "to_head": batch.head,
            }
        )

    def _set_aside(self, connection: Connection, batch: Batch, reason: str) -> Refusal:
        envelope = batch.envelope
        evidence = msgspec.json.encode(whole_push(envelope, batch.frames()))
        digest = hashlib.sha256(evidence).hexdigest()
        row = {
            "terminal": envelope.terminal,
            "digest": digest,
            "reason": reason,
            "epoch": envelope.epoch,
            "first": envelope.first,
            "last": batch.last,
            "request": self._keys.seal(evidence, f"quarantine/{envelope.terminal}/{digest}"),
            "received_at": self._now(),
        }
        insert_new(connection, quarantine, [row])
        return Refusal(reason, terminal=envelope.terminal, epoch=envelope.epoch)


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


def _lock(connection: Connection, group: Sequence[Batch]) -> _Group:
    # A terminal's row is the lock of all its epochs, so that a new epoch cannot be opened twice at once. Everybody
    # locks in the order of ids, so that two groups never wait for each other.
    names = sorted({batch.envelope.terminal for batch in group})
    locked = connection.execute(
        select(*_TERMINAL).where(terminals.c.terminal.in_(names)).order_by(terminals.c.terminal).with_for_update()
    ).all()
    carriers = {batch.envelope.carrier for batch in group if batch.envelope.carrier}
    carrying = connection.execute(select(*_TERMINAL).where(terminals.c.terminal.in_(carriers))) if carriers else ()
    pairs = sorted({(batch.envelope.terminal, batch.envelope.epoch) for batch in group})
    found = connection.execute(select(epochs).where(tuple_(epochs.c.terminal, epochs.c.epoch).in_(pairs)))
    return _Group(
        {row.terminal: row for row in locked},
        {row.terminal: row for row in carrying},
        {(row.terminal, row.epoch): row for row in found},
    )


def _may_carry(carrier: Row[Any] | None, author: Row[Any]) -> bool:
    return carrier is not None and carrier.revoked_at is None and carrier.store == author.store


def _is_frozen(connection: Connection, terminal: Row[Any]) -> bool:
    here = (epochs.c.terminal == terminal.terminal) & (epochs.c.epoch == terminal.epoch)
    return connection.execute(select(epochs.c.frozen_at).where(here)).scalar_one_or_none() is not None


def _open_epoch(connection: Connection, batch: Batch) -> Row[Any]:
    name, epoch = batch.envelope.terminal, batch.envelope.epoch
    connection.execute(epochs.insert().values(**new_epoch(name, epoch, batch.public_key)))
    connection.execute(
        update(terminals).where(terminals.c.terminal == name).values(epoch=epoch, public_key=batch.public_key)
    )
    return connection.execute(select(epochs).where(epochs.c.terminal == name, epochs.c.epoch == epoch)).one()


def _block_after(batch: Batch, known: int) -> bytes:
    """What there is to store of a batch of which ``known`` frames are stored: mostly none, and then all as it came."""
    return pack_frames([frame.decode() for frame in batch.frames()[known:]]) if known else batch.block


def _forks(connection: Connection, batch: Batch, row: Row[Any]) -> bool:
    """Whether the batch says something else than what is stored, where both speak, or continues something else."""
    first = batch.envelope.first
    known = row.durable - first + 1
    previous = bytes.fromhex(batch.envelope.previous)
    if not known:
        return bool(previous != row.head)
    frames = batch.frames()
    if batch.last >= row.durable and reduce(chain, frames[:known], previous) != row.head:
        return True
    stored = _stored_frames(connection, batch)
    return any(stored[first + place] != frame for place, frame in enumerate(frames[:known]))


def _stored_frames(connection: Connection, batch: Batch) -> dict[int, bytes]:
    """What is stored, by seq, where the batch overlaps it."""
    rows = connection.execute(
        select(batches.c.first, batches.c.frames).where(
            batches.c.terminal == batch.envelope.terminal,
            batches.c.epoch == batch.envelope.epoch,
            batches.c.first <= batch.last,
            batches.c.last >= batch.envelope.first,
        )
    )
    return {row.first + place: frame for row in rows for place, frame in enumerate(unpack_frames(row.frames))}
