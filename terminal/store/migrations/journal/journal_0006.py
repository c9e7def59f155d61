"""Finding the days that were closed: the number of a Z report follows that of the one before."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0006"
down_revision = "journal_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the index; no journal of before has such a frame."""
    op.create_index(
        "journal_frame_closings", "journal_frame", ["epoch", "seq"], sqlite_where=sa.text("kind = 'day_closed'")
    )
