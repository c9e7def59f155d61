"""What ``terminal.store.reviews`` asks of the database."""

from sqlalchemy import Date, bindparam, select, tuple_
from sqlalchemy.dialects.sqlite import insert

from terminal.store.sql.journal_tables import points_entry, review_mark
from terminal.store.sql.replica_tables import parked_refusal, server_member

_entry, _server = points_entry.c, server_member.c

MARKS = select(review_mark)

SET_ASIDE = select(parked_refusal).order_by(parked_refusal.c.parked_id.desc()).limit(bindparam("limit"))

_LATELY = (
    select(_entry.member_id)
    .where(_entry.day >= bindparam("since", type_=Date))
    .order_by(_entry.day.desc(), _entry.epoch.desc(), _entry.seq.desc(), _entry.position.desc())
    .limit(bindparam("entries"))
)

OWING = (
    select(_server.member_id, _server.deficit)
    .where(_server.deficit > 0, _server.member_id.in_(_LATELY))
    .limit(bindparam("limit"))
)

_TAKEN = (
    select(_entry.member_id)
    .where(tuple_(_entry.epoch, _entry.seq) > tuple_(bindparam("epoch"), bindparam("seq")), _entry.points < 0)
    .order_by(_entry.epoch.desc(), _entry.seq.desc(), _entry.position.desc())
    .limit(bindparam("entries"))
    .subquery()
)

TAKEN_AFTER = select(_TAKEN.c.member_id).distinct().limit(bindparam("limit"))

MARK = insert(review_mark).on_conflict_do_nothing(index_elements=["key"])
