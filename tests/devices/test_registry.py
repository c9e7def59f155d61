"""What is built from which settings, and that any adapter that keeps the contract can be run."""

import queue as queues
from dataclasses import dataclass, field

import pytest

from devices.health import Health, HealthListener, HealthResult
from devices.registry import (
    KINDS,
    Built,
    Device,
    DrawerOnPrinter,
    Kind,
    Links,
    PrinterDevice,
    build_devices,
)
from devices.scanner.serial_scanner import SerialScanner
from devices.scanner.typing_scanner import TypingScanner
from devices.settings import DeviceSettings
from devices.states import WEDGE, DeviceState, DeviceStatus, StatusListener
from devices.supervisor import Supervisor
from devices.transports.reference import Reference, SerialReference, TcpReference
from terminal.ports.clock import SystemClock
from tests.devices.bench import status_of
from tests.devices.memory_queue import MemoryQueue


def built(settings: DeviceSettings, on_status: StatusListener = lambda _: None) -> Built:
    return build_devices(settings, Links(MemoryQueue(), on_status, lambda _: None, SystemClock().now))


def test_what_is_set_up_is_built_and_nothing_else() -> None:
    assert built(DeviceSettings()).devices == {}
    full = built(
        DeviceSettings(
            printer_port="tcp://192.168.1.50",
            scanner_port="serial:///dev/ttyACM0",
            display_port="serial:COM3",
            has_drawer=True,
        )
    )
    assert list(full.devices) == ["printer", "drawer", "scanner", "line_display"]
    assert [device.device for device in full.devices.values()] == list(full.devices)
    assert isinstance(full.devices["printer"], PrinterDevice)
    assert isinstance(full.devices["drawer"], DrawerOnPrinter)
    assert isinstance(full.devices["scanner"], SerialScanner)


def test_every_kind_has_its_place_whether_set_up_or_not() -> None:
    sites = built(DeviceSettings(printer_port="tcp://till-printer:9101", display_port="serial:COM3")).sites
    assert list(sites) == ["printer", "drawer", "scanner", "line_display"]
    assert sites["printer"].reference == TcpReference("till-printer", 9101)
    assert sites["line_display"].reference == SerialReference("COM3")
    assert (sites["drawer"].port, sites["scanner"].port) == ("", "")


@pytest.mark.parametrize("settings", [DeviceSettings(has_drawer=True), DeviceSettings("tcp://printer")])
def test_a_drawer_needs_a_printer_and_to_be_set_up(settings: DeviceSettings) -> None:
    assert "drawer" not in built(settings).devices


def test_a_scanner_that_types_has_no_port() -> None:
    found = built(DeviceSettings(scanner_port=WEDGE))
    assert isinstance(found.devices["scanner"], TypingScanner)
    assert found.sites["scanner"].reference is None


def test_a_port_that_cannot_be_read_is_said_and_not_built() -> None:
    said: list[DeviceStatus] = []
    found = built(DeviceSettings(printer_port="LPT1", has_drawer=True, scanner_port="serial:COM4"), said.append)
    assert list(found.devices) == ["scanner"]
    assert found.sites["printer"].port == "LPT1"
    assert said == [DeviceStatus("printer", DeviceState.ERROR, "port_invalid")]


@dataclass
class Bell:
    """An adapter of a kind that nobody has thought of yet."""

    listener: StatusListener
    device: str = "bell"
    calls: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.listener(DeviceStatus("bell", DeviceState.ONLINE))

    def stop(self) -> None:
        self.listener(DeviceStatus("bell", DeviceState.CLOSED))

    def wake(self) -> None:
        self.calls.append("wake")

    def check_health(self, told: HealthListener) -> None:
        told(Health("bell", HealthResult.PASSED, "ding"))


def test_another_kind_of_device_is_run_like_the_rest() -> None:
    def bell(_: DeviceSettings, reference: Reference, links: Links) -> Device:
        assert reference == TcpReference("bell", 9100)
        return Bell(links.on_status)

    kinds = {**KINDS, "bell": Kind(lambda settings: settings.display_port, bell)}
    kinds.pop("line_display")
    supervisor = Supervisor(
        DeviceSettings(display_port="tcp://bell"), MemoryQueue(), lambda _: None, lambda _: None, kinds=kinds
    )
    supervisor.start()
    answers = queues.Queue[Health]()
    supervisor.check_health("bell", answers.put)
    assert answers.get_nowait() == Health("bell", HealthResult.PASSED, "ding")
    assert status_of(supervisor, "bell").state is DeviceState.ONLINE
    supervisor.stop()
    assert status_of(supervisor, "bell").state is DeviceState.CLOSED
