"""Frames of this terminal that its journal lost, put back as they were, with every row that repeats what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.claims import KIND
from terminal.domain.errors import Broken, Refusal
from terminal.domain.frames import Frame, FrameKind, decode_frame
from terminal.ports.replica import JournalHead
from terminal.ports.store import StoredRefund
from terminal.store import journal, notes, sales

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.store.connection import Connection

RECOVERED = "recovered"


def take_back(connection: Connection, epoch: int, after: JournalHead, frames: Sequence[bytes]) -> JournalHead:
    """Appends ``frames`` to that epoch, which ends at ``after``. Raises ``Refusal("frames_not_ours")``."""
    terminal = journal.read_identity(connection).terminal_id
    seq, chain_hash = after.position[1], after.chain_hash
    for payload in frames:
        seq += 1
        frame = _read(payload)
        if frame is None or (frame.terminal, frame.epoch, frame.seq) != (terminal, epoch, seq):
            raise Refusal("frames_not_ours", epoch=epoch, seq=seq)
        chain_hash = journal.keep(connection, frame, payload, chain_hash)
        _index(connection, frame)
    return JournalHead((epoch, seq), chain_hash)


def _read(payload: bytes) -> Frame | None:
    try:
        return decode_frame(payload)
    except Broken:
        return None


def _index(connection: Connection, frame: Frame) -> None:
    key = frame.body.get("key")
    if frame.kind is FrameKind.SALE:
        sales.add(connection, frame.epoch, sales.sale_in(frame), frame.seq, key)
    elif frame.kind is FrameKind.REFUND:
        refund = StoredRefund(frame.body["refund"], frame.body["sale"], frame.body)
        sales.add_refund(connection, frame.epoch, refund, frame.seq, frame.day, key)
    elif frame.kind is FrameKind.ADJUSTMENT:
        for coupon, number in frame.body.get("coupons", ()):
            if coupon == KIND:
                sales.use_claim(connection, frame.epoch, frame.seq, number)
    if key is not None and notes.answer_for(connection, key) is None:
        # What was answered then is gone; that the command was carried out is not.
        notes.keep_answer(connection, key, {"op": RECOVERED, "answer": None})
