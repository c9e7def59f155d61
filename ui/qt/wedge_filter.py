"""Keyboard-wedge scanners: their keys are caught before any widget sees them."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from ui.viewmodels.peripherals import WedgeDecision, WedgeDetector

HOLD, PASS = "hold", "pass"
_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr, Qt.Key.Key_NumLock}
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def monotonic_ms() -> int:
    """Milliseconds on a clock that does not go back."""
    return time.monotonic_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key that may yet turn out to be typed by hand."""

    key: int
    modifiers: Qt.KeyboardModifier
    text: str


class WedgeFilter(QObject):
    """Install it on the application. A scan leaves no text and presses nothing; typing arrives a moment later.

    Only what the window system delivers to a window is looked at, so that nothing is looked at twice.
    """

    scanned = Signal(str)

    def __init__(self, wedge: WedgeDetector, clock_ms: Callable[[], int] = monotonic_ms) -> None:
        super().__init__()
        self._wedge = wedge
        self._clock_ms = clock_ms
        self._held: list[HeldKey] = []
        self._quiet: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.pause)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Holds keys that a scanner may have typed; true for those nobody else is to see."""
        if not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._released(event)
        if event.type() != QEvent.Type.KeyPress or event.isAutoRepeat():
            return False
        if event.key() in _MODIFIERS or event.modifiers() & _COMMANDS:
            return False
        return self._pressed(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        decision = self._wedge.key(event.text(), self._clock_ms())
        self._carry_out(decision)
        if decision.fate == PASS:
            return False
        self._quiet.add(event.key())
        if decision.fate == HOLD:
            self._held.append(HeldKey(event.key(), event.modifiers(), event.text()))
            self._wait()
        return True

    def _released(self, event: QKeyEvent) -> bool:
        if event.key() not in self._quiet or event.isAutoRepeat():
            return False
        self._quiet.discard(event.key())
        return True

    @Slot()
    def pause(self) -> None:
        """Time has passed without a key: what is held was typed by hand."""
        self._carry_out(self._wedge.pause(self._clock_ms()))
        if self._held:
            self._wait()

    def _wait(self) -> None:
        deadline = self._wedge.deadline_ms
        if deadline is not None:
            self._timer.start(max(deadline - self._clock_ms(), 0) + 1)

    def _carry_out(self, decision: WedgeDecision) -> None:
        replayed, self._held = self._held[: decision.replay], self._held[decision.replay :]
        for held in replayed:
            _type(held)
        if decision.scan:
            self._held.clear()
            self.scanned.emit(decision.scan)


def _type(held: HeldKey) -> None:
    """Types a held key into whatever has the focus now."""
    target: QWidget | None = QApplication.focusWidget() or QApplication.activeWindow()
    if target is None:
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(target, QKeyEvent(kind, held.key, held.modifiers, held.text))
