"""Reservations, erased members, what was looked up, and what the other lanes of the store have done meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "replica_0003"
down_revision = "replica_0002"
branch_labels = None
depends_on = None

NONE = sa.text("0")


def upgrade() -> None:
    """Adds columns and tables."""
    op.add_column("server_member", sa.Column("reserved", sa.Text, nullable=False, server_default="[]"))
    op.add_column("server_member", sa.Column("erased", sa.Integer, nullable=False, server_default=NONE))
    op.create_index("server_member_reserved", "server_member", ["member_id"], sqlite_where=sa.text("reserved <> '[]'"))
    op.create_index("server_member_erased", "server_member", ["member_id"], sqlite_where=sa.text("erased = 1"))
    op.add_column("link", sa.Column("lanes_heard", sa.Integer, nullable=False, server_default=NONE))
    op.add_column("link", sa.Column("since", sa.Integer, nullable=False, server_default=NONE))
    op.create_table(
        "lane",
        sa.Column("terminal_id", sa.Text, primary_key=True),
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("posted", sa.Integer, nullable=False),
        sa.Column("listed", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    _create_lane_tables()
    op.create_table(
        "lookup_answer",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.Text, nullable=False),
        sa.Column("found", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _create_lane_tables() -> None:
    op.create_table(
        "lane_batch",
        sa.Column("terminal_id", sa.Text, primary_key=True),
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("first", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("previous_hash", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("frames", sa.LargeBinary, nullable=False),
        sa.Column("profiles", sa.LargeBinary, nullable=False),
        sa.Column("profiles_signature", sa.LargeBinary, nullable=False),
        sa.Column("uploaded", sa.Integer, nullable=False),
    )
    op.create_table(
        "lane_entry",
        sa.Column("member_id", sa.Text, primary_key=True),
        sa.Column("terminal_id", sa.Text, primary_key=True),
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("entry", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lane_member",
        sa.Column("member_id", sa.Text, primary_key=True),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("birthday", sa.Date),
        sa.Column("card", sa.Text),
        sa.Column("referrer", sa.Text),
        sa.Column("enrolled_on", sa.Date),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("segments", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("lane_member_phone", "lane_member", ["phone"])
    op.create_index("lane_member_card", "lane_member", ["card"], sqlite_where=sa.text("card IS NOT NULL"))
