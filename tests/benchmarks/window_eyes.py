"""What looks at a window from within its process, and says when it works."""

import signal
import sys
import time
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

DIGIT = "1"


def _say() -> None:
    sys.stdout.write(f"{time.monotonic()} {time.process_time()}\n")
    sys.stdout.flush()


class EmptyWidget(QWidget):
    """Says when it was painted."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Nothing to see."""
        QTimer.singleShot(0, _say)


def show_an_empty_widget() -> None:
    """An empty widget, until the process is killed."""
    application = QApplication()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    widget = EmptyWidget()
    widget.resize(1366, 768)
    widget.show()
    application.exec()


def watch_the_till() -> None:
    """Looks at the window of the command: at a tile of the menu, then at the digit that is typed."""
    run = QApplication.exec

    def watched_run(_application: QApplication) -> int:
        _watch_painting()
        return run()

    QApplication.exec = watched_run  # type: ignore[method-assign, assignment]  # the only place to look in from


def _watch_painting() -> None:
    """By the widgets' own painting: a filter of events would make Qt's binding get to know every class that it has."""
    from ui.qt.widgets.entry_field import EntryField
    from ui.qt.widgets.tile import Tile

    paint_tile, paint_field = Tile.paintEvent, EntryField.paintEvent
    seen: list[QWidget] = []

    def watched_tile(tile: Tile, event: QPaintEvent) -> None:
        paint_tile(tile, event)
        if not seen:
            seen.append(tile)
            QTimer.singleShot(0, partial(_type_digit, tile))

    def watched_field(field: EntryField, event: QPaintEvent) -> None:
        paint_field(field, event)
        if field.text == DIGIT:
            QTimer.singleShot(0, _say)  # once the whole window is painted

    # On their classes, not on the objects: there the binding looks up what paints.
    Tile.paintEvent = watched_tile  # type: ignore[method-assign, assignment]  # the only place to look in from
    EntryField.paintEvent = watched_field  # type: ignore[method-assign, assignment]  # the same


def _type_digit(tile: QWidget) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, DIGIT)
    QCoreApplication.postEvent(tile.window(), key)
