"""Members in the database: loading those that are concerned, writing back those that changed, and telling the feed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from psycopg.sql import SQL
from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.dialects import postgresql, sqlite

from sync.protocol.messages import IdentifierHash
from sync.protocol.states import decode_state, encode_state
from sync.server.accounts.account import Account
from sync.server.storage.bulk import column, driver, lines
from sync.server.storage.database import chunks, upsert
from sync.server.storage.tables import cells, feed, identifiers, members

_identifier_decoder = msgspec.json.Decoder(tuple[IdentifierHash, ...])
_cells_decoder = msgspec.json.Decoder(tuple[str, ...])

_COLUMNS: Final = "member, alias_of, household, booked, state, profile, identifiers, cells"
_READ: Final = f"{_COLUMNS}, erased_at"
_LOCKING: Final = SQL(f"SELECT {_READ} FROM member WHERE member = ANY({{}}) ORDER BY member FOR UPDATE").format(
    column("text")
)
_INSERTING: Final = SQL(
    f"INSERT INTO member ({_COLUMNS})"
    " SELECT m, a, h, b, convert_to(s, 'UTF8'), decode(p, 'hex'), convert_to(i, 'UTF8'), convert_to(c, 'UTF8')"
    " FROM unnest({}, {}, {}, {}, {}, {}, {}, {}) AS new (m, a, h, b, s, p, i, c)"
).format(*(column("bigint" if place == 3 else "text") for place in range(8)))
_REPLACING: Final = SQL(
    "{} ON CONFLICT (member) DO UPDATE SET alias_of = excluded.alias_of, household = excluded.household,"
    " booked = excluded.booked, state = excluded.state, profile = excluded.profile,"
    " identifiers = excluded.identifiers, cells = excluded.cells"
).format(_INSERTING)
_FEEDING: Final = SQL(
    "INSERT INTO feed (cell, member, number) SELECT * FROM unnest({}, {}, {})"
    " ON CONFLICT (cell, member) DO UPDATE SET number = excluded.number"
).format(column("text"), column("text"), column("bigint"))


def load_accounts(
    connection: Connection, member_ids: Iterable[str], named: Iterable[IdentifierHash]
) -> tuple[Account, ...]:
    """Those members, the owners of those identifiers, all whose alias they are, and their households; locked."""
    wanted = {*member_ids, *owners(connection, named).values()}
    loaded: dict[str, Account] = {}
    while missing := wanted - loaded.keys():
        found = [_account(row) for row in _locked(connection, missing)]
        loaded.update({account.member_id: account for account in found})
        wanted = {other for account in found for other in (account.alias_of, account.household) if other}
    return tuple(loaded.values())


def owners(connection: Connection, named: Iterable[IdentifierHash]) -> dict[IdentifierHash, str]:
    """Which member each of the identifiers belongs to, for those that belong to one."""
    wanted = set(named)
    found: dict[IdentifierHash, str] = {}
    for portion in chunks({identifier.hash for identifier in wanted}):
        for row in connection.execute(select(identifiers).where(identifiers.c.hash.in_(portion))):
            identifier = IdentifierHash(row.kind, row.hash)
            if identifier in wanted:
                found[identifier] = row.member
    return found


def read_account(row: RowMapping | Mapping[str, Any]) -> Account:
    """The account in a row of the member table."""
    return _account([row[name] for name in _READ.split(", ")])


def _account(row: Sequence[Any]) -> Account:
    member, alias_of, household, booked, state, profile, named, carried, erased_at = row
    told, identified, erased = _cells(carried), _identifier_decoder.decode(named), erased_at is not None
    return Account(decode_state(member, state), alias_of, household, booked, profile, identified, told, told, erased)


@lru_cache(1024)
def _cells(document: bytes) -> tuple[str, ...]:
    return _cells_decoder.decode(document)


def save_accounts(
    connection: Connection, accounts: Sequence[Account], new_identifiers: Mapping[IdentifierHash, str]
) -> None:
    """Writes the members and gives each a new number in the feed of every cell that carries it.

    Call it last: from here to the commit other writers of the same cells wait, so that numbers become visible in order.
    """
    write_accounts(connection, accounts, new_identifiers)
    announce(connection, accounts)


def write_accounts(
    connection: Connection, accounts: Sequence[Account], new_identifiers: Mapping[IdentifierHash, str]
) -> None:
    """Writes the members, of whom ``announce`` has still to tell.

    An account that is not stored yet must not be there: that somebody else has just made it is the database's error.
    """
    owned = [{"hash": key.hash, "kind": key.kind, "member": member} for key, member in new_identifiers.items()]
    if owned:
        connection.execute(identifiers.insert(), sorted(owned, key=lambda row: (row["hash"], row["kind"])))
    # In one order, so that two who make the same members wait for each other and not in a circle.
    ordered = sorted(accounts, key=lambda account: account.member_id)
    _write(connection, [account for account in ordered if account.told is None], new=True)
    _write(connection, [account for account in ordered if account.told is not None], new=False)


def _write(connection: Connection, accounts: Sequence[Account], *, new: bool) -> None:
    if not accounts:
        return
    if connection.dialect.name == "postgresql":
        columns = zip(*map(_member_texts, accounts), strict=True)
        with driver(connection) as cursor:
            cursor.execute(_INSERTING if new else _REPLACING, [lines(values) for values in columns])
    elif new:
        connection.execute(members.insert(), [_member_row(account) for account in accounts])
    else:
        upsert(connection, members, [_member_row(account) for account in accounts])


def announce(connection: Connection, accounts: Iterable[Account]) -> None:
    """Numbers for the accounts in all their cells, in their order.

    From the first counter that is bumped to the commit other writers of the same cells wait.
    """
    by_cell: dict[str, list[str]] = {}
    joining: Counter[str] = Counter()
    for account in accounts:
        for cell in account.cells:
            by_cell.setdefault(cell, []).append(account.member_id)
            if cell not in (account.told or ()) and not account.erased:
                joining[cell] += 1
    rows: list[tuple[str, str, int]] = []
    for cell in sorted(by_cell):
        first = _bump(connection, cell, len(by_cell[cell]), joining[cell])
        rows.extend((cell, member, first + place) for place, member in enumerate(by_cell[cell]))
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        with driver(connection) as cursor:
            # In the order of the key, for neighbours in an index are written together.
            columns = zip(*[(cell, member, str(number)) for cell, member, number in sorted(rows)], strict=True)
            cursor.execute(_FEEDING, [lines(values) for values in columns])
    else:
        upsert(connection, feed, [dict(zip(("cell", "member", "number"), row, strict=True)) for row in rows])


def _bump(connection: Connection, cell: str, numbers: int, joining: int) -> int:
    """Takes the next ``numbers`` of a cell; gives the first. From here to the commit nobody else gets one."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    new = insert(cells).values(cell=cell, number=numbers, members=joining)
    bumped = new.on_conflict_do_update(
        index_elements=[cells.c.cell],
        set_={"number": cells.c.number + new.excluded.number, "members": cells.c.members + new.excluded.members},
    )
    return int(connection.execute(bumped.returning(cells.c.number)).scalar_one()) - numbers + 1


def _locked(connection: Connection, member_ids: set[str]) -> Iterator[Sequence[Any]]:
    """The rows of those members, locked in one order whoever asks."""
    if connection.dialect.name == "postgresql":
        with driver(connection) as cursor:
            yield from cursor.execute(_LOCKING, [lines(sorted(member_ids))]).fetchall()
        return
    columns = [members.c[name] for name in _READ.split(", ")]
    for portion in chunks(member_ids):
        yield from connection.execute(select(*columns).where(members.c.member.in_(portion)).order_by(members.c.member))


def _member_texts(account: Account) -> tuple[str | None, ...]:
    return (
        account.member_id,
        account.alias_of,
        account.household,
        str(account.booked),
        encode_state(account.state).decode(),
        account.sealed_profile.hex() if account.sealed_profile else None,
        msgspec.json.encode(account.identifiers).decode(),
        msgspec.json.encode(account.cells).decode(),
    )


def _member_row(account: Account) -> dict[str, Any]:
    return {
        "member": account.member_id,
        "alias_of": account.alias_of,
        "household": account.household,
        "booked": account.booked,
        "state": encode_state(account.state),
        "profile": account.sealed_profile,
        "identifiers": msgspec.json.encode(account.identifiers),
        "cells": msgspec.json.encode(account.cells),
    }
