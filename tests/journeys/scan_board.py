"""Every screen of the till in one window on a real display, moved on by lines on standard input.

``show STATE`` builds a screen and answers how many widgets can have the focus; ``focus N`` gives it to one of them;
``report`` answers what was scanned since, whether anything else was touched, whether the last key has come, how many
have, and how long it took from the first to the last and at most between two, in milliseconds by their stamps and by
when they came here. Answers are JSON, one a line.
"""

import json
import sys
import time
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from devices.scanner.wedge import TERMINATORS, Wedge
from ui.qt.design.look import dress
from ui.qt.one_application import this_application
from ui.qt.screens.states import STATES, new_scene
from ui.qt.translations import Translations
from ui.qt.wedge_filter import WedgeFilter
from ui.qt.window import TillWindow

TITLE = "Stillpoint"


class Stamps(QObject):
    """When characters came, by the X server's clock: a busy machine may type more slowly than it was told.

    Shift is no character: whoever counted it would take a long pause for two short ones.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[int] = []
        self.came: list[float] = []
        self.ended = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks on."""
        if isinstance(watched, QWindow) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_end = event.text() in TERMINATORS
            if event.text() and not (is_end and event.isAutoRepeat()):  # that is still the end of the scan before
                self.pressed.append(event.timestamp())
                self.came.append(time.monotonic() * 1000)
                self.ended = self.ended or is_end
        return False

    def report(self) -> dict[str, object]:
        """The figures of ``report``."""
        return {
            "ended": self.ended,
            "keys": len(self.pressed),
            "longest_ms": max((after - before for before, after in pairwise(self.pressed)), default=0),
            "longest_wait_ms": max((after - before for before, after in pairwise(self.came)), default=0),
            "whole_ms": self.pressed[-1] - self.pressed[0] if self.pressed else 0,
        }


class Board:
    """The window of the moment, and what has happened in it."""

    def __init__(self, application: QApplication) -> None:
        self._translations = Translations(application)
        self._filter = WedgeFilter(Wedge())
        self._filter.scanned.connect(self._scanned)
        application.installEventFilter(self._filter)
        self._stamps = Stamps()
        application.installEventFilter(self._stamps)
        self._window: TillWindow | None = None
        self._scans: list[str] = []
        self._before: list[str] = []
        self._presses = 0

    def answer(self, line: str) -> object:
        """Does what ``line`` says."""
        word, _, rest = line.partition(" ")
        if word == "show":
            return self._show(rest)
        if word == "focus":
            places = self._places()
            places[int(rest) % len(places)].setFocus()
            self._before, self._scans, self._presses = self._texts(), [], 0
            self._stamps.pressed, self._stamps.came, self._stamps.ended = [], [], False
            return True
        touched = self._presses > 0 or self._texts() != self._before
        return {"scans": self._scans, "touched": touched, **self._stamps.report()}

    def _show(self, state: str) -> int:
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
        scene = new_scene()
        self._window = window = TillWindow(scene.till, self._translations)
        window.resize(1366, 768)
        window.show()
        STATES[state](scene)
        for button in window.findChildren(QAbstractButton):
            button.pressed.connect(self._pressed)
        scene.till.changed.add(self._pressed)  # told after every key that comes to the till, whatever it does there
        QApplication.processEvents()
        return len(self._places())

    def _places(self) -> list[QWidget]:
        """What can have the focus now: layouts build some of it anew when the window gets its size."""
        if self._window is None:
            return []
        every = [self._window, *self._window.findChildren(QWidget)]
        return [
            each
            for each in every
            if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.isVisible() and each.isEnabled()
        ]

    def _texts(self) -> list[str]:
        if self._window is None:
            return []
        return [edit.text() for edit in self._window.findChildren(QLineEdit)]

    def _scanned(self, text: str) -> None:
        self._scans.append(text)

    def _pressed(self) -> None:
        self._presses += 1


def main() -> int:
    """Runs until standard input ends."""
    application = this_application()
    application.setQuitOnLastWindowClosed(False)  # one screen goes before the next one comes
    dress(application)
    board, notifier = Board(application), QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def read() -> None:
        line = sys.stdin.readline()
        if not line:
            application.quit()
            return
        sys.stdout.write(json.dumps(board.answer(line.strip())) + "\n")
        sys.stdout.flush()

    notifier.activated.connect(read)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
