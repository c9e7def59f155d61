"""What conditions ask of members, what they have besides points, and households."""

import sqlalchemy as sa
from alembic import op

revision = "replica_0002"
down_revision = "replica_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns; what an older server said of a member stands until it says more."""
    for column in (
        sa.Column("enrolled_on", sa.Date),
        sa.Column("tags", sa.Text, nullable=False, server_default="[]"),
        sa.Column("segments", sa.Text, nullable=False, server_default="[]"),
        sa.Column("household", sa.Text),
        sa.Column("progress", sa.Text, nullable=False, server_default="{}"),
    ):
        op.add_column("server_member", column)
    op.create_index(
        "server_member_household", "server_member", ["household"], sqlite_where=sa.text("household IS NOT NULL")
    )
    op.add_column("lot", sa.Column("idle_months", sa.Integer, nullable=False, server_default=sa.text("0")))
