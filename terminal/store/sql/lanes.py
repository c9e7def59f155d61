"""What ``terminal.store.lanes`` asks of the database."""

from sqlalchemy import Text, bindparam, cast, delete, exists, func, select, update
from sqlalchemy.dialects.sqlite import Insert, insert

from terminal.store.sql.columns import among
from terminal.store.sql.replica_tables import lane, lane_batch, lane_entry, lane_member, link, server_member

_ROWS_AT_ONCE = 500
_batch, _entry, _lane = lane_batch.c, lane_entry.c, lane.c
_OF_LANE = (_batch.terminal_id == bindparam("terminal")) & (_batch.epoch == bindparam("of_epoch"))
_ENTRY_OF_LANE = (_entry.terminal_id == bindparam("terminal")) & (_entry.epoch == bindparam("of_epoch"))
_NAME = _batch.terminal_id.op("||")("/").op("||")(cast(_batch.epoch, Text))
_IN_ORDER = (_batch.terminal_id, _batch.epoch, _batch.first)
_HEARD = select(func.max(_batch.last)).where(_batch.terminal_id == _lane.terminal_id, _batch.epoch == _lane.epoch)
_NEWEST = select(func.max(_entry.day)).scalar_subquery()


def _listing() -> Insert:
    adding = insert(lane)
    # A server restored from a copy knows less than it did: what was forgotten here then does not come back.
    posted = func.max(_lane.posted, adding.excluded.posted)
    return adding.on_conflict_do_update(
        index_elements=["terminal_id", "epoch"],
        set_={"public_key": adding.excluded.public_key, "posted": posted, "listed": 1},
    )


UNLIST = update(lane).values(listed=0)
LIST = _listing()
LISTED = (
    select(lane, _HEARD.scalar_subquery().label("heard"))
    .where(_lane.listed == 1)
    .order_by(_lane.terminal_id, _lane.epoch)
)
UNLISTED = select(lane).where(_lane.listed == 0)
NOT_UPLOADED = update(lane_batch).where(_OF_LANE, _batch.last > bindparam("durable")).values(uploaded=0)
UPLOADED = (
    update(lane_batch).where(_OF_LANE, _batch.last <= bindparam("until"), _batch.uploaded == 0).values(uploaded=1)
)
FORGET_KNOWN = delete(lane_member).where(exists().where(server_member.c.member_id == lane_member.c.member_id))
COUNT_HEARD = update(link).values(lanes_heard=link.c.lanes_heard + 1)
BATCHES_AFTER = (
    select(lane_batch).where(_OF_LANE, _batch.last > bindparam("after")).order_by(_batch.first).limit(_ROWS_AT_ONCE)
)
LACKING = select(lane_batch).where(_batch.uploaded == 0, ~among(_NAME, "skipped")).order_by(*_IN_ORDER).limit(1)
LACKING_OF = select(lane_batch).where(_batch.uploaded == 0, _OF_LANE).order_by(*_IN_ORDER).limit(_ROWS_AT_ONCE)
IS_LACKING = select(_batch.first).where(_OF_LANE, _batch.uploaded == 0).limit(1)
POSTED_BATCHES = delete(lane_batch).where(_OF_LANE, _batch.last <= bindparam("posted"))
POSTED_ENTRIES = delete(lane_entry).where(_ENTRY_OF_LANE, _entry.seq <= bindparam("posted"), _entry.day < _NEWEST)
FORGET_BATCHES = delete(lane_batch).where(_OF_LANE)
FORGET_ENTRIES = delete(lane_entry).where(_ENTRY_OF_LANE)
FORGET_LANE = delete(lane).where(_lane.terminal_id == bindparam("terminal"), _lane.epoch == bindparam("of_epoch"))
LAST_BEFORE = (
    select(lane_batch).where(_OF_LANE, _batch.first <= bindparam("before")).order_by(_batch.first.desc()).limit(1)
)
NEW_BATCH = insert(lane_batch)
