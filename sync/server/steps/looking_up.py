"""Finding a member that a terminal does not carry: from then on its whole cell carries them."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select

from sync.protocol.messages import IdentifierHash, MemberMessage
from sync.protocol.steps import LookupAnswer, LookupRequest
from sync.server.accounts.account import Account
from sync.server.accounts.accounts import load_accounts, owners, save_accounts
from sync.server.accounts.stored_frames import names_of
from sync.server.keys import ServerKeys
from sync.server.steps.pull import messages_of
from sync.server.storage.database import Database
from sync.server.storage.tables import members, terminals

MEMBER = "member"


def look_up(database: Database, keys: ServerKeys, request: LookupRequest) -> LookupAnswer:
    """See ``GroupServer.lookup``."""
    with database.read() as connection:
        found = _with_companions(connection, request)
        if found is None:
            return LookupAnswer(())
        member_ids, cell = found
        answer = _carried(connection, keys, cell, member_ids)
    if answer is None:
        with database.write() as connection:
            accounts = load_accounts(connection, member_ids, ())
            missing = [account for account in accounts if cell not in account.cells]
            save_accounts(connection, [_in_cell(account, cell) for account in missing], {})
        with database.read() as connection:
            answer = _carried(connection, keys, cell, member_ids)
    return LookupAnswer(answer or ())


def _with_companions(connection: Connection, request: LookupRequest) -> tuple[tuple[str, ...], str] | None:
    """The ids of the member and all that goes with them, aliases last, and the cell that asks."""
    identifier = IdentifierHash(request.kind, request.value)
    asked = request.value if request.kind == MEMBER else owners(connection, [identifier]).get(identifier)
    member = _canonical(connection, asked) if asked else None
    if member is None or member.erased_at:
        return None
    household = (member.household,) if member.household else ()
    names = names_of(connection, member.member)
    cell = connection.execute(select(terminals.c.cell).where(terminals.c.terminal == request.terminal)).scalar_one()
    return (names[0], *household, *names[1:]), str(cell)


def _canonical(connection: Connection, member_id: str) -> Row[Any, Any, Any, Any] | None:
    columns = (members.c.member, members.c.alias_of, members.c.household, members.c.erased_at)
    while True:
        row = connection.execute(select(*columns).where(members.c.member == member_id)).one_or_none()
        if row is None or row.alias_of is None:
            return row
        member_id = row.alias_of


def _carried(
    connection: Connection, keys: ServerKeys, cell: str, member_ids: tuple[str, ...]
) -> tuple[MemberMessage, ...] | None:
    """The members as the cell's feed has them; ``None`` while it lacks any."""
    messages = messages_of(connection, keys, cell, member_ids)
    if messages.keys() != set(member_ids):
        return None
    return tuple(messages[member_id] for member_id in member_ids)


def _in_cell(account: Account, cell: str) -> Account:
    return replace(account, cells=tuple(sorted((*account.cells, cell))))
