import logging
import os
import queue as queues
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devices.backoff import Backoff
from devices.scanner.scan import Scan, ScanKind
from devices.scanner.serial_scanner import SerialScanner
from devices.scanner.simulator import VirtualScanner
from devices.states import DeviceState, DeviceStatus
from devices.transports.reference import SerialReference, parse_reference
from tests.devices.memory_queue import PATIENCE_S


@dataclass
class Ears:
    scans: "queues.Queue[Scan]" = field(default_factory=queues.Queue)
    states: "queues.Queue[DeviceStatus]" = field(default_factory=queues.Queue)

    def wait_for(self, state: DeviceState, detail: str = "") -> None:
        while self.states.get(timeout=PATIENCE_S) != DeviceStatus("scanner", state, detail):
            pass

    def next_scan(self) -> Scan:
        return self.scans.get(timeout=PATIENCE_S)


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def cable(tmp_path: Path) -> Path:
    """Where the scanner's device file appears, as udev names it, whichever port it is plugged into."""
    return tmp_path / "scanner"


@pytest.fixture
def reader(ears: Ears, cable: Path) -> Iterator[SerialScanner]:
    made = SerialScanner(SerialReference(str(cable)), ears.scans.put, ears.states.put, Backoff(0.01, 0.05))
    yield made
    made.stop()


def plug_in(scanner: VirtualScanner, cable: Path) -> None:
    cable.unlink(missing_ok=True)
    os.symlink(scanner.url.removeprefix("serial://").partition("?")[0], cable)


def test_scans_arrive_classified_and_in_order(reader: SerialScanner, ears: Ears, cable: Path) -> None:
    with VirtualScanner() as scanner:
        plug_in(scanner, cable)
        reader.start()
        ears.wait_for(DeviceState.ONLINE)
        for text in ("0912345678", "4710088410139", "???"):
            scanner.scan(text)
        assert [ears.next_scan().kind for _ in range(3)] == [ScanKind.PHONE, ScanKind.ARTICLE, ScanKind.UNKNOWN]


def test_unplugging_is_said_and_plugging_in_again_heals(reader: SerialScanner, ears: Ears, cable: Path) -> None:
    reader.start()
    ears.wait_for(DeviceState.OFFLINE, "unplugged")
    for code in ("0912345678", "0987654321"):
        with VirtualScanner(suffix=b"\r\n") as scanner:
            plug_in(scanner, cable)
            ears.wait_for(DeviceState.ONLINE)
            scanner.scan(code)
            assert ears.next_scan().value == code
        ears.wait_for(DeviceState.OFFLINE, "unplugged")


def test_a_half_scan_before_unplugging_never_reaches_anyone(reader: SerialScanner, ears: Ears, cable: Path) -> None:
    reader.start()
    with VirtualScanner() as scanner:
        plug_in(scanner, cable)
        ears.wait_for(DeviceState.ONLINE)
        scanner.send(b"09123")
    ears.wait_for(DeviceState.OFFLINE, "unplugged")
    with VirtualScanner() as scanner:
        plug_in(scanner, cable)
        ears.wait_for(DeviceState.ONLINE)
        scanner.scan("0987654321")
        assert ears.next_scan().value == "0987654321"


def test_a_receiver_that_fails_does_not_stop_the_reader(ears: Ears, caplog: pytest.LogCaptureFixture) -> None:
    def fail_once(scan: Scan) -> None:
        ears.scans.put(scan)
        if ears.scans.qsize() == 1:
            raise RuntimeError("no window")

    with VirtualScanner() as scanner, caplog.at_level(logging.CRITICAL):
        reader = SerialScanner(parse_reference(scanner.url), fail_once, ears.states.put)
        reader.start()
        ears.wait_for(DeviceState.ONLINE)
        scanner.scan("first1")
        scanner.scan("second2")
        assert [ears.next_scan().value, ears.next_scan().value] == ["first1", "second2"]
        reader.stop()
        ears.wait_for(DeviceState.CLOSED)


def test_the_simulator_cannot_scan_while_unplugged() -> None:
    scanner = VirtualScanner()
    scanner.unplug()
    with pytest.raises(OSError, match="unplugged"):
        scanner.scan("0912345678")
