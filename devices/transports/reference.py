"""Where a device is, as a URL that settings can hold.

``tcp://192.168.1.50:9100`` · ``serial:///dev/ttyUSB0?baud=115200&flow=rtscts`` · ``serial:COM3?baud=9600`` ·
``file:///dev/usb/lp0`` · ``usb://04b8:0202`` · ``spooler:EPSON TM-T82III Receipt`` (Windows)
"""

import re
from collections.abc import Callable
from enum import StrEnum
from urllib.parse import SplitResult, parse_qsl, urlsplit

from terminal.domain.errors import Refusal
from terminal.domain.records import record

RAW_PRINTING_PORT = 9100
BAUD_DEFAULT = 9600
_USB_ID = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
_SPOOLER = "spooler:"
_ENDPOINT = re.compile(r"[0-9a-fA-F]{2}")


class Flow(StrEnum):
    """How a serial device says "wait"."""

    NONE = "none"
    RTSCTS = "rtscts"
    DSRDTR = "dsrdtr"
    XONXOFF = "xonxoff"


@record
class TcpReference:
    """A network printer."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The reference as settings hold it."""
        return f"tcp://[{self.host}]:{self.port}" if ":" in self.host else f"tcp://{self.host}:{self.port}"


@record
class SerialReference:
    """A serial port, real, USB-CDC or a pseudo-terminal: a device file, or a name such as ``COM3``."""

    path: str
    baud: int = BAUD_DEFAULT
    flow: Flow = Flow.NONE

    @property
    def url(self) -> str:
        """The reference as settings hold it."""
        place = f"//{self.path}" if self.path.startswith("/") else self.path
        flow = "" if self.flow is Flow.NONE else f"&flow={self.flow.value}"
        return f"serial:{place}?baud={self.baud}{flow}"


@record
class FileReference:
    """A character device such as ``/dev/usb/lp0`` (both ways), or an existing plain file (writing only)."""

    path: str

    @property
    def url(self) -> str:
        """The reference as settings hold it."""
        return f"file://{self.path}"


@record
class UsbReference:
    """A USB printer by vendor and product, for systems without a printer device file."""

    vendor: int
    product: int
    endpoint_in: int = 0x82
    endpoint_out: int = 0x01

    @property
    def url(self) -> str:
        """The reference as settings hold it."""
        return f"usb://{self.vendor:04x}:{self.product:04x}?in={self.endpoint_in:02x}&out={self.endpoint_out:02x}"


@record
class SpoolerReference:
    """A printer of Windows' own list, by its name there, which may be that of a shared one. It never answers."""

    name: str

    @property
    def url(self) -> str:
        """The reference as settings hold it."""
        return f"{_SPOOLER}{self.name}"


Reference = TcpReference | SerialReference | FileReference | UsbReference | SpoolerReference


def parse_reference(url: str) -> Reference:
    """The reference that ``url`` writes. Raises ``Refusal("device_port_invalid")`` when it writes none."""
    text = url.strip()
    if text.startswith(_SPOOLER):  # a name may have any character
        return _spooler(url)
    try:
        parts = urlsplit(text)
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        reference = _PARSERS[parts.scheme](parts, options)
        if options:
            raise ValueError(f"unknown options {sorted(options)}")
    except (KeyError, ValueError) as error:
        raise Refusal("device_port_invalid", port=url) from error
    return reference


def _spooler(url: str) -> SpoolerReference:
    name = url.strip().removeprefix(_SPOOLER).strip()
    if not name or not name.isprintable():
        raise Refusal("device_port_invalid", port=url)
    return SpoolerReference(name)


def _tcp(parts: SplitResult, _options: dict[str, str]) -> TcpReference:
    if not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("a host and no path")
    return TcpReference(parts.hostname, parts.port or RAW_PRINTING_PORT)


def _serial(parts: SplitResult, options: dict[str, str]) -> SerialReference:
    if not parts.path or parts.netloc:
        raise ValueError("a device file or a port name")
    baud = int(options.pop("baud", str(BAUD_DEFAULT)))
    if not 300 <= baud <= 4_000_000:
        raise ValueError("a speed that ports have")
    return SerialReference(parts.path, baud, Flow(options.pop("flow", "none")))


def _file(parts: SplitResult, _options: dict[str, str]) -> FileReference:
    if not parts.path.startswith("/") or parts.netloc:
        raise ValueError("an absolute path")
    return FileReference(parts.path)


def _usb(parts: SplitResult, options: dict[str, str]) -> UsbReference:
    identity = _USB_ID.fullmatch(parts.netloc)
    endpoints = options.pop("in", "82"), options.pop("out", "01")
    if identity is None or not all(_ENDPOINT.fullmatch(endpoint) for endpoint in endpoints):
        raise ValueError("four hexadecimal digits for vendor and product, two for endpoints")
    return UsbReference(int(identity[1], 16), int(identity[2], 16), int(endpoints[0], 16), int(endpoints[1], 16))


_PARSERS: dict[str, Callable[[SplitResult, dict[str, str]], Reference]] = {
    "tcp": _tcp,
    "serial": _serial,
    "file": _file,
    "usb": _usb,
}
