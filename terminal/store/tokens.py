"""Members' codes: which ones this till has taken already."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from terminal.store.journal_tables import used_token
from terminal.store.statements import Statement

KEPT_MAX = 4096
"""More than a counter could take before the first of them ends."""

_token = used_token.c
_USED = Statement(select(_token.token).where(_token.token == bindparam("token")))
_USE = Statement(insert(used_token))
_FORGET = Statement(delete(used_token).where(_token.until < bindparam("now", type_=_token.until.type)))
_NEWEST = select(_token.token).order_by(_token.until.desc()).limit(KEPT_MAX)
_FORGET_OLDEST = Statement(delete(used_token).where(_token.token.not_in(_NEWEST)))


def is_used(connection: Connection, token: str) -> bool:
    """Whether this till has taken that code."""
    return _USED.scalar(connection, token=token) is not None


def use(connection: Connection, token: str, until: datetime, now: datetime) -> None:
    """Remembers a code ``until`` nobody would take it any more, and forgets those of which that is true ``now``."""
    _FORGET.run_many(connection, [{"now": now}])
    _USE.run(connection, token=token, until=until)
    _FORGET_OLDEST.run_many(connection, [{}])
