"""What ``terminal.store.replica`` asks of the database."""

from sqlalchemy import Update, bindparam, delete, func, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert

from terminal.store.sql.journal_tables import journal_frame
from terminal.store.sql.replica_tables import link, parked_refusal, programme, server_member

_frame = journal_frame.c


def _link(*columns: str) -> Update:
    return update(link).values({name: bindparam(name, type_=link.c[name].type) for name in columns})


FRAMES_AFTER = (
    select(journal_frame)
    .where(tuple_(_frame.epoch, _frame.seq) > tuple_(bindparam("epoch"), bindparam("seq")))
    .order_by(_frame.epoch, _frame.seq)
    .limit(bindparam("limit"))
)
HASH_OF = select(_frame.hash).where(_frame.epoch == bindparam("epoch"), _frame.seq == bindparam("seq"))
FORGET_ALL = delete(server_member)
NEW_PROGRAMME = insert(programme).on_conflict_do_nothing(index_elements=["digest"])
PROGRAMMES = select(programme.c.digest).order_by(programme.c.version)
NEWEST_PROGRAMME = select(func.max(programme.c.version))
MEMBER_COUNT = select(func.count()).select_from(server_member).where(server_member.c.erased == 0)
SET_ASIDE = insert(parked_refusal)
ALL_SET_ASIDE = select(parked_refusal).order_by(parked_refusal.c.parked_id)
PUSHED = _link("durable_epoch", "durable_seq", "posted_epoch", "posted_seq")
PAGE_TAKEN = _link("cursor", "posted_epoch", "posted_seq")
SINCE = _link("since")
ATTEMPTED = _link("reached", "last_attempt_at", "refusal")
SUCCEEDED = _link("last_success_at")
