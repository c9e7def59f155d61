"""Frames as whoever books them accepts them: every field of the type and size that rows and arithmetic can hold.

A frame comes from a machine that may be old, broken or hostile. The server makes a case for a person of one that does
not pass, another lane leaves it out, and the frames behind it go on.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from sync.protocol.messages import HashHex, Id
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, FrameKind, decode_frame
from terminal.domain.ledger import Entry, EntryKind, LotPart, ReservationStep
from terminal.domain.progress import NO_PROGRESS, HeldTier, Progress, Tally, Voucher

_MOVEMENT_MAX = 2**53
_YEARS: Final = (1900, 2500)  # a clock that lost its battery says 1970; beyond these, adding months has no answer
_ID_MAX: Final = 64
_KEY_MAX: Final = 200
_AT_MAX: Final = 40
_Movement = Annotated[int, Meta(ge=-_MOVEMENT_MAX, le=_MOVEMENT_MAX)]
_Part = Annotated[int, Meta(ge=1, le=_MOVEMENT_MAX)]
_Key = Annotated[str, Meta(min_length=1, max_length=_KEY_MAX)]
_Word = Annotated[str, Meta(min_length=1, max_length=_ID_MAX)]
_Bases = Annotated[tuple[tuple[_Key, _Movement, _Movement, _Movement], ...], Meta(max_length=50)]
_IDENTIFIER: Final = re.compile(r"([a-z_]{1,32}):([0-9a-f]{64})")
_DIGEST: Final = re.compile(r"[0-9a-f]{0,64}")
_CONTROL: Final = re.compile(r"[\x00-\x1f]")


class _PartShape(Struct):
    lot: _Key
    brand: _Word
    points: _Part
    expires: date | None
    earned: date
    idle_months: Annotated[int, Meta(ge=0, le=1200)] = 0


class _ProgressShape(Struct):
    activity: Annotated[tuple[int, ...], Meta(max_length=0)] = ()
    tallies: Annotated[tuple[tuple[_Key, _Movement, date | None], ...], Meta(max_length=500)] = ()
    vouchers: Annotated[tuple[tuple[_Key, _Key, _Movement, date, date], ...], Meta(max_length=500)] = ()
    tiers: Annotated[tuple[tuple[_Key, date, date | None, _Bases], ...], Meta(max_length=50)] = ()


class _ReservingShape(Struct):
    """What a terminal may say of a reservation: that it spends from its own, or gives it back."""

    id: Id
    step: ReservationStep
    terminal: Id


class _EntryShape(Struct):
    member: Annotated[str, Meta(min_length=1, max_length=100)]
    kind: EntryKind
    points: _Movement
    parts: Annotated[tuple[_PartShape, ...], Meta(max_length=100_000)] = ()
    spend: _Movement = 0
    visits: _Movement = 0
    qualifying: _Movement = 0
    counts_on: date | None = None
    progress: _ProgressShape | None = None
    reservation: _ReservingShape | None = None


class _IdentifierShape(Struct):
    kind: Annotated[str, Meta(min_length=1, max_length=32, pattern=r"^[a-z_]+$")]
    hash: HashHex


class _BodyShape(Struct):
    sale: _Word | UnsetType | None = UNSET
    member: _Word | UnsetType | None = UNSET
    identifiers: Annotated[tuple[_IdentifierShape, ...], Meta(max_length=20)] | UnsetType = UNSET
    pending: bool | UnsetType = UNSET
    completes: bool | UnsetType = UNSET
    claim: Any = UNSET  # hardly any frame has one; whoever settles claims looks at what is in it


class _MergeBodyShape(Struct):
    """The body of ``members_merged``, of which booking asks for all."""

    member: _Word
    into: _Word
    reason: Annotated[str, Meta(max_length=_KEY_MAX)] = ""
    approved_by: Annotated[str, Meta(max_length=_KEY_MAX)] = ""


class _MergeShape(Struct):
    body: _MergeBodyShape


class _FrameShape(Struct):
    v: Literal[1]
    terminal: str
    epoch: int
    seq: int
    kind: FrameKind
    at: Annotated[str, Meta(max_length=_AT_MAX)]
    day: date
    store: _Word
    programme: str
    body: _BodyShape
    entries: Annotated[tuple[_EntryShape, ...], Meta(max_length=100)]


_OWN_STEPS: Final = frozenset({ReservationStep.SPEND, ReservationStep.RETURN})
_decoder = msgspec.json.Decoder(_FrameShape)
_merge_decoder = msgspec.json.Decoder(_MergeShape)


def read_frame(frame_bytes: bytes, terminal: str, epoch: int, seq: int) -> Frame:
    """The frame in the bytes stored at that place. Raises ``Broken`` when it cannot be booked as it stands."""
    read_movements(frame_bytes, terminal, epoch, seq)
    try:
        return decode_frame(frame_bytes)
    except RecursionError as error:
        raise Broken(f"not a frame: {error}") from error


def read_movements(frame_bytes: bytes, terminal: str, epoch: int, seq: int) -> Frame:
    """The frame with all its entries, and of its body only what booking asks for: sale, member, identifiers and claim.

    Everything else of a body is for calculating again and for people, and reading it takes longer than all this.
    Raises ``Broken`` when the frame cannot be booked as it stands.
    """
    try:
        shape = _decoder.decode(frame_bytes)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise Broken(f"not a frame: {error}") from error
    if (shape.terminal, shape.epoch, shape.seq) != (terminal, epoch, seq):
        raise Broken(f"names itself {shape.terminal}/{shape.epoch}/{shape.seq}")
    _check(shape)
    # What concerns reservations is rare, and the domain's own reading of it is not slow enough to repeat it here.
    rare = any(entry.reservation is not None for entry in shape.entries)
    return Frame(
        shape.terminal,
        shape.epoch,
        shape.seq,
        shape.kind,
        shape.at,
        shape.day,
        shape.store,
        shape.programme,
        _merge_body(frame_bytes) if shape.kind is FrameKind.MEMBERS_MERGED else _body(shape.body),
        decode_frame(frame_bytes).entries if rare else tuple([_entry(entry) for entry in shape.entries]),
    )


def _check(shape: _FrameShape) -> None:
    """Raises ``Broken`` for what the types alone do not say."""
    if not (_is_word(shape.store) and _is_digest(shape.programme) and _is_plain(shape.at)):
        raise Broken("made at no place or by no programme")
    for named in (shape.body.sale, shape.body.member):
        if named and not _is_plain(named):
            raise Broken("the body names what is no id")
    _check_day(shape.day)
    for entry in shape.entries:
        _check_entry(entry, shape.terminal)


def _check_entry(entry: _EntryShape, terminal: str) -> None:
    _check_member(entry.member)
    if entry.counts_on:
        _check_day(entry.counts_on)
    parts = 0
    for part in entry.parts:
        parts += part.points
        _check_day(part.earned)
        if not (_is_key(part.lot) and _is_word(part.brand)):
            raise Broken("a part of no lot or brand")
    if parts != entry.points if entry.points >= 0 else parts > -entry.points:
        raise Broken(f"parts of {parts} points in an entry of {entry.points}")
    if entry.progress:
        for key in _keys(entry.progress):
            if not _is_key(key):
                raise Broken("progress under no key")
    if entry.reservation and (entry.reservation.terminal != terminal or entry.reservation.step not in _OWN_STEPS):
        raise Broken(f"not its own to {entry.reservation.step}: reservation {entry.reservation.id}")


def _check_member(named: str) -> None:
    if len(named) <= _ID_MAX and _is_plain(named):
        return
    if not _IDENTIFIER.fullmatch(named):
        raise Broken("an entry for nobody")


def _check_day(day: date) -> None:
    """Raises ``Broken`` for a day that no arithmetic should start from."""
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise Broken(f"of {day}")


def _keys(progress: _ProgressShape) -> Iterator[str]:
    for tally in progress.tallies:
        yield tally[0]
    for voucher in progress.vouchers:
        yield from voucher[:2]
    for tier in progress.tiers:
        yield tier[0]
        yield from (basis[0] for basis in tier[3])


def _is_plain(text: str) -> bool:
    """Whether every character is one of ASCII that shows; patterns for that would take as long as all the rest."""
    return text.isascii() and text.isprintable() and " " not in text


def _is_key(text: str) -> bool:
    return text.isprintable() or not _CONTROL.search(text)


@lru_cache(4096)
def _is_word(text: str) -> bool:
    """Whether it is an id, of a kind of which there are few."""
    return _is_plain(text)


@lru_cache(256)
def _is_digest(text: str) -> bool:
    return _DIGEST.fullmatch(text) is not None


def _entry(shape: _EntryShape) -> Entry:
    parts = tuple(
        [
            LotPart(part.lot, part.brand, part.points, part.expires, part.earned, part.idle_months)
            for part in shape.parts
        ]
    )
    return Entry(
        shape.member,
        shape.kind,
        shape.points,
        parts,
        shape.spend,
        shape.visits,
        shape.qualifying,
        shape.counts_on,
        _progress(shape.progress) if shape.progress else NO_PROGRESS,
    )


def _progress(shape: _ProgressShape) -> Progress:
    return Progress(
        tallies={tally[0]: Tally(*tally) for tally in shape.tallies},
        vouchers={voucher[0]: Voucher(*voucher) for voucher in shape.vouchers},
        tiers={held.key: held for held in [HeldTier(*tier) for tier in shape.tiers]},
    )


def _body(shape: _BodyShape) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if shape.sale is not UNSET:
        body["sale"] = shape.sale
    if shape.member is not UNSET:
        body["member"] = shape.member
    if shape.identifiers is not UNSET:
        body["identifiers"] = [{"kind": named.kind, "hash": named.hash} for named in shape.identifiers]
    if shape.pending is not UNSET:
        body["pending"] = shape.pending
    if shape.completes is not UNSET:
        body["completes"] = shape.completes
    if shape.claim is not UNSET:
        body["claim"] = shape.claim
    return body


def _merge_body(frame_bytes: bytes) -> dict[str, Any]:
    """Which members are one, and on whose word."""
    try:
        body = _merge_decoder.decode(frame_bytes).body
    except msgspec.MsgspecError as error:
        raise Broken(f"not a merge: {error}") from error
    if not (_is_plain(body.member) and _is_plain(body.into)):
        raise Broken("the body names what is no id")
    return msgspec.structs.asdict(body)
