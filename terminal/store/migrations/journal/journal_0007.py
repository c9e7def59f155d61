"""Who works at this terminal, the trail of what they were let do, and finding the shifts of the cash drawer."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0007"
down_revision = "journal_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the tables and indices; no journal of before has staff or shifts."""
    op.create_table(
        "staff",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("staff_id", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.Text),
    )
    op.create_table(
        "staff_note",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("deed", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
    )
    op.create_index(
        "journal_frame_shifts",
        "journal_frame",
        ["epoch", "seq"],
        sqlite_where=sa.text("kind IN ('shift_opened', 'shift_closed', 'cash_moved')"),
    )
    op.create_index("refund_order", "refund", ["epoch", "seq"])
