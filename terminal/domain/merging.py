"""Accounts that become one: members merged, and members of a household who share a pool of points.

A merged member's entries keep the id they named; which account they are booked on is the server's alias. A household
has an account of its own, the pool: points go into and out of it, while visits, spend, tallies and tiers stay with
the member. Its visits are those of all its members, because points may live as long as somebody keeps coming.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from terminal.domain.ledger import (
    Entry,
    EntryKind,
    LotPart,
    MemberState,
    ReservationStep,
    Reserving,
    apply,
    renewed,
    renewed_reservations,
    spending_order,
)
from terminal.domain.progress import Activity, Progress, add, forget, later
from terminal.domain.reservations import Reservation, add_reserved


class MergeReason(StrEnum):
    """Why a store says that two members are one person. Codes, because words might say who it is."""

    ENROLLED_TWICE = "enrolled_twice"
    NEW_PHONE = "new_phone"
    NEW_CARD = "new_card"


def add_states(first: MemberState, second: MemberState) -> MemberState:
    """All that both have, under the id of ``first``: points, deficit, spend, visits, progress, what was applied.

    What was set aside of either stays so. But for the id, the order of the two does not matter.
    """
    progress = _add_progress(first.progress, second.progress)
    days = [day for day in (first.last_visit, second.last_visit) if day]
    return MemberState(
        member_id=first.member_id,
        lots=renewed(_add_lots((*first.lots, *second.lots)), progress),
        deficit=first.deficit + second.deficit,
        spend_minor=first.spend_minor + second.spend_minor,
        visits=first.visits + second.visits,
        last_visit=max(days, default=None),
        progress=progress,
        applied=later_applied(first, second),
        reserved=renewed_reservations(add_reserved(first.reserved, second.reserved), progress),
    )


def later_applied(first: MemberState, second: MemberState) -> dict[str, tuple[int, int]]:
    """Of each terminal the later of what was applied to either: what was posted to one was posted."""
    nothing = (0, 0)
    return {
        terminal: max(first.applied.get(terminal, nothing), second.applied.get(terminal, nothing))
        for terminal in sorted({*first.applied, *second.applied})
    }


def own_share(entry: Entry) -> Entry | None:
    """What the entry of a household's member changes of themselves: all but the points; ``None`` for nothing."""
    if not (entry.spend_minor or entry.visits or entry.qualifying or entry.progress):
        return None
    return replace(entry, points=0, parts=(), reservation=None) if entry.points or entry.reservation else entry


def pool_share(entry: Entry, pool_id: str) -> Entry | None:
    """What the entry of a household's member changes of the pool: points and visits; ``None`` for nothing."""
    if not (entry.points or entry.visits or entry.reservation):
        return None
    return Entry(
        pool_id,
        entry.kind,
        entry.points,
        entry.parts,
        visits=entry.visits,
        counts_on=entry.counts_on,
        reservation=entry.reservation,
    )


def joining_entries(state: MemberState, pool_id: str, day: date) -> tuple[Entry, ...]:
    """The transfers that move all points of a member, and what they owe, into the pool of the household they join.

    Expired lots move too: they stay what they were. The days of their visits go along for the clocks that ask.
    What is set aside for a terminal stays so, under the same id: the terminal need not know.
    """
    entries: list[Entry] = []
    reserved = state.reserved
    for held in reserved:
        entries.append(_about(state.member_id, held, ReservationStep.RETURN))
        state, _ = apply(state, entries[-1], day)
    points = sum(lot.points for lot in state.lots)
    came = Progress(tuple(Activity(past.day, 0, past.visits) for past in state.progress.activity if past.visits))
    if points:
        entries.append(Entry(state.member_id, EntryKind.TRANSFER, -points, state.lots))
    if state.deficit:
        repaid = LotPart(f"transfer-{state.member_id}", "", state.deficit, None, day)
        entries.append(Entry(state.member_id, EntryKind.TRANSFER, state.deficit, (repaid,)))
        entries.append(Entry(pool_id, EntryKind.TRANSFER, -state.deficit))
    if points or came:
        entries.append(Entry(pool_id, EntryKind.TRANSFER, points, state.lots, progress=came))
    for held in reserved:
        if held.lots:
            entries.append(_about(pool_id, held, ReservationStep.GRANT))
        if held.lots and held.recalled:
            entries.append(_about(pool_id, held, ReservationStep.RECALL))
    return tuple(entries)


def _about(member_id: str, held: Reservation, step: ReservationStep) -> Entry:
    parts, last_day = (held.lots, held.last_day) if step is ReservationStep.GRANT else ((), None)
    reserving = Reserving(held.reservation_id, step, held.terminal, last_day)
    return Entry(member_id, EntryKind.TRANSFER, 0, parts, reservation=reserving)


def _add_lots(lots: Iterable[LotPart]) -> list[LotPart]:
    by_id: dict[str, LotPart] = {}
    for lot in lots:
        held = by_id.get(lot.lot_id)
        if held is None:
            by_id[lot.lot_id] = lot
        else:
            until = later(held.expires_on, lot.expires_on)
            by_id[lot.lot_id] = held._replace(points=held.points + lot.points, expires_on=until)
    return sorted(by_id.values(), key=spending_order)


def _add_progress(first: Progress, second: Progress) -> Progress:
    return forget(add(first, second))
