"""A keyboard whose keys bear times, as a window system stamps them; nothing here waits."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QWidget

_NAMED = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}
_START_MS = 1000


class Keyboard:
    """Sends keys to a window, down and up, with Shift where a scanner would press it."""

    def __init__(self, window: QWidget) -> None:
        self._window, self.now_ms = window, _START_MS

    def type(self, text: str, gap_ms: int) -> None:
        """Types ``text``, each key ``gap_ms`` after the one before, ``\\r`` and ``\\t`` among them."""
        for character in text:
            self.now_ms += gap_ms
            shifted = character.isupper() or character in '~!@#$%^&*()_+{}|:"<>?'
            held = Qt.KeyboardModifier.ShiftModifier if shifted else Qt.KeyboardModifier.NoModifier
            if shifted:
                self._send(QEvent.Type.KeyPress, Qt.Key.Key_Shift, "", held)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self._send(kind, _NAMED.get(character) or ord(character.upper()), character, held)
            if shifted:
                self._send(QEvent.Type.KeyRelease, Qt.Key.Key_Shift, "", Qt.KeyboardModifier.NoModifier)

    def strike(self, key: Qt.Key, text: str = "", *, is_repeat: bool = False) -> None:
        """One key, down and up; ``is_repeat`` as the window system says of a finger that stays."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, is_repeat)
            event.setTimestamp(self.now_ms)
            QCoreApplication.sendEvent(self._window.windowHandle(), event)

    def _send(self, kind: QEvent.Type, key: int, text: str, held: Qt.KeyboardModifier) -> None:
        event = QKeyEvent(kind, key, held, text)
        event.setTimestamp(self.now_ms)
        handle: QWindow = self._window.windowHandle()
        QCoreApplication.sendEvent(handle, event)
