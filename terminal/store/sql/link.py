"""What ``terminal.store.link`` asks of the database."""

from sqlalchemy import bindparam, func, select, tuple_

from terminal.store.sql.journal_tables import journal_frame
from terminal.store.sql.replica_tables import link

_frame = journal_frame.c

_POSITION = tuple_(_frame.epoch, _frame.seq)

_GIVEN = tuple_(bindparam("epoch"), bindparam("seq"))

LINK = select(link)

OLDEST_AFTER = (
    select(_frame.epoch, _frame.seq, _frame.at).where(_POSITION > _GIVEN).order_by(_frame.epoch, _frame.seq).limit(1)
)

COUNT_FROM = select(func.count()).select_from(journal_frame).where(_POSITION >= _GIVEN)
