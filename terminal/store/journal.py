"""Appending to the journal and reading back from it."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from terminal.domain.errors import Broken
from terminal.domain.frames import CHAIN_START, Frame, chain, decode_frame, encode_frame
from terminal.domain.ledger import Entry, EntryKind
from terminal.domain.records import record
from terminal.ports.replica import BEFORE_ALL, JournalHead, Position
from terminal.ports.store import NewFrame, TerminalIdentity
from terminal.store.conversions import instant_text, parse_instant
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from terminal.store.connection import Connection

_IDENTITY = Statement("journal.IDENTITY")
_NEW_IDENTITY = Statement("journal.NEW_IDENTITY")
_OPEN_EPOCH = Statement("journal.OPEN_EPOCH")
_HEAD = Statement("journal.HEAD")
_HEADS = Statement("journal.HEADS")
_NEW_FRAME = Statement("journal.NEW_FRAME")
_NEW_ENTRY = Statement("journal.NEW_ENTRY")
_FRAMES_OF = Statement("journal.FRAMES_OF")
_REDEEMED_ON = Statement("journal.REDEEMED_ON")
_REDEEMED_AFTER = Statement("journal.REDEEMED_AFTER")
_ALL_FRAMES = Statement("journal.ALL_FRAMES")
_ALL_ENTRIES = Statement("journal.ALL_ENTRIES")
_OPENING = Statement("journal.OPENING")
_CLOSINGS = Statement("journal.CLOSINGS")


def read_identity(connection: Connection) -> TerminalIdentity:
    """Who this terminal is."""
    row = _IDENTITY.first(connection)
    if row is None:
        raise Broken("the journal does not say whose it is")
    return TerminalIdentity(
        terminal_id=row.terminal_id,
        number=row.number,
        store=row.store,
        brand=row.brand,
        group=row.group,
        epoch=row.epoch,
        server_url=row.server_url,
    )


def write_identity(connection: Connection, identity: TerminalIdentity) -> None:
    """Says whose journal this is, once and for all."""
    _NEW_IDENTITY.run(
        connection,
        one=1,
        terminal_id=identity.terminal_id,
        number=identity.number,
        store=identity.store,
        brand=identity.brand,
        group=identity.group,
        epoch=identity.epoch,
        server_url=identity.server_url,
    )


def open_next_epoch(connection: Connection, epoch: int) -> TerminalIdentity:
    """Makes ``epoch``, a later one, the one that is appended to; gives the identity with it."""
    identity = read_identity(connection)
    if epoch <= identity.epoch:
        raise Broken(f"epoch {epoch} does not come after {identity.epoch}")
    identity = replace(identity, epoch=epoch)
    _OPEN_EPOCH.run(connection, opened=identity.epoch)
    return identity


def head(connection: Connection) -> JournalHead:
    """The end of the journal."""
    row = _HEAD.first(connection)
    return JournalHead((row.epoch, row.seq), row.hash) if row else JournalHead(BEFORE_ALL, CHAIN_START)


def append(connection: Connection, identity: TerminalIdentity, new: NewFrame) -> int:
    """Freezes a fact as the next frame of the terminal's epoch, and indexes its entries; gives its seq."""
    last = head(connection)
    same_epoch = last.position[0] == identity.epoch
    seq = last.position[1] + 1 if same_epoch else 1
    frame = Frame(
        terminal=identity.terminal_id,
        epoch=identity.epoch,
        seq=seq,
        kind=new.kind,
        at=instant_text(new.at),
        day=new.day,
        store=identity.store,
        programme=new.programme,
        body=new.body,
        entries=new.entries,
    )
    keep(connection, frame, encode_frame(frame), last.chain_hash if same_epoch else CHAIN_START)
    return seq


def keep(connection: Connection, frame: Frame, payload: bytes, previous: bytes) -> bytes:
    """Keeps a frame in the bytes it has, chained onto ``previous``, and indexes its entries; gives the chain hash."""
    chain_hash = chain(previous, payload)
    _NEW_FRAME.run(
        connection,
        epoch=frame.epoch,
        seq=frame.seq,
        kind=frame.kind.value,
        at=parse_instant(frame.at),
        day=frame.day,
        payload=payload,
        hash=chain_hash,
    )
    _NEW_ENTRY.run_many(
        connection,
        (
            {
                "epoch": frame.epoch,
                "seq": frame.seq,
                "position": position,
                "member_id": entry.member_id,
                "kind": _indexed_kind(entry),
                "points": entry.points,
                "day": frame.day,
            }
            for position, entry in enumerate(frame.entries)
        ),
    )
    return chain_hash


def _indexed_kind(entry: Entry) -> str:
    """What the index calls it: points out of a reservation are none that offline limits count."""
    spent = entry.reservation is not None and entry.kind is EntryKind.REDEEM
    return "redeem_reserved" if spent else entry.kind.value


def heads(connection: Connection) -> dict[int, JournalHead]:
    """The end of every epoch, by its number."""
    rows = _HEADS.rows(connection)
    return {row.epoch: JournalHead((row.epoch, row.seq), row.hash) for row in rows}


def frames_of(connection: Connection, member_ids: Sequence[str], after: Position) -> Iterator[Frame]:
    """The frames later than ``after`` that move points of any of these members, oldest first."""
    rows = _FRAMES_OF.rows(connection, members=member_ids, epoch=after[0], seq=after[1])
    return (decode_frame(row.payload) for row in rows)


def redeemed_on(connection: Connection, member_ids: Sequence[str], day: date) -> int:
    """Points that any of these members redeemed here on ``day``, reserved ones not counted."""
    return int(_REDEEMED_ON.scalar(connection, members=member_ids, day=day) or 0)


def redeemed_after(connection: Connection, position: Position) -> int:
    """Points that anyone redeemed in frames later than ``position``, reserved ones not counted."""
    return int(_REDEEMED_AFTER.scalar(connection, epoch=position[0], seq=position[1]) or 0)


def key_of_epoch(connection: Connection, epoch: int) -> bytes | None:
    """The public key with which that epoch of this terminal was opened, if it was."""
    payload = _OPENING.scalar(connection, epoch=epoch)
    said = decode_frame(payload).body.get("public_key") if payload else None
    return bytes.fromhex(said) if said else None


def read_closings(connection: Connection) -> tuple[Frame, ...]:
    """The frames that closed days, newest first."""
    return tuple(decode_frame(row.payload) for row in _CLOSINGS.rows(connection))


@record
class ChainReport:
    """The outcome of reading the whole journal: how many frames, and the first that is not as it was written."""

    frames: int
    fault: Position | None = None


def verify_chain(connection: Connection) -> ChainReport:
    """Reads every frame and checks numbering, hashes and the index of entries against its bytes."""
    expected, previous, frames = BEFORE_ALL, CHAIN_START, 0
    index = _IndexReader(connection)
    for row in _ALL_FRAMES.each(connection):
        position = (row.epoch, row.seq)
        if row.epoch != expected[0]:
            expected, previous = (row.epoch, 1), CHAIN_START
        if position != expected or row.hash != chain(previous, row.payload):
            return ChainReport(frames, position)
        if not _is_what_it_says(row.payload, position, index.entries_of(position)):
            return ChainReport(frames, position)
        expected, previous, frames = (row.epoch, row.seq + 1), row.hash, frames + 1
    return ChainReport(frames)


def _is_what_it_says(payload: bytes, position: Position, indexed: list[tuple[str, str, int]]) -> bool:
    try:
        frame = decode_frame(payload)
    except Broken:
        return False
    entries = [(entry.member_id, _indexed_kind(entry), entry.points) for entry in frame.entries]
    return (frame.epoch, frame.seq) == position and entries == indexed


class _IndexReader:
    """The indexed entries, read along with the frames, so that a journal of years needs no memory."""

    def __init__(self, connection: Connection) -> None:
        rows = _ALL_ENTRIES.each(connection)
        self._groups = groupby(rows, key=lambda row: (row.epoch, row.seq))
        self._next = next(self._groups, None)

    def entries_of(self, position: Position) -> list[tuple[str, str, int]]:
        if self._next is None or self._next[0] != position:
            return []
        entries = [(row.member_id, row.kind, row.points) for row in self._next[1]]
        self._next = next(self._groups, None)
        return entries
