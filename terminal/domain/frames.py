"""Journal frames: the facts a terminal makes, as bytes frozen at commit.

A frame is identified by (terminal, epoch, seq); ``seq`` has no gaps. Its bytes are canonical JSON, written once; the
chain hash is taken over the stored bytes and nobody ever re-serialises a frame to check it. Personal data stays out:
members appear as ids, identifiers as keyed hashes.
"""

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from terminal.domain.documents import entry_document, entry_from_document
from terminal.domain.errors import Broken
from terminal.domain.ledger import Entry
from terminal.domain.records import record

FRAME_FORMAT = 1
CHAIN_START = bytes(32)
_WITHOUT_FLOATS = frozenset({str, int, bool, type(None)})


class FrameKind(StrEnum):
    """What happened."""

    EPOCH_OPENED = "epoch_opened"
    MEMBER_ENROLLED = "member_enrolled"
    SALE = "sale"
    REFUND = "refund"
    ADJUSTMENT = "adjustment"
    MEMBERS_MERGED = "members_merged"
    REPRINT = "reprint"
    RESERVATION_RETURNED = "reservation_returned"
    DAY_CLOSED = "day_closed"
    SHIFT_OPENED = "shift_opened"
    CASH_MOVED = "cash_moved"
    SHIFT_CLOSED = "shift_closed"


@record
class Frame:
    """One fact.

    ``at`` is the terminal's wall clock in UTC, ISO 8601, for people only; ``day`` the store's business day.
    ``programme`` is the hash of the bundle that was in force. ``body`` is JSON-able and depends on ``kind``: see
    ``docs/protocol.md``. ``entries`` is all that moves points.
    """

    terminal: str
    epoch: int
    seq: int
    kind: FrameKind
    at: str
    day: date
    store: str
    programme: str
    body: Mapping[str, Any]
    entries: tuple[Entry, ...] = ()


def chain(previous: bytes, frame_bytes: bytes) -> bytes:
    """The chain hash after a frame: SHA-256 of the hash before it and the frame's bytes."""
    from hashlib import sha256

    return sha256(previous + frame_bytes).digest()


def canonical_json(document: object) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: one document, one sequence of bytes. Floats are refused."""
    _refuse_floats(document)
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def identifier_hash(group_key: bytes, kind: str, value: str) -> str:
    """The keyed hash under which an identifier (phone, card) may appear outside the encrypted member row."""
    from hmac import digest

    return digest(group_key, f"{kind}:{value}".encode(), "sha256").hex()


def encode_frame(frame: Frame) -> bytes:
    """The bytes to store, hash and push."""
    return canonical_json(
        {
            "v": FRAME_FORMAT,
            "terminal": frame.terminal,
            "epoch": frame.epoch,
            "seq": frame.seq,
            "kind": frame.kind.value,
            "at": frame.at,
            "day": frame.day.isoformat(),
            "store": frame.store,
            "programme": frame.programme,
            "body": frame.body,
            "entries": [entry_document(entry) for entry in frame.entries],
        }
    )


def decode_frame(frame_bytes: bytes) -> Frame:
    """The frame in ``frame_bytes``. Raises ``Broken`` when they are not a frame that this version can read."""
    try:
        raw = json.loads(frame_bytes)
        if raw["v"] != FRAME_FORMAT:
            raise Broken(f"frame format {raw['v']} is not known here")
        return Frame(
            terminal=raw["terminal"],
            epoch=raw["epoch"],
            seq=raw["seq"],
            kind=FrameKind(raw["kind"]),
            at=raw["at"],
            day=date.fromisoformat(raw["day"]),
            store=raw["store"],
            programme=raw["programme"],
            body=raw["body"],
            entries=tuple(entry_from_document(item) for item in raw["entries"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Broken(f"not a frame: {error}") from error


def _refuse_floats(document: object) -> None:
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, float):
            raise Broken("a float has no place in a ledger")
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
        waiting.extend(part for part in parts if type(part) not in _WITHOUT_FLOATS)
