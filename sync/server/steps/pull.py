"""Pull: the latest state of members, by their number in the terminal's cell. There is no history to page through."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from psycopg.sql import SQL
from sqlalchemy import Connection, RowMapping, bindparam, func, select

from sync.protocol.messages import IdentifierHash, MemberMessage, Profile, PullAnswer, PullRequest, Standing
from sync.server.keys import ServerKeys
from sync.server.programmes.programmes import latest_version
from sync.server.storage.bulk import column, driver, lines
from sync.server.storage.database import Database, chunks
from sync.server.storage.tables import cells, epochs, feed, members, terminals
from terminal.domain.errors import Refusal
from terminal.domain.frames import identifier_hash

_COLUMNS: Final = "member, state, alias_of, profile, identifiers, household, erased_at"
_BY_ID: Final = SQL(f"SELECT {_COLUMNS} FROM member WHERE member = ANY({{}})").format(column("text"))
_PLACE: Final = (
    select(
        terminals.c.cell,
        epochs.c.epoch,
        epochs.c.durable,
        epochs.c.posted,
        func.coalesce(cells.c.number, 0).label("number"),
        func.coalesce(cells.c.members, 0).label("members"),
        func.coalesce(cells.c.forgotten, 0).label("forgotten"),
    )
    .join(epochs, (epochs.c.terminal == terminals.c.terminal) & (epochs.c.epoch == terminals.c.epoch))
    .outerjoin(cells, cells.c.cell == terminals.c.cell)
    .where(terminals.c.terminal == bindparam("of"))
)
_Row = tuple[Any, ...]
_profile_decoder = msgspec.json.Decoder(Profile)
_identifier_decoder = msgspec.json.Decoder(tuple[IdentifierHash, ...])


def read_page(database: Database, keys: ServerKeys, request: PullRequest, interval_seconds: int) -> PullAnswer:
    """The page after the cursor, and everything said with it, from one state of the database."""
    with database.read() as connection:
        here = connection.execute(_PLACE, {"of": request.terminal}).one()
        if request.cursor and max(request.cursor, request.since) < here.forgotten:
            # Who was erased meanwhile is forgotten here: the terminal would keep them for ever.
            raise Refusal("cursor_forgotten", cursor=request.cursor, forgotten=here.forgotten)
        page: tuple[MemberMessage, ...] = ()
        more = False
        if request.cursor < here.number:
            page, more = messages_after(connection, keys, here.cell, request.cursor, request.limit)
        return PullAnswer(
            members=page,
            cursor=page[-1].number if page else request.cursor,
            more=more,
            newest=here.number,
            members_total=here.members,
            standing=Standing(here.epoch, here.durable, here.posted),
            programme_version=latest_version(connection),
            interval_seconds=interval_seconds,
        )


def messages_after(
    connection: Connection, keys: ServerKeys, cell: str, cursor: int, limit: int
) -> tuple[tuple[MemberMessage, ...], bool]:
    """The members of a cell after ``cursor``, at most ``limit`` of them, and whether there are more."""
    numbered = connection.execute(
        select(feed.c.number, feed.c.member)
        .where(feed.c.cell == cell, feed.c.number > cursor)
        .order_by(feed.c.number)
        .limit(limit + 1)
    ).all()
    page = numbered[:limit]
    rows = _members(connection, [row.member for row in page])
    return tuple([_message(rows[row.member], row.number, keys) for row in page]), len(numbered) > limit


def messages_of(
    connection: Connection, keys: ServerKeys, cell: str, member_ids: Sequence[str]
) -> dict[str, MemberMessage]:
    """Those of these members that the cell carries, by id."""
    numbers: dict[str, int] = {}
    for portion in chunks(member_ids):
        rows = connection.execute(select(feed).where(feed.c.cell == cell, feed.c.member.in_(portion)))
        numbers.update({row.member: row.number for row in rows})
    found = _members(connection, list(numbers))
    return {member_id: _message(found[member_id], number, keys) for member_id, number in numbers.items()}


def standing(connection: Connection, terminal: str) -> Standing:
    """How far the terminal's current epoch is stored and posted."""
    row = epoch_row(connection, terminal)
    return Standing(row["epoch"], row["durable"], row["posted"])


def epoch_row(connection: Connection, terminal: str) -> RowMapping:
    """The row of the terminal's current epoch."""
    current = (epochs.c.terminal == terminals.c.terminal) & (epochs.c.epoch == terminals.c.epoch)
    statement = select(epochs).join(terminals, current).where(terminals.c.terminal == terminal)
    return connection.execute(statement).mappings().one()


def _members(connection: Connection, member_ids: Sequence[str]) -> dict[str, _Row]:
    if not member_ids:
        return {}
    if connection.dialect.name == "postgresql":
        with driver(connection) as cursor:
            return {row[0]: row for row in cursor.execute(_BY_ID, [lines(member_ids)])}
    found: dict[str, _Row] = {}
    columns = [members.c[name] for name in _COLUMNS.split(", ")]
    for portion in chunks(member_ids):
        rows = connection.execute(select(*columns).where(members.c.member.in_(portion)))
        found.update({row.member: tuple(row) for row in rows})
    return found


def _message(row: _Row, number: int, keys: ServerKeys) -> MemberMessage:
    member, state, alias_of, sealed, named, household, erased_at = row
    profile = _profile_decoder.decode(keys.unseal(sealed, member)) if sealed else None
    identifiers = _identifier_decoder.decode(named)
    return MemberMessage(
        member=member,
        number=number,
        state=msgspec.Raw(state),
        alias_of=alias_of,
        profile=profile and _with_own_identifiers(profile, identifiers, keys),
        identifiers=identifiers,
        household=household,
        erased=erased_at is not None,
    )


def _with_own_identifiers(profile: Profile, own: Sequence[IdentifierHash], keys: ServerKeys) -> Profile:
    """The profile without a phone or card that is somebody else's: at the tills they find whoever has them now."""

    def is_own(kind: str, value: str | None) -> bool:
        return bool(value) and IdentifierHash(kind, identifier_hash(keys.group, kind, value or "")) in own

    phone, card = is_own("phone", profile.phone), is_own("card", profile.card)
    if phone == bool(profile.phone) and card == bool(profile.card):
        return profile
    return msgspec.structs.replace(profile, phone=profile.phone if phone else "", card=profile.card if card else None)
