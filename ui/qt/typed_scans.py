"""Scanners that type like a keyboard: listened for while the settings leave them any, and heard by the set-up."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from ui.qt.scanner_measuring import ScannerMeasuring
from ui.qt.wedge_filter import WedgeFilter
from ui.viewmodels.peripherals import WedgeDetector
from ui.viewmodels.till import Till


class TypedScans:
    """One filter on the application; ``detector`` gives what it goes by, none where a scanner has a port of its own."""

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
        self._measuring: ScannerMeasuring | None = None

    def follow(self) -> None:
        """Listens as the settings say now."""
        detector = self._detector()
        if detector is None:
            self._leave()
            return
        if self._filter is None:
            self._filter = WedgeFilter(detector)
            self._filter.scanned.connect(self._scanned)
            self._measuring = ScannerMeasuring(self._till, self._filter)
        else:
            self._filter.use(detector)
        self._application.installEventFilter(self._filter)

    def stop(self) -> None:
        """Listens no more."""
        if self._measuring is not None:
            self._measuring.stop()
        self._leave()

    def _leave(self) -> None:
        """What is held was typed by hand; keys go where they belong."""
        if self._filter is not None:
            self._filter.pause()
            self._application.removeEventFilter(self._filter)
