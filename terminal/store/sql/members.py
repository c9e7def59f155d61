"""What ``terminal.store.members`` asks of the database."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, insert, select, text, union_all

from terminal.store.sql import newcomers
from terminal.store.sql.columns import among
from terminal.store.sql.journal_tables import enrolled_member
from terminal.store.sql.replica_tables import identifier, lot, server_member

_server, _enrolled, _identifier = server_member.c, enrolled_member.c, identifier.c


def identifier_of(kind: str) -> ColumnElement[str]:
    """What the server says a member is known by, as a column of ``server_member``."""
    held = (_identifier.member_id == _server.member_id) & (_identifier.kind == kind)
    return select(_identifier.value).where(held).limit(1).scalar_subquery().label(kind)


ALIAS_OF = select(_server.alias_of).where(_server.member_id == bindparam("id"))

MEANT_BY = union_all(select(_server.member_id).where(among(_server.alias_of, "ids")), *newcomers.MEANT_BY)

SERVER_ROW = select(server_member, identifier_of("phone"), identifier_of("card")).where(
    _server.member_id == bindparam("id")
)

LOTS = select(lot.c.lot_id, lot.c.brand, lot.c.points, lot.c.expires_on, lot.c.earned_on, lot.c.idle_months).where(
    lot.c.member_id == bindparam("id")
)

RESERVED = select(_server.member_id).where(text("reserved <> '[]'"))  # in the words of the partial index

OF_HOUSEHOLD = select(_server.member_id).where(_server.household == bindparam("household"))

ENROLLED_ROWS = select(enrolled_member).where(among(_enrolled.member_id, "ids"))

NEW_MEMBER = insert(enrolled_member)

STALE_MEMBER = delete(enrolled_member).where(
    (_enrolled.member_id == bindparam("id"))
    | (_enrolled.phone == bindparam("phone"))
    | (_enrolled.card == bindparam("card"))
)


def _finding(column: str) -> Select[Any]:
    held = (_identifier.kind == column) & (_identifier.value == bindparam("value"))
    server = select(_identifier.member_id.label("id")).where(held)
    newcomer = select(newcomers.finding(column).subquery().c.member_id)
    return select(union_all(server, newcomer).subquery().c.id).limit(1)


FIND_PHONE, FIND_CARD = _finding("phone"), _finding("card")
