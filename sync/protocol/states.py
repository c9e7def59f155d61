"""A member's state as a document: what the server stores is byte for byte what it sends."""

from datetime import date

import msgspec
from msgspec import Struct

from terminal.domain.ledger import LotPart, MemberState
from terminal.domain.progress import Activity, HeldTier, Progress, Tally, Voucher
from terminal.domain.reservations import Reservation


class LotDocument(Struct, frozen=True, array_like=True, omit_defaults=True):
    """A lot: id, brand, points left, last day (``None`` is for ever), day it was earned on, idle months if any."""

    lot: str
    brand: str
    points: int
    expires: date | None
    earned: date
    idle_months: int = 0


class ReservationDocument(Struct, frozen=True, array_like=True, omit_defaults=True):
    """Points set aside: id, terminal, last day, the lots with what is left of them, whether it is recalled."""

    reservation: str
    terminal: str
    until: date
    lots: tuple[LotDocument, ...] = ()
    recalled: bool = False


class ProgressDocument(Struct, frozen=True, omit_defaults=True):
    """``Progress`` as lists of lists, in the order of ``terminal.domain.documents.progress_document``."""

    activity: tuple[Activity, ...] = ()
    tallies: tuple[tuple[str, int, date | None], ...] = ()
    vouchers: tuple[tuple[str, str, int, date, date], ...] = ()
    tiers: tuple[tuple[str, date, date | None, tuple[tuple[str, int, int, int], ...]], ...] = ()


_NO_PROGRESS = ProgressDocument()


class StateDocument(Struct, frozen=True, omit_defaults=True):
    """``MemberState`` without the id. ``applied`` maps a terminal to the last (epoch, seq) the state contains."""

    lots: tuple[LotDocument, ...] = ()
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
            lots=_lot_documents(state.lots),
            deficit=state.deficit,
            spend=state.spend_minor,
            visits=state.visits,
            last_visit=state.last_visit,
            applied=dict(state.applied),
            progress=_progress_document(state.progress) if state.progress else None,
            reserved=tuple(
                ReservationDocument(
                    held.reservation_id, held.terminal, held.last_day, _lot_documents(held.lots), held.recalled
                )
                for held in state.reserved
            ),
        )
    )


def decode_state(member_id: str, document: bytes | msgspec.Raw) -> MemberState:
    """The state that ``encode_state`` wrote. Raises ``msgspec.ValidationError`` for anything else."""
    read = _decoder.decode(document)
    return MemberState(
        member_id=member_id,
        lots=_lots(read.lots),
        deficit=read.deficit,
        spend_minor=read.spend,
        visits=read.visits,
        last_visit=read.last_visit,
        progress=_progress(read.progress or _NO_PROGRESS),
        applied=read.applied,
        reserved=tuple(
            Reservation(held.reservation, held.terminal, held.until, _lots(held.lots), held.recalled)
            for held in read.reserved
        ),
    )


def _lot_documents(lots: tuple[LotPart, ...]) -> tuple[LotDocument, ...]:
    return tuple(
        [LotDocument(lot.lot_id, lot.brand, lot.points, lot.expires_on, lot.earned_on, lot.idle_months) for lot in lots]
    )


def _lots(documents: tuple[LotDocument, ...]) -> tuple[LotPart, ...]:
    return tuple(
        [LotPart(lot.lot, lot.brand, lot.points, lot.expires, lot.earned, lot.idle_months) for lot in documents]
    )


def _progress_document(progress: Progress) -> ProgressDocument:
    return ProgressDocument(
        activity=progress.activity,
        tallies=tuple([(tally.key, tally.count, tally.until) for _, tally in sorted(progress.tallies.items())]),
        vouchers=tuple(
            [
                (voucher.voucher_id, voucher.coupon, voucher.uses, voucher.valid_from, voucher.valid_until)
                for _, voucher in sorted(progress.vouchers.items())
            ]
        ),
        tiers=tuple([(held.tier, held.since, held.until, held.rests_on) for _, held in sorted(progress.tiers.items())]),
    )


def _progress(document: ProgressDocument) -> Progress:
    return Progress(
        activity=document.activity,
        tallies={tally[0]: Tally(*tally) for tally in document.tallies},
        vouchers={voucher[0]: Voucher(*voucher) for voucher in document.vouchers},
        tiers={held.key: held for held in [HeldTier(*values) for values in document.tiers]},
    )
