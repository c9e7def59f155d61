"""A frame in words: its fields, what it moved, and all that support asks for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from terminal.domain.frames import FrameKind
from terminal.domain.records import record
from terminal.ports.office import EntryState
from terminal.usecases.points_ledger import FrameFile
from ui.viewmodels.desk import Desk
from ui.viewmodels.office.member_file import entry_key
from ui.viewmodels.words import clock_time, money, points, signed

BODY_FIELDS = (
    "number",
    "member",
    "into",
    "total",
    "refunded",
    "earned",
    "redeemed",
    "clawed_back",
    "returned",
    "reason",
    "approved_by",
    "cashier",
)
"""What bodies of frames say that has a word of its own; the rest stands in the JSON."""
MONEY_FIELDS = frozenset({"total", "refunded"})


@record
class FrameFace:
    """The fields in words, the movements (whose, what, points), and the JSON for support."""

    title: str
    fields: tuple[tuple[str, str], ...]
    movements: tuple[tuple[str, str, str], ...]
    text: str
    state: EntryState


def frame_face(desk: Desk, file: FrameFile, who: Callable[[str], str]) -> FrameFace:
    """The frame as the page shows it; ``who`` is what a list calls a member."""
    frame, words = file.frame, desk.words
    zone = desk.shop.store.time_zone
    at = clock_time(datetime.fromisoformat(frame.at), zone) if frame.at else ""
    fields = [
        (words.say("frame_day"), f"{words.whole_day(frame.day)} {at}".strip()),
        (words.say("frame_position"), f"{frame.epoch} / {frame.seq}"),
        (words.say("frame_terminal"), frame.terminal),
        *_body(desk, frame.kind, frame.body, who),
        (words.say("frame_programme"), str(file.programme) if file.programme is not None else "—"),
        (words.say("frame_state"), words.say(f"entry_state_{file.state}")),
        (words.say("frame_size"), words.say("frame_bytes", count=f"{file.size:,}")),
        (words.say("frame_chain"), file.chain_hash),
    ]
    moved = tuple(
        (who(entry.member_id), words.say(entry_key(frame.kind, entry.kind)), signed(entry.points))
        for entry in frame.entries
    )
    return FrameFace(words.say(f"frame_{frame.kind}"), tuple(fields), moved, file.text, file.state)


def _body(desk: Desk, kind: FrameKind, body: Mapping[str, Any], who: Callable[[str], str]) -> list[tuple[str, str]]:
    found = []
    for name in BODY_FIELDS:
        value = body.get(name)
        if value not in (None, ""):
            is_code = kind is FrameKind.MEMBERS_MERGED and name == "reason"
            said = desk.words.merge_reason(str(value)) if is_code else _said(desk, name, value, who)
            found.append((desk.words.say(f"frame_{name}"), said))
    return found


def _said(desk: Desk, name: str, value: Any, who: Callable[[str], str]) -> str:
    if name in {"member", "into"}:
        return who(str(value))
    if isinstance(value, int):
        return money(desk.currency, value) if name in MONEY_FIELDS else points(value)
    return str(value)
