"""From the devices' threads to the window's: what they report becomes signals, received where the widgets live."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from devices.health import Health
from devices.states import DeviceState, DeviceStatus
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.till import Till


class DeviceBridge(QObject):
    """``publish_…`` may be called on any thread; the view-model hears of it on the thread that made the bridge."""

    _scanned = Signal(object)
    _changed = Signal(object)
    _tried = Signal(object)

    def __init__(self, till: Till, read: Callable[[str], ScanReading]) -> None:
        super().__init__()
        self._till, self._read = till, read
        self._scanned.connect(self._scan_arrived, Qt.ConnectionType.QueuedConnection)
        self._changed.connect(self._status_arrived, Qt.ConnectionType.QueuedConnection)
        self._tried.connect(self._health_arrived, Qt.ConnectionType.QueuedConnection)

    def publish_scan(self, reading: ScanReading) -> None:
        """A scanner has read something."""
        self._scanned.emit(reading)

    def publish_status(self, status: DeviceStatus) -> None:
        """A device says how it is."""
        self._changed.emit(status)

    def publish_health(self, health: Health) -> None:
        """Somebody tried a device out; this came of it."""
        self._tried.emit(health)

    @Slot(str)
    def scan_typed(self, typed: str) -> None:
        """A scanner that types like a keyboard has read something; on the window's thread only."""
        self._status_arrived(DeviceStatus("scanner", DeviceState.ONLINE))
        self._scan_arrived(self._read(typed))

    @Slot(object)
    def _scan_arrived(self, reading: ScanReading) -> None:
        self._till.scan(reading)

    @Slot(object)
    def _status_arrived(self, status: DeviceStatus) -> None:
        self._till.device_changed(status)

    @Slot(object)
    def _health_arrived(self, health: Health) -> None:
        self._till.device_tried(health)
