"""Members as this terminal knows them: the server's state with later entries, own and other lanes', laid over it.

A phone may have been enrolled in this store while the server already knew it under another id. The server will make
the later id an alias when it posts the enrolment; here it counts as one at once, so that the cashier sees one member
throughout.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from terminal.domain.documents import progress_from_document, reservation_from_document
from terminal.domain.errors import Broken
from terminal.domain.facts import Person
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, LotPart, MemberState, spending_order
from terminal.domain.merging import own_share, pool_share
from terminal.domain.records import record
from terminal.ports.replica import BEFORE_ALL, Position
from terminal.ports.store import LedgerRow, MemberProfile, MemberRecord
from terminal.store import journal, newcomers
from terminal.store.conversions import parse_instant
from terminal.store.statements import Statement
from terminal.store.states import FoldedState, Ids, MemberStates, ServerWord, Share, look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.store.connection import Connection

_ALIAS_OF = Statement("members.ALIAS_OF")
_MEANT_BY = Statement("members.MEANT_BY")
_SERVER_ROW = Statement("members.SERVER_ROW")
_LOTS = Statement("members.LOTS")
_RESERVED = Statement("members.RESERVED")
_OF_HOUSEHOLD = Statement("members.OF_HOUSEHOLD")
_ENROLLED_ROWS = Statement("members.ENROLLED_ROWS")
_NEW_MEMBER = Statement("members.NEW_MEMBER")
_STALE_MEMBER = Statement("members.STALE_MEMBER")
_FIND = {"phone": Statement("members.FIND_PHONE"), "card": Statement("members.FIND_CARD")}

_ALIAS_DEPTH = 16


@record
class Own:
    """What this terminal brings to a look at a member. States are not kept while uncommitted frames may be seen."""

    terminal_id: str
    states: MemberStates
    keep_states: bool


def find(connection: Connection, kind: str, value: str) -> str | None:
    """An id of the member with that phone or card; the server's word comes before ours."""
    return _FIND[kind].scalar(connection, value=value) if kind in _FIND else None


def canonical(connection: Connection, member_id: str) -> str:
    """The id that ``member_id`` stands for, aliases followed."""
    for _ in range(_ALIAS_DEPTH):
        row = _ALIAS_OF.first(connection, id=member_id)
        meant = row.alias_of if row else newcomers.twin_of(connection, member_id)
        if meant is None or meant == member_id:
            return member_id
        member_id = meant
    raise Broken(f"the aliases of {member_id} go in a circle")


def ids_of(connection: Connection, member_id: str) -> Ids:
    """All ids of one member, the canonical one first."""
    fresh = [canonical(connection, member_id)]
    ids = fresh[:]
    while fresh:
        fresh = [row.member_id for row in _MEANT_BY.rows(connection, ids=fresh) if row.member_id not in ids]
        ids.extend(dict.fromkeys(fresh))
    return tuple(ids)


def account_ids(connection: Connection, member_id: str) -> Ids:
    """All ids under which points of a member move: their own, and their household's."""
    ids = ids_of(connection, member_id)
    row = _SERVER_ROW.first(connection, id=ids[0])
    return (*ids, row.household) if row and row.household else ids


def member_record(connection: Connection, own: Own, ids: Ids) -> MemberRecord | None:
    """The member with these ids, or ``None`` when neither the server nor this terminal knows them."""
    row = _SERVER_ROW.first(connection, id=ids[0])
    profile = _profile_here(connection, row, ids)
    if row is None and profile is None:
        return None
    household = row.household if row else None
    folded = _folded(connection, own, ids, row, own_share if household else _whole)
    pool = _pool(connection, own, household) if household else None
    return MemberRecord(
        member_id=ids[0],
        name=profile.name if profile else "",
        phone=profile.phone if profile else "",
        birthday=profile.birthday if profile else None,
        state=folded.state,
        confirmed=folded.server.state,
        person=profile.person() if profile else Person(),
        pool=pool.state if pool else None,
        pool_confirmed=pool.server.state if pool else None,
        erased=bool(row and row.erased),
    )


def ledger(connection: Connection, terminal_id: str, ids: Ids) -> tuple[LedgerRow, ...]:
    """The entries of the member with these ids and of their household's pool made here, oldest first."""
    row = _SERVER_ROW.first(connection, id=ids[0])
    pool = _SERVER_ROW.first(connection, id=row.household) if row and row.household else None
    applied = dict.fromkeys(ids, _applied_here(row, terminal_id))
    if row and row.household:
        applied[row.household] = _applied_here(pool, terminal_id)
    return tuple(
        LedgerRow(
            at=parse_instant(frame.at),
            day=frame.day,
            kind=FrameKind(frame.kind),
            entry=entry,
            terminal=terminal_id,
            epoch=frame.epoch,
            seq=frame.seq,
            sale_id=frame.body.get("sale"),
            confirmed=(frame.epoch, frame.seq) <= applied[entry.member_id],
        )
        for frame in journal.frames_of(connection, tuple(applied), BEFORE_ALL)
        for entry in frame.entries
        if entry.member_id in applied
    )


def with_reservations(connection: Connection) -> tuple[str, ...]:
    """The accounts of which the server says that points are set aside for a terminal."""
    return tuple(row.member_id for row in _RESERVED.rows(connection))


def add(connection: Connection, profile: MemberProfile) -> None:
    """Keeps the personal data of a member enrolled here.

    What is here of somebody whom the server knows otherwise (completed, erased, with another phone) gives way.
    """
    _STALE_MEMBER.run_many(connection, [{"id": profile.member_id, "phone": profile.phone, "card": profile.card}])
    _NEW_MEMBER.run(connection, **newcomers.row_of(profile))


def profiles_of(connection: Connection, member_ids: Sequence[str]) -> tuple[MemberProfile, ...]:
    """The profiles of those of these members that were enrolled here."""
    return tuple(_profile(row) for row in _ENROLLED_ROWS.rows(connection, ids=member_ids))


def _folded(connection: Connection, own: Own, ids: Ids, row: Any | None, share: Share) -> FoldedState:
    page = (connection.stamp, row.page) if row else None
    folded = look(
        connection,
        own.terminal_id,
        own.states.kept(ids, page),
        lambda: ServerWord(page, _state(connection, row) if row else None),
        ids,
        share,
    )
    if own.keep_states:
        own.states.keep(folded)
    return folded


def _pool(connection: Connection, own: Own, household: str) -> FoldedState:
    """The household's pool: what the server says, and what later entries of any of its members here move of it."""
    ids = [household]
    for row in _OF_HOUSEHOLD.rows(connection, household=household):
        ids.extend(ids_of(connection, row.member_id))

    def share(entry: Entry) -> Entry | None:
        return entry if entry.member_id == household else pool_share(entry, household)

    server = _SERVER_ROW.first(connection, id=household)
    return _folded(connection, own, tuple(dict.fromkeys(ids)), server, share)


def _whole(entry: Entry) -> Entry:
    return entry


def _state(connection: Connection, row: Any) -> MemberState:
    lots = (LotPart(*held) for held in _LOTS.rows(connection, id=row.member_id))
    return MemberState(
        member_id=row.member_id,
        lots=tuple(sorted(lots, key=spending_order)),
        deficit=row.deficit,
        spend_minor=row.spend_minor,
        visits=row.visits,
        last_visit=row.last_visit,
        progress=progress_from_document(json.loads(row.progress)),
        applied=_applied(row),
        reserved=tuple(reservation_from_document(held) for held in json.loads(row.reserved)),
    )


def _applied(row: Any) -> dict[str, Position]:
    return {terminal: (epoch, seq) for terminal, (epoch, seq) in json.loads(row.applied).items()}


def _applied_here(row: Any | None, terminal_id: str) -> Position:
    return _applied(row).get(terminal_id, BEFORE_ALL) if row else BEFORE_ALL


def _profile_here(connection: Connection, row: Any | None, ids: Ids) -> MemberProfile | None:
    """What the server says of the person; of whom it knows no more than a phone, what was entered here since."""
    server = _server_profile(row)
    if (row and row.erased) or (server and (server.name or server.birthday)):
        return server
    own = _enrolled_profile(connection, ids)
    return replace(own, phone=server.phone) if own and server else own or server


def _server_profile(row: Any | None) -> MemberProfile | None:
    return _profile(row) if row is not None and row.name is not None else None


def _enrolled_profile(connection: Connection, ids: Ids) -> MemberProfile | None:
    rows = [*_ENROLLED_ROWS.rows(connection, ids=ids), *newcomers.enrolled_elsewhere(connection, ids)]
    return _profile(min(rows, key=lambda row: (not row.name, ids.index(row.member_id)))) if rows else None


def _profile(row: Any) -> MemberProfile:
    return MemberProfile(
        member_id=row.member_id,
        name=row.name,
        phone=row.phone or "",
        birthday=row.birthday,
        card=row.card,
        referrer=row.referrer,
        enrolled_on=row.enrolled_on,
        tags=row.tags,
        segments=row.segments,
    )
