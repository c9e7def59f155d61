"""What a member's points come to here: the server's state with later entries, own and other lanes', laid over it.

A member of a terminal that has not synced for months may have hundreds of own entries, so what they came to at one
look is kept for the next. Only committed frames are ever in it, and it is used only where they can all be seen.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from terminal.domain.ledger import Entry, MemberState, apply
from terminal.domain.records import record
from terminal.ports.replica import BEFORE_ALL, Position
from terminal.store import journal, lane_rows
from terminal.store.lane_rows import HeardEntry, Place

if TYPE_CHECKING:
    from terminal.domain.frames import Frame
    from terminal.store.connection import Connection

Ids = tuple[str, ...]
Share = Callable[[Entry], Entry | None]
Page = tuple[object, int]
KEPT_MAX = 256


@record
class ServerWord:
    """What the server last said of a member: when it came in, and the state; both ``None`` when it said nothing.

    Pages are numbered in each generation of the replica for itself.
    """

    page: Page | None
    state: MemberState | None


@record
class FoldedState:
    """A member's state: the server's with own entries over it, the last of them at ``last``, and those of other lanes.

    ``ids`` are theirs all. ``heard`` is where the entries stand that other lanes are known to have made.
    """

    ids: Ids
    server: ServerWord
    state: MemberState
    last: Position = BEFORE_ALL
    heard: tuple[Place, ...] = ()

    @property
    def applied(self) -> Mapping[str, Position]:
        """The last (epoch, seq) of each terminal that the server's state contains."""
        return self.server.state.applied if self.server.state else {}


class MemberStates:
    """The states last looked at, by canonical id; any thread may ask."""

    def __init__(self, kept_max: int = KEPT_MAX) -> None:
        self._kept_max = kept_max
        self._kept: OrderedDict[str, FoldedState] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, ids: Ids, page: Page | None) -> FoldedState | None:
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
    entries = lane_rows.entries_of(connection, ids)
    heard = tuple(one.place for one in entries)
    if kept is None or kept.heard != heard or kept.last > journal.head(connection).position:
        said = server()
        kept = FoldedState(ids, said, said.state or MemberState(ids[0]), heard=heard)
    later = [one for one in entries if one.place.at > kept.applied.get(one.place.terminal_id, BEFORE_ALL)]
    if later:
        return _with_other_lanes(connection, terminal_id, kept, later, share)
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


def _with_other_lanes(
    connection: Connection, terminal_id: str, folded: FoldedState, later: Sequence[HeardEntry], share: Share
) -> FoldedState:
    """Own entries and those of other lanes, in the one order that every lane comes to."""
    if folded.applied != folded.state.applied and not any(
        journal.frames_of(connection, folded.ids, folded.state.applied.get(terminal_id, BEFORE_ALL))
    ):
        return folded
    own = journal.frames_of(connection, folded.ids, folded.applied.get(terminal_id, BEFORE_ALL))
    moves = [*later, *(move for frame in own for move in _moves(frame))]
    state, last = folded.server.state or MemberState(folded.ids[0]), folded.last
    for move in sorted(moves, key=lambda one: one.place):
        place = move.place
        mine = share(move.entry) if move.entry.member_id in folded.ids else None
        if mine is not None:
            state, _ = apply(state, mine, place.day)
        seen = max(place.at, state.applied.get(place.terminal_id, BEFORE_ALL))
        state = replace(state, applied={**state.applied, place.terminal_id: seen})
        last = max(last, place.at) if place.terminal_id == terminal_id else last
    return replace(folded, state=state, last=last)


def _moves(frame: Frame) -> Iterator[HeardEntry]:
    for line, entry in enumerate(frame.entries):
        yield HeardEntry(Place(frame.day, frame.terminal, (frame.epoch, frame.seq), line), entry)
