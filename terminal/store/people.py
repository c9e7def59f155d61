"""What lists call members: names, phones and cards, without looking at anybody's points."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, exists, select

from terminal.ports.office import Face
from terminal.store.journal_tables import enrolled_member
from terminal.store.members import identifier_of
from terminal.store.replica_tables import identifier, lane_member, server_member
from terminal.store.statements import Statement, among

_server = server_member.c
_NEWCOMERS = (enrolled_member, lane_member)
_FACE = (_server.member_id, _server.name, identifier_of("phone"), identifier_of("card"))
_IS_PERSON = (_server.name.is_not(None), _server.alias_of.is_(None), _server.erased == 0)
_AFTER_ALL_IDS = "\U0010ffff"

_AFTER = Statement(
    select(*_FACE)
    .where(_server.member_id < bindparam("id"), *_IS_PERSON)
    .order_by(_server.member_id.desc())
    .limit(bindparam("limit"))
)
_SERVER_FACES = Statement(
    select(*_FACE).where(among(_server.member_id, "ids"), _server.name.is_not(None), _server.erased == 0)
)


def _of_newcomers(table: Table) -> Any:
    return select(table.c.member_id, table.c.name, table.c.phone, table.c.card)


_NEW_FACES = tuple(
    Statement(_of_newcomers(table).where(among(table.c.member_id, "ids"))) for table in reversed(_NEWCOMERS)
)
_UNKNOWN_TO_SERVER = tuple(
    Statement(
        _of_newcomers(table).where(
            ~exists().where(_server.member_id == table.c.member_id),
            ~exists().where(identifier.c.kind == "phone", identifier.c.value == table.c.phone),
        )
    )
    for table in _NEWCOMERS
)


def faces(connection: Connection, member_ids: Sequence[str]) -> Mapping[str, Face]:
    """Those of whom personal data are known here, by id; the server's word comes before ours."""
    ids = list(dict.fromkeys(member_ids))
    found: dict[str, Face] = {}
    for statement in (*_NEW_FACES, _SERVER_FACES):
        found |= {row.member_id: _face(row) for row in statement.rows(connection, ids=ids)}
    return found


def faces_after(connection: Connection, member_id: str | None, limit: int) -> tuple[Face, ...]:
    """The server's members with a smaller id, newest first."""
    rows = _AFTER.rows(connection, id=_AFTER_ALL_IDS if member_id is None else member_id, limit=limit)
    return tuple(_face(row) for row in rows)


def newcomers(connection: Connection) -> tuple[Face, ...]:
    """Those the server has not said anything of, newest first; one who was enrolled at two lanes once."""
    found: dict[str, Face] = {}
    for statement in _UNKNOWN_TO_SERVER:
        for row in statement.rows(connection):
            found.setdefault(row.phone, _face(row))
    return tuple(sorted(found.values(), key=lambda face: face.member_id, reverse=True))


def _face(row: Any) -> Face:
    return Face(row.member_id, row.name, row.phone or "", row.card or "")
