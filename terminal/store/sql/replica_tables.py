"""The replica's file: what the server says.

A member is replaced whole: the rows of ``server_member`` take their identifiers and lots with them. ``page`` numbers
the pages of the feed as they arrived here, so a member whose ``page`` is the same is the same.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

from terminal.store.sql.columns import Codes, Instant

metadata = MetaData()

server_member = Table(
    "server_member",
    metadata,
    Column("member_id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("alias_of", Text),
    Column("name", Text),
    Column("birthday", Date),
    Column("referrer", Text),
    Column("enrolled_on", Date),
    Column("tags", Codes, nullable=False),
    Column("segments", Codes, nullable=False),
    Column("household", Text),
    Column("deficit", Integer, nullable=False),
    Column("spend_minor", Integer, nullable=False),
    Column("visits", Integer, nullable=False),
    Column("last_visit", Date),
    Column("applied", Text, nullable=False),
    Column("progress", Text, nullable=False),
    Column("reserved", Text, nullable=False, server_default=text("'[]'")),
    Column("erased", Integer, nullable=False, server_default=text("0")),
)
Index("server_member_alias", server_member.c.alias_of, sqlite_where=text("alias_of IS NOT NULL"))
Index("server_member_erased", server_member.c.member_id, sqlite_where=text("erased = 1"))
Index("server_member_household", server_member.c.household, sqlite_where=text("household IS NOT NULL"))
Index("server_member_reserved", server_member.c.member_id, sqlite_where=text("reserved <> '[]'"))


def _of_member(*, primary_key: bool) -> Column[str]:
    owner = ForeignKey("server_member.member_id", ondelete="CASCADE")
    return Column("member_id", Text, owner, nullable=False, primary_key=primary_key)


identifier = Table(
    "identifier",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    _of_member(primary_key=False),
    sqlite_with_rowid=False,
)
Index("identifier_of_member", identifier.c.member_id)

lot = Table(
    "lot",
    metadata,
    _of_member(primary_key=True),
    Column("lot_id", Text, primary_key=True),
    Column("brand", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("expires_on", Date),
    Column("earned_on", Date, nullable=False),
    Column("idle_months", Integer, nullable=False),
    sqlite_with_rowid=False,
)

programme = Table(
    "programme",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("version", Integer, nullable=False, unique=True),
    Column("document", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

link = Table(
    "link",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1", name="only_one"), primary_key=True),
    Column("cursor", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("durable_epoch", Integer, nullable=False),
    Column("durable_seq", Integer, nullable=False),
    Column("posted_epoch", Integer, nullable=False),
    Column("posted_seq", Integer, nullable=False),
    Column("reached", Integer, nullable=False),
    Column("last_attempt_at", Instant),
    Column("last_success_at", Instant),
    Column("refusal", Text),
    Column("lanes_heard", Integer, nullable=False, server_default=text("0")),
    Column("since", Integer, nullable=False, server_default=text("0")),
)

parked_refusal = Table(
    "parked_refusal",
    metadata,
    Column("parked_id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),
)

lane = Table(
    "lane",
    metadata,
    Column("terminal_id", Text, primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("posted", Integer, nullable=False),
    Column("listed", Integer, nullable=False),
    sqlite_with_rowid=False,
)

lane_batch = Table(
    "lane_batch",
    metadata,
    Column("terminal_id", Text, primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("first", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
    Column("previous_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("frames", LargeBinary, nullable=False),
    Column("profiles", LargeBinary, nullable=False),
    Column("profiles_signature", LargeBinary, nullable=False),
    Column("uploaded", Integer, nullable=False),
)

lane_entry = Table(
    "lane_entry",
    metadata,
    Column("member_id", Text, primary_key=True),
    Column("terminal_id", Text, primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

lane_member = Table(
    "lane_member",
    metadata,
    Column("member_id", Text, primary_key=True),
    Column("phone", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("birthday", Date),
    Column("card", Text),
    Column("referrer", Text),
    Column("enrolled_on", Date),
    Column("tags", Codes, nullable=False),
    Column("segments", Codes, nullable=False),
    sqlite_with_rowid=False,
)
Index("lane_member_phone", lane_member.c.phone)
Index("lane_member_card", lane_member.c.card, sqlite_where=text("card IS NOT NULL"))

lookup_answer = Table(
    "lookup_answer",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("asked_at", Instant, nullable=False),
    Column("found", Integer, nullable=False),
    sqlite_with_rowid=False,
)
