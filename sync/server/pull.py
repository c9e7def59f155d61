"""Pull: the latest state of members, by their number in the terminal's cell. There is no history to page through."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, RowMapping, select

from sync.protocol.messages import IdentifierHash, MemberMessage, Profile, PullAnswer, PullRequest, Standing
from sync.server.database import Database, chunks
from sync.server.keys import ServerKeys
from sync.server.programmes import latest_version
from sync.server.tables import cells, epochs, feed, members, terminals

_profile_decoder = msgspec.json.Decoder(Profile)
_identifier_decoder = msgspec.json.Decoder(tuple[IdentifierHash, ...])


def read_page(database: Database, keys: ServerKeys, request: PullRequest, interval_seconds: int) -> PullAnswer:
    """The page after the cursor, and everything said with it, from one state of the database."""
    with database.read() as connection:
        cell = connection.execute(select(terminals.c.cell).where(terminals.c.terminal == request.terminal)).scalar_one()
        numbered = connection.execute(
            select(feed.c.number, feed.c.member)
            .where(feed.c.cell == cell, feed.c.number > request.cursor)
            .order_by(feed.c.number)
            .limit(request.limit + 1)
        ).all()
        page = numbered[: request.limit]
        rows = _members(connection, [row.member for row in page])
        figures = connection.execute(select(cells).where(cells.c.cell == cell)).one_or_none()
        return PullAnswer(
            members=tuple(_message(rows[row.member], row.number, keys) for row in page),
            cursor=page[-1].number if page else request.cursor,
            more=len(numbered) > request.limit,
            newest=figures.number if figures else 0,
            members_total=figures.members if figures else 0,
            standing=standing(connection, request.terminal),
            programme_version=latest_version(connection),
            interval_seconds=interval_seconds,
        )


def standing(connection: Connection, terminal: str) -> Standing:
    """How far the terminal's current epoch is stored and posted."""
    row = epoch_row(connection, terminal)
    return Standing(row["epoch"], row["durable"], row["posted"])


def epoch_row(connection: Connection, terminal: str) -> RowMapping:
    """The row of the terminal's current epoch."""
    statement = select(epochs).where(epochs.c.terminal == terminal).order_by(epochs.c.epoch.desc()).limit(1)
    return connection.execute(statement).mappings().one()


def _members(connection: Connection, member_ids: Sequence[str]) -> dict[str, RowMapping]:
    found: dict[str, RowMapping] = {}
    for portion in chunks(member_ids):
        rows = connection.execute(select(members).where(members.c.member.in_(portion))).mappings()
        found.update({row["member"]: row for row in rows})
    return found


def _message(row: RowMapping, number: int, keys: ServerKeys) -> MemberMessage:
    profile = None
    if row["profile"]:
        profile = _profile_decoder.decode(keys.unseal(row["profile"], row["member"]))
    return MemberMessage(
        member=row["member"],
        number=number,
        state=msgspec.Raw(row["state"]),
        alias_of=row["alias_of"],
        profile=profile,
        identifiers=_identifier_decoder.decode(row["identifiers"]),
        household=row["household"],
    )
