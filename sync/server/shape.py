"""Frames as posting accepts them: every field of the type and size that rows and arithmetic can hold.

A frame comes from a machine that may be old, broken or hostile; one that does not pass becomes an exception for a
person to look at, and the frames behind it go on.
"""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from sync.protocol.messages import HashHex, Id, IdentifierHash
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, FrameKind, decode_frame
from terminal.domain.ledger import EntryKind

_MOVEMENT_MAX = 2**53
_Movement = Annotated[int, Meta(ge=-_MOVEMENT_MAX, le=_MOVEMENT_MAX)]
_Part = Annotated[int, Meta(ge=1, le=_MOVEMENT_MAX)]


class _PartShape(Struct):
    lot: Id
    brand: Id
    points: _Part
    expires: date | None
    earned: date


class _EntryShape(Struct):
    member: Id
    kind: EntryKind
    points: _Movement
    parts: Annotated[tuple[_PartShape, ...], Meta(max_length=100_000)] = ()
    spend: _Movement = 0
    visits: _Movement = 0


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
    for entry in shape.entries:
        parts = sum(part.points for part in entry.parts)
        if parts != entry.points if entry.points >= 0 else parts > -entry.points:
            raise Broken(f"parts of {parts} points in an entry of {entry.points}")
    return decode_frame(frame_bytes)


def enrolled_identifiers(frame: Frame) -> tuple[IdentifierHash, ...]:
    """The identifiers that a ``member_enrolled`` frame names, the phone first."""
    named = (IdentifierHash(item["kind"], item["hash"]) for item in frame.body.get("identifiers", ()))
    return tuple(sorted(named, key=lambda identifier: identifier.kind != "phone"))
