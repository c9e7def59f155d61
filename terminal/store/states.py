"""What a member's points come to here: the server's state with this terminal's own later entries laid over it.

A member of a terminal that has not synced for months may have hundreds of own entries, so what they came to at one
look is kept for the next. Only committed frames are ever in it, and it is used only where they can all be seen.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from terminal.domain.ledger import Entry, MemberState, apply
from terminal.ports.replica import BEFORE_ALL, Position
from terminal.store import journal

Ids = tuple[str, ...]
Share = Callable[[Entry], Entry | None]
KEPT_MAX = 256


@dataclass(frozen=True, slots=True)
class ServerWord:
    """What the server last said of a member: the page it came in and the state; both ``None`` when it said nothing."""

    page: int | None
    state: MemberState | None


@dataclass(frozen=True, slots=True)
class FoldedState:
    """A member's state: the server's with own entries over it, the last of them at ``last``. ``ids`` are theirs all."""

    ids: Ids
    server: ServerWord
    state: MemberState
    last: Position = BEFORE_ALL


class MemberStates:
    """The states last looked at, by canonical id; any thread may ask."""

    def __init__(self, kept_max: int = KEPT_MAX) -> None:
        self._kept_max = kept_max
        self._kept: OrderedDict[str, FoldedState] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, ids: Ids, page: int | None) -> FoldedState | None:
        """What was kept of the member with these ids, if the server has said nothing newer than ``page``."""
        with self._lock:
            found = self._kept.get(ids[0])
        return found if found and found.ids == ids and found.server.page == page else None

    def keep(self, folded: FoldedState) -> None:
        """Keeps a state for the next look; it must be of committed frames only."""
        with self._lock:
            self._kept[folded.ids[0]] = folded
            self._kept.move_to_end(folded.ids[0])
            while len(self._kept) > self._kept_max:
                self._kept.popitem(last=False)


def look(
    connection: Connection,
    terminal_id: str,
    kept: FoldedState | None,
    server: Callable[[], ServerWord],
    ids: Ids,
    share: Share,
) -> FoldedState:
    """The state of the account that entries of these ids move, from what was ``kept`` if this connection sees as much.

    ``share`` is what an entry moves of it, ``None`` for nothing.
    """
    if kept is None or kept.last > journal.head(connection).position:
        said = server()
        kept = FoldedState(ids, said, said.state or MemberState(ids[0]))
    return _with_later_frames(connection, terminal_id, kept, share)


def _with_later_frames(connection: Connection, terminal_id: str, folded: FoldedState, share: Share) -> FoldedState:
    state, last = folded.state, folded.last
    for frame in journal.frames_of(connection, folded.ids, state.applied.get(terminal_id, BEFORE_ALL)):
        for entry in frame.entries:
            mine = share(entry) if entry.member_id in folded.ids else None
            if mine is not None:
                state, _ = apply(state, mine, frame.day)
        last = (frame.epoch, frame.seq)
        state = replace(state, applied={**state.applied, terminal_id: last})
    return replace(folded, state=state, last=last)
