"""What ``terminal.store.journal`` asks of the database."""

from sqlalchemy import bindparam, func, insert, select, text, tuple_, update

from terminal.domain.frames import FrameKind
from terminal.store.sql.columns import among
from terminal.store.sql.journal_tables import journal_frame, points_entry, terminal_identity

_frame, _entry = journal_frame.c, points_entry.c

_IN_ORDER = (_frame.epoch, _frame.seq)

_LATER = tuple_(_entry.epoch, _entry.seq) > tuple_(bindparam("epoch"), bindparam("seq"))

_OF_MEMBERS = among(_entry.member_id, "members")

_REDEEMED = func.coalesce(-func.sum(_entry.points), 0)

_REDEEM = text("points_entry.kind = 'redeem'")  # in the words of the partial indices

IDENTITY = select(terminal_identity)

NEW_IDENTITY = insert(terminal_identity)

OPEN_EPOCH = update(terminal_identity).values(epoch=bindparam("opened"))

HEAD = select(_frame.epoch, _frame.seq, _frame.hash).order_by(_frame.epoch.desc(), _frame.seq.desc()).limit(1)

_LAST_OF_EPOCH = select(_frame.epoch, func.max(_frame.seq).label("seq")).group_by(_frame.epoch).subquery()

HEADS = select(_frame.epoch, _frame.seq, _frame.hash).join(
    _LAST_OF_EPOCH, (_frame.epoch == _LAST_OF_EPOCH.c.epoch) & (_frame.seq == _LAST_OF_EPOCH.c.seq)
)

NEW_FRAME = insert(journal_frame)

NEW_ENTRY = insert(points_entry)

_MOVES = select(_entry.epoch, _entry.seq).where(_OF_MEMBERS, _LATER).distinct().subquery()

FRAMES_OF = (
    select(_frame.payload)
    .join(_MOVES, (_frame.epoch == _MOVES.c.epoch) & (_frame.seq == _MOVES.c.seq))
    .order_by(*_IN_ORDER)
)

REDEEMED_ON = select(_REDEEMED).where(_OF_MEMBERS, _entry.day == bindparam("day"), _REDEEM)

REDEEMED_AFTER = select(_REDEEMED).where(_REDEEM, _LATER)

ALL_FRAMES = select(_frame.epoch, _frame.seq, _frame.payload, _frame.hash).order_by(*_IN_ORDER)

ALL_ENTRIES = select(points_entry).order_by(_entry.epoch, _entry.seq, _entry.position)

OPENING = select(_frame.payload).where(
    _frame.epoch == bindparam("epoch"), _frame.kind == FrameKind.EPOCH_OPENED.value, _frame.seq == 1
)

CLOSINGS = (
    select(_frame.payload)
    .where(text(f"kind = '{FrameKind.DAY_CLOSED.value}'"))
    .order_by(_frame.epoch.desc(), _frame.seq.desc())
)
