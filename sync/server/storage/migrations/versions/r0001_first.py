"""The first tables: programmes, enrolment, intake, members and their ledger, the feed."""

import sqlalchemy as sa

from sync.server.storage.migrations.layout import create_table

revision = "0001"
down_revision = None

ID = sa.String(64)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates all tables of the first release."""
    _create_people_and_machines()
    _create_intake()
    _create_members()


def _create_people_and_machines() -> None:
    create_table(
        "programme",
        sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
    )
    create_table(
        "enrol_code",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("store", ID, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("public_key", sa.LargeBinary),
        sa.Column("terminal", ID),
    )
    create_table(
        "store",
        sa.Column("store", ID, primary_key=True),
        sa.Column("terminals", sa.Integer, nullable=False),
    )
    create_table(
        "terminal",
        sa.Column("terminal", ID, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("store", ID, nullable=False),
        sa.Column("brand", ID, nullable=False),
        sa.Column("cell", ID, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("enrolled_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
        sa.Column("seen_at", INSTANT),
        sa.Column("clock_skew_seconds", sa.BigInteger),
    )


def _create_intake() -> None:
    create_table(
        "epoch",
        sa.Column("terminal", ID, primary_key=True),
        sa.Column("epoch", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("durable", sa.BigInteger, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("posted", sa.BigInteger, nullable=False),
        sa.Column("frozen_at", INSTANT),
    )
    create_table(
        "batch",
        sa.Column("terminal", ID, primary_key=True),
        sa.Column("epoch", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("first", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("frames", sa.LargeBinary, nullable=False),
        sa.Column("profiles", sa.LargeBinary),
        sa.Column("received_at", INSTANT, nullable=False),
    )
    create_table(
        "quarantine",
        sa.Column("terminal", ID, primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("request", sa.LargeBinary, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
    )
    create_table(
        "posting_exception",
        sa.Column("terminal", ID, primary_key=True),
        sa.Column("epoch", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("code", sa.String(32), primary_key=True),
        sa.Column("member", ID),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
    )


def _create_members() -> None:
    create_table(
        "member",
        sa.Column("member", ID, primary_key=True),
        sa.Column("alias_of", ID),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("profile", sa.LargeBinary),
        sa.Column("identifiers", sa.LargeBinary, nullable=False),
        sa.Column("cells", sa.LargeBinary, nullable=False),
    )
    create_table(
        "identifier",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("member", ID, nullable=False),
    )
    create_table(
        "ledger",
        sa.Column("member", ID, primary_key=True),
        sa.Column("terminal", ID, primary_key=True),
        sa.Column("epoch", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("named", ID, nullable=False),
        sa.Column("frame_kind", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("store", ID, nullable=False),
        sa.Column("programme", sa.String(64), nullable=False),
        sa.Column("sale", ID),
        sa.Column("points", sa.BigInteger, nullable=False),
        sa.Column("spend_minor", sa.BigInteger, nullable=False),
        sa.Column("visits", sa.BigInteger, nullable=False),
        sa.Column("moves", sa.LargeBinary, nullable=False),
        sa.Column("deficit_change", sa.BigInteger, nullable=False),
    )
    create_table(
        "cell",
        sa.Column("cell", ID, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("members", sa.BigInteger, nullable=False),
    )
    create_table(
        "feed",
        sa.Column("cell", ID, primary_key=True),
        sa.Column("member", ID, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("cell", "number", name="feed_number"),
    )
