"""What ``terminal.store.cash_rows`` asks of the database."""

from typing import Any

from sqlalchemy import Select, bindparam, select, text, tuple_

from terminal.store.sql.journal_tables import journal_frame, refund, sale

_frame = journal_frame.c

SHIFTS = (
    select(_frame.payload)
    .where(text("kind IN ('shift_opened', 'shift_closed', 'cash_moved')"))  # in the words of the partial index
    .order_by(_frame.epoch.desc(), _frame.seq.desc())
)


def _between(table: Any) -> Select[Any]:
    """The frames that ``table`` indexes, later than one and earlier than another."""
    place = tuple_(table.c.epoch, table.c.seq)
    of_frame = (_frame.epoch == table.c.epoch) & (_frame.seq == table.c.seq)
    return (
        select(_frame.payload)
        .join(table, of_frame)
        .where(
            place > tuple_(bindparam("after_epoch"), bindparam("after_seq")),
            place < tuple_(bindparam("before_epoch"), bindparam("before_seq")),
        )
    )


SALES, REFUNDS = _between(sale), _between(refund)
