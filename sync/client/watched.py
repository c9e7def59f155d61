"""A group server that somebody watches: how far the members have come, and whether it is still wanted."""

from collections.abc import Iterator

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
from sync.protocol.server import GroupServer
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
from terminal.ports.sync import Watch


class WatchedServer:
    """Implements ``GroupServer`` over another one. Whatever ends a step in the middle, the step may be done again."""

    def __init__(self, server: GroupServer, watch: Watch) -> None:
        self._server, self._watch = server, watch

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """See ``GroupServer.enrol``. Nothing has been written here when it is no longer wanted."""
        answer = self._server.enrol(request)
        self._watch.check()
        return answer

    def push(self, request: PushRequest) -> Standing:
        """See ``GroupServer.push``."""
        self._watch.check()
        return self._server.push(request)

    def status(self, request: StatusRequest) -> StatusAnswer:
        """See ``GroupServer.status``."""
        self._watch.check()
        return self._server.status(request)

    def pull(self, request: PullRequest) -> PullAnswer:
        """See ``GroupServer.pull``."""
        self._watch.check()
        page = self._server.pull(request)
        watch = self._watch
        watch.done = 0 if watch.is_file else watch.done
        watch.is_file, watch.members, watch.total = False, page.members_total, page.members_total
        watch.done = min(watch.done + len(page.members), watch.total) if page.more else watch.total
        return page

    def programme(self, request: ProgrammeRequest) -> ProgrammeAnswer:
        """See ``GroupServer.programme``."""
        self._watch.check()
        return self._server.programme(request)

    def snapshot(self, request: SnapshotRequest) -> SnapshotAnswer:
        """See ``GroupServer.snapshot``."""
        self._watch.check()
        offer = self._server.snapshot(request)
        self._watch.is_file, self._watch.total, self._watch.members = True, offer.size, offer.members
        return offer

    def snapshot_content(self, request: ContentRequest) -> Iterator[bytes]:
        """See ``GroupServer.snapshot_content``."""
        self._watch.done = request.offset
        for portion in self._server.snapshot_content(request):
            self._watch.check()
            yield portion
            self._watch.done += len(portion)

    def lookup(self, request: LookupRequest) -> LookupAnswer:
        """See ``GroupServer.lookup``."""
        return self._server.lookup(request)

    def reserve(self, request: ReserveRequest) -> ReserveAnswer:
        """See ``GroupServer.reserve``."""
        return self._server.reserve(request)

    def lanes(self, request: LanesRequest) -> LanesAnswer:
        """See ``GroupServer.lanes``."""
        return self._server.lanes(request)

    def frames(self, request: FramesRequest) -> FramesAnswer:
        """See ``GroupServer.frames``."""
        return self._server.frames(request)
