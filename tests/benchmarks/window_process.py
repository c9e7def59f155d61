"""A process that says when its window works: ``python -m tests.benchmarks.window_process``, and what to run.

Without arguments it shows an empty widget. Else it is the command ``stillpoint`` with these arguments, changed in
nothing but that the application's loop is watched from within. It prints the machine's monotonic clock and the seconds
that it had the processor, and goes on.
"""

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


def show_nothing() -> None:
    """An empty widget, until the process is killed."""
    application, eyes = QApplication(), Eyes()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    application.installEventFilter(eyes)
    widget = QWidget()
    widget.resize(1366, 768)
    widget.show()
    application.exec()


def open_till() -> None:
    """The command."""
    eyes, run = CashierEyes(), QApplication.exec

    def watched_run(_application: QApplication) -> int:
        QApplication.instance().installEventFilter(eyes)  # type: ignore[union-attr]  # it is about to run
        return run()

    QApplication.exec = watched_run  # type: ignore[method-assign, assignment]  # the only place to look in from
    from ui.cli.main import main

    main()


if __name__ == "__main__":
    open_till() if len(sys.argv) > 1 else show_nothing()
