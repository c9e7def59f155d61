"""Keyboard-wedge scanners: their keys are caught before any widget sees them."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from terminal.domain.records import record
from ui.qt.late_keys import LateKeys
from ui.viewmodels.peripherals import WedgeDecision, WedgeDetector

HOLD, PASS = "hold", "pass"
_ENDS = ("\r", "\n", "\t")
_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr, Qt.Key.Key_NumLock}
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@record
class HeldKey:
    """A key that may yet turn out to be typed by hand."""

    key: int
    modifiers: Qt.KeyboardModifier
    text: str


class WedgeFilter(QObject):
    """Install it on windows. A scan leaves no text and presses nothing; typing arrives a moment later.

    Only what the window system delivers to a window is looked at, so that nothing is looked at twice. Gaps are those
    between the keys themselves, by the stamps that the window system gave them: a window or a machine that is busy for
    a moment does not tear a scan apart.
    """

    scanned = Signal(str)

    def __init__(self, wedge: WedgeDetector, stamp_ms: Callable[[QKeyEvent], int] = QKeyEvent.timestamp) -> None:
        super().__init__()
        self._wedge = wedge
        self._stamp_ms = stamp_ms
        self._held: list[HeldKey] = []
        self._quiet: set[int] = set()
        self._down: int | None = None
        self._measuring: Callable[[str, int], None] | None = None
        self._late = LateKeys()
        # When the gap is over, keys that wait already are let in first: hence two timers.
        self._gap, self._last_look = QTimer(self), QTimer(self)
        for timer, done in ((self._gap, self._gap_over), (self._last_look, self._looked)):
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.setSingleShot(True)
            timer.timeout.connect(done)

    def measure(self, key: Callable[[str, int], None] | None) -> None:
        """From now on ``key`` is told of every key that a scanner may send, and nobody else; ``None`` ends that."""
        self.pause()
        self._measuring = key

    def use(self, wedge: WedgeDetector) -> None:
        """Goes by another detector from now on."""
        self.pause()
        self._wedge = wedge

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Holds keys that a scanner may have typed; true for those nobody else is to see."""
        if not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            if _place(event) == self._down:
                self._down = None
            return self._released(event)
        if event.type() != QEvent.Type.KeyPress or self._is_held_down(event):
            return False
        if event.key() in _MODIFIERS or event.modifiers() & _COMMANDS:
            return False
        return self._pressed(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        stamp_ms = self._stamp_ms(event)
        if self._measuring is not None and _may_be_scanned(event.text()):
            self._quiet.add(event.key())
            self._measuring(event.text(), stamp_ms)
            return True
        overlaps, self._down = self._down is not None, _place(event)
        decision = self._wedge.key(event.text(), stamp_ms, overlaps=overlaps)
        self._carry_out(decision)
        if decision.fate == PASS:
            return False
        self._quiet.add(event.key())
        if decision.fate == HOLD:
            self._held.append(HeldKey(event.key(), event.modifiers(), event.text()))
            self._wait(stamp_ms)
        return True

    def _is_held_down(self, event: QKeyEvent) -> bool:
        """Whether a finger stays on the key. In the middle of a scan, X11 takes a double character for that."""
        return event.isAutoRepeat() and self._wedge.deadline_ms is None and self._measuring is None

    def _released(self, event: QKeyEvent) -> bool:
        if event.key() not in self._quiet:
            return False
        if not event.isAutoRepeat():
            self._quiet.discard(event.key())
        return True

    @Slot()
    def pause(self) -> None:
        """Time has passed without a key: what is held was typed by hand."""
        deadline_ms = self._wedge.deadline_ms
        if deadline_ms is not None:
            self._carry_out(self._wedge.pause(deadline_ms + 1))

    def _wait(self, stamp_ms: int) -> None:
        self._last_look.stop()
        now_ms = _now_ms()
        late_ms, deadline_ms = self._late.came(stamp_ms, now_ms), self._wedge.deadline_ms
        if deadline_ms is not None:
            self._gap.start(self._late.expect(now_ms, max(deadline_ms - stamp_ms, 0) + 1 + late_ms))

    @Slot()
    def _gap_over(self) -> None:
        if not self._waits_again():
            self._last_look.start(self._late.expect(_now_ms(), 0))

    @Slot()
    def _looked(self) -> None:
        if not self._waits_again():
            self.pause()

    def _waits_again(self) -> bool:
        """Whether this thread was late, so that whoever hands it the keys may be too."""
        again_ms = self._late.again_ms(_now_ms())
        if again_ms:
            self._gap.start(again_ms)
        return bool(again_ms)

    def _carry_out(self, decision: WedgeDecision) -> None:
        replayed, self._held = self._held[: decision.replay], self._held[decision.replay :]
        for held in replayed:
            _type(held)
        if decision.scan:
            self._held.clear()
            self.scanned.emit(decision.scan)


def _now_ms() -> float:
    return time.monotonic() * 1000


def _may_be_scanned(text: str) -> bool:
    """Whether a scanner may send that: a character, or what ends a code. Escape is a hand's."""
    return text in _ENDS or (bool(text) and text.isprintable())


def _place(event: QKeyEvent) -> int:
    """The key itself, whatever it means at the moment: Shift may be let go of before it is."""
    return event.nativeScanCode() or event.key()


def _type(held: HeldKey) -> None:
    """Types a held key into whatever has the focus now."""
    target: QWidget | None = QApplication.focusWidget() or QApplication.activeWindow()
    if target is None:
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(target, QKeyEvent(kind, held.key, held.modifiers, held.text))
