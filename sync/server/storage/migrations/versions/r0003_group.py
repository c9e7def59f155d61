"""The whole group: cases for the office, tombstones, reservations, snapshots, and the audit as a stage of its own."""

import sqlalchemy as sa
from alembic import op

from sync.server.storage.migrations.layout import create_table

revision = "0003"
down_revision = "0002"

ID = sa.String(64)
INSTANT = sa.DateTime(timezone=True)
NONE = sa.text("0")


def upgrade() -> None:
    """Adds tables and columns; what was posted before counts as audited, because posting did both."""
    op.add_column("enrol_code", sa.Column("again", ID))
    op.add_column("epoch", sa.Column("audited", sa.BigInteger, nullable=False, server_default=NONE))
    op.execute("UPDATE epoch SET audited = posted")
    op.add_column("member", sa.Column("erased_at", INSTANT))
    op.add_column("cell", sa.Column("forgotten", sa.BigInteger, nullable=False, server_default=NONE))
    for table in ("quarantine", "posting_exception"):
        op.add_column(table, sa.Column("decided_at", INSTANT))
        op.add_column(table, sa.Column("decision", sa.String(16)))
        op.add_column(table, sa.Column("decided_by", sa.String(200)))
        op.add_column(table, sa.Column("decision_reason", sa.Text))
    create_table(
        "accepted_frame",
        sa.Column("terminal", ID, primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    create_table(
        "reservation",
        sa.Column("member", ID, primary_key=True),
        sa.Column("reservation", ID, primary_key=True),
        sa.Column("terminal", ID, nullable=False),
        sa.Column("points", sa.BigInteger, nullable=False),
        sa.Column("wanted", sa.BigInteger, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("recalled_at", INSTANT),
        sa.Column("closed_at", INSTANT),
    )
    op.create_index("reservation_terminal", "reservation", ["terminal"])
    elsewhere = sa.text("named <> member")
    op.drop_index("ledger_named")
    op.create_index("ledger_elsewhere", "ledger", ["named"], postgresql_where=elsewhere, sqlite_where=elsewhere)
    _create_snapshots()
    _lay_office_log_out_by_member()


def _create_snapshots() -> None:
    create_table(
        "snapshot",
        sa.Column("cell", ID, primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("members", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.String(32), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("unpacked", sa.BigInteger, nullable=False),
        sa.Column("sealed_key", sa.LargeBinary, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
    )
    create_table(
        "snapshot_piece",
        sa.Column("cell", ID, primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )


def _lay_office_log_out_by_member() -> None:
    kept = ("number", "at", "by", "operation", "member", "other", "reason")
    op.execute("CREATE TABLE office_log_before AS SELECT * FROM office_log")
    op.drop_table("office_log")
    create_table(
        "office_log",
        sa.Column("member", ID, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("operation", sa.String(32), nullable=False),
        sa.Column("other", sa.String(200)),
        sa.Column("reason", sa.Text, nullable=False),
    )
    before = sa.table("office_log_before", *map(sa.column, kept))
    op.execute(sa.table("office_log", *map(sa.column, kept)).insert().from_select(kept, sa.select(before)))
    op.drop_table("office_log_before")
