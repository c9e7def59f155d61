"""While a scanner is being set up, keys go to its measurement and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Slot

from ui.viewmodels.desk import StageName

if TYPE_CHECKING:
    from ui.qt.wedge_filter import WedgeFilter
    from ui.viewmodels.scanner_setup import ScannerSetup
    from ui.viewmodels.till import Till


class ScannerMeasuring(QObject):
    """Follows the till: gives the filter's keys to a set-up for as long as it listens."""

    def __init__(self, till: Till, wedge: WedgeFilter) -> None:
        super().__init__()
        self._till, self._wedge = till, wedge
        self._stage: ScannerSetup | None = None
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.timeout.connect(self._pause)
        till.changed.add(self._follow)

    def stop(self) -> None:
        """Follows no more."""
        self._till.changed.remove(self._follow)
        self._silence.stop()
        self._wedge.measure(None)

    def _follow(self) -> None:
        stage = self._till.stage
        setup = cast("ScannerSetup", stage) if stage.name is StageName.SCANNER_SETUP else None
        wanted = setup if setup is not None and setup.is_listening else None
        if wanted is not self._stage:
            self._stage = wanted
            self._silence.stop()
            self._wedge.measure(self._key if wanted else None)

    def _key(self, text: str, at_ms: int) -> None:
        from ui.viewmodels.wedge_setup import PAUSE_MS

        self._silence.start(PAUSE_MS)
        if self._stage is not None:
            self._stage.setup.key(text, at_ms)

    @Slot()
    def _pause(self) -> None:
        if self._stage is not None:
            self._stage.pause()
