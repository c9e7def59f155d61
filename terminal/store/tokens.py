"""Members' codes: which ones this till has taken already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.store.statements import Statement

if TYPE_CHECKING:
    from datetime import datetime

    from terminal.store.connection import Connection

_USED = Statement("tokens.USED")
_USE = Statement("tokens.USE")
_FORGET = Statement("tokens.FORGET")
_FORGET_OLDEST = Statement("tokens.FORGET_OLDEST")

KEPT_MAX = 4096
"""More than a counter could take before the first of them ends."""


def is_used(connection: Connection, token: str) -> bool:
    """Whether this till has taken that code."""
    return _USED.scalar(connection, token=token) is not None


def use(connection: Connection, token: str, until: datetime, now: datetime) -> None:
    """Remembers a code ``until`` nobody would take it any more, and forgets those of which that is true ``now``."""
    _FORGET.run_many(connection, [{"now": now}])
    _USE.run(connection, token=token, until=until)
    _FORGET_OLDEST.run_many(connection, [{}])
