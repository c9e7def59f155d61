import queue as queues

import pytest

from devices import supervisor as supervisor_module
from devices.printer.simulator import VirtualPrinter
from devices.scanner.scan import Scan
from devices.scanner.simulator import VirtualScanner
from devices.states import DeviceState, DeviceStatus
from devices.supervisor import DeviceSettings, Supervisor
from resources.language import LANGUAGES, vocabulary
from terminal.ports.printing import JobState
from tests.devices.memory_queue import PATIENCE_S, MemoryQueue
from tests.devices.receipts import SHORT


def until(said: "queues.Queue[DeviceStatus]", *wanted: DeviceStatus) -> None:
    missing = set(wanted)
    while missing:
        missing.discard(said.get(timeout=PATIENCE_S))


def test_the_configured_devices_work_together_and_stop() -> None:
    queue, said, scans = MemoryQueue(), queues.Queue[DeviceStatus](), queues.Queue[Scan]()
    with VirtualPrinter.tcp() as printer, VirtualScanner() as scanner:
        settings = DeviceSettings(printer_port=printer.url, scanner_port=scanner.url)
        supervisor = Supervisor(settings, queue, said.put, scans.put)
        supervisor.start()
        until(said, DeviceStatus("printer", DeviceState.ONLINE), DeviceStatus("scanner", DeviceState.ONLINE))
        job = queue.add(SHORT)
        supervisor.print_job_queued()
        scanner.scan("0912345678")
        assert scans.get(timeout=PATIENCE_S).value == "0912345678"
        assert queue.wait_for_state(job, JobState.COMPLETE)
        assert supervisor.open_drawer()
        assert printer.wait_for_kicks(1)
        supervisor.stop()
    assert {status.state for status in supervisor.statuses().values()} == {DeviceState.CLOSED}


def test_without_devices_everything_is_closed_and_nothing_fails() -> None:
    supervisor = Supervisor(DeviceSettings(), MemoryQueue(), lambda _: None, lambda _: None)
    supervisor.start()
    supervisor.print_job_queued()
    assert not supervisor.open_drawer()
    supervisor.stop()
    assert {status.state for status in supervisor.statuses().values()} == {DeviceState.CLOSED}


def test_a_port_that_cannot_be_read_is_said_and_the_rest_works() -> None:
    said = queues.Queue[DeviceStatus]()
    with VirtualScanner() as scanner:
        settings = DeviceSettings(printer_port="the one by the window", scanner_port=scanner.url)
        supervisor = Supervisor(settings, MemoryQueue(), said.put, lambda _: None)
        supervisor.start()
        until(
            said,
            DeviceStatus("printer", DeviceState.ERROR, "port_invalid"),
            DeviceStatus("scanner", DeviceState.ONLINE),
        )
        supervisor.stop()


def test_unplugging_an_idle_scanner_and_printer_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor_module, "HOT_PLUG_S", 0.02)
    said = queues.Queue[DeviceStatus]()
    with VirtualPrinter.pty() as printer:
        supervisor = Supervisor(DeviceSettings(printer_port=printer.url), MemoryQueue(), said.put, lambda _: None)
        supervisor.start()
        until(said, DeviceStatus("printer", DeviceState.ONLINE))
    until(said, DeviceStatus("printer", DeviceState.OFFLINE, "unplugged"))
    supervisor.stop()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_that_needs_a_hand_has_its_sentence(language: str) -> None:
    sentences = vocabulary(language)["error"]
    faults = ("unreachable", "timed_out", "unplugged", "refused", "fault", "port_invalid")
    printer = ("paper_out", "cover_open", "not_ready", "no_reply", "paper_near_end", "font_missing", "document_broken")
    kinds = {f"{device}_{fault}" for device in ("printer", "scanner") for fault in faults}
    kinds |= {f"printer_{detail}" for detail in printer}
    kinds |= {"font_missing", "qr_too_long", "device_port_invalid"}
    assert kinds <= set(sentences)
