"""When members were enrolled and what head office calls them, and the uses of bearer coupons."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0002"
down_revision = "journal_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns and the table."""
    for column in (
        sa.Column("enrolled_on", sa.Date),
        sa.Column("tags", sa.Text, nullable=False, server_default="[]"),
        sa.Column("segments", sa.Text, nullable=False, server_default="[]"),
    ):
        op.add_column("enrolled_member", column)
    op.create_table(
        "coupon_use",
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("coupon", sa.Text, nullable=False),
        sa.Column("sale_id", sa.Text, nullable=False),
        sa.Column("uses", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["epoch", "seq"], ["journal_frame.epoch", "journal_frame.seq"]),
        sqlite_with_rowid=False,
    )
    op.create_index("coupon_use_number", "coupon_use", ["number", "uses"])
