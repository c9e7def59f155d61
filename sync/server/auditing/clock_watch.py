"""Clocks that cannot be right, by what frames say: for people to look at, never a reason to refuse anything."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sync.server.accounts.books import PostingException, case_of
from terminal.domain.frames import Frame

AHEAD_MAX: Final = timedelta(minutes=10)
"""How far a frame may be ahead of the moment in which it was received."""
BACK_MAX: Final = timedelta(minutes=10)
"""How far a frame may be before the one that precedes it."""
OLD_MAX: Final = timedelta(days=400)
"""How far a frame may be behind the moment in which it was received: terminals are offline for weeks, not for years."""


def clock_cases(frames: Sequence[Frame], received_at: datetime) -> Iterator[PostingException]:
    """``clock_skew`` for the first frame of each stretch of ``frames``, received at once, whose clock was off alike."""
    before: datetime | None = None
    was_off: list[str] = []
    for frame in frames:
        at = _instant(frame.at)
        if at is None:
            continue
        off = _off(at, before, received_at)
        if off and [*off] != was_off:
            seconds = {name: int(span.total_seconds()) for name, span in off.items()}
            yield case_of(
                frame, 0, "clock_skew", data={"at": frame.at, "received_at": received_at.isoformat(), **seconds}
            )
        was_off, before = [*off], at


def _off(at: datetime, before: datetime | None, received_at: datetime) -> dict[str, timedelta]:
    if at - received_at > AHEAD_MAX:
        return {"ahead_seconds": at - received_at}
    if received_at - at > OLD_MAX:
        return {"behind_seconds": received_at - at}
    if before and before - at > BACK_MAX:
        return {"back_seconds": before - at}
    return {}


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None
