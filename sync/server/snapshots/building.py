"""Making a snapshot: everything that pulling from the start would give, in one sealed file."""

import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import datetime

import zstandard
from sqlalchemy import Connection, delete, func, insert, select

from sync.protocol.snapshots import CONTENT_BYTES, KEY_BYTES, REPLICA_REVISION, Pieces
from sync.server.keys import ServerKeys
from sync.server.snapshots.image import Image, portions
from sync.server.steps.pull import messages_after
from sync.server.storage.database import Database
from sync.server.storage.tables import cells, feed, members, snapshot_pieces, snapshots
from terminal.domain.errors import Refusal
from terminal.domain.records import record

KEPT = 2
MEMBERS_AT_ONCE = 1000
PIECES_PER_TRANSACTION = 8
_LEVEL = 3
_THREADS = 2


@record
class Snapshot:
    """A snapshot that was made: of which cell, at which number of its feed, how many ids, how many bytes."""

    cell: str
    digest: str
    number: int
    members: int
    size: int
    unpacked: int


@record
class _Image:
    number: int
    members: int
    content: bytes


@record
class _Sealed:
    key: bytes
    digest: str
    pieces: list[bytes]


class OvertakenError(Exception):
    """What was read must not be handed out: somebody in it was erased meanwhile, or another snapshot took its place."""


def build_snapshot(
    database: Database,
    keys: ServerKeys,
    cell: str,
    now: Callable[[], datetime],
    breathe: Callable[[], None] = lambda: None,
) -> Snapshot:
    """Makes a snapshot of the cell and keeps it with the one before it. ``breathe`` is called between portions.

    Raises ``Refusal("cell_unknown")`` for one without members, ``OvertakenError`` when it came to nothing.
    """
    image = _read(database, keys, cell, breathe)
    sealed = _sealed(image.content, breathe)
    made = Snapshot(
        cell=cell,
        digest=sealed.digest,
        number=image.number,
        members=image.members,
        size=sum(map(len, sealed.pieces)),
        unpacked=len(image.content),
    )
    _store(database, made.cell, sealed, breathe)
    _announce(database, made, len(sealed.pieces), keys.seal(sealed.key, sealing_context(sealed.digest)), now())
    return made


def cells_with_members(database: Database) -> tuple[str, ...]:
    """The cells that there is something to make a snapshot of."""
    with database.read() as connection:
        return tuple(
            connection.execute(select(cells.c.cell).where(cells.c.members > 0).order_by(cells.c.cell)).scalars()
        )


def sealing_context(digest: str) -> str:
    """What a snapshot's key is bound to."""
    return f"snapshot {digest}"


def _read(database: Database, keys: ServerKeys, cell: str, breathe: Callable[[], None]) -> _Image:
    image = Image()
    try:
        with database.read() as connection:
            figures = connection.execute(select(cells).where(cells.c.cell == cell)).one_or_none()
            if figures is None:
                raise Refusal("cell_unknown", cell=cell)
            cursor, more, taken = 0, True, 0
            while more:
                messages, more = messages_after(connection, keys, cell, cursor, MEMBERS_AT_ONCE)
                image.add(messages)
                taken += len(messages)
                cursor = messages[-1].number if messages else cursor
                breathe()
            return _Image(figures.number, taken, image.finish())
    finally:
        image.close()


def _sealed(image: bytes, breathe: Callable[[], None]) -> _Sealed:
    key = os.urandom(KEY_BYTES)
    cipher, digest = Pieces(key), hashlib.sha256()
    pieces: list[bytes] = []
    for content in _contents(image):
        piece = cipher.seal(len(pieces), content)
        digest.update(piece)
        pieces.append(piece)
        breathe()
    return _Sealed(key, digest.hexdigest(), pieces)


def _contents(image: bytes) -> Iterator[bytes]:
    """The image compressed, in the portions that make a piece each."""
    compressing = zstandard.ZstdCompressor(level=_LEVEL, threads=_THREADS).compressobj(size=len(image))
    waiting = bytearray()
    for portion in portions(image):
        waiting += compressing.compress(portion)
        while len(waiting) >= CONTENT_BYTES:
            yield bytes(waiting[:CONTENT_BYTES])
            del waiting[:CONTENT_BYTES]
    waiting += compressing.flush()
    for start in range(0, len(waiting), CONTENT_BYTES):
        yield bytes(waiting[start : start + CONTENT_BYTES])


def _store(database: Database, cell: str, sealed: _Sealed, breathe: Callable[[], None]) -> None:
    for start in range(0, len(sealed.pieces), PIECES_PER_TRANSACTION):
        portion = sealed.pieces[start : start + PIECES_PER_TRANSACTION]
        rows = [
            {"cell": cell, "digest": sealed.digest, "place": start + place, "content": piece}
            for place, piece in enumerate(portion)
        ]
        with database.write() as connection:
            connection.execute(insert(snapshot_pieces), rows)
        breathe()


def _announce(database: Database, made: Snapshot, pieces: int, sealed_key: bytes, at: datetime) -> None:
    with database.write() as connection:
        # Its row is what makes a snapshot of the pieces. Whoever makes another one of this cell waits here.
        connection.execute(select(cells.c.cell).where(cells.c.cell == made.cell).with_for_update()).all()
        mine = (snapshot_pieces.c.cell == made.cell) & (snapshot_pieces.c.digest == made.digest)
        stored = connection.execute(select(func.count()).select_from(snapshot_pieces).where(mine)).scalar_one()
        if stored != pieces or _somebody_was_erased_since(connection, made):
            raise OvertakenError
        row = {
            "cell": made.cell,
            "digest": made.digest,
            "number": made.number,
            "members": made.members,
            "revision": REPLICA_REVISION,
            "size": made.size,
            "unpacked": made.unpacked,
            "sealed_key": sealed_key,
            "made_at": at,
        }
        connection.execute(insert(snapshots), row)
        _forget_others(connection, made.cell)


def _somebody_was_erased_since(connection: Connection, made: Snapshot) -> bool:
    erased = (
        select(feed.c.number)
        .join(members, members.c.member == feed.c.member)
        .where(feed.c.cell == made.cell, feed.c.number > made.number, members.c.erased_at.is_not(None))
        .limit(1)
    )
    return connection.execute(erased).first() is not None


def _forget_others(connection: Connection, cell: str) -> None:
    of_cell = snapshots.c.cell == cell
    newest = select(snapshots.c.digest).where(of_cell).order_by(snapshots.c.made_at.desc(), snapshots.c.number.desc())
    kept = connection.execute(newest.limit(KEPT)).scalars().all()
    connection.execute(delete(snapshots).where(of_cell, snapshots.c.digest.not_in(kept)))
    connection.execute(
        delete(snapshot_pieces).where(snapshot_pieces.c.cell == cell, snapshot_pieces.c.digest.not_in(kept))
    )
