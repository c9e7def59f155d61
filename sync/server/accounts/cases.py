"""What posting and the audit found, as rows for a person to look at."""

import logging
from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.server.accounts.books import PostingException
from sync.server.storage.database import insert_new
from sync.server.storage.tables import exceptions

_log = logging.getLogger(__name__)


def keep_cases(connection: Connection, found: Iterable[PostingException], found_at: datetime) -> None:
    """Keeps the cases; one that is there already stays as it is, with what has been decided about it."""
    rows = [
        {
            "terminal": case.terminal,
            "epoch": case.epoch,
            "seq": case.seq,
            "line": case.line,
            "code": case.code,
            "member": case.member_id,
            "data": msgspec.json.encode(case.data).decode(),
            "found_at": found_at,
        }
        for case in found
    ]
    insert_new(connection, exceptions, rows)
    for row in rows:
        _log.info("%s/%s/%s: %s", row["terminal"], row["epoch"], row["seq"], row["code"])
