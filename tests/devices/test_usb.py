"""USB printers through python-escpos, over a device that pyusb would have found."""

from types import SimpleNamespace

import pytest
import usb.core

from devices.faults import DeviceFault, FaultKind
from devices.transports.opening import open_connection
from devices.transports.reference import UsbReference

REFERENCE = UsbReference(0x04B8, 0x0202)


class FakeDevice:
    backend = SimpleNamespace(__module__="a backend without kernel drivers")

    def __init__(self) -> None:
        self.written: list[tuple[int, bytes, int]] = []
        self.answer: bytes | usb.core.USBError = b"\x12"
        self.failure: usb.core.USBError | None = None

    def set_configuration(self) -> None: ...

    def reset(self) -> None: ...

    def write(self, endpoint: int, data: bytes, timeout_ms: int) -> None:
        if self.failure is not None:
            raise self.failure
        self.written.append((endpoint, data, timeout_ms))

    def read(self, endpoint: int, length: int, timeout_ms: int) -> bytes:
        if isinstance(self.answer, usb.core.USBError):
            raise self.answer
        return self.answer


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> FakeDevice:
    found = FakeDevice()
    monkeypatch.setattr(usb.core, "find", lambda **_: found)
    monkeypatch.setattr(usb.util, "dispose_resources", lambda _: None)
    return found


def test_bytes_go_out_with_our_time_limit_and_answers_come_back(device: FakeDevice) -> None:
    with open_connection(REFERENCE) as connection:
        connection.write(b"\x1b@", 5)
        assert connection.read(0.5) == b"\x12"
    assert device.written == [(0x01, b"\x1b@", 5000)]


def test_silence_is_empty(device: FakeDevice) -> None:
    device.answer = usb.core.USBTimeoutError("timeout")
    with open_connection(REFERENCE) as connection:
        assert connection.read(0) == b""


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (usb.core.USBTimeoutError("timeout"), FaultKind.TIMED_OUT),
        (usb.core.USBError("no such device"), FaultKind.UNPLUGGED),
    ],
)
def test_a_write_that_fails_says_how(device: FakeDevice, failure: usb.core.USBError, kind: FaultKind) -> None:
    device.failure = failure
    with open_connection(REFERENCE) as connection, pytest.raises(DeviceFault) as fault:
        connection.write(b"x")
    assert fault.value.kind is kind


def test_no_such_device_is_unplugged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usb.core, "find", lambda **_: None)
    with pytest.raises(DeviceFault) as fault:
        open_connection(REFERENCE)
    assert fault.value.kind is FaultKind.UNPLUGGED
