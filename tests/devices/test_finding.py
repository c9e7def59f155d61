"""Which ports a printer may hang on."""

import sys
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from devices.transports.finding import SPEEDS, PortKind, found_ports
from devices.transports.reference import FileReference, SerialReference, SpoolerReference, parse_reference
from terminal.settings.options import checked


@dataclass
class Listed:
    """What pyserial says of a port."""

    device: str
    description: str
    hwid: str
    vid: int | None = None


def test_usb_then_the_systems_list_then_serial_ports() -> None:
    ports = found_ports(
        lambda: [Path("/dev/usb/lp1"), Path("/dev/usb/lp0")],
        lambda: [Listed("/dev/ttyUSB0", "USB-Serial Controller", "USB VID:PID=067B:2303", 0x067B)],
        lambda: ["EPSON TM-T82III Receipt"],
    )
    assert [(port.kind, port.place) for port in ports] == [
        (PortKind.USB, "/dev/usb/lp0"),
        (PortKind.USB, "/dev/usb/lp1"),
        (PortKind.SPOOLER, "EPSON TM-T82III Receipt"),
        (PortKind.SERIAL, "/dev/ttyUSB0"),
    ]
    assert ports[3].name == "USB-Serial Controller"


def test_each_can_be_tried_and_kept_as_it_is_found() -> None:
    ports = found_ports(
        lambda: [Path("/dev/usb/lp0")], lambda: [Listed("COM3", "COM3", "ACPI\\PNP0501")], lambda: ["老板的印表機"]
    )
    kinds = {PortKind.USB: FileReference, PortKind.SPOOLER: SpoolerReference, PortKind.SERIAL: SerialReference}
    for port in ports:
        for url in port.urls:
            assert isinstance(parse_reference(url), kinds[port.kind])
            assert checked("printer", url) == url
    assert len(ports[-1].urls) == len(SPEEDS) and ports[-1].name == ""


def test_ports_of_the_board_that_nothing_is_on_are_left_out() -> None:
    assert found_ports(list, lambda: [Listed("/dev/ttyS0", "n/a", "n/a")], list) == ()


def test_windows_names_its_printers(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = SimpleNamespace(EnumPrinters=lambda flags: [(0, "", "Receipt", ""), (0, "", "PDF", "")])
    monkeypatch.setitem(sys.modules, "win32print", windows)
    names = [port.place for port in found_ports(list, list) if port.kind is PortKind.SPOOLER]
    assert names == ["Receipt", "PDF"]


def test_whatever_machine_this_is_it_can_be_asked() -> None:
    assert isinstance(found_ports(), tuple)
