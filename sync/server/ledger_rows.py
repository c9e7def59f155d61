"""A posted entry as a row of the ledger."""

from typing import Any

import msgspec

from sync.server.books import PostedEntry


def ledger_row(posted: PostedEntry) -> dict[str, Any]:
    """The row. ``named`` is the id in the frame, ``member`` whose it turned out to be."""
    frame, entry = posted.frame, posted.entry
    return {
        "member": posted.member_id,
        "terminal": frame.terminal,
        "epoch": frame.epoch,
        "seq": frame.seq,
        "line": posted.line,
        "named": entry.member_id,
        "frame_kind": frame.kind.value,
        "kind": entry.kind.value,
        "day": frame.day.isoformat(),
        "at": frame.at,
        "store": frame.store,
        "programme": frame.programme,
        "sale": frame.body.get("sale"),
        "points": entry.points,
        "spend_minor": entry.spend_minor,
        "visits": entry.visits,
        "moves": msgspec.json.encode([(move.lot_id, move.brand, move.points) for move in posted.moves]),
        "deficit_change": posted.deficit_change,
    }
