"""The points ledger as a list of any length, and who has looked at what waits for a person."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0009"
down_revision = "journal_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds an index that covers what lists of entries filter by, one of adjustments, and the table of marks."""
    op.create_index("points_entry_by_day", "points_entry", ["day", "epoch", "seq", "position", "kind", "points"])
    op.create_index(
        "points_entry_adjusted",
        "points_entry",
        ["day", "epoch", "seq", "position"],
        sqlite_where=sa.text("kind = 'adjust'"),
    )
    op.create_table(
        "review_mark",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("seen_at", sa.Text, nullable=False),
        sa.Column("seen_by", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
