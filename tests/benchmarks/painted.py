"""From a key to the pixels: plays keys to a window and takes the time until what they bring has been painted."""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

PAUSE_MS = 25
"""Between a result and the next key, for what Qt puts off. Nobody types as quickly."""
BEAT_MS = 5
PATIENCE_MS = 60_000


class Later(NamedTuple):
    """What the same key brings after that, beside the thread that draws; its time counts from the key as well."""

    kind: str
    holds: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Step:
    """``act`` presses; it is over when the window has painted what ``holds``. ``kind`` is what it counts as."""

    kind: str
    act: Callable[[], None]
    holds: Callable[[], bool]
    later: Later | None = None


class Span(NamedTuple):
    """Milliseconds that passed, and those that this process had the processor: all of them where it is alone."""

    ms: float
    worked_ms: float


def median(spans: Sequence[Span]) -> Span:
    """The median of each."""
    return Span(statistics.median(span.ms for span in spans), statistics.median(span.worked_ms for span in spans))


def p99(spans: Sequence[Span]) -> Span:
    """What 99 in 100 are below, of each."""
    measured, worked = ([span[place] for span in spans] for place in range(2))
    return Span(statistics.quantiles(measured, n=100)[98], statistics.quantiles(worked, n=100)[98])


@dataclass(slots=True)
class Taken:
    """What each step took, by its kind; and how long the thread that draws was busy at a time, with what went on."""

    steps: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    busy: list[tuple[Span, str]] = field(default_factory=list)

    @property
    def every(self) -> list[Span]:
        """All steps."""
        return [taken for kind in self.steps.values() for taken in kind]

    def busy_with(self, kinds: Collection[str]) -> list[tuple[Span, str]]:
        """How long that thread was busy at a time while these were awaited."""
        return [(busy, kind) for busy, kind in self.busy if kind in kinds]


def play(application: QApplication, window: QWidget, steps: Iterator[Step]) -> Taken:
    """Plays ``steps`` to a window that is shown."""
    return _Player(application, window, steps).play()


class _Player(QObject):
    """Plays steps in the application's own loop, where deferred work is done as it is in the product.

    A window paints all that has changed in one go. Once a step's result is known when that begins, it ends the step.
    """

    def __init__(self, application: QApplication, window: QWidget, steps: Iterator[Step]) -> None:
        super().__init__()
        self._application, self._window, self._steps = application, window, steps
        self._awaited: Step | Later | None = None
        self._began, self._beat_at = _now(), _now()
        self._is_shown = False
        self.taken = Taken()
        self._beat, self._late = QTimer(self), QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._beaten)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._give_up)

    def play(self) -> Taken:
        """Plays all of them."""
        self._window.installEventFilter(self)
        self._beat.start(BEAT_MS)
        QTimer.singleShot(PAUSE_MS, self._press)
        code = self._application.exec()
        self._beat.stop()
        self._window.removeEventFilter(self)
        if code:
            raise SystemExit(f"{self._awaited and self._awaited.kind}: never painted")
        return self.taken

    @Slot()
    def _press(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self._application.exit(0)
            return
        self._await(step)
        self._began = _now()
        step.act()

    def _await(self, awaited: Step | Later) -> None:
        self._awaited, self._is_shown = awaited, False
        self._late.start(PATIENCE_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sees the window begin to paint; what is posted then comes when it is done."""
        if event.type() == QEvent.Type.UpdateRequest and self._awaited is not None and not self._is_shown:
            self._is_shown = self._awaited.holds()
            if self._is_shown:
                QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value)
        return False

    def customEvent(self, _event: QEvent) -> None:
        """The pixels are there."""
        self._beaten()  # the thread was busy for what came, and not for what comes next
        came = self._awaited
        if came is not None:
            self.taken.steps[came.kind].append(_since(self._began))
        if isinstance(came, Step) and came.later is not None:
            self._await(came.later)
            if came.later.holds():  # it came with the rest
                self._window.update()
            return
        self._late.stop()
        QTimer.singleShot(PAUSE_MS, self._press)

    @Slot()
    def _beaten(self) -> None:
        busy, self._beat_at = _since(self._beat_at), _now()
        kind = self._awaited.kind if self._awaited else ""
        self.taken.busy.append((Span(busy.ms - BEAT_MS, busy.worked_ms), kind))
        if self._awaited is not None and not self._is_shown and self._awaited.holds():
            self._window.update(0, 0, 1, 1)  # what came looks as what was there: nothing else would be painted

    @Slot()
    def _give_up(self) -> None:
        self._application.exit(1)


def _now() -> Span:
    return Span(time.perf_counter() * 1000, time.process_time() * 1000)


def _since(began: Span) -> Span:
    now = _now()
    return Span(now.ms - began.ms, now.worked_ms - began.worked_ms)
