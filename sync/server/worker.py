"""The thread that posts what intake has stored, for as long as the server runs."""

import logging
import threading

from sync.server.backlog import Backlog
from sync.server.posting import Posting

IDLE_SECONDS = 1.0
_PAUSE_AFTER_FAILURE_SECONDS = 2.0

_log = logging.getLogger(__name__)


class PostingWorker:
    """Start it, and stop it: the portion under way is finished first."""

    def __init__(self, posting: Posting, backlog: Backlog) -> None:
        self._posting = posting
        self._backlog = backlog
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="posting", daemon=True)

    def start(self) -> None:
        """Begins to post."""
        self._thread.start()

    def stop(self) -> None:
        """Ends after the portion under way."""
        self._stopping.set()
        self._backlog.arrived.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._backlog.arrived.wait(IDLE_SECONDS)
            self._backlog.arrived.clear()
            while not self._stopping.is_set() and self._post_round():
                pass

    def _post_round(self) -> bool:
        """One portion of every terminal that has something; whether anything was posted."""
        done = 0
        try:
            waiting = self._posting.waiting()
        except Exception:
            _log.exception("cannot see what waits to be posted")
            self._stopping.wait(_PAUSE_AFTER_FAILURE_SECONDS)
            return False
        for terminal, epoch in waiting:
            if self._stopping.is_set():
                break
            try:
                frames = self._posting.post_portion(terminal, epoch)
            except Exception:
                # One terminal's trouble must not hold up the others; its frames stay stored and are tried again.
                _log.exception("posting of %s/%s failed", terminal, epoch)
                self._stopping.wait(_PAUSE_AFTER_FAILURE_SECONDS)
                continue
            self._backlog.posted(frames)
            done += frames
        return done > 0
