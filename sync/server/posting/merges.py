"""Merges that tills asked for, put down in the office's log: who said so, and where it stands."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from sync.server.accounts.books import OrderedMerge
from sync.server.accounts.desk import Desk


def put_down_merges(connection: Connection, desk: Desk, merged: Iterable[OrderedMerge]) -> None:
    """Puts them down as the office's own are, by whoever approved it at the till."""
    for frame, member_id, into in merged:
        place = f"{frame.terminal}/{frame.epoch}/{frame.seq}"
        by = _readable(frame.body["approved_by"]) or frame.terminal
        reason = f"{_readable(frame.body['reason'])} ({place})".strip()
        replace(desk, by=by, reason=reason).record(connection, "merge", member_id, into)


def _readable(text: str) -> str:
    """Without what no database keeps."""
    return "".join(character for character in text if character.isprintable())
