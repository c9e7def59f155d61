"""The group server's service: the protocol's interface over the database."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from sync.protocol.messages import (
    PROTOCOL_VERSION,
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
    FramesAnswer,
    FramesRequest,
    LanesAnswer,
    LanesRequest,
    LookupAnswer,
    LookupRequest,
    PieceRequest,
    ReserveAnswer,
    ReserveRequest,
    SnapshotAnswer,
    SnapshotRequest,
)
from sync.server.backlog import Backlog
from sync.server.database import Database
from sync.server.enrolment import Enrolment
from sync.server.intake import Intake
from sync.server.keys import ServerKeys
from sync.server.lanes import lanes_of_store
from sync.server.looking_up import look_up
from sync.server.own_frames import own_frames
from sync.server.posting import Posting
from sync.server.programmes import latest_version, programme_answer, require_latest
from sync.server.pull import epoch_row, read_page, standing
from sync.server.reserving import reserve_points
from sync.server.snapshots.serving import newest_snapshot, piece_of
from sync.server.tables import epochs, terminals
from terminal.domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Pace:
    """How often terminals without news should ask."""

    interval_seconds: int = 15


class Service:
    """Implements ``GroupServer``. The caller has authenticated the terminal that a request names."""

    def __init__(
        self, database: Database, keys: ServerKeys, now: Callable[[], datetime], pace: Pace | None = None
    ) -> None:
        self._database = database
        self._keys = keys
        self._now = now
        self._pace = pace or Pace()
        self._seen: dict[str, datetime] = {}
        self._seen_lock = threading.Lock()
        self.backlog = Backlog(self._frames_waiting(), now)
        self.posting = Posting(database, keys, now)
        self.enrolment = Enrolment(database, keys, now)
        self._intake = Intake(database, keys, self.backlog, now)

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """See ``GroupServer.enrol``."""
        _require_version(request.versions)
        return self.enrolment.enrol(request)

    def push(self, request: PushRequest) -> Standing:
        """See ``GroupServer.push``. A revoked terminal may push, into quarantine."""
        _require_version(request.versions)
        return self._intake.push(request)

    def status(self, request: StatusRequest) -> StatusAnswer:
        """See ``GroupServer.status``."""
        _require_version(request.versions)
        self._require_active(request.terminal)
        with self._database.read() as connection:
            return StatusAnswer(
                standing=standing(connection, request.terminal),
                head=epoch_row(connection, request.terminal)["head"].hex(),
                programme_version=latest_version(connection),
                interval_seconds=self._pace.interval_seconds,
            )

    def pull(self, request: PullRequest) -> PullAnswer:
        """See ``GroupServer.pull``."""
        _require_version(request.versions)
        self._require_active(request.terminal)
        return read_page(self._database, self._keys, request, self._pace.interval_seconds)

    def programme(self, request: ProgrammeRequest) -> ProgrammeAnswer:
        """See ``GroupServer.programme``."""
        _require_version(request.versions)
        self._require_active(request.terminal)
        with self._database.read() as connection:
            return programme_answer(require_latest(connection))

    def snapshot(self, request: SnapshotRequest) -> SnapshotAnswer:
        """See ``GroupServer.snapshot``."""
        _require_version(request.versions)
        self._require_active(request.terminal)
        return newest_snapshot(self._database, self._keys, request)

    def snapshot_piece(self, request: PieceRequest) -> bytes:
        """See ``GroupServer.snapshot_piece``."""
        self._require_active(request.terminal)
        return piece_of(self._database, request)

    def lookup(self, request: LookupRequest) -> LookupAnswer:
        """See ``GroupServer.lookup``."""
        _require_version(request.versions)
        self._require_active(request.terminal)
        return look_up(self._database, self._keys, request)

    def reserve(self, request: ReserveRequest) -> ReserveAnswer:
        """See ``GroupServer.reserve``."""
        _require_version(request.versions)
        self._require_active(request.terminal)
        return reserve_points(self._database, self._keys, request, self._now)

    def lanes(self, request: LanesRequest) -> LanesAnswer:
        """See ``GroupServer.lanes``."""
        _require_version(request.versions)
        self._require_active(request.terminal)
        return lanes_of_store(self._database, self._keys, request)

    def frames(self, request: FramesRequest) -> FramesAnswer:
        """See ``GroupServer.frames``."""
        _require_version(request.versions)
        self._require_active(request.terminal)
        return own_frames(self._database, request)

    def authenticate(self, terminal: str, statement: bytes, signature: bytes) -> None:
        """Raises ``Refusal("request_unsigned")`` unless the terminal's key signed ``statement``."""
        with self._database.read() as connection:
            key = connection.execute(
                select(terminals.c.public_key).where(terminals.c.terminal == terminal)
            ).scalar_one_or_none()
        if key is None or not verified(key, signature, statement):
            raise Refusal("request_unsigned")

    def note_seen(self, terminal: str, their_time: datetime | None) -> None:
        """Keeps when the terminal last spoke and how far its clock is off: for people, never a reason to refuse."""
        now = self._now()
        with self._seen_lock:
            last = self._seen.get(terminal)
            if last and abs((now - last).total_seconds()) < 60:
                return
            self._seen[terminal] = now
        skew = round((their_time - now).total_seconds()) if their_time else None
        with self._database.write() as connection:
            connection.execute(
                update(terminals).where(terminals.c.terminal == terminal).values(seen_at=now, clock_skew_seconds=skew)
            )

    def ready(self) -> bool:
        """Whether the database answers."""
        with self._database.read() as connection:
            return bool(connection.execute(select(1)).scalar_one())

    def _require_active(self, terminal: str) -> None:
        with self._database.read() as connection:
            revoked = connection.execute(
                select(terminals.c.revoked_at).where(terminals.c.terminal == terminal)
            ).scalar_one()
        if revoked:
            raise Refusal("terminal_revoked", terminal=terminal)

    def _frames_waiting(self) -> int:
        with self._database.read() as connection:
            waiting = select(func.coalesce(func.sum(epochs.c.durable - epochs.c.posted), 0))
            return int(connection.execute(waiting).scalar_one())


def _require_version(versions: tuple[int, ...]) -> None:
    if PROTOCOL_VERSION not in versions:
        raise Refusal("protocol_version_unknown", versions=list(versions), ours=[PROTOCOL_VERSION])
