"""What ``terminal.store.tokens`` asks of the database."""

from sqlalchemy import bindparam, delete, insert, select

from terminal.store.sql.journal_tables import used_token
from terminal.store.tokens import KEPT_MAX

_token = used_token.c

USED = select(_token.token).where(_token.token == bindparam("token"))

USE = insert(used_token)

FORGET = delete(used_token).where(_token.until < bindparam("now", type_=_token.until.type))

_NEWEST = select(_token.token).order_by(_token.until.desc()).limit(KEPT_MAX)

FORGET_OLDEST = delete(used_token).where(_token.token.not_in(_NEWEST))
