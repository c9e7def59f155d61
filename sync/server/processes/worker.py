"""The threads that work through what intake has stored, for as long as the server runs.

Posting and the audit are a chore each with a worker of its own, so that neither waits for the other; posting wakes the
audit. Several processes share what there is by a stable hash, so that they hardly ever wait for each other.
"""

import logging
import threading
from collections.abc import Callable, Sequence

from prometheus_client import Counter

from sync.server.posting.portions import EVERYTHING, Claim, Share
from sync.server.service import Service
from terminal.domain.errors import Refusal
from terminal.domain.records import record

IDLE_SECONDS = 1.0
_PAUSE_AFTER_FAILURE_SECONDS = 2.0

_log = logging.getLogger(__name__)


@record
class Chore:
    """Work by terminal and epoch: what waits, what of it is done together, and doing a portion of each of those.

    ``portion`` gives the number of frames done.
    """

    name: str
    waiting: Callable[[], list[Claim]]
    together: Callable[[Sequence[Claim]], list[list[Claim]]]
    portion: Callable[[Sequence[Claim]], int]
    done: Callable[[int], None]
    failed: Counter


@record
class Workers:
    """The workers of a process that posts, started and stopped as one."""

    each: Sequence["PostingWorker"]

    def start(self) -> None:
        """Begins to work."""
        for worker in self.each:
            worker.start()

    def stop(self) -> None:
        """Ends after the portions under way."""
        for worker in self.each:
            worker.stop()


def workers_of(service: Service, share: Share = EVERYTHING, idle_seconds: float = IDLE_SECONDS) -> Workers:
    """Those that post and audit ``share`` of what there is."""
    metrics, backlog, is_posted = service.metrics, service.backlog, threading.Event()

    def posted(frames: int) -> None:
        metrics.frames_posted.inc(frames)
        backlog.posted(frames)
        is_posted.set()

    posting, auditing, failed = service.posting, service.auditing, metrics.portions_failed
    to_post = Chore(
        "posting",
        lambda: posting.waiting(share),
        posting.together,
        posting.post_together,
        posted,
        failed.labels("posting"),
    )
    to_audit = Chore(
        "audit",
        lambda: auditing.waiting(share),
        lambda claims: [[claim] for claim in claims],
        lambda claims: sum(auditing.audit_portion(*claim) for claim in claims),
        metrics.frames_audited.inc,
        failed.labels("audit"),
    )
    return Workers(
        (
            PostingWorker(to_post, backlog.arrived, idle_seconds),
            PostingWorker(to_audit, is_posted, idle_seconds),
        )
    )


class PostingWorker:
    """Start it, and stop it: the portions under way are finished first.

    It looks for work when ``arrived`` is set, and every ``idle_seconds`` for what other processes stored.
    """

    def __init__(
        self,
        chore: Chore,
        arrived: threading.Event,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._chore = chore
        self._arrived = arrived
        self._idle_seconds = idle_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=chore.name, daemon=True)

    def start(self) -> None:
        """Begins to work."""
        self._thread.start()

    def stop(self) -> None:
        """Ends after the portion under way."""
        self._stopping.set()
        self._arrived.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._arrived.wait(self._idle_seconds)
            self._arrived.clear()
            while not self._stopping.is_set() and self._round():
                pass

    def _round(self) -> bool:
        """One portion of every terminal that has something; whether anything was done."""
        try:
            waiting = self._chore.waiting()
            groups = self._chore.together(waiting) if waiting else []
        except Exception as error:
            self._tell("what waits", error)
            self._stopping.wait(_PAUSE_AFTER_FAILURE_SECONDS)
            return False
        return sum(map(self._portion, groups)) > 0

    def _portion(self, claims: Sequence[Claim]) -> int:
        if self._stopping.is_set():
            return 0
        try:
            frames = self._chore.portion(claims)
        except Exception as error:
            # One terminal's trouble must not hold up the others; its frames stay stored and are tried again.
            self._tell(", ".join(f"{name}/{epoch}" for name, epoch in claims), error)
            self._chore.failed.inc()
            if len(claims) > 1:
                return sum(self._portion([claim]) for claim in claims)
            self._stopping.wait(_PAUSE_AFTER_FAILURE_SECONDS)
            return 0
        self._chore.done(frames)
        return frames

    def _tell(self, what: str, error: Exception) -> None:
        """Logs a failure: a line for what is refused, such as a database that is away; the whole story of a fault."""
        story = None if isinstance(error, Refusal) else error
        reason = error.kind if isinstance(error, Refusal) else type(error).__name__
        _log.error("%s of %s failed: %s", self._chore.name, what, reason, exc_info=story)
