"""A plain database image read without the store: who is in it."""

import sqlite3
from contextlib import closing
from datetime import date

from terminal.domain.errors import Refusal
from terminal.domain.ledger import LotPart, MemberState
from terminal.ports.replica import MemberRow
from terminal.ports.store import MemberProfile


def read_image(image: bytes) -> tuple[MemberRow, ...]:
    """Its members, with what the store's tests ask of them."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        try:
            connection.deserialize(image)
            members = connection.execute("SELECT * FROM server_member").fetchall()
        except (sqlite3.Error, ValueError) as error:
            raise Refusal("snapshot_damaged") from error
        return tuple(_member(connection, row) for row in members)


def _member(connection: sqlite3.Connection, row: sqlite3.Row) -> MemberRow:
    of_member = "WHERE member_id = ?", (row["member_id"],)
    named = dict(connection.execute(f"SELECT kind, value FROM identifier {of_member[0]}", of_member[1]).fetchall())
    lots = connection.execute(f"SELECT * FROM lot {of_member[0]}", of_member[1]).fetchall()
    parts = [
        LotPart(
            lot["lot_id"],
            lot["brand"],
            lot["points"],
            date.fromisoformat(lot["expires_on"]) if lot["expires_on"] else None,
            date.fromisoformat(lot["earned_on"]),
        )
        for lot in lots
    ]
    profile = MemberProfile(row["member_id"], row["name"], named.get("phone", ""), card=named.get("card"))
    state = MemberState(
        row["member_id"],
        tuple(parts),
        spend_minor=row["spend_minor"],
        visits=row["visits"],
        last_visit=date.fromisoformat(row["last_visit"]) if row["last_visit"] else None,
    )
    return MemberRow(
        row["member_id"],
        row["number"],
        state,
        alias_of=row["alias_of"],
        profile=profile if row["name"] is not None else None,
        household=row["household"],
    )
