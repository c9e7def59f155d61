"""What a process does once a second, so that no request has to: sample the backlog, write who was heard."""

import logging
import threading
from collections.abc import Callable, Sequence

BEAT_SECONDS = 1.0

_log = logging.getLogger(__name__)


class Pulse:
    """Calls each of ``duties`` at every beat, and once more when it is stopped."""

    def __init__(self, duties: Sequence[Callable[[], None]]) -> None:
        self._duties = duties
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        """Begins to beat."""
        self._thread.start()

    def stop(self) -> None:
        """Ends after a last beat."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(BEAT_SECONDS):
            self._beat()
        self._beat()

    def _beat(self) -> None:
        for duty in self._duties:
            try:
                duty()
            except Exception as error:  # the next beat does it again
                _log.warning("a duty failed: %s", type(error).__name__)
