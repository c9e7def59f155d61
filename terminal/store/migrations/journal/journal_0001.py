"""The first journal: frames and what they say as rows, members enrolled here, print jobs, kept answers, settings."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates every table, and the triggers that keep frames as they were written."""
    _create_frames()
    _create_entries()
    _create_sales()
    _create_refunds()
    _create_the_rest()
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER journal_frame_no_{verb.lower()} BEFORE {verb} ON journal_frame "
            "BEGIN SELECT RAISE(ABORT, 'the journal is only appended to'); END"
        )


def _create_frames() -> None:
    op.create_table(
        "terminal_identity",
        sa.Column("one", sa.Integer, sa.CheckConstraint("one = 1", name="only_one"), primary_key=True),
        sa.Column("terminal_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("store", sa.Text, nullable=False),
        sa.Column("brand", sa.Text, nullable=False),
        sa.Column("group", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("server_url", sa.Text, nullable=False),
    )
    op.create_table(
        "journal_frame",
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )
    op.create_index(
        "journal_frame_enrolments", "journal_frame", ["day"], sqlite_where=sa.text("kind = 'member_enrolled'")
    )


def _of_frame() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["epoch", "seq"], ["journal_frame.epoch", "journal_frame.seq"])


def _create_entries() -> None:
    op.create_table(
        "points_entry",
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        _of_frame(),
        sqlite_with_rowid=False,
    )
    op.create_index("points_entry_of_member", "points_entry", ["member_id", "epoch", "seq"])
    for name, columns in (("redeemed", ["epoch", "seq", "points"]), ("redeemed_by", ["member_id", "day", "points"])):
        op.create_index(f"points_entry_{name}", "points_entry", columns, sqlite_where=sa.text("kind = 'redeem'"))


def _create_sales() -> None:
    op.create_table(
        "sale",
        sa.Column("sale_id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("command_key", sa.Text, unique=True),
        _of_frame(),
        sqlite_with_rowid=False,
    )
    op.create_index("sale_number", "sale", ["day", "number"])
    op.create_index("sale_order", "sale", ["epoch", "seq"], unique=True)
    op.create_table(
        "sale_line",
        sa.Column("sale_id", sa.Text, sa.ForeignKey("sale.sale_id"), primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sku", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("quantity", sa.Text, nullable=False),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.Column("discount", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tender",
        sa.Column("sale_id", sa.Text, sa.ForeignKey("sale.sale_id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("amount", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _create_refunds() -> None:
    op.create_table(
        "refund",
        sa.Column("refund_id", sa.Text, primary_key=True),
        sa.Column("sale_id", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("command_key", sa.Text, unique=True),
        _of_frame(),
        sqlite_with_rowid=False,
    )
    op.create_index("refund_of_sale", "refund", ["sale_id"])
    op.create_index("refund_day", "refund", ["day"])
    op.create_table(
        "refund_line",
        sa.Column("refund_id", sa.Text, sa.ForeignKey("refund.refund_id"), primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("quantity", sa.Text, nullable=False),
        sa.Column("amount", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _create_the_rest() -> None:
    op.create_table(
        "enrolled_member",
        sa.Column("member_id", sa.Text, primary_key=True),
        sa.Column("phone", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("birthday", sa.Date),
        sa.Column("card", sa.Text, unique=True),
        sa.Column("referrer", sa.Text),
    )
    op.create_table(
        "print_job",
        sa.Column("output_id", sa.Integer, primary_key=True),
        sa.Column("sale_id", sa.Text),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("copy", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("print_job_state", "print_job", ["state", "output_id"])
    op.create_table(
        "kept_answer",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("answer", sa.Text, nullable=False),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
