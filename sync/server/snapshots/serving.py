"""Handing out the snapshots that have been made."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, select

from sync.protocol.snapshots import PIECE_BYTES, snapshot_statement
from sync.protocol.steps import SnapshotAnswer, SnapshotRequest
from sync.server.keys import ServerKeys
from sync.server.snapshots.building import sealing_context
from sync.server.storage.database import Database
from sync.server.storage.tables import cells, snapshot_pieces, snapshots, terminals
from terminal.domain.errors import Refusal
from terminal.domain.records import record


@record
class SnapshotFile:
    """A snapshot's sealed bytes, read as they are asked for."""

    database: Database
    cell: str
    digest: str
    size: int

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from ``start`` to before ``end``, in portions. Raises ``Refusal("snapshot_missing")``."""
        while start < end:
            place, skipped = divmod(start, PIECE_BYTES)
            portion = self._piece(place)[skipped : skipped + end - start]
            if not portion:
                raise Refusal("snapshot_missing")
            yield portion
            start += len(portion)

    def _piece(self, place: int) -> bytes:
        piece = snapshot_pieces.c
        wanted = select(piece.content).where(piece.cell == self.cell, piece.digest == self.digest, piece.place == place)
        with self.database.read() as connection:
            found = connection.execute(wanted).scalar_one_or_none()
        if found is None:
            raise Refusal("snapshot_missing")
        return bytes(found)


def newest_snapshot(database: Database, keys: ServerKeys, request: SnapshotRequest) -> SnapshotAnswer:
    """See ``GroupServer.snapshot``."""
    with database.read() as connection:
        cell = _cell_of(connection, request.terminal)
        # What was erased for good since a snapshot was made would never leave the terminal that starts with it.
        forgotten = select(cells.c.forgotten).where(cells.c.cell == cell).scalar_subquery()
        row = connection.execute(
            select(snapshots)
            .where(
                snapshots.c.cell == cell,
                snapshots.c.revision == request.revision,
                snapshots.c.number >= forgotten,
            )
            .order_by(snapshots.c.made_at.desc(), snapshots.c.number.desc())
            .limit(1)
        ).one_or_none()
    if row is None:
        raise Refusal("snapshot_missing")
    answer = SnapshotAnswer(
        cell=cell,
        digest=row.digest,
        number=row.number,
        members=row.members,
        revision=row.revision,
        size=row.size,
        unpacked=row.unpacked,
        key=keys.unseal(row.sealed_key, sealing_context(row.digest)).hex(),
        signature="",
    )
    return _signed(answer, keys)


def snapshot_file(database: Database, terminal: str, digest: str) -> SnapshotFile:
    """The file with that digest, if it is of the terminal's cell. Raises ``Refusal("snapshot_missing")``."""
    with database.read() as connection:
        cell = _cell_of(connection, terminal)
        size = connection.execute(
            select(snapshots.c.size).where(snapshots.c.cell == cell, snapshots.c.digest == digest)
        ).scalar_one_or_none()
    if size is None:
        raise Refusal("snapshot_missing")
    return SnapshotFile(database, cell, digest, size)


def _signed(answer: SnapshotAnswer, keys: ServerKeys) -> SnapshotAnswer:
    signature = keys.signing.sign(snapshot_statement(answer))
    return msgspec.structs.replace(answer, signature=signature.hex())


def _cell_of(connection: Connection, terminal: str) -> str:
    return str(connection.execute(select(terminals.c.cell).where(terminals.c.terminal == terminal)).scalar_one())
