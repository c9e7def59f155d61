"""Frames and entries read back from where the server keeps them for ever."""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, RowMapping, select

from sync.protocol.frame_shape import read_frame, read_movements
from sync.server.storage.database import chunks
from sync.server.storage.frame_blocks import unpack_frames
from sync.server.storage.tables import batches, households, ledger, members
from terminal.domain.documents import entry_from_document
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame
from terminal.domain.ledger import Entry
from terminal.domain.merging import own_share, pool_share


def names_of(connection: Connection, member_id: str) -> tuple[str, ...]:
    """The member's id and all that are other names of it, directly or through each other."""
    names = [member_id]
    fresh = [member_id]
    while fresh:
        found: list[str] = []
        for portion in chunks(fresh):
            rows = connection.execute(select(members.c.member).where(members.c.alias_of.in_(portion)))
            found.extend(rows.scalars())
        fresh = [name for name in found if name not in names]
        names.extend(fresh)
    return tuple(names)


def rows_of(connection: Connection, names: Collection[str]) -> list[RowMapping]:
    """The ledger rows of entries that name any of these, in the order of booking; without what went into a household.

    They may have been booked on an account of which the name was another one then.
    """
    rows: list[RowMapping] = []
    for portion in chunks(names):
        on_themselves = ledger.c.member.in_(portion) & (ledger.c.named == ledger.c.member)
        elsewhere = ledger.c.named.in_(portion) & (ledger.c.named != ledger.c.member)
        for booked in (on_themselves, elsewhere):  # each has an index of its own
            rows.extend(connection.execute(select(ledger).where(booked)).mappings())
    pools: set[str] = set()
    for portion in chunks({row["member"] for row in rows} - set(names)):
        found = connection.execute(select(households.c.household).where(households.c.household.in_(portion)))
        pools.update(found.scalars())
    own = (row for row in rows if row["member"] not in pools)
    return sorted(own, key=lambda row: (row["place"], row["terminal"], row["epoch"], row["seq"], row["line"]))


def booked_entry(connection: Connection, row: RowMapping) -> Entry:
    """The entry that was booked as this ledger row: what the server made itself, or what a terminal's frame says."""
    if row["document"]:
        return entry_from_document(msgspec.json.decode(row["document"]))
    place = (row["terminal"], row["epoch"], row["seq"])
    frame = read_movements(frame_bytes(connection, *place), *place)
    entry: Entry = frame.entries[row["line"]]
    if entry.points == row["points"] and entry.spend_minor == row["spend_minor"]:
        return entry
    share = own_share(entry) if row["points"] == 0 else pool_share(entry, row["member"])
    if share is None:
        raise Broken(f"row {row['terminal']}/{row['epoch']}/{row['seq']} of {row['member']} is not of its frame")
    return share


def stored_frame(connection: Connection, terminal: str, epoch: int, seq: int) -> Frame:
    """The frame of that place. Raises ``Broken`` for one that was posted although nothing can be made of its body."""
    return read_frame(frame_bytes(connection, terminal, epoch, seq), terminal, epoch, seq)


def frame_bytes(connection: Connection, terminal: str, epoch: int, seq: int) -> bytes:
    """The frame of that place as it was pushed. Raises ``Broken`` where there is none."""
    row = connection.execute(
        select(batches.c.first, batches.c.frames).where(
            batches.c.terminal == terminal,
            batches.c.epoch == epoch,
            batches.c.first <= seq,
            batches.c.last >= seq,
        )
    ).one_or_none()
    if row is None:
        raise Broken(f"frame {terminal}/{epoch}/{seq} was posted and is not there")
    frame: bytes = unpack_frames(row.frames)[seq - row.first]
    return frame
