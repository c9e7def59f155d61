"""The first replica: the server's members with identifiers and lots, programme bundles, the state of sync."""

import sqlalchemy as sa
from alembic import op

revision = "replica_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates every table, and the one row of ``link``."""
    _create_members()
    op.create_table(
        "programme",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False, unique=True),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "link",
        sa.Column("one", sa.Integer, sa.CheckConstraint("one = 1", name="only_one"), primary_key=True),
        sa.Column("cursor", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("durable_epoch", sa.Integer, nullable=False),
        sa.Column("durable_seq", sa.Integer, nullable=False),
        sa.Column("posted_epoch", sa.Integer, nullable=False),
        sa.Column("posted_seq", sa.Integer, nullable=False),
        sa.Column("reached", sa.Integer, nullable=False),
        sa.Column("last_attempt_at", sa.Text),
        sa.Column("last_success_at", sa.Text),
        sa.Column("refusal", sa.Text),
    )
    op.execute("INSERT INTO link VALUES (1, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL)")
    op.create_table(
        "parked_refusal",
        sa.Column("parked_id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )


def _create_members() -> None:
    op.create_table(
        "server_member",
        sa.Column("member_id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("alias_of", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("birthday", sa.Date),
        sa.Column("referrer", sa.Text),
        sa.Column("deficit", sa.Integer, nullable=False),
        sa.Column("spend_minor", sa.Integer, nullable=False),
        sa.Column("visits", sa.Integer, nullable=False),
        sa.Column("last_visit", sa.Date),
        sa.Column("applied", sa.Text, nullable=False),
    )
    op.create_index("server_member_alias", "server_member", ["alias_of"], sqlite_where=sa.text("alias_of IS NOT NULL"))
    op.create_table(
        "identifier",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("member_id", sa.Text, _member(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("identifier_of_member", "identifier", ["member_id"])
    op.create_table(
        "lot",
        sa.Column("member_id", sa.Text, _member(), primary_key=True),
        sa.Column("lot_id", sa.Text, primary_key=True),
        sa.Column("brand", sa.Text, nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("expires_on", sa.Date),
        sa.Column("earned_on", sa.Date, nullable=False),
        sqlite_with_rowid=False,
    )


def _member() -> sa.ForeignKey:
    return sa.ForeignKey("server_member.member_id", ondelete="CASCADE")
