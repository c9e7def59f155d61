"""Entries and members of the other lanes: taken from their frames, and read when a member is looked at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from terminal.domain.documents import entry_document, entry_from_document
from terminal.domain.frames import Frame, FrameKind, canonical_json
from terminal.domain.ledger import Entry, EntryKind
from terminal.domain.records import record
from terminal.store.newcomers import row_of
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from terminal.ports.replica import Position
    from terminal.ports.store import MemberProfile
    from terminal.store.connection import Connection

_ON_SERVER = Statement("lane_rows.ON_SERVER")
_OF_MEMBERS = Statement("lane_rows.OF_MEMBERS")
_ENTRIES_ON = Statement("lane_rows.ENTRIES_ON")
_KEY = Statement("lane_rows.KEY")
_NEW_ENTRY = Statement("lane_rows.NEW_ENTRY")
_NEW_MEMBER = Statement("lane_rows.NEW_MEMBER")


def key_of(connection: Connection, terminal: str, epoch: int) -> bytes | None:
    """The public key of that epoch of another lane of the store, as the server signed it."""
    key: bytes | None = _KEY.scalar(connection, terminal=terminal, epoch=epoch)
    return key


class Place(NamedTuple):
    """Where an entry stands among those of all lanes: an order that every lane comes to by itself."""

    day: date
    terminal_id: str
    at: Position
    line: int


@record
class HeardEntry:
    """An entry of another lane."""

    place: Place
    entry: Entry


def pack(frames: Sequence[bytes]) -> bytes:
    """Frames as one value."""
    return canonical_json([frame.decode() for frame in frames])


def unpack(packed: bytes) -> tuple[bytes, ...]:
    """The frames that ``pack`` was given."""
    return tuple(frame.encode() for frame in json.loads(packed))


def index(connection: Connection, frames: Sequence[Frame], members: Sequence[MemberProfile]) -> None:
    """Keeps the entries of ``frames``, and those of ``members`` that they enrol."""
    _NEW_ENTRY.run_many(connection, (row for frame in frames for row in _rows(frame)))
    enrolled = {frame.body.get("member") for frame in frames if frame.kind is FrameKind.MEMBER_ENROLLED}
    for profile in members:
        if profile.member_id in enrolled and not _is_on_server(connection, profile.member_id):
            _NEW_MEMBER.run(connection, **row_of(profile))


def entries_of(connection: Connection, member_ids: Sequence[str]) -> list[HeardEntry]:
    """What the other lanes did for these members, in order."""
    heard = [
        HeardEntry(
            Place(row.day, row.terminal_id, (row.epoch, row.seq), row.position),
            entry_from_document(json.loads(row.entry)),
        )
        for row in _OF_MEMBERS.rows(connection, members=member_ids)
    ]
    return sorted(heard, key=lambda one: one.place)


def redeemed_on(connection: Connection, member_ids: Sequence[str], day: date) -> int:
    """Points that any of these members redeemed at other lanes on ``day``, as far as heard, without reserved ones."""
    rows = _ENTRIES_ON.rows(connection, members=member_ids, day=day)
    entries = (entry_from_document(json.loads(row.entry)) for row in rows)
    return -sum(entry.points for entry in entries if entry.kind is EntryKind.REDEEM and not entry.reservation)


def _rows(frame: Frame) -> list[dict[str, object]]:
    return [
        {
            "member_id": entry.member_id,
            "terminal_id": frame.terminal,
            "epoch": frame.epoch,
            "seq": frame.seq,
            "position": position,
            "day": frame.day,
            "entry": canonical_json(entry_document(entry)),
        }
        for position, entry in enumerate(frame.entries)
    ]


def _is_on_server(connection: Connection, member_id: str) -> bool:
    return _ON_SERVER.scalar(connection, id=member_id) is not None
