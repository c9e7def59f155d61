"""A posted entry as a row of the ledger."""

from typing import Any, Final

import msgspec

from sync.server.accounts.books import PostedEntry
from terminal.domain.documents import entry_document
from terminal.domain.frames import canonical_json

IMPORT: Final = "import"
OFFICE: Final = "office"
RESERVING: Final = "reserving"
SERVER_SOURCES: Final = (IMPORT, OFFICE, RESERVING)


def ledger_row(posted: PostedEntry) -> dict[str, Any]:
    """The row. ``named`` is whom the frame names, ``member`` whose account it was booked on.

    ``document`` is there for entries that no terminal's frame holds.
    """
    frame, entry = posted.frame, posted.entry
    return {
        "member": posted.member_id,
        "terminal": frame.terminal,
        "epoch": frame.epoch,
        "seq": frame.seq,
        "line": posted.line,
        "named": posted.named,
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
        "qualifying": entry.qualifying,
        "counts_on": entry.counts_on.isoformat() if entry.counts_on else None,
        "moves": msgspec.json.encode([(move.lot_id, move.brand, move.points) for move in posted.moves]),
        "deficit_change": posted.deficit_change,
        "place": posted.place,
        "document": canonical_json(entry_document(entry)) if frame.terminal in SERVER_SOURCES else None,
    }
