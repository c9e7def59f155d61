import pytest

from devices.transports.reference import (
    FileReference,
    Flow,
    Reference,
    SerialReference,
    SpoolerReference,
    TcpReference,
    UsbReference,
    parse_reference,
)
from terminal.domain.errors import Refusal


@pytest.mark.parametrize(
    ("url", "reference"),
    [
        ("tcp://192.168.1.50:9100", TcpReference("192.168.1.50", 9100)),
        ("tcp://kitchen", TcpReference("kitchen", 9100)),
        ("tcp://[fe80::1]:9101", TcpReference("fe80::1", 9101)),
        ("serial:///dev/ttyUSB0?baud=115200&flow=rtscts", SerialReference("/dev/ttyUSB0", 115200, Flow.RTSCTS)),
        ("serial:COM3", SerialReference("COM3", 9600)),
        (" file:///dev/usb/lp0 ", FileReference("/dev/usb/lp0")),
        ("usb://04b8:0202", UsbReference(0x04B8, 0x0202)),
        ("spooler:EPSON TM-T82III Receipt", SpoolerReference("EPSON TM-T82III Receipt")),
        (r"spooler:\\kitchen\POS-80 #2?", SpoolerReference(r"\\kitchen\POS-80 #2?")),
        ("usb://04B8:0202?in=81&out=03", UsbReference(0x04B8, 0x0202, 0x81, 0x03)),
    ],
)
def test_a_url_names_a_port_and_the_port_writes_a_url_that_names_it(url: str, reference: Reference) -> None:
    assert parse_reference(url) == reference
    assert parse_reference(reference.url) == reference


@pytest.mark.parametrize(
    "url",
    [
        "",
        "printer",
        "http://192.168.1.50",
        "tcp://",
        "tcp://host:99999",
        "tcp://host/path",
        "tcp://host?baud=1",
        "serial://",
        "serial:///dev/ttyUSB0?baud=fast",
        "serial:///dev/ttyUSB0?baud=0",
        "serial:///dev/ttyUSB0?flow=maybe",
        "serial:///dev/ttyUSB0?speed=9600",
        "file://lp0",
        "file:lp0",
        "spooler:",
        "spooler: ",
        "spooler:two\nlines",
        "usb://epson",
        "usb://04b8:0202?in=x",
    ],
)
def test_anything_else_is_refused_with_the_text_that_was_given(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_reference(url)
    assert refused.value.kind == "device_port_invalid"
    assert refused.value.data == {"port": url}
