"""The members that this terminal knows, as a list of any length, and what is known of one of them."""

from collections.abc import Mapping, Sequence
from datetime import date

from terminal.domain.directory import DirectoryLeaf, leaf_of
from terminal.domain.errors import Refusal
from terminal.domain.facts import Person
from terminal.domain.frames import FrameKind, decode_frame
from terminal.domain.ledger import LotPart
from terminal.domain.records import record
from terminal.ports.office import EntryPlace, Face, OfficeRecords
from terminal.ports.store import LedgerRow, MemberRecord, UnitOfWork
from terminal.usecases.identify import MemberCard, member_card
from terminal.usecases.noted_merges import NotedMerge, merges_of
from terminal.usecases.till import Till, counter_of

PAGE_ROWS = 50
LEAF_ROWS = 5_000


@record
class MemberRow:
    """A member in the list. Name and phone are whole: the edge masks them."""

    member_id: str
    name: str
    phone: str
    balance: int
    visits: int
    last_visit: date | None


@record
class MemberPage:
    """Members, newest first; ``last`` is where the next page begins, ``None`` when nothing comes behind."""

    rows: tuple[MemberRow, ...]
    last: str | None


@record
class DirectoryPart:
    """A leaf to search, and where the next one begins; ``None`` when this was the last one."""

    leaf: DirectoryLeaf
    last: str | None


@record
class MemberFile:
    """All that is known here of a member.

    ``lots`` are the points they may spend, what runs out first before the rest; ``deficit`` is what they owe.
    ``movements`` are those made on this terminal, oldest first; ``reasons`` says why points were adjusted, by the epoch
    and the number of the frame. ``household`` says that the points are shared.
    ``merges`` were noted here and wait for the server, until when both members are as they were.
    """

    card: MemberCard
    person: Person
    lots: tuple[LotPart, ...]
    deficit: int
    spend_minor: int
    movements: tuple[LedgerRow, ...]
    reasons: Mapping[tuple[int, int], str]
    household: bool
    merges: tuple[NotedMerge, ...] = ()


def member_page(till: Till, after: str | None = None) -> MemberPage:
    """The members behind ``after``, newest first, those the server has said nothing of among them."""
    with till.store.view() as unit:
        ids = [face.member_id for face in _faces(unit.office(), after, PAGE_ROWS)]
        return MemberPage(_rows(till, unit, ids), ids[-1] if len(ids) == PAGE_ROWS else None)


def members_named(till: Till, member_ids: Sequence[str]) -> tuple[MemberRow, ...]:
    """The members with these ids, in that order; who is gone meanwhile is left out."""
    with till.store.view() as unit:
        return _rows(till, unit, member_ids)


def directory_part(till: Till, after: str | None = None) -> DirectoryPart:
    """What some thousands of members behind ``after`` can be found by."""
    with till.store.view() as unit:
        faces = _faces(unit.office(), after, LEAF_ROWS)
        leaf = leaf_of([_searched(face) for face in faces])
        return DirectoryPart(leaf, faces[-1].member_id if len(faces) == LEAF_ROWS else None)


def member_file(till: Till, member_id: str) -> MemberFile:
    """What is known of a member. Raises ``Refusal("member_unknown")``."""
    with till.store.view() as unit:
        counter = counter_of(till, unit)
        record = unit.member(member_id)
        if record is None or record.erased:
            raise Refusal("member_unknown", member=member_id)
        wallet = record.wallet
        movements = [row for row in unit.ledger(member_id) if row.entry.points or not row.entry.reservation]
        return MemberFile(
            card=member_card(unit, counter, record),
            person=record.person,
            lots=tuple(lot for lot in wallet.lots if lot.expires_on is None or lot.expires_on >= counter.day),
            deficit=wallet.deficit,
            spend_minor=record.state.spend_minor,
            movements=tuple(movements),
            reasons=_reasons(unit.office(), movements),
            household=record.pool is not None,
            merges=tuple(merges_of(unit, record.member_id)),
        )


def _reasons(office: OfficeRecords, movements: Sequence[LedgerRow]) -> dict[tuple[int, int], str]:
    """Only the frame says them, not the entry."""
    found = {}
    for row in movements:
        if row.kind is FrameKind.ADJUSTMENT:
            stored = office.frame(EntryPlace(row.day, True, row.terminal, row.epoch, row.seq, 0))
            if stored is not None:
                found[row.epoch, row.seq] = str(decode_frame(stored.payload).body.get("reason", ""))
    return found


def _faces(office: OfficeRecords, after: str | None, limit: int) -> list[Face]:
    newcomers = (face for face in office.newcomers() if after is None or face.member_id < after)
    faces = (*newcomers, *office.faces_after(after, limit))
    return sorted(faces, key=lambda face: face.member_id, reverse=True)[:limit]


def _rows(till: Till, unit: UnitOfWork, member_ids: Sequence[str]) -> tuple[MemberRow, ...]:
    day = counter_of(till, unit).day
    records = (unit.member(member_id) for member_id in member_ids)
    return tuple(_row(record, day) for record in records if record is not None and not record.erased)


def _row(record: MemberRecord, day: date) -> MemberRow:
    state = record.state
    return MemberRow(
        record.member_id, record.name, record.phone, record.wallet.balance(day), state.visits, state.last_visit
    )


def _searched(face: Face) -> tuple[str, str, str, str]:
    return face.member_id, face.phone, face.card, face.name
