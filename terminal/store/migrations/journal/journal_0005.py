"""What a print job is, who asked for it, when it was queued and when it last changed."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0005"
down_revision = "journal_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns; jobs of before are documents of an unknown time."""
    for column in (
        sa.Column("kind", sa.Text, nullable=False, server_default="document"),
        sa.Column("asked_by", sa.Text, nullable=False, server_default=""),
        sa.Column("queued_at", sa.Text),
        sa.Column("changed_at", sa.Text),
    ):
        op.add_column("print_job", column)
    op.drop_index("print_job_state", "print_job")
    op.create_index("print_job_state", "print_job", ["kind", "state", "output_id"])
