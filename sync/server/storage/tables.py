"""The server's tables, laid out so that they can be distributed.

Each table has one distribution key, the first column of its primary key, and every unique constraint contains it:
intake by terminal, members and their ledger by member, the feed by cell. No foreign keys across keys, no triggers, no
number from a generator. ``stillpoint server init --partitions N`` makes every table in hash partitions by that key.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """An instant, always UTC and timezone-aware, also where the database keeps no zone (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_ID = String(64)
_INSTANT = Instant()
_NONE = text("0")


def _decided() -> tuple[Column[Any], ...]:
    """What a person made of a case: empty until somebody has looked at it."""
    return (
        Column("decided_at", _INSTANT),
        Column("decision", String(16)),
        Column("decided_by", String(200)),
        Column("decision_reason", Text),
    )


programmes = Table(
    "programme",
    metadata,
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("published_at", _INSTANT, nullable=False),
)

enrol_codes = Table(
    "enrol_code",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("store", _ID, nullable=False),
    Column("expires_at", _INSTANT, nullable=False),
    Column("public_key", LargeBinary),
    Column("terminal", _ID),
    Column("again", _ID),
)

stores = Table(
    "store",
    metadata,
    Column("store", _ID, primary_key=True),
    Column("terminals", Integer, nullable=False),
)

terminals = Table(
    "terminal",
    metadata,
    Column("terminal", _ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("store", _ID, nullable=False),
    Column("brand", _ID, nullable=False),
    Column("cell", _ID, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("enrolled_at", _INSTANT, nullable=False),
    Column("revoked_at", _INSTANT),
    Column("seen_at", _INSTANT),
    Column("clock_skew_seconds", BigInteger),
)

epochs = Table(
    "epoch",
    metadata,
    Column("terminal", _ID, primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("durable", BigInteger, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("posted", BigInteger, nullable=False),
    Column("audited", BigInteger, nullable=False, server_default=_NONE),
    Column("frozen_at", _INSTANT),
)

batches = Table(
    "batch",
    metadata,
    Column("terminal", _ID, primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, primary_key=True, autoincrement=False),
    Column("last", BigInteger, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("frames", LargeBinary, nullable=False),
    Column("profiles", LargeBinary),
    Column("received_at", _INSTANT, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("terminal", _ID, primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("reason", String(32), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("request", LargeBinary, nullable=False),
    Column("received_at", _INSTANT, nullable=False),
    *_decided(),
)

accepted_frames = Table(
    "accepted_frame",
    metadata,
    Column("terminal", _ID, primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("number", BigInteger, nullable=False),
)

exceptions = Table(
    "posting_exception",
    metadata,
    Column("terminal", _ID, primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("code", String(32), primary_key=True),
    Column("member", _ID),
    Column("data", Text, nullable=False),
    Column("found_at", _INSTANT, nullable=False),
    *_decided(),
)

members = Table(
    "member",
    metadata,
    Column("member", _ID, primary_key=True),
    Column("alias_of", _ID),
    Column("household", _ID),
    Column("state", LargeBinary, nullable=False),
    Column("profile", LargeBinary),
    Column("identifiers", LargeBinary, nullable=False),
    Column("cells", LargeBinary, nullable=False),
    Column("booked", BigInteger, nullable=False),
    Column("erased_at", _INSTANT),
)
Index("member_alias", members.c.alias_of)
Index("member_household", members.c.household)

households = Table(
    "household",
    metadata,
    Column("household", _ID, primary_key=True),
    Column("made_at", _INSTANT, nullable=False),
)

identifiers = Table(
    "identifier",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("member", _ID, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("member", _ID, primary_key=True),
    Column("terminal", _ID, primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("named", _ID, nullable=False),
    Column("frame_kind", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("day", String(10), nullable=False),
    Column("at", String(40), nullable=False),
    Column("store", _ID, nullable=False),
    Column("programme", String(64), nullable=False),
    Column("sale", _ID),
    Column("points", BigInteger, nullable=False),
    Column("spend_minor", BigInteger, nullable=False),
    Column("visits", BigInteger, nullable=False),
    Column("qualifying", BigInteger, nullable=False),
    Column("counts_on", String(10)),
    Column("moves", LargeBinary, nullable=False),
    Column("deficit_change", BigInteger, nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("document", LargeBinary),
)

# Hardly any entry is booked on somebody else than it names, and the primary key finds all others.
_elsewhere = ledger.c.named != ledger.c.member
Index("ledger_elsewhere", ledger.c.named, postgresql_where=_elsewhere, sqlite_where=_elsewhere)

coupon_uses = Table(
    "coupon_use",
    metadata,
    Column("number", String(200), primary_key=True),
    Column("coupon", String(200), nullable=False),
    Column("uses", BigInteger, nullable=False),
)

claims = Table(
    "claim",
    metadata,
    Column("number", _ID, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

sale_sums = Table(
    "sale_sum",
    metadata,
    Column("sale", _ID, primary_key=True),
    Column("due", BigInteger, nullable=False),
    Column("redeemed", BigInteger, nullable=False),
    Column("refunded", BigInteger, nullable=False),
    Column("returned", BigInteger, nullable=False),
)

settlement_shares = Table(
    "settlement_share",
    metadata,
    Column("sale", _ID, primary_key=True),
    Column("terminal", _ID, primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("earned_at", _ID, primary_key=True),
    Column("spent_at", _ID, nullable=False),
    Column("period", String(7), nullable=False),
    Column("currency", String(8), nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
)

office_log = Table(
    "office_log",
    metadata,
    Column("member", _ID, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", _INSTANT, nullable=False),
    Column("by", String(200), nullable=False),
    Column("operation", String(32), nullable=False),
    Column("other", String(200)),
    Column("reason", Text, nullable=False),
)

cells = Table(
    "cell",
    metadata,
    Column("cell", _ID, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("members", BigInteger, nullable=False),
    Column("forgotten", BigInteger, nullable=False, server_default=_NONE),
)

feed = Table(
    "feed",
    metadata,
    Column("cell", _ID, primary_key=True),
    Column("member", _ID, primary_key=True),
    Column("number", BigInteger, nullable=False),
    UniqueConstraint("cell", "number", name="feed_number"),
)

reservations = Table(
    "reservation",
    metadata,
    Column("member", _ID, primary_key=True),
    Column("reservation", _ID, primary_key=True),
    Column("terminal", _ID, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("wanted", BigInteger, nullable=False),
    Column("made_at", _INSTANT, nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("recalled_at", _INSTANT),
    Column("closed_at", _INSTANT),
)
Index("reservation_terminal", reservations.c.terminal)

snapshots = Table(
    "snapshot",
    metadata,
    Column("cell", _ID, primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("members", BigInteger, nullable=False),
    Column("revision", String(32), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("unpacked", BigInteger, nullable=False),
    Column("sealed_key", LargeBinary, nullable=False),
    Column("made_at", _INSTANT, nullable=False),
)

snapshot_pieces = Table(
    "snapshot_piece",
    metadata,
    Column("cell", _ID, primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)
