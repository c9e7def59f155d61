"""Ledger values as JSON-able documents: what frames, the server's states and the replica hold, written one way."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from terminal.domain.ledger import Entry, EntryKind, LotPart
from terminal.domain.progress import Activity, HeldTier, Progress, Tally, Voucher
from terminal.domain.reservations import Reservation, ReservationStep, Reserving


def entry_document(entry: Entry) -> dict[str, Any]:
    """An entry as JSON-able values; what is zero or empty is left out."""
    document: dict[str, Any] = {"member": entry.member_id, "kind": entry.kind.value, "points": entry.points}
    if entry.parts:
        document["parts"] = [lot_document(part) for part in entry.parts]
    if entry.spend_minor:
        document["spend"] = entry.spend_minor
    if entry.visits:
        document["visits"] = entry.visits
    if entry.qualifying:
        document["qualifying"] = entry.qualifying
    if entry.counts_on:
        document["counts_on"] = entry.counts_on.isoformat()
    if entry.progress:
        document["progress"] = progress_document(entry.progress)
    if entry.reservation:
        document["reservation"] = _reserving_document(entry.reservation)
    return document


def entry_from_document(document: Mapping[str, Any]) -> Entry:
    """The entry that ``entry_document`` wrote."""
    counts_on, reservation = document.get("counts_on"), document.get("reservation")
    return Entry(
        member_id=document["member"],
        kind=EntryKind(document["kind"]),
        points=document["points"],
        parts=tuple(lot_from_document(part) for part in document.get("parts", ())),
        spend_minor=document.get("spend", 0),
        visits=document.get("visits", 0),
        qualifying=document.get("qualifying", 0),
        counts_on=date.fromisoformat(counts_on) if counts_on else None,
        progress=progress_from_document(document.get("progress", {})),
        reservation=_reserving_from_document(reservation) if reservation else None,
    )


def _reserving_document(reserving: Reserving) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": reserving.reservation_id,
        "step": reserving.step.value,
        "terminal": reserving.terminal,
    }
    return document | ({"until": reserving.last_day.isoformat()} if reserving.last_day else {})


def _reserving_from_document(document: Mapping[str, Any]) -> Reserving:
    step, until = ReservationStep(document["step"]), _day(document.get("until"))
    return Reserving(document["id"], step, document["terminal"], until)


def reservation_document(held: Reservation) -> dict[str, Any]:
    """A reservation as JSON-able values."""
    document: dict[str, Any] = {
        "id": held.reservation_id,
        "terminal": held.terminal,
        "until": held.last_day.isoformat(),
        "lots": [lot_document(lot) for lot in held.lots],
    }
    return document | ({"recalled": True} if held.recalled else {})


def reservation_from_document(document: Mapping[str, Any]) -> Reservation:
    """The reservation that ``reservation_document`` wrote."""
    return Reservation(
        reservation_id=document["id"],
        terminal=document["terminal"],
        last_day=date.fromisoformat(document["until"]),
        lots=tuple(lot_from_document(lot) for lot in document["lots"]),
        recalled=document.get("recalled", False),
    )


def lot_document(part: LotPart) -> dict[str, Any]:
    """A lot or a part of one as JSON-able values."""
    document: dict[str, Any] = {
        "lot": part.lot_id,
        "brand": part.brand,
        "points": part.points,
        "expires": part.expires_on.isoformat() if part.expires_on else None,
        "earned": part.earned_on.isoformat(),
    }
    if part.idle_months:
        document["idle_months"] = part.idle_months
    return document


def lot_from_document(document: Mapping[str, Any]) -> LotPart:
    """The lot that ``lot_document`` wrote."""
    return LotPart(
        lot_id=document["lot"],
        brand=document["brand"],
        points=document["points"],
        expires_on=_day(document["expires"]),
        earned_on=date.fromisoformat(document["earned"]),
        idle_months=document.get("idle_months", 0),
    )


def progress_document(progress: Progress) -> dict[str, Any]:
    """Progress as JSON-able values, lists of lists because a busy member has hundreds; empty parts are left out."""
    document: dict[str, list[Any]] = {
        "activity": [[str(past.day), past.spend_minor, past.visits, past.points] for past in progress.activity],
        "tallies": [[tally.key, tally.count, _text(tally.until)] for tally in progress.tallies.values()],
        "vouchers": [
            [voucher.voucher_id, voucher.coupon, voucher.uses, str(voucher.valid_from), str(voucher.valid_until)]
            for voucher in progress.vouchers.values()
        ],
        "tiers": [tier_document(held) for held in progress.tiers.values()],
    }
    return {name: sorted(items) for name, items in document.items() if items}


def progress_from_document(document: Mapping[str, Any]) -> Progress:
    """The progress that ``progress_document`` wrote."""
    return Progress(
        activity=tuple(
            Activity(date.fromisoformat(day), spend, visits, points)
            for day, spend, visits, points in document.get("activity", ())
        ),
        tallies={key: Tally(key, count, _day(until)) for key, count, until in document.get("tallies", ())},
        vouchers={
            voucher_id: Voucher(voucher_id, coupon, uses, date.fromisoformat(first), date.fromisoformat(last))
            for voucher_id, coupon, uses, first, last in document.get("vouchers", ())
        },
        tiers={held.key: held for held in map(tier_from_document, document.get("tiers", ()))},
    )


def tier_document(held: HeldTier) -> list[Any]:
    """A held tier as JSON-able values."""
    return [held.tier, str(held.since), _text(held.until), [list(basis) for basis in held.rests_on]]


def tier_from_document(document: Sequence[Any]) -> HeldTier:
    """The held tier that ``tier_document`` wrote."""
    tier, since, until, rests_on = document
    bases = tuple((window, spend, visits, points) for window, spend, visits, points in rests_on)
    return HeldTier(tier, date.fromisoformat(since), _day(until), bases)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
