"""What a day adds up to, in rows: sales and refunds with the figures that their frames say."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0010"
down_revision = "journal_0009"
branch_labels = None
depends_on = None


def _quarter(frame: str) -> str:
    return f"CAST(strftime('%s', {frame}.at) AS INTEGER) / 900"


def _said(path: str) -> str:
    return f"json_extract(CAST(f.payload AS TEXT), '$.body.{path}')"


def upgrade() -> None:
    """Adds both tables and fills them from the frames."""
    op.create_table(
        "sale_figure",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("quarter", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("member_id", sa.Text),
        sa.Column("tier", sa.Text, nullable=False),
        sa.Column("came_before", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("earned", sa.Integer, nullable=False),
        sa.Column("redeemed", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["epoch", "seq"], ["journal_frame.epoch", "journal_frame.seq"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "refund_figure",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("quarter", sa.Integer, nullable=False),
        sa.Column("sale_id", sa.Text, nullable=False),
        sa.Column("sale_quarter", sa.Integer),
        sa.Column("void", sa.Integer, nullable=False),
        sa.Column("refunded", sa.Integer, nullable=False),
        sa.Column("taken_back", sa.Integer, nullable=False),
        sa.Column("returned", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["epoch", "seq"], ["journal_frame.epoch", "journal_frame.seq"]),
        sqlite_with_rowid=False,
    )
    op.execute(
        f"INSERT INTO sale_figure SELECT f.day, {_quarter('f')}, f.epoch, f.seq, {_said('member')},"
        f" coalesce({_said('tier')}, ''), coalesce({_said('facts.visits')}, 0) > 0, {_said('total')},"
        f" coalesce({_said('earned')}, 0), coalesce({_said('redeemed')}, 0)"
        " FROM sale s JOIN journal_frame f ON f.epoch = s.epoch AND f.seq = s.seq"
    )
    op.execute(
        f"INSERT INTO refund_figure SELECT f.day, f.epoch, f.seq, {_quarter('f')}, r.sale_id, {_quarter('sold')},"
        f" coalesce({_said('void')}, 0), coalesce({_said('refunded')}, 0), coalesce({_said('clawed_back')}, 0),"
        f" coalesce({_said('returned')}, 0)"
        " FROM refund r JOIN journal_frame f ON f.epoch = r.epoch AND f.seq = r.seq"
        " LEFT JOIN sale s ON s.sale_id = r.sale_id"
        " LEFT JOIN journal_frame sold ON sold.epoch = s.epoch AND sold.seq = s.seq"
    )
