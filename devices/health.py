"""Trying a device out (UnifiedPOS ``CheckHealth``, external): what is asked, and what came of it."""

import logging
import threading
from collections.abc import Callable
from enum import StrEnum

from terminal.domain.records import record

SUPERSEDED = "superseded"
"""Why a trial failed that somebody asked for again."""

_log = logging.getLogger(__name__)


class HealthResult(StrEnum):
    """What came of trying a device out."""

    PASSED = "passed"
    """The device itself said so: the page is on paper, a code was read."""
    UNCONFIRMED = "unconfirmed"
    """It took what it was sent and said nothing: somebody has to look."""
    FAILED = "failed"
    """It did not work; ``detail`` is the same as in the state."""


@record
class Health:
    """A device's answer. ``detail`` is why it failed; of a scanner that passed, what it read."""

    device: str
    result: HealthResult
    detail: str = ""


HealthListener = Callable[[Health], None]


class Check:
    """The one trial that a device is asked for at a time; each is answered once. Any thread may ask or answer."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._lock = threading.Lock()
        self._told: HealthListener | None = None

    @property
    def is_asked(self) -> bool:
        """Whether somebody waits for an answer."""
        return self._told is not None

    def ask(self, told: HealthListener) -> None:
        """Asks for a trial; ``told`` is called once. One that still waits is given up."""
        self.answer(HealthResult.FAILED, SUPERSEDED)
        with self._lock:
            self._told = told

    def answer(self, result: HealthResult, detail: str = "") -> None:
        """Answers whoever waits; nothing when nobody does."""
        with self._lock:
            told, self._told = self._told, None
        if told is None:
            return
        try:
            told(Health(self._device, result, detail))
        except Exception:
            _log.exception("nobody could be told how the trial of %s went", self._device)
