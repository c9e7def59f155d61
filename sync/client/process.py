"""The sync process: rounds for ever, soon after each sale, patiently while the line is down."""

import logging
import random
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Protocol, Self

from terminal.domain.errors import Refusal
from terminal.ports.clock import Clock
from terminal.ports.replica import ParkedRefusal, Position, ReplicaStore
from terminal.ports.sync import SyncReport
from terminal.store.errors import explaining, not_entered

POLL_SECONDS = 0.15
BREATH_SECONDS = 0.5
BACKOFF_FIRST_SECONDS = 0.5
BACKOFF_MAX_SECONDS = 30.0

# Kinds that pass by themselves; every other refusal is set aside for a person as well.
_PASSING = frozenset(
    {
        "server_unreachable",
        "server_certificate_wrong",
        "server_answer_not_understood",
        "server_busy",
        "database_unavailable",
        "server_failed",
        "programme_missing",
    }
)
# Kinds that a line which garbles a request makes the server say: set aside only when they come again and again.
_GARBLED = frozenset({"request_unsigned", "request_malformed", "request_too_large", "push_signature_wrong"})
_GARBLED_BY_CHANCE = 5
# Kinds after which the server cannot be said to have been reached.
_UNREACHED = frozenset({"server_unreachable", "server_certificate_wrong", "server_answer_not_understood"})

_log = logging.getLogger(__name__)


class Round(Protocol):
    """A round of sync, with or without other lanes."""

    @property
    def interval_seconds(self) -> int:
        """How long the server lets a terminal without news wait."""
        ...

    @property
    def trouble(self) -> Refusal | None:
        """What a person should hear of although the last round did its work."""
        ...

    def run_once(self) -> SyncReport:
        """One whole round."""
        ...


class RecordingRound:
    """Implements ``Synchroniser``: a round whose outcome the till can see."""

    def __init__(self, sync_round: Round, store: ReplicaStore, clock: Clock) -> None:
        self._round = sync_round
        self._store = store
        self._clock = clock
        self._garbled = 0

    @property
    def interval_seconds(self) -> int:
        """How long the server lets a terminal without news wait."""
        return self._round.interval_seconds

    def run_once(self) -> SyncReport:
        """One round. Raises what the round raises, once it has been recorded."""
        at = self._clock.now()
        try:
            report = self._round.run_once()
        except Refusal as refusal:
            self._store.record_attempt(refusal.kind not in _UNREACHED, at, refusal.kind)
            self._garbled = self._garbled + 1 if refusal.kind in _GARBLED else 0
            if not 0 < self._garbled < _GARBLED_BY_CHANCE:
                self._park(refusal)
            raise
        self._garbled = 0
        self._store.record_attempt(True, self._clock.now())
        if self._round.trouble:
            self._park(self._round.trouble)
        return report

    def _park(self, refusal: Refusal) -> None:
        if refusal.kind in _PASSING or any(parked.kind == refusal.kind for parked in self._store.parked()):
            return
        self._store.park(ParkedRefusal(self._clock.now(), refusal.kind, dict(refusal.data)))


def _nothing() -> None:
    """Nobody has anything to do between rounds."""


class Wish:
    """Somebody wants a round now: a file in the home, there until a round that began after it has ended."""

    def __init__(self, home: Path) -> None:
        self._file = home / "sync.wish"

    def make(self) -> None:
        """Wants one. Raises ``Refusal``: ``disk_full``, ``store_unreachable``."""
        with explaining():
            self._file.touch()

    def is_there(self) -> bool:
        """Whether one is wanted."""
        return self._file.exists()

    def fulfil(self) -> None:
        """It was done."""
        with suppress(OSError):  # then it is done once more
            self._file.unlink(missing_ok=True)


class Follower:
    """Runs rounds until stopped: at once when the journal has grown, else at the server's interval.

    ``between`` is called at every look at the journal: for what cannot wait for the next round. A ``wish`` brings the
    next round forward.
    """

    def __init__(
        self,
        recording: RecordingRound,
        store: ReplicaStore,
        stopping: threading.Event,
        told: Callable[[SyncReport | Refusal], None],
        chance: random.Random,
        between: Callable[[], None] = _nothing,
        *,
        wish: Wish | None = None,
    ) -> None:
        self._between, self._wish = between, wish
        self._recording = recording
        self._store = store
        self._stopping = stopping
        self._told = told
        self._chance = chance
        self._failures = 0

    def follow(self) -> None:
        """Until ``stopping`` is set."""
        while not self._stopping.is_set():
            position = self._store.head().position
            try:
                report = self._one_round()
            except Refusal as refusal:
                self._failures += 1
                _log.info("sync refused: %s", refusal)
                self._told(refusal)
                least = self._least_seconds(refusal)
                self._wait(least, least + self._backoff_seconds(), position)
                continue
            self._failures = 0
            self._told(report)
            # Half to all of the interval, so that terminals that came back together drift apart.
            self._wait(POLL_SECONDS, self._recording.interval_seconds * self._chance.uniform(0.5, 1.0), position)

    def _one_round(self) -> SyncReport:
        wish = self._wish if self._wish is not None and self._wish.is_there() else None
        try:
            return self._recording.run_once()
        finally:
            if wish is not None:
                wish.fulfil()

    def _wait(self, least: float, most: float, position: Position) -> None:
        """Waits for ``least`` seconds, then up to ``most`` or until the journal ends elsewhere than at ``position``.

        A wish ends the wait as well.
        """
        if self._stopping.wait(least):
            return
        for _ in range(round((most - least) / POLL_SECONDS)):
            self._between()
            if self._wish is not None and self._wish.is_there():
                return
            if self._store.head().position != position or self._stopping.wait(POLL_SECONDS):
                return

    def _backoff_seconds(self) -> float:
        """Exponential with full jitter."""
        ceiling = BACKOFF_FIRST_SECONDS * 2 ** min(self._failures, 10)
        return self._chance.uniform(0, min(BACKOFF_MAX_SECONDS, ceiling))

    def _least_seconds(self, refusal: Refusal) -> float:
        """Never sooner than the server asked for, and with a breath in any case."""
        asked = refusal.data.get("retry_after_seconds")
        return max(float(asked), BREATH_SECONDS) if isinstance(asked, int) else BREATH_SECONDS


class SingleInstance:
    """At most one sync process per home. The lock is an SQLite file's: it works alike everywhere and ends with us."""

    def __init__(self, home: Path) -> None:
        try:
            self._connection = sqlite3.connect(home / "sync.lock", isolation_level=None, timeout=0)
        except sqlite3.Error as error:
            raise not_entered(error, "sync_running") from error

    def __enter__(self) -> Self:
        """Raises ``Refusal``: ``sync_running`` while another process syncs this home, else what the disk says."""
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            self._connection.close()
            raise not_entered(error, "sync_running") from error
        return self

    def __exit__(self, *_details: object) -> None:
        self._connection.close()


def is_followed(home: Path) -> bool:
    """Whether a sync process has this home."""
    lock = home / "sync.lock"
    if not lock.exists():
        return False
    try:
        with closing(sqlite3.connect(lock, isolation_level=None, timeout=0)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error:
        return True
    return False
