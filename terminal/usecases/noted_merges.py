"""The merges that were noted at this terminal, and what has become of them."""

from collections.abc import Iterator
from enum import StrEnum

from terminal.domain.frames import Frame, FrameKind, decode_frame
from terminal.domain.records import record
from terminal.ports.office import EntryPlace, Face
from terminal.ports.store import MemberRecord, UnitOfWork


class MergeState(StrEnum):
    """``NOTED`` while the server has not said anything, ``APART`` where it posted the frame and the two are two."""

    NOTED = "noted"
    DONE = "done"
    APART = "apart"


@record
class NotedMerge:
    """``member`` is to become another name of ``into``; both are whole: the edge masks them."""

    member: Face
    into: Face
    reason: str
    approved_by: str
    state: MergeState


def merge_at(unit: UnitOfWork, place: EntryPlace) -> NotedMerge | None:
    """The merge whose frame of this terminal stands there."""
    stored = unit.office().frame(place)
    if stored is None:
        return None
    frame = decode_frame(stored.payload)
    member, into = str(frame.body["member"]), str(frame.body["into"])
    faces = unit.office().faces([member, into])
    return NotedMerge(
        member=faces.get(member, Face(member, "", "")),
        into=faces.get(into, Face(into, "", "")),
        reason=str(frame.body.get("reason", "")),
        approved_by=str(frame.body.get("approved_by", "")),
        state=_state(unit, frame, (member, into)),
    )


def merges_of(unit: UnitOfWork, member_id: str) -> Iterator[NotedMerge]:
    """Those that name a member, as far as the server's state of them does not contain the frame yet."""
    seen = set()
    for row in unit.ledger(member_id):
        if row.kind is FrameKind.MEMBERS_MERGED and not row.confirmed and (row.epoch, row.seq) not in seen:
            seen.add((row.epoch, row.seq))
            found = merge_at(unit, EntryPlace(row.day, True, row.terminal, row.epoch, row.seq, 0))
            if found is not None:
                yield found


def _state(unit: UnitOfWork, frame: Frame, names: tuple[str, str]) -> MergeState:
    first, second = (unit.member(name) for name in names)
    if first is None or second is None:
        return MergeState.NOTED
    if first.member_id == second.member_id:
        return MergeState.DONE
    return MergeState.APART if _knows(first, frame) and _knows(second, frame) else MergeState.NOTED


def _knows(record: MemberRecord, frame: Frame) -> bool:
    """Whether the server's state of the member contains the frame."""
    applied = record.confirmed.applied.get(frame.terminal) if record.confirmed else None
    return applied is not None and applied >= (frame.epoch, frame.seq)
