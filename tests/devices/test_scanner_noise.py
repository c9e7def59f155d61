"""Whatever bytes a scanner sends, its thread goes on: nothing leaves it but scans."""

import queue as queues
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.scanner.packets import PACKET_BYTES_MAX, PacketReader
from devices.scanner.scan import Scan, ScanKind, ScanRules
from devices.scanner.serial_scanner import SerialScanner
from devices.scanner.simulator import VirtualScanner
from devices.states import DeviceState, DeviceStatus
from devices.transports.reference import parse_reference
from terminal.domain.in_store_codes import parse_rule
from tests.devices.memory_queue import PATIENCE_S

GOOD = "4710088410139"
RULE = parse_rule("22IIIIIVPPPP")
RULES = ScanRules(("VIP",), (RULE,) if RULE else (), ("CP",))
noise = st.lists(
    st.one_of(
        st.binary(max_size=80),
        st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass") + b"\r"),
        st.sampled_from([b"]E0", b"]", b"SM1" + b"A" * 135 + b"\r", b"\x00\r", b"\xff\xfe\r\n", b"9" * 600]),
    ),
    max_size=12,
)


class Line:
    """A scanner at work, and all that came out of its thread."""

    def __init__(self, scanner: VirtualScanner) -> None:
        self.scanner = scanner
        self.scans: queues.Queue[Scan] = queues.Queue()
        self.states: queues.Queue[DeviceStatus] = queues.Queue()
        self.reader = SerialScanner(parse_reference(scanner.url), self.scans.put, self.states.put, rules=RULES)
        self.reader.start()
        while self.states.get(timeout=PATIENCE_S).state is not DeviceState.ONLINE:
            pass


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    with VirtualScanner() as scanner:
        made = Line(scanner)
        yield made
        made.reader.stop()


@pytest.fixture(autouse=True)
def _nothing_is_raised(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    raised: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", raised.append)
    yield
    assert raised == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise)
def test_noise_never_ends_the_thread_and_the_next_scan_arrives(line: Line, sent: list[bytes]) -> None:
    for data in sent:
        line.scanner.send(data)
    line.scanner.send(f"\r{GOOD}\r".encode())
    while (scan := line.scans.get(timeout=PATIENCE_S)).value != GOOD:
        assert scan.kind in ScanKind
    while not line.states.empty():
        assert line.states.get_nowait().state is DeviceState.ONLINE


@given(noise, st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_where_packets_are_cut_changes_nothing(sent: list[bytes], cuts: list[int]) -> None:
    whole, stream = PacketReader(), b"".join(sent)
    expected = whole.feed(stream, now_s=1.0)
    reader, found, place = PacketReader(), [], 0
    while place < len(stream):
        size = cuts[place % len(cuts)]
        found += reader.feed(stream[place : place + size], now_s=1.0)
        place += size
    assert found == expected
    assert all(len(text.encode()) <= PACKET_BYTES_MAX and text.isprintable() for text in found)
