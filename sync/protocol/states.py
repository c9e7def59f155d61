"""A member's state as a document: what the server stores is byte for byte what it sends."""

from datetime import date

import msgspec
from msgspec import Struct

from terminal.domain.ledger import LotPart, MemberState
from terminal.domain.progress import NO_PROGRESS, Activity, HeldTier, Progress, Tally, Voucher
from terminal.domain.reservations import Reservation


class ReservationDocument(Struct, frozen=True, array_like=True, omit_defaults=True):
    """Points set aside: id, terminal, last day, the lots with what is left of them, whether it is recalled."""

    reservation: str
    terminal: str
    until: date
    lots: tuple[LotPart, ...] = ()
    recalled: bool = False


class ProgressDocument(Struct, frozen=True, omit_defaults=True):
    """``Progress`` as lists of lists, in the order of ``terminal.domain.documents.progress_document``."""

    activity: tuple[Activity, ...] = ()
    tallies: tuple[tuple[str, int, date | None], ...] = ()
    vouchers: tuple[Voucher, ...] = ()
    tiers: tuple[HeldTier, ...] = ()


class StateDocument(Struct, frozen=True, omit_defaults=True):
    """``MemberState`` without the id. ``applied`` maps a terminal to the last (epoch, seq) the state contains.

    A lot is an array: id, brand, points left, last day (``null`` is for ever), day it was earned on, idle months.
    """

    lots: tuple[LotPart, ...] = ()
    deficit: int = 0
    spend: int = 0
    visits: int = 0
    last_visit: date | None = None
    applied: dict[str, tuple[int, int]] = {}
    progress: ProgressDocument | None = None
    reserved: tuple[ReservationDocument, ...] = ()


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(StateDocument)


def encode_state(state: MemberState) -> bytes:
    """The state as JSON."""
    return _encoder.encode(
        StateDocument(
            state.lots,
            state.deficit,
            state.spend_minor,
            state.visits,
            state.last_visit,
            dict(state.applied),
            _progress_document(state.progress) if state.progress else None,
            tuple(
                [
                    ReservationDocument(held.reservation_id, held.terminal, held.last_day, held.lots, held.recalled)
                    for held in state.reserved
                ]
            ),
        )
    )


def decode_state(member_id: str, document: bytes | msgspec.Raw) -> MemberState:
    """The state that ``encode_state`` wrote. Raises ``msgspec.ValidationError`` for anything else."""
    read = _decoder.decode(document)
    return MemberState(
        member_id,
        read.lots,
        read.deficit,
        read.spend,
        read.visits,
        read.last_visit,
        _progress(read.progress) if read.progress else NO_PROGRESS,
        read.applied,
        tuple(
            [
                Reservation(held.reservation, held.terminal, held.until, held.lots, held.recalled)
                for held in read.reserved
            ]
        ),
    )


def _progress_document(progress: Progress) -> ProgressDocument:
    return ProgressDocument(
        progress.activity,
        tuple([(tally.key, tally.count, tally.until) for _, tally in sorted(progress.tallies.items())]),
        tuple([voucher for _, voucher in sorted(progress.vouchers.items())]),
        tuple([held for _, held in sorted(progress.tiers.items())]),
    )


def _progress(document: ProgressDocument) -> Progress:
    return Progress(
        document.activity,
        {tally[0]: Tally(*tally) for tally in document.tallies},
        {voucher.voucher_id: voucher for voucher in document.vouchers},
        {held.key: held for held in document.tiers},
    )
