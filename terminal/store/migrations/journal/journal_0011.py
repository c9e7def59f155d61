"""Staff may be kept from signing in without being forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0011"
down_revision = "journal_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds whether somebody may sign in; so far everybody may."""
    op.add_column("staff", sa.Column("active", sa.Integer, nullable=False, server_default=sa.text("1")))
