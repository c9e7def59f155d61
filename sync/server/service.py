"""The group server's service: the protocol's interface over the database."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select

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
from sync.protocol.signing import verified
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
from sync.server.auditing.auditing import Auditing
from sync.server.intake.arriving import Intake
from sync.server.intake.backlog import FRAMES_WAITING_MAX, Backlog, totals_of
from sync.server.intake.terminal_keys import key_before, keys_of
from sync.server.intake.verification import require_version
from sync.server.keys import ServerKeys
from sync.server.metrics import Metrics
from sync.server.office.erasing import TombstoneKeeper
from sync.server.posting.posting import Posting
from sync.server.programmes.programmes import latest_version, programme_answer, require_latest
from sync.server.reservations.reserving import reserve_points
from sync.server.snapshots.keeping import SnapshotKeeper
from sync.server.snapshots.serving import SnapshotFile, newest_snapshot, snapshot_file
from sync.server.steps.enrolment import Enrolment
from sync.server.steps.lanes import lanes_of_store
from sync.server.steps.looking_up import look_up
from sync.server.steps.own_frames import own_frames
from sync.server.steps.presence import Presence
from sync.server.steps.pull import epoch_row, read_page, standing
from sync.server.storage.database import Database
from sync.server.storage.migrations.state import is_current
from sync.server.storage.tables import terminals
from sync.server.web.figures import FiguresReader
from terminal.domain.errors import Refusal
from terminal.domain.records import record


@record
class Pace:
    """How often terminals without news should ask, and how many frames may wait before they are asked to hold back."""

    interval_seconds: int = 15
    waiting_max: int = FRAMES_WAITING_MAX


class Service:
    """Implements ``GroupServer``. The caller has authenticated the terminal that a request names."""

    def __init__(
        self, database: Database, keys: ServerKeys, now: Callable[[], datetime], pace: Pace | None = None
    ) -> None:
        self._database = database
        self._keys = keys
        self._now = now
        self._pace = pace or Pace()
        self.metrics = Metrics()
        self.backlog = Backlog(totals_of(database), now, self._pace.waiting_max)
        self.presence = Presence(database, now)
        self.figures = FiguresReader(database, self.backlog, now)
        self.posting = Posting(database, keys, now)
        self.auditing = Auditing(database, now)
        self.enrolment = Enrolment(database, keys, now)
        self.tombstones = TombstoneKeeper(database, now)
        self.snapshots = SnapshotKeeper(database, keys, now)
        self.intake = Intake(database, keys, self.backlog, self.metrics, now)

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """See ``GroupServer.enrol``."""
        require_version(request.versions)
        return self.enrolment.enrol(request)

    def push(self, request: PushRequest) -> Standing:
        """See ``GroupServer.push``. A revoked terminal may push, into quarantine."""
        return self.intake.push(request)

    def status(self, request: StatusRequest) -> StatusAnswer:
        """See ``GroupServer.status``."""
        require_version(request.versions)
        self._require_active(request.terminal)
        with self._database.read() as connection:
            return StatusAnswer(
                standing=standing(connection, request.terminal),
                head=epoch_row(connection, request.terminal)["head"].hex(),
                programme_version=latest_version(connection),
                interval_seconds=self._interval(),
            )

    def pull(self, request: PullRequest) -> PullAnswer:
        """See ``GroupServer.pull``."""
        require_version(request.versions)
        self._require_active(request.terminal)
        page = read_page(self._database, self._keys, request, self._interval())
        self.metrics.members_pulled.inc(len(page.members))
        return page

    def programme(self, request: ProgrammeRequest) -> ProgrammeAnswer:
        """See ``GroupServer.programme``."""
        require_version(request.versions)
        self._require_active(request.terminal)
        with self._database.read() as connection:
            return programme_answer(require_latest(connection))

    def snapshot(self, request: SnapshotRequest) -> SnapshotAnswer:
        """See ``GroupServer.snapshot``."""
        require_version(request.versions)
        self._require_active(request.terminal)
        return newest_snapshot(self._database, self._keys, request)

    def snapshot_content(self, request: ContentRequest) -> Iterator[bytes]:
        """See ``GroupServer.snapshot_content``."""
        file = self.snapshot_file(request.terminal, request.digest)
        return file.read(request.offset, file.size)

    def snapshot_file(self, terminal: str, digest: str) -> SnapshotFile:
        """A snapshot of the terminal's cell. Raises ``Refusal("snapshot_missing")``."""
        self._require_active(terminal)
        return snapshot_file(self._database, terminal, digest)

    def lookup(self, request: LookupRequest) -> LookupAnswer:
        """See ``GroupServer.lookup``."""
        require_version(request.versions)
        self._require_active(request.terminal)
        return look_up(self._database, self._keys, request)

    def reserve(self, request: ReserveRequest) -> ReserveAnswer:
        """See ``GroupServer.reserve``."""
        require_version(request.versions)
        self._require_active(request.terminal)
        return reserve_points(self._database, self._keys, request, self._now)

    def lanes(self, request: LanesRequest) -> LanesAnswer:
        """See ``GroupServer.lanes``."""
        require_version(request.versions)
        self._require_active(request.terminal)
        return lanes_of_store(self._database, self._keys, request)

    def frames(self, request: FramesRequest) -> FramesAnswer:
        """See ``GroupServer.frames``."""
        require_version(request.versions)
        self._require_active(request.terminal)
        return own_frames(self._database, request)

    def authenticate(self, terminal: str, statement: bytes, signature: bytes, *, or_before: bool = False) -> None:
        """Raises ``Refusal("request_unsigned")`` unless the terminal's key signed ``statement``.

        With ``or_before`` that of the epoch before will do: the answer to the push that opened the newest may be lost.
        """
        with self._database.read() as connection:
            keys = keys_of(connection, (terminal,)).get(terminal, ())
            before = key_before(connection, terminal) if or_before else None
        if before is not None:
            keys = (*keys, before)
        if not any(verified(key, signature, statement) for key in keys):
            raise Refusal("request_unsigned")

    def observe(self) -> None:
        """Samples the database's totals, for patience, pace and metrics."""
        self.backlog.observe(totals_of(self._database))

    def ready(self) -> bool:
        """Whether the database's tables are those of this version. Raises ``Refusal`` when it does not answer."""
        with self._database.read() as connection:
            return is_current(connection)

    def _require_active(self, terminal: str) -> None:
        with self._database.read() as connection:
            revoked = connection.execute(
                select(terminals.c.revoked_at).where(terminals.c.terminal == terminal)
            ).scalar_one()
        if revoked:
            raise Refusal("terminal_revoked", terminal=terminal)

    def _interval(self) -> int:
        return self.backlog.interval_seconds(self._pace.interval_seconds)
