"""Members in the database: loading those that are concerned, writing back those that changed, and telling the feed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, select, update

from sync.protocol.messages import IdentifierHash
from sync.protocol.states import decode_state, encode_state
from sync.server.books import Account
from sync.server.database import chunks, insert_new, upsert
from sync.server.tables import cells, feed, identifiers, members

_identifier_decoder = msgspec.json.Decoder(tuple[IdentifierHash, ...])
_cells_decoder = msgspec.json.Decoder(tuple[str, ...])


def load_accounts(
    connection: Connection, member_ids: Iterable[str], named: Iterable[IdentifierHash]
) -> tuple[Account, ...]:
    """Those members, the owners of those identifiers, all whose alias they are, and their households; locked."""
    wanted = {*member_ids, *owners(connection, named).values()}
    loaded: dict[str, Account] = {}
    while missing := wanted - loaded.keys():
        found = _locked(connection, missing)
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
    return Account(
        state=decode_state(row["member"], row["state"]),
        alias_of=row["alias_of"],
        household=row["household"],
        booked=row["booked"],
        sealed_profile=row["profile"],
        identifiers=_identifier_decoder.decode(row["identifiers"]),
        cells=_cells_decoder.decode(row["cells"]),
    )


def save_accounts(
    connection: Connection, accounts: Sequence[Account], new_identifiers: Mapping[IdentifierHash, str]
) -> None:
    """Writes the members and gives each a new number in the feed of every cell that carries it.

    Call it last: from here to the commit other writers of the same cells wait, so that numbers become visible in order.
    """
    owned = [{"hash": key.hash, "kind": key.kind, "member": member} for key, member in new_identifiers.items()]
    if owned:
        connection.execute(identifiers.insert(), owned)
    upsert(connection, members, [_member_row(account) for account in accounts])
    by_cell: dict[str, list[str]] = {}
    for account in accounts:
        for cell in account.cells:
            by_cell.setdefault(cell, []).append(account.member_id)
    for cell in sorted(by_cell):
        _announce(connection, cell, by_cell[cell])


def _announce(connection: Connection, cell: str, member_ids: list[str]) -> None:
    insert_new(connection, cells, [{"cell": cell, "number": 0, "members": 0}])
    bump = (
        update(cells)
        .where(cells.c.cell == cell)
        .values(number=cells.c.number + len(member_ids))
        .returning(cells.c.number)
    )
    first = connection.execute(bump).scalar_one() - len(member_ids) + 1
    known: set[str] = set()
    for portion in chunks(member_ids):
        rows = connection.execute(select(feed.c.member).where(feed.c.cell == cell, feed.c.member.in_(portion)))
        known.update(rows.scalars())
    upsert(
        connection,
        feed,
        [{"cell": cell, "member": member, "number": first + place} for place, member in enumerate(member_ids)],
    )
    connection.execute(
        update(cells).where(cells.c.cell == cell).values(members=cells.c.members + len(set(member_ids) - known))
    )


def _locked(connection: Connection, member_ids: set[str]) -> list[Account]:
    found: list[Account] = []
    for portion in chunks(member_ids):
        statement = select(members).where(members.c.member.in_(portion)).order_by(members.c.member).with_for_update()
        found.extend(read_account(row) for row in connection.execute(statement).mappings())
    return found


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
