"""Claims of receipts, with the refunds of their sales."""

import sqlalchemy as sa

from sync.server.storage.migrations.layout import create_table

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the table; it knows of what is posted from now on."""
    create_table(
        "claim",
        sa.Column("number", sa.String(64), primary_key=True),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )
