"""One contract for every way to carry bytes."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.faults import DeviceFault, FaultKind
from devices.transports.opening import open_connection
from devices.transports.reference import FileReference, parse_reference
from devices.virtual_ports import PtyPort, TcpPort, VirtualPort

MORE_THAN_ANY_BUFFER = bytes(16_000_000)
PORTS: list[Callable[[], VirtualPort]] = [TcpPort, PtyPort]


class FilePort:
    """A pseudo-terminal reached as a device file, as ``/dev/usb/lp0`` is."""

    def __init__(self) -> None:
        self._pty = PtyPort()
        self.receive, self.send = self._pty.receive, self._pty.send
        self.drop, self.close = self._pty.drop, self._pty.close

    @property
    def url(self) -> str:
        path = self._pty.url.removeprefix("serial://").partition("?")[0]
        return FileReference(path).url


@pytest.fixture(params=[TcpPort, PtyPort, FilePort])
def port(request: pytest.FixtureRequest) -> Iterator[VirtualPort]:
    far_end: VirtualPort = request.param()
    yield far_end
    far_end.close()


def heard(port: VirtualPort, length: int) -> bytes:
    data = b""
    for _ in range(1000):
        data += port.receive(0.05)
        if len(data) >= length:
            break
    return data


def test_bytes_arrive_as_they_were_written_control_characters_included(port: VirtualPort) -> None:
    every_byte = bytes(range(256))
    with open_connection(parse_reference(port.url)) as connection:
        connection.write(every_byte)
        assert heard(port, 256) == every_byte


def test_what_the_device_says_is_read_at_once(port: VirtualPort) -> None:
    with open_connection(parse_reference(port.url)) as connection:
        connection.write(b"?")
        heard(port, 1)
        port.send(b"\x12\x0d\x0a\x11\x13")
        data = b""
        while len(data) < 5:
            data += connection.read(5)
        assert data == b"\x12\x0d\x0a\x11\x13"


def test_silence_is_empty_and_no_fault(port: VirtualPort) -> None:
    with open_connection(parse_reference(port.url)) as connection:
        assert connection.read(0) == b""
        assert connection.read(0.01) == b""


def test_a_device_that_stops_taking_bytes_times_out(port: VirtualPort, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = parse_reference(port.url)
    with open_connection(reference) as connection:
        if port.url.startswith("serial"):
            monkeypatch.setattr(connection, "_baud", 10**9)
        with pytest.raises(DeviceFault) as fault:
            connection.write(MORE_THAN_ANY_BUFFER, 0.2)
    assert fault.value.kind is FaultKind.TIMED_OUT
    assert fault.value.port == reference.url


def test_pulling_the_cable_is_noticed(port: VirtualPort) -> None:
    with open_connection(parse_reference(port.url)) as connection:
        connection.write(b"x")
        heard(port, 1)
        port.drop()
        with pytest.raises(DeviceFault) as fault:
            for _ in range(100):
                connection.write(b"x")
                connection.read(0.01)
    assert fault.value.kind is FaultKind.UNPLUGGED


def test_a_device_that_ends_while_it_is_read_is_unplugged(port: VirtualPort) -> None:
    with open_connection(parse_reference(port.url)) as connection:
        connection.write(b"x")
        heard(port, 1)
        port.drop()
        with pytest.raises(DeviceFault) as fault:
            connection.read(5)
    assert fault.value.kind is FaultKind.UNPLUGGED


def test_an_empty_packet_of_a_usb_printer_is_silence_and_what_follows_is_heard() -> None:
    master, slave = os.openpty()  # a line discipline on purpose: its end-of-file key gives an empty read
    try:
        with open_connection(FileReference(os.ttyname(slave))) as connection:
            os.write(master, b"\x04")
            assert connection.read(0) == b""
            os.write(master, b"\x04\x04!\n")
            assert connection.read(5) == b"!\n"
    finally:
        os.close(slave)
        os.close(master)


def test_closing_twice_is_harmless(port: VirtualPort) -> None:
    connection = open_connection(parse_reference(port.url))
    connection.close()
    connection.close()


def test_the_next_connection_works_after_one_was_closed(port: VirtualPort) -> None:
    for word in (b"one", b"two"):
        with open_connection(parse_reference(port.url)) as connection:
            connection.write(word)
            assert heard(port, 3) == word
        port.receive(0.05)


@pytest.mark.parametrize("url", ["serial:///dev/ttyNONE0", "file:///dev/usb/lpNONE"])
def test_a_missing_device_file_is_unplugged_and_not_created(url: str) -> None:
    with pytest.raises(DeviceFault) as fault:
        open_connection(parse_reference(url))
    assert fault.value.kind is FaultKind.UNPLUGGED
    assert not Path(url.partition("//")[2]).exists()


def test_a_port_nobody_listens_on_refuses() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
    with pytest.raises(DeviceFault) as fault:
        open_connection(parse_reference(f"tcp://127.0.0.1:{number}"))
    assert fault.value.kind is FaultKind.REFUSED


def test_a_host_that_does_not_exist_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object) -> socket.socket:
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", nowhere)
    with pytest.raises(DeviceFault) as fault:
        open_connection(parse_reference("tcp://printer.invalid"))
    assert fault.value.kind is FaultKind.UNREACHABLE


def test_a_port_in_use_by_another_program_is_refused() -> None:
    port = PtyPort()
    try:
        with open_connection(parse_reference(port.url)), pytest.raises(DeviceFault) as fault:
            open_connection(parse_reference(port.url))
        assert fault.value.kind is FaultKind.REFUSED
    finally:
        port.close()


def test_a_plain_file_is_appended_to_and_never_answers(tmp_path: Path) -> None:
    proof = tmp_path / "proof.bin"
    proof.write_bytes(b"before ")
    with open_connection(FileReference(str(proof))) as connection:
        connection.write(b"after")
        assert connection.read(0) == b""
    assert proof.read_bytes() == b"before after"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_device_without_permission_is_refused(tmp_path: Path) -> None:
    forbidden = tmp_path / "lp0"
    forbidden.touch(0o000)
    with pytest.raises(DeviceFault) as fault:
        open_connection(FileReference(str(forbidden)))
    assert fault.value.kind is FaultKind.REFUSED
