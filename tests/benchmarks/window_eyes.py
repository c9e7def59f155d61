"""What looks at a window from within its process, and says when it works."""

import signal
import sys
import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

DIGIT = "1"


class Eyes(QObject):
    """See what is painted, and say when it is what was waited for."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever is painted."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and self.is_enough(watched):
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # it runs
            QTimer.singleShot(0, self._say)  # once the whole window is painted
        return False

    def is_enough(self, _painted: QWidget) -> bool:
        """Anything will do."""
        return True

    def _say(self) -> None:
        sys.stdout.write(f"{time.monotonic()} {time.process_time()}\n")
        sys.stdout.flush()


class CashierEyes(Eyes):
    """Wait for a tile of the menu, then for the digit that is typed on that."""

    _is_typed = False

    def is_enough(self, painted: QWidget) -> bool:
        """A digit in the omnibox."""
        from ui.qt.screens.menu_panel import Tile
        from ui.qt.widgets.entry_field import EntryField

        if isinstance(painted, Tile) and not self._is_typed:
            self._is_typed = True
            key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, DIGIT)
            QCoreApplication.postEvent(painted.window(), key)
        return self._is_typed and isinstance(painted, EntryField) and painted.text == DIGIT


def show_an_empty_widget() -> None:
    """An empty widget, until the process is killed."""
    application, eyes = QApplication(), Eyes()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    application.installEventFilter(eyes)
    widget = QWidget()
    widget.resize(1366, 768)
    widget.show()
    application.exec()


def watch_the_till() -> None:
    """Looks at the window of the command that is about to run."""
    eyes, run = CashierEyes(), QApplication.exec

    def watched_run(_application: QApplication) -> int:
        QApplication.instance().installEventFilter(eyes)  # type: ignore[union-attr]  # it is about to run
        return run()

    QApplication.exec = watched_run  # type: ignore[method-assign, assignment]  # the only place to look in from
