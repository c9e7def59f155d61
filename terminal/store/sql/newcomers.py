"""What ``terminal.store.newcomers`` asks of the database."""

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    bindparam,
    exists,
    func,
    select,
    union_all,
)

from terminal.store.sql.columns import among
from terminal.store.sql.journal_tables import enrolled_member
from terminal.store.sql.replica_tables import identifier, lane_member, server_member

_TABLES = (enrolled_member, lane_member)

_identifier = identifier.c

_Selection = Select[tuple[str]]


def finding(kind: str) -> CompoundSelect[tuple[str]]:
    """The ids of those with the phone or card given as ``value``. Of whom the server knows, only its word counts."""
    return union_all(
        *(
            select(table.c.member_id).where(table.c[kind] == bindparam("value"), ~_is_known(table, kind))
            for table in _TABLES
        )
    )


def _is_known(table: Table, kind: str) -> ColumnElement[bool]:
    """Whether the server has said what the member is known by: itself, or the one whose other name this is.

    The card that somebody was enrolled with under another name is not sent, so it is found here.
    """
    meant = server_member.alias("meant")
    said: ColumnElement[bool] = server_member.c.alias_of.is_(None)
    if kind == "phone":
        said |= exists().where(meant.c.member_id == server_member.c.alias_of)
    return exists().where(server_member.c.member_id == table.c.member_id, said)


def _twin_on_server(table: Table) -> _Selection:
    same_phone = (_identifier.kind == "phone") & (_identifier.value == table.c.phone)
    return select(_identifier.member_id).join(table, same_phone).where(table.c.member_id == bindparam("id"))


def _twins_of_server(table: Table) -> _Selection:
    same_phone = (_identifier.kind == "phone") & (_identifier.value == table.c.phone)
    return (
        select(table.c.member_id)
        .join(identifier, same_phone)
        .where(among(_identifier.member_id, "ids"), ~exists().where(server_member.c.member_id == table.c.member_id))
    )


def _twins(one: Table, other: Table) -> _Selection:
    known, twin = one.alias("known"), other.alias("twin")
    return (
        select(twin.c.member_id)
        .join(known, known.c.phone == twin.c.phone)
        .where(
            among(known.c.member_id, "ids"),
            known.c.member_id != twin.c.member_id,
            ~exists().where(server_member.c.member_id == twin.c.member_id),
        )
    )


MEANT_BY = (
    *(_twins_of_server(table) for table in _TABLES),
    *(_twins(one, other) for one in _TABLES for other in _TABLES if (one, other) != (enrolled_member, enrolled_member)),
)
"""What finds the newcomers who are the members given as ``ids``."""

TWIN_ON_SERVER = union_all(*(_twin_on_server(table) for table in _TABLES))

PHONE_OF = union_all(*(select(table.c.phone).where(table.c.member_id == bindparam("id")) for table in _TABLES))

EARLIEST = select(func.min(finding("phone").subquery().c.member_id))

LANE_ROWS = select(lane_member).where(among(lane_member.c.member_id, "ids"))
