"""What is plugged into this machine that a receipt printer may hang on: ports by name, none of them opened."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

from devices.transports.reference import FileReference, SerialReference, SpoolerReference
from terminal.domain.records import record

SPEEDS = (115200, 38400, 19200, 9600)
"""The usual rates of serial printers, the fastest first: a receipt at 9600 takes a minute."""
_LOCAL_AND_SHARED = 0x2 | 0x4
_NOBODY_THERE = "n/a"


class PortKind(StrEnum):
    """What kind of port it is."""

    USB = "usb"
    SERIAL = "serial"
    SPOOLER = "spooler"


@record
class FoundPort:
    """A port, and what the system calls what hangs on it; empty where it does not say.

    ``urls`` are the references to try, the likeliest first.
    """

    kind: PortKind
    place: str
    name: str
    urls: tuple[str, ...]


def found_ports(
    usb: Callable[[], Iterable[Path]] | None = None,
    serial: Callable[[], Iterable[Any]] | None = None,
    spooler: Callable[[], Sequence[str]] | None = None,
) -> tuple[FoundPort, ...]:
    """All ports there are now: printers on USB first. Loads the library it needs, so call it off the UI thread."""
    return (
        *(_usb_port(path) for path in sorted((usb or _usb_files)())),
        *((_spooler_port(name)) for name in (spooler or _spooler_names)()),
        *(_serial_port(port) for port in (serial or _serial_ports)() if _is_there(port)),
    )


def _usb_files() -> Iterable[Path]:
    return Path("/dev/usb").glob("lp*")


def _serial_ports() -> Iterable[Any]:
    from serial.tools.list_ports import comports

    return sorted(comports(), key=lambda port: (port.vid is None, str(port.device)))


def _spooler_names() -> Sequence[str]:
    try:
        windows = import_module("win32print")
    except ImportError:  # not Windows
        return ()
    return tuple(str(printer[2]) for printer in windows.EnumPrinters(_LOCAL_AND_SHARED))


def _usb_port(path: Path) -> FoundPort:
    return FoundPort(PortKind.USB, str(path), "", (FileReference(str(path)).url,))


def _spooler_port(name: str) -> FoundPort:
    return FoundPort(PortKind.SPOOLER, name, "", (SpoolerReference(name).url,))


def _serial_port(port: Any) -> FoundPort:
    device, said = str(port.device), str(port.description or "")
    name = "" if said in {_NOBODY_THERE, device} else said
    return FoundPort(PortKind.SERIAL, device, name, tuple(SerialReference(device, speed).url for speed in SPEEDS))


def _is_there(port: Any) -> bool:
    """Linux lists serial ports of the board that nothing is soldered to; what is plugged in has a hardware id."""
    return str(port.hwid or _NOBODY_THERE) != _NOBODY_THERE
