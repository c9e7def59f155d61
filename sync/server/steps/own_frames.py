"""A terminal's own frames, for a journal that was restored from a copy."""

from typing import Any

from sqlalchemy import Connection, Row, func, select

from sync.protocol.messages import PUSH_TEXT_BYTES_MAX
from sync.protocol.steps import FramesAnswer, FramesRequest
from sync.server.storage.database import Database
from sync.server.storage.frame_blocks import unpack_frames
from sync.server.storage.tables import batches, epochs, terminals
from terminal.domain.errors import Refusal
from terminal.domain.frames import CHAIN_START, chain

_BATCHES_READ = 64


def own_frames(database: Database, request: FramesRequest) -> FramesAnswer:
    """See ``GroupServer.frames``. Raises ``Refusal("epoch_frozen")``: which machine goes on, the office says."""
    with database.read() as connection:
        _require_not_frozen(connection, request.terminal)
        newest = connection.execute(
            select(func.max(epochs.c.epoch)).where(epochs.c.terminal == request.terminal)
        ).scalar_one()
        durable = connection.execute(
            select(epochs.c.durable).where(epochs.c.terminal == request.terminal, epochs.c.epoch == request.epoch)
        ).scalar_one_or_none()
        previous, frames = _frames_after(connection, request)
    more = request.after + len(frames) < (durable or 0)
    texts = tuple(frame.decode() for frame in frames)
    return FramesAnswer(request.epoch, request.after + 1, previous.hex(), texts, more, newest)


def _require_not_frozen(connection: Connection, terminal: str) -> None:
    current = (epochs.c.terminal == terminals.c.terminal) & (epochs.c.epoch == terminals.c.epoch)
    statement = select(epochs.c.epoch, epochs.c.frozen_at).join(terminals, current)
    row = connection.execute(statement.where(terminals.c.terminal == terminal)).one()
    if row.frozen_at:
        raise Refusal("epoch_frozen", terminal=terminal, epoch=row.epoch)


def _frames_after(connection: Connection, request: FramesRequest) -> tuple[bytes, list[bytes]]:
    """The chain hash before the first frame after the place asked for, and as many frames as one answer holds."""
    taken: list[bytes] = []
    previous, size = CHAIN_START, 0
    for row in _stored_after(connection, request):
        if not taken:
            previous = _head_before(connection, request, row.first)
        for seq, frame in enumerate(unpack_frames(row.frames), start=row.first):
            if seq <= request.after:
                previous = chain(previous, frame)
                continue
            size += len(frame)
            if taken and (len(taken) == request.limit or size > PUSH_TEXT_BYTES_MAX):
                return previous, taken
            taken.append(frame)
    return previous, taken


def _stored_after(connection: Connection, request: FramesRequest) -> list[Row[Any]]:
    statement = (
        select(batches.c.first, batches.c.frames)
        .where(
            batches.c.terminal == request.terminal,
            batches.c.epoch == request.epoch,
            batches.c.last > request.after,
        )
        .order_by(batches.c.first)
        .limit(_BATCHES_READ)
    )
    return list(connection.execute(statement))


def _head_before(connection: Connection, request: FramesRequest, first: int) -> bytes:
    if first == 1:
        return CHAIN_START
    head = select(batches.c.head).where(
        batches.c.terminal == request.terminal, batches.c.epoch == request.epoch, batches.c.last == first - 1
    )
    return bytes(connection.execute(head).scalar_one())
