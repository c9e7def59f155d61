"""Scanners that type like a keyboard: listened for while the settings leave them any, and heard by the set-up."""

from collections.abc import Callable

from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

from ui.qt.scanner_measuring import ScannerMeasuring
from ui.qt.wedge_filter import WedgeFilter
from ui.viewmodels.peripherals import WedgeDetector
from ui.viewmodels.till import Till


class TypedScans:
    """One filter in front of every window; ``detector`` gives what it goes by, none where a scanner has its own port.

    It is installed on the windows that the window system gives keys to, not on the application: there it would be
    asked about every event of every widget, hundreds for each key.
    """

    def __init__(
        self,
        application: QApplication,
        till: Till,
        detector: Callable[[], WedgeDetector | None],
        scanned: Callable[[str], None],
    ) -> None:
        self._application, self._till = application, till
        self._detector, self._scanned = detector, scanned
        self._filter: WedgeFilter | None = None
        self._listens = False
        self._measuring: ScannerMeasuring | None = None
        application.focusWindowChanged.connect(self._watch)

    def follow(self) -> None:
        """Listens as the settings say now."""
        detector = self._detector()
        if detector is None:
            self._leave()
            return
        self._listens = True
        if self._filter is None:
            self._filter = WedgeFilter(detector)
            self._filter.scanned.connect(self._scanned)
            self._measuring = ScannerMeasuring(self._till, self._filter)
        else:
            self._filter.use(detector)
        for window in self._application.allWindows():
            self._watch(window)

    def stop(self) -> None:
        """Listens no more."""
        self._application.focusWindowChanged.disconnect(self._watch)
        if self._measuring is not None:
            self._measuring.stop()
        self._leave()

    def _watch(self, window: QWindow | None) -> None:
        """``window`` gets the keys from now on."""
        if window is not None and self._filter is not None and self._listens:
            window.installEventFilter(self._filter)

    def _leave(self) -> None:
        """What is held was typed by hand; keys go where they belong."""
        self._listens = False
        if self._filter is not None:
            self._filter.pause()
            for window in self._application.allWindows():
                window.removeEventFilter(self._filter)
