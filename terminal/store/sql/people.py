"""What ``terminal.store.people`` asks of the database."""

from typing import Any

from sqlalchemy import Table, bindparam, exists, select

from terminal.store.sql.columns import among
from terminal.store.sql.journal_tables import enrolled_member
from terminal.store.sql.members import identifier_of
from terminal.store.sql.replica_tables import identifier, lane_member, server_member

_server = server_member.c


_FACE = (_server.member_id, _server.name, identifier_of("phone"), identifier_of("card"))

_IS_PERSON = (_server.name.is_not(None), _server.alias_of.is_(None), _server.erased == 0)

AFTER = (
    select(*_FACE)
    .where(_server.member_id < bindparam("id"), *_IS_PERSON)
    .order_by(_server.member_id.desc())
    .limit(bindparam("limit"))
)

SERVER_FACES = select(*_FACE).where(among(_server.member_id, "ids"), _server.name.is_not(None), _server.erased == 0)


def _of_newcomers(table: Table) -> Any:
    return select(table.c.member_id, table.c.name, table.c.phone, table.c.card)


def _of(table: Table) -> Any:
    return _of_newcomers(table).where(among(table.c.member_id, "ids"))


def _unknown(table: Table) -> Any:
    return _of_newcomers(table).where(
        ~exists().where(_server.member_id == table.c.member_id),
        ~exists().where(identifier.c.kind == "phone", identifier.c.value == table.c.phone),
    )


ENROLLED_HERE, ENROLLED_AT_LANES = _of(enrolled_member), _of(lane_member)
UNKNOWN_HERE, UNKNOWN_AT_LANES = _unknown(enrolled_member), _unknown(lane_member)
