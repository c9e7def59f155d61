"""The one interface of the group server: the HTTP client and the server's own service both implement it."""

from collections.abc import Iterator
from typing import Protocol

from sync.protocol.messages import (
    EnrolAnswer,
    EnrolRequest,
    ProgrammeAnswer,
    ProgrammeRequest,
    PullAnswer,
    PullRequest,
    PushRequest,
    Standing,
    StatusAnswer,
    StatusRequest,
)
from sync.protocol.steps import (
    ContentRequest,
    FramesAnswer,
    FramesRequest,
    LanesAnswer,
    LanesRequest,
    LookupAnswer,
    LookupRequest,
    ReserveAnswer,
    ReserveRequest,
    SnapshotAnswer,
    SnapshotRequest,
)


class GroupServer(Protocol):
    """Every step of the protocol. Each may be repeated: the second time changes nothing and answers the same.

    All raise ``Refusal`` with a kind of ``sync.protocol.errors``.
    """

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """Makes a terminal of whoever shows a valid one-time code."""
        ...

    def push(self, request: PushRequest) -> Standing:
        """Stores frames for ever; they are posted to balances soon after. ``push_gap`` names what is missing."""
        ...

    def status(self, request: StatusRequest) -> StatusAnswer:
        """How far the server is with the terminal."""
        ...

    def pull(self, request: PullRequest) -> PullAnswer:
        """A page of members changed since the cursor, oldest change first."""
        ...

    def programme(self, request: ProgrammeRequest) -> ProgrammeAnswer:
        """The programme bundle in force."""
        ...

    def snapshot(self, request: SnapshotRequest) -> SnapshotAnswer:
        """The newest snapshot of the terminal's cell. Raises ``Refusal("snapshot_missing")`` when there is none."""
        ...

    def snapshot_content(self, request: ContentRequest) -> Iterator[bytes]:
        """A snapshot's bytes to its end, as they arrive. Raises ``Refusal("snapshot_missing")``."""
        ...

    def lookup(self, request: LookupRequest) -> LookupAnswer:
        """A member that the terminal does not carry yet."""
        ...

    def reserve(self, request: ReserveRequest) -> ReserveAnswer:
        """Sets points of a member aside for the terminal."""
        ...

    def lanes(self, request: LanesRequest) -> LanesAnswer:
        """The terminals of the same store and the keys that sign what they make."""
        ...

    def frames(self, request: FramesRequest) -> FramesAnswer:
        """The terminal's own frames, as they were pushed."""
        ...
