"""Members that were asked for and are not carried here, for the sync process to look up."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0003"
down_revision = "journal_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "wanted_member",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
