"""What the composition root puts behind the window."""

from pathlib import Path

import pytest

from devices.printer.simulator import VirtualPrinter
from devices.supervisor import DeviceSettings
from terminal.ports.printing import JobState, PrintJob
from terminal.ports.secrets import MemorySecrets
from ui.compose.window import RESTART_SECONDS, CounterPeripherals, SyncProcess
from ui.viewmodels.peripherals import ScanReading


class EmptyQueue:
    def next_job(self) -> PrintJob | None:
        return None

    def mark(self, output_id: int, state: JobState, reason: str = "") -> None:
        raise AssertionError("nothing was queued")


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("0912345678", ScanReading("0912345678", True)),
        ("/ABC+123", ScanReading("/ABC+123", True)),
        ("]E04710088410207", ScanReading("4710088410207", False)),
        ("4710088410207", ScanReading("4710088410207", False)),
        ("?!", ScanReading("?!", False)),
    ],
)
def test_scans_are_read_by_what_they_can_be(typed: str, reading: ScanReading) -> None:
    assert CounterPeripherals(DeviceSettings(), EmptyQueue()).read(typed) == reading


def test_keys_are_watched_only_without_a_serial_scanner() -> None:
    assert CounterPeripherals(DeviceSettings(), EmptyQueue()).wedge() is not None
    serial = DeviceSettings(scanner_port="serial:///dev/ttyACM0?baud=9600")
    assert CounterPeripherals(serial, EmptyQueue()).wedge() is None


@pytest.mark.parametrize(("port", "set_up"), [("", True), ("tcp://127.0.0.1", False)])
def test_without_a_printer_or_a_setting_there_is_no_drawer(port: str, set_up: bool) -> None:
    settings = DeviceSettings(printer_port=port)
    assert CounterPeripherals(settings, EmptyQueue(), has_drawer=set_up).drawer() is None


def test_the_drawer_on_the_printer_is_kicked() -> None:
    with VirtualPrinter.tcp() as printer:
        peripherals = CounterPeripherals(DeviceSettings(printer.url), EmptyQueue(), has_drawer=True)
        peripherals.start(lambda reading: None, lambda status: None)
        try:
            open_drawer = peripherals.drawer()
            assert open_drawer is not None
            open_drawer()
            assert printer.wait_for_kicks(1)
        finally:
            peripherals.stop()


class CountingSync(SyncProcess):
    """Whose process is never there for long."""

    starts = 0

    def _start(self) -> None:  # type: ignore[override] # a process that has ended is no process
        self.starts += 1


def test_sync_is_started_again_but_not_at_once(tmp_path: Path) -> None:
    now = [0.0]
    sync = CountingSync(tmp_path, MemorySecrets(), lambda: now[0])
    sync.keep_running()
    sync.keep_running()
    assert sync.starts == 1
    now[0] = RESTART_SECONDS
    sync.keep_running()
    assert sync.starts == 2
    sync.stop()


def test_a_sync_process_that_runs_is_ended_with_the_window(tmp_path: Path) -> None:
    sync = SyncProcess(tmp_path, MemorySecrets())
    sync.keep_running()
    sync.stop()
    sync.stop()
