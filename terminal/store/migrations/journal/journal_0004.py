"""Members' codes that this terminal has taken: it takes none of them twice."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0004"
down_revision = "journal_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "used_token",
        sa.Column("token", sa.Text, primary_key=True),
        sa.Column("until", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
