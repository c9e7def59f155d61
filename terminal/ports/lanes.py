"""What the relay needs of the local store: the other lanes of the store and what was heard of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from terminal.domain.records import record

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from terminal.domain.frames import Frame
    from terminal.ports.store import MemberProfile

LaneName = tuple[str, int]
"""A terminal and one of its epochs."""


@record
class Lane:
    """An epoch of another terminal of this store, and the public key that signs it.

    Up to ``posted`` it is in the members' states that the server sent; ``heard`` is the last seq known here, from the
    server or from the lanes. ``durable`` is the last one that the server has.
    """

    terminal_id: str
    epoch: int
    public_key: bytes
    durable: int = 0
    posted: int = 0
    heard: int = 0

    @property
    def name(self) -> LaneName:
        """The terminal and the epoch."""
        return self.terminal_id, self.epoch


@record
class LaneBatch:
    """Consecutive frames of a lane as it signed them.

    ``profiles`` are the personal data of the members they enrol, as bytes that ``profiles_signature`` covers; both are
    empty where there are none.
    """

    terminal_id: str
    epoch: int
    first_seq: int
    frames: tuple[bytes, ...]
    previous_hash: bytes
    chain_hash: bytes
    signature: bytes
    profiles: bytes = b""
    profiles_signature: bytes = b""

    @property
    def name(self) -> LaneName:
        """The terminal and the epoch."""
        return self.terminal_id, self.epoch

    @property
    def last_seq(self) -> int:
        """The seq of the last frame."""
        return self.first_seq + len(self.frames) - 1


class LaneStore(Protocol):
    """The other lanes, as the sync process knows them. Every call is its own transaction."""

    def lanes(self) -> tuple[Lane, ...]:
        """Those that the server listed last."""
        ...

    def take_roster(self, lanes: Sequence[Lane]) -> None:
        """Takes over the server's list. The members as they were ``posted`` are in the replica already.

        What is in the members' states is forgotten, and so is what the server has of lanes no longer listed.
        """
        ...

    def add(self, batch: LaneBatch, frames: Sequence[Frame], members: Sequence[MemberProfile] = ()) -> int:
        """Keeps what is new of a batch whose signature was checked; gives the number of new frames.

        ``frames`` are those of its frames that can be booked, ``members`` the personal data that go with them.
        Raises ``Refusal``: ``lane_unknown``, ``lane_gap``, ``lane_forked``.
        """
        ...

    def batches_after(self, name: LaneName, seq: int, max_bytes: int) -> tuple[LaneBatch, ...]:
        """What is kept of a lane after ``seq``, without gaps; at most ``max_bytes``, but at least one batch."""
        ...

    def waiting(self, max_bytes: int, skipping: Collection[LaneName] = ()) -> tuple[LaneBatch, ...]:
        """The oldest batches of one lane that the server lacks, one after the other; empty when it lacks none."""
        ...

    def mark_uploaded(self, name: LaneName, last: int) -> None:
        """Remembers that the server has the lane's frames up to ``last``."""
        ...
