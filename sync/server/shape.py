"""Frames as posting accepts them: every field of the type and size that rows and arithmetic can hold.

A frame comes from a machine that may be old, broken or hostile; one that does not pass becomes an exception for a
person to look at, and the frames behind it go on.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from sync.protocol.messages import HashHex, Id, IdentifierHash
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, FrameKind, decode_frame
from terminal.domain.ledger import EntryKind

_MOVEMENT_MAX = 2**53
_YEARS: Final = (1900, 2500)  # a clock that lost its battery says 1970; beyond these, adding months has no answer
_Movement = Annotated[int, Meta(ge=-_MOVEMENT_MAX, le=_MOVEMENT_MAX)]
_Part = Annotated[int, Meta(ge=1, le=_MOVEMENT_MAX)]
_Key = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
_Bases = Annotated[tuple[tuple[_Key, _Movement, _Movement, _Movement], ...], Meta(max_length=50)]
_Named = Annotated[str, Meta(pattern=r"^([\x21-\x7e]{1,64}|[a-z_]{1,32}:[0-9a-f]{64})$")]
_IDENTIFIER: Final = re.compile(r"([a-z_]{1,32}):([0-9a-f]{64})")


class _PartShape(Struct):
    lot: _Key
    brand: Id
    points: _Part
    expires: date | None
    earned: date
    idle_months: Annotated[int, Meta(ge=0, le=1200)] = 0


class _ProgressShape(Struct):
    activity: Annotated[tuple[int, ...], Meta(max_length=0)] = ()
    tallies: Annotated[tuple[tuple[_Key, _Movement, date | None], ...], Meta(max_length=500)] = ()
    vouchers: Annotated[tuple[tuple[_Key, _Key, _Movement, date, date], ...], Meta(max_length=500)] = ()
    tiers: Annotated[tuple[tuple[_Key, date, date | None, _Bases], ...], Meta(max_length=50)] = ()


class _EntryShape(Struct):
    member: _Named
    kind: EntryKind
    points: _Movement
    parts: Annotated[tuple[_PartShape, ...], Meta(max_length=100_000)] = ()
    spend: _Movement = 0
    visits: _Movement = 0
    qualifying: _Movement = 0
    counts_on: date | None = None
    progress: _ProgressShape | None = None


class _IdentifierShape(Struct):
    kind: Annotated[str, Meta(min_length=1, max_length=32, pattern=r"^[a-z_]+$")]
    hash: HashHex


class _BodyShape(Struct):
    sale: Id | None = None
    member: Id | None = None
    identifiers: Annotated[tuple[_IdentifierShape, ...], Meta(max_length=20)] = ()


class _FrameShape(Struct):
    terminal: Id
    epoch: int
    seq: int
    kind: FrameKind
    at: Annotated[str, Meta(max_length=40, pattern=r"^[\x21-\x7e]*$")]
    day: date
    store: Id
    programme: Annotated[str, Meta(max_length=64, pattern=r"^[0-9a-f]*$")]
    body: _BodyShape
    entries: Annotated[tuple[_EntryShape, ...], Meta(max_length=100)]


_decoder = msgspec.json.Decoder(_FrameShape)


def read_frame(frame_bytes: bytes, terminal: str, epoch: int, seq: int) -> Frame:
    """The frame in the bytes stored at that place. Raises ``Broken`` when it cannot be posted as it stands."""
    try:
        shape = _decoder.decode(frame_bytes)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Broken(f"not a frame: {error}") from error
    if (shape.terminal, shape.epoch, shape.seq) != (terminal, epoch, seq):
        raise Broken(f"names itself {shape.terminal}/{shape.epoch}/{shape.seq}")
    for day in _days(shape):
        if not _YEARS[0] <= day.year <= _YEARS[1]:
            raise Broken(f"of {day}")
    for entry in shape.entries:
        parts = sum(part.points for part in entry.parts)
        if parts != entry.points if entry.points >= 0 else parts > -entry.points:
            raise Broken(f"parts of {parts} points in an entry of {entry.points}")
    return decode_frame(frame_bytes)


def _days(shape: _FrameShape) -> Iterator[date]:
    """The days that arithmetic starts from."""
    yield shape.day
    for entry in shape.entries:
        if entry.counts_on:
            yield entry.counts_on
        for part in entry.parts:
            yield part.earned


def enrolled_identifiers(frame: Frame) -> tuple[IdentifierHash, ...]:
    """The identifiers that a ``member_enrolled`` frame names, the phone first."""
    named = (IdentifierHash(item["kind"], item["hash"]) for item in frame.body.get("identifiers", ()))
    return tuple(sorted(named, key=lambda identifier: identifier.kind != "phone"))


def named_identifier(member_id: str) -> IdentifierHash | None:
    """What an entry for somebody unknown at the till names them by (``phone:<keyed hash>``); ``None`` for an id."""
    found = _IDENTIFIER.fullmatch(member_id)
    return IdentifierHash(found.group(1), found.group(2)) if found else None
