"""A member's state as a document: what the server stores is byte for byte what it sends."""

from datetime import date

import msgspec
from msgspec import Struct

from terminal.domain.ledger import LotPart, MemberState


class LotDocument(Struct, frozen=True, array_like=True):
    """A lot: id, brand, points left, last day (``None`` is for ever), day it was earned on."""

    lot: str
    brand: str
    points: int
    expires: date | None
    earned: date


class StateDocument(Struct, frozen=True, omit_defaults=True):
    """``MemberState`` without the id. ``applied`` maps a terminal to the last (epoch, seq) the state contains."""

    lots: tuple[LotDocument, ...] = ()
    deficit: int = 0
    spend: int = 0
    visits: int = 0
    last_visit: date | None = None
    applied: dict[str, tuple[int, int]] = {}


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(StateDocument)


def encode_state(state: MemberState) -> bytes:
    """The state as JSON."""
    lots = tuple(LotDocument(lot.lot_id, lot.brand, lot.points, lot.expires_on, lot.earned_on) for lot in state.lots)
    return _encoder.encode(
        StateDocument(lots, state.deficit, state.spend_minor, state.visits, state.last_visit, dict(state.applied))
    )


def decode_state(member_id: str, document: bytes | msgspec.Raw) -> MemberState:
    """The state that ``encode_state`` wrote. Raises ``msgspec.ValidationError`` for anything else."""
    read = _decoder.decode(document)
    lots = tuple(LotPart(lot.lot, lot.brand, lot.points, lot.expires, lot.earned) for lot in read.lots)
    return MemberState(member_id, lots, read.deficit, read.spend, read.visits, read.last_visit, read.applied)
