"""The journal's file: what this terminal did.

``journal_frame`` is the truth. ``sale``, ``sale_line``, ``sale_figure``, ``tender``, ``refund``, ``refund_line``,
``refund_figure``, ``coupon_use`` and ``points_entry`` repeat what frames say, in the same transaction, as rows that
questions can be put to (a day's figures, favourite items, look-ups); they could be rebuilt from the frames. Personal
data of members enrolled here, print jobs and settings are not in frames. No table name occurs in the replica too, so
statements need no schema names in either process.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

from terminal.store.sql.columns import Codes, Instant

metadata = MetaData()

terminal_identity = Table(
    "terminal_identity",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1", name="only_one"), primary_key=True),
    Column("terminal_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("store", Text, nullable=False),
    Column("brand", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("server_url", Text, nullable=False),
)

journal_frame = Table(
    "journal_frame",
    metadata,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
Index("journal_frame_enrolments", journal_frame.c.day, sqlite_where=text("kind = 'member_enrolled'"))
Index(
    "journal_frame_closings",
    journal_frame.c.epoch,
    journal_frame.c.seq,
    sqlite_where=text("kind = 'day_closed'"),
)
Index(
    "journal_frame_shifts",
    journal_frame.c.epoch,
    journal_frame.c.seq,
    sqlite_where=text("kind IN ('shift_opened', 'shift_closed', 'cash_moved')"),
)


def _of_frame() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["epoch", "seq"], ["journal_frame.epoch", "journal_frame.seq"])


points_entry = Table(
    "points_entry",
    metadata,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("member_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("day", Date, nullable=False),
    _of_frame(),
    sqlite_with_rowid=False,
)
Index("points_entry_of_member", points_entry.c.member_id, points_entry.c.epoch, points_entry.c.seq)
Index(
    "points_entry_by_day",
    points_entry.c.day,
    points_entry.c.epoch,
    points_entry.c.seq,
    points_entry.c.position,
    points_entry.c.kind,
    points_entry.c.points,
)
Index(
    "points_entry_adjusted",
    points_entry.c.day,
    points_entry.c.epoch,
    points_entry.c.seq,
    points_entry.c.position,
    sqlite_where=text("kind = 'adjust'"),
)
Index(
    "points_entry_redeemed_by",
    points_entry.c.member_id,
    points_entry.c.day,
    points_entry.c.points,
    sqlite_where=text("kind = 'redeem'"),
)
Index(
    "points_entry_redeemed",
    points_entry.c.epoch,
    points_entry.c.seq,
    points_entry.c.points,
    sqlite_where=text("kind = 'redeem'"),
)

sale = Table(
    "sale",
    metadata,
    Column("sale_id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("command_key", Text, unique=True),
    _of_frame(),
    sqlite_with_rowid=False,
)
Index("sale_number", sale.c.day, sale.c.number)
Index("sale_order", sale.c.epoch, sale.c.seq, unique=True)

sale_line = Table(
    "sale_line",
    metadata,
    Column("sale_id", Text, ForeignKey("sale.sale_id"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("sku", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("quantity", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("discount", Integer, nullable=False),
    sqlite_with_rowid=False,
)

tender = Table(
    "tender",
    metadata,
    Column("sale_id", Text, ForeignKey("sale.sale_id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("type", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    sqlite_with_rowid=False,
)

refund = Table(
    "refund",
    metadata,
    Column("refund_id", Text, primary_key=True),
    Column("sale_id", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("command_key", Text, unique=True),
    _of_frame(),
    sqlite_with_rowid=False,
)
Index("refund_of_sale", refund.c.sale_id)
Index("refund_day", refund.c.day)
Index("refund_order", refund.c.epoch, refund.c.seq)

refund_line = Table(
    "refund_line",
    metadata,
    Column("refund_id", Text, ForeignKey("refund.refund_id"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("quantity", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Both stand in the order of their business days: what is asked is always some days, summed by quarters of an hour.
sale_figure = Table(
    "sale_figure",
    metadata,
    Column("day", Date, primary_key=True),
    Column("quarter", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("member_id", Text),
    Column("tier", Text, nullable=False),
    Column("came_before", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("earned", Integer, nullable=False),
    Column("redeemed", Integer, nullable=False),
    _of_frame(),
    sqlite_with_rowid=False,
)

refund_figure = Table(
    "refund_figure",
    metadata,
    Column("day", Date, primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("quarter", Integer, nullable=False),
    Column("sale_id", Text, nullable=False),
    Column("sale_quarter", Integer),
    Column("void", Integer, nullable=False),
    Column("refunded", Integer, nullable=False),
    Column("taken_back", Integer, nullable=False),
    Column("returned", Integer, nullable=False),
    _of_frame(),
    sqlite_with_rowid=False,
)

enrolled_member = Table(
    "enrolled_member",
    metadata,
    Column("member_id", Text, primary_key=True),
    Column("phone", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("birthday", Date),
    Column("card", Text, unique=True),
    Column("referrer", Text),
    Column("enrolled_on", Date),
    Column("tags", Codes, nullable=False),
    Column("segments", Codes, nullable=False),
)

coupon_use = Table(
    "coupon_use",
    metadata,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("number", Text, primary_key=True),
    Column("coupon", Text, nullable=False),
    Column("sale_id", Text, nullable=False),
    Column("uses", Integer, nullable=False),
    _of_frame(),
    sqlite_with_rowid=False,
)
Index("coupon_use_number", coupon_use.c.number, coupon_use.c.uses)

print_job = Table(
    "print_job",
    metadata,
    Column("output_id", Integer, primary_key=True),
    Column("sale_id", Text),
    Column("document", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("kind", Text, nullable=False, server_default="document"),
    Column("asked_by", Text, nullable=False, server_default=""),
    Column("queued_at", Instant),
    Column("changed_at", Instant),
    sqlite_autoincrement=True,
)
Index("print_job_state", print_job.c.kind, print_job.c.state, print_job.c.output_id)

parked_bill = Table(
    "parked_bill",
    metadata,
    Column("park_id", Text, primary_key=True),
    Column("parked_at", Instant, nullable=False),
    Column("cashier", Text, nullable=False),
    Column("member_id", Text),
    Column("due", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

kept_answer = Table(
    "kept_answer",
    metadata,
    Column("key", Text, primary_key=True),
    Column("answer", Text, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("place", Integer, primary_key=True),
    Column("staff_id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("locked_until", Instant),
    Column("active", Integer, nullable=False, server_default=text("1")),
)

staff_note = Table(
    "staff_note",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("event", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("deed", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
)

forgotten_member = Table(
    "forgotten_member",
    metadata,
    Column("member_id", Text, primary_key=True),
    sqlite_with_rowid=False,
)

wanted_member = Table(
    "wanted_member",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("asked_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

used_token = Table(
    "used_token",
    metadata,
    Column("token", Text, primary_key=True),
    Column("until", Instant, nullable=False),
    sqlite_with_rowid=False,
)

review_mark = Table(
    "review_mark",
    metadata,
    Column("key", Text, primary_key=True),
    Column("seen_at", Instant, nullable=False),
    Column("seen_by", Text, nullable=False),
    sqlite_with_rowid=False,
)
