"""What the composition root puts behind the window."""

import queue as queues
from pathlib import Path

import pytest

from devices.display.protocols import DisplayProtocol
from devices.display.simulator import VirtualLineDisplay
from devices.printer.simulator import VirtualPrinter
from devices.settings import DeviceSettings
from devices.states import DeviceState, DeviceStatus
from terminal.ports.printing import JobState, PrintJob
from terminal.ports.secrets import MemorySecrets
from tests.devices.memory_queue import PATIENCE_S
from ui.compose.counter_peripherals import CounterPeripherals
from ui.compose.window import RESTART_SECONDS, SyncProcess
from ui.qt.screens.states import new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.customer import CustomerView
from ui.viewmodels.peripherals import ScanReading


class EmptyQueue:
    def claim(self) -> bool:
        return True

    def release(self) -> None:
        """Nobody else wants it."""

    def next_job(self) -> PrintJob | None:
        return None

    def mark(self, output_id: int, state: JobState, reason: str = "") -> bool:
        raise AssertionError("nothing was queued")

    def next_kick(self) -> int | None:
        return None

    def drop_kicks(self) -> None:
        """There are none."""


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
    settings = DeviceSettings(printer_port=port, has_drawer=set_up)
    assert CounterPeripherals(settings, EmptyQueue()).drawer() is None


def test_the_drawer_on_the_printer_is_kicked() -> None:
    with VirtualPrinter.tcp() as printer:
        peripherals = CounterPeripherals(DeviceSettings(printer.url, has_drawer=True), EmptyQueue())
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


@pytest.mark.parametrize("protocol", DisplayProtocol)
def test_a_sale_can_be_read_on_the_customers_display(protocol: DisplayProtocol) -> None:
    with VirtualLineDisplay.tcp() as pole:
        peripherals = CounterPeripherals(DeviceSettings(display_port=pole.url, display_protocol=protocol), EmptyQueue())
        peripherals.show(("before", "the start"))
        peripherals.start(lambda reading: None, lambda status: None)
        try:
            scene = new_scene()
            view = CustomerView(scene.till)
            view.changed.add(lambda: peripherals.show(view.pole))
            scene.tap("ruby")
            assert pole.wait_for(("Ruby black tea    65", "TOTAL             65"))
            scene.press(Command.TENDER)
            scene.type("100")
            scene.press(Command.ENTER)
            assert pole.wait_for(("PAID             100", "CHANGE            35"))
        finally:
            peripherals.stop()
        assert pole.wait_for(("", ""))


def test_a_sale_goes_on_when_the_customers_display_is_not_there() -> None:
    said = queues.Queue[DeviceStatus]()
    settings = DeviceSettings(display_port="serial:///dev/not-there")
    peripherals = CounterPeripherals(settings, EmptyQueue())
    peripherals.start(lambda reading: None, said.put)
    try:
        scene = new_scene()
        view = CustomerView(scene.till)
        view.changed.add(lambda: peripherals.show(view.pole))
        scene.tap("ruby")
        scene.press(Command.EXACT_CASH)
        assert len(scene.shop.sold) == 1
        while said.get(timeout=PATIENCE_S) != DeviceStatus("line_display", DeviceState.OFFLINE, "unplugged"):
            pass
    finally:
        peripherals.stop()
