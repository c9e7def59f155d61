"""The points economy: households, settlement, bearer coupons, what the office did, and entries it made."""

import sqlalchemy as sa
from alembic import op

from sync.server.storage.migrations.layout import create_table

revision = "0002"
down_revision = "0001"

ID = sa.String(64)
INSTANT = sa.DateTime(timezone=True)
NONE = sa.text("0")


def upgrade() -> None:
    """Adds tables and columns; what was posted before has no place among a member's entries and sorts first."""
    op.add_column("member", sa.Column("household", ID))
    op.add_column("member", sa.Column("booked", sa.BigInteger, nullable=False, server_default=NONE))
    op.create_index("member_alias", "member", ["alias_of"])
    op.create_index("member_household", "member", ["household"])
    for column in (
        sa.Column("qualifying", sa.BigInteger, nullable=False, server_default=NONE),
        sa.Column("counts_on", sa.String(10)),
        sa.Column("place", sa.BigInteger, nullable=False, server_default=NONE),
        sa.Column("document", sa.LargeBinary),
    ):
        op.add_column("ledger", column)
    op.create_index("ledger_named", "ledger", ["named"])
    create_table(
        "household",
        sa.Column("household", ID, primary_key=True),
        sa.Column("made_at", INSTANT, nullable=False),
    )
    _create_money()
    create_table(
        "office_log",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("operation", sa.String(32), nullable=False),
        sa.Column("member", ID, nullable=False),
        sa.Column("other", sa.String(200)),
        sa.Column("reason", sa.Text, nullable=False),
    )


def _create_money() -> None:
    create_table(
        "coupon_use",
        sa.Column("number", sa.String(200), primary_key=True),
        sa.Column("coupon", sa.String(200), nullable=False),
        sa.Column("uses", sa.BigInteger, nullable=False),
    )
    create_table(
        "sale_sum",
        sa.Column("sale", ID, primary_key=True),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("redeemed", sa.BigInteger, nullable=False),
        sa.Column("refunded", sa.BigInteger, nullable=False),
        sa.Column("returned", sa.BigInteger, nullable=False),
    )
    create_table(
        "settlement_share",
        sa.Column("sale", ID, primary_key=True),
        sa.Column("terminal", ID, primary_key=True),
        sa.Column("epoch", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("earned_at", ID, primary_key=True),
        sa.Column("spent_at", ID, nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("currency", sa.String(8), nullable=False),
        sa.Column("points", sa.BigInteger, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
    )
