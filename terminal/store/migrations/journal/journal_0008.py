"""Bills that are set aside while another customer is served: they outlive the window."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0008"
down_revision = "journal_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table; until now they lived as long as the window."""
    op.create_table(
        "parked_bill",
        sa.Column("park_id", sa.Text, primary_key=True),
        sa.Column("parked_at", sa.Text, nullable=False),
        sa.Column("cashier", sa.Text, nullable=False),
        sa.Column("member_id", sa.Text),
        sa.Column("due", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
