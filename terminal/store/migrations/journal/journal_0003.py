"""Members that were asked for and are not carried here, and those of whom everything was forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0003"
down_revision = "journal_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "forgotten_member",
        sa.Column("member_id", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wanted_member",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
