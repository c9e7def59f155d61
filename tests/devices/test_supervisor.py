import queue as queues
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from devices import supervisor as supervisor_module
from devices.display.line_display import TRIAL
from devices.display.simulator import VirtualLineDisplay
from devices.health import Health, HealthResult
from devices.printer.simulator import Trouble, VirtualPrinter
from devices.scanner.scan import Scan, classify
from devices.scanner.serial_scanner import ScanListener
from devices.scanner.simulator import VirtualScanner
from devices.settings import DeviceSettings
from devices.states import WEDGE, DeviceError, DeviceReport, DeviceState, DeviceStatus, StatusListener
from devices.supervisor import Supervisor
from resources.language import LANGUAGES, vocabulary
from terminal.ports.clock import SetClock
from terminal.ports.printing import JobState
from tests.devices.bench import status_of
from tests.devices.memory_queue import PATIENCE_S, MemoryQueue
from tests.devices.receipts import SHORT

AT = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)
HealthBox = queues.Queue[Health]


def until(said: "queues.Queue[DeviceStatus]", *wanted: DeviceStatus) -> None:
    missing = set(wanted)
    while missing:
        missing.discard(said.get(timeout=PATIENCE_S))


@contextmanager
def running(
    settings: DeviceSettings,
    on_scan: ScanListener = lambda _: None,
    on_status: StatusListener = lambda _: None,
    queue: MemoryQueue | None = None,
) -> Iterator[Supervisor]:
    supervisor = Supervisor(settings, queue or MemoryQueue(), on_status, on_scan)
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()


@pytest.fixture
def health() -> HealthBox:
    return queues.Queue()


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
    assert {report.status.state for report in supervisor.reports()} == {DeviceState.CLOSED}


def test_without_devices_everything_is_closed_and_nothing_fails() -> None:
    supervisor = Supervisor(DeviceSettings(), MemoryQueue(), lambda _: None, lambda _: None)
    supervisor.start()
    supervisor.print_job_queued()
    assert not supervisor.open_drawer()
    supervisor.stop()
    assert {report.status.state for report in supervisor.reports()} == {DeviceState.CLOSED}


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


def test_what_is_known_of_each_device_is_kept() -> None:
    said, clock = queues.Queue[DeviceStatus](), SetClock(AT)
    with VirtualPrinter.tcp() as printer:
        settings = DeviceSettings(printer_port=printer.url, has_drawer=True, scanner_port="serial:///dev/not-there")
        supervisor = Supervisor(settings, MemoryQueue(), said.put, lambda _: None, now=clock.now)
        supervisor.start()
        until(
            said,
            DeviceStatus("printer", DeviceState.ONLINE),
            DeviceStatus("scanner", DeviceState.OFFLINE, "unplugged"),
        )
        reports = {report.device: report for report in supervisor.reports()}
        assert list(reports) == ["printer", "drawer", "scanner", "line_display"]
        assert reports["printer"] == DeviceReport(DeviceStatus("printer", DeviceState.ONLINE), printer.url, None, AT)
        assert reports["drawer"] == DeviceReport(DeviceStatus("drawer", DeviceState.ONLINE), printer.url)
        assert reports["scanner"].last_error == DeviceError("unplugged", AT)
        assert reports["scanner"].last_good is None
        assert reports["line_display"] == DeviceReport(DeviceStatus("line_display", DeviceState.CLOSED))
        supervisor.stop()


def test_an_error_is_remembered_after_it_is_gone() -> None:
    said, clock = queues.Queue[DeviceStatus](), SetClock(AT)
    with VirtualPrinter.tcp() as printer:
        printer.befall(Trouble.PAPER_OUT)
        supervisor = Supervisor(
            DeviceSettings(printer_port=printer.url), MemoryQueue(), said.put, lambda _: None, now=clock.now
        )
        supervisor.start()
        until(said, DeviceStatus("printer", DeviceState.ERROR, "paper_out"))
        clock.instant = LATER
        printer.cure(Trouble.PAPER_OUT)
        supervisor.print_job_queued()
        until(said, DeviceStatus("printer", DeviceState.ONLINE))
        report = supervisor.reports()[0]
        assert (report.last_error, report.last_good) == (DeviceError("paper_out", AT), LATER)
        supervisor.stop()


def test_each_device_is_tried_out(health: HealthBox) -> None:
    scans, said = queues.Queue[Scan](), queues.Queue[DeviceStatus]()
    with VirtualPrinter.tcp() as printer, VirtualScanner() as scanner, VirtualLineDisplay.pty() as pole:
        settings = DeviceSettings(
            printer_port=printer.url, scanner_port=scanner.url, display_port=pole.url, has_drawer=True
        )
        with running(settings, scans.put, said.put) as supervisor:
            supervisor.check_health("printer", health.put)
            assert health.get(timeout=PATIENCE_S) == Health("printer", HealthResult.PASSED)
            assert printer.receipts == 1
            supervisor.check_health("drawer", health.put)
            assert health.get(timeout=PATIENCE_S) == Health("drawer", HealthResult.UNCONFIRMED)
            assert printer.wait_for_kicks(1)
            supervisor.check_health("scanner", health.put)
            until(said, DeviceStatus("scanner", DeviceState.ONLINE))
            scanner.scan("4711234567899")
            assert health.get(timeout=PATIENCE_S) == Health("scanner", HealthResult.PASSED, "4711234567899")
            assert scans.get(timeout=PATIENCE_S).value == "4711234567899"
            supervisor.check_health("line_display", health.put)
            assert health.get(timeout=PATIENCE_S) == Health("line_display", HealthResult.UNCONFIRMED)
            assert pole.wait_for(TRIAL)


def test_the_page_goes_before_receipts_and_needs_no_queue(health: HealthBox) -> None:
    queue = MemoryQueue()
    with VirtualPrinter.tcp() as printer, running(DeviceSettings(printer_port=printer.url), queue=queue) as supervisor:
        supervisor.check_health("printer", health.put)
        assert health.get(timeout=PATIENCE_S).result is HealthResult.PASSED
        assert queue.marks == []


def test_a_printer_that_cannot_fails_its_trial_with_the_reason(health: HealthBox) -> None:
    with VirtualPrinter.tcp() as printer:
        printer.befall(Trouble.COVER_OPEN)
        with running(DeviceSettings(printer_port=printer.url)) as supervisor:
            supervisor.check_health("printer", health.put)
            assert health.get(timeout=PATIENCE_S) == Health("printer", HealthResult.FAILED, "cover_open")
        assert printer.receipts == 0


def test_a_printer_that_tells_nothing_leaves_the_page_to_be_looked_at(health: HealthBox) -> None:
    mute = VirtualPrinter.tcp(answers=False, confirms=False)
    with mute as printer, running(DeviceSettings(printer_port=printer.url)) as supervisor:
        supervisor.check_health("printer", health.put)
        assert health.get(timeout=PATIENCE_S) == Health("printer", HealthResult.UNCONFIRMED)
        assert supervisor.reports()[0].last_good is None


def test_what_is_absent_fails_at_once(health: HealthBox) -> None:
    settings = DeviceSettings(printer_port="tcp://127.0.0.1:1", scanner_port="serial:///dev/not-there", has_drawer=True)
    with running(settings) as supervisor:
        for device in ("printer", "drawer"):
            supervisor.check_health(device, health.put)
            assert health.get(timeout=PATIENCE_S) == Health(device, HealthResult.FAILED, "refused")
        supervisor.check_health("scanner", health.put)
        assert health.get(timeout=PATIENCE_S) == Health("scanner", HealthResult.FAILED, "unplugged")
        supervisor.check_health("line_display", health.put)
        assert health.get(timeout=PATIENCE_S) == Health("line_display", HealthResult.FAILED, "not_set")


def test_a_port_that_cannot_be_read_fails_its_trial(health: HealthBox) -> None:
    with running(DeviceSettings(printer_port="the one by the window")) as supervisor:
        supervisor.check_health("printer", health.put)
        assert health.get(timeout=PATIENCE_S) == Health("printer", HealthResult.FAILED, "port_invalid")


def test_stopping_and_asking_again_answer_who_still_waits(health: HealthBox) -> None:
    with VirtualScanner() as scanner, running(DeviceSettings(scanner_port=scanner.url)) as supervisor:
        supervisor.check_health("scanner", health.put)
        supervisor.check_health("scanner", health.put)
        assert health.get(timeout=PATIENCE_S) == Health("scanner", HealthResult.FAILED, "superseded")
    assert health.get(timeout=PATIENCE_S) == Health("scanner", HealthResult.FAILED, "closed")


def test_a_scanner_that_types_is_known_by_what_it_typed(health: HealthBox) -> None:
    with running(DeviceSettings(scanner_port=WEDGE)) as supervisor:
        assert status_of(supervisor, "scanner") == DeviceStatus("scanner", DeviceState.UNKNOWN)
        supervisor.check_health("scanner", health.put)
        supervisor.typed(classify("0912345678"))
        assert health.get(timeout=PATIENCE_S) == Health("scanner", HealthResult.PASSED, "0912345678")
        assert status_of(supervisor, "scanner").state is DeviceState.ONLINE


def test_who_fails_to_listen_harms_no_device(health: HealthBox) -> None:
    def broken(_: Health) -> None:
        raise RuntimeError("not my day")

    with VirtualPrinter.tcp() as printer, running(DeviceSettings(printer_port=printer.url)) as supervisor:
        supervisor.check_health("printer", broken)
        assert printer.wait_for_receipts(1)
        supervisor.check_health("printer", health.put)
        assert health.get(timeout=PATIENCE_S).result is HealthResult.PASSED


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_that_needs_a_hand_has_its_sentence(language: str) -> None:
    sentences = vocabulary(language)["error"]
    faults = ("unreachable", "timed_out", "unplugged", "refused", "fault", "port_invalid")
    printer = ("paper_out", "cover_open", "not_ready", "no_reply", "paper_near_end", "font_missing", "document_broken")
    kinds = {f"{device}_{fault}" for device in ("printer", "scanner") for fault in faults}
    kinds |= {f"printer_{detail}" for detail in printer}
    kinds |= {"font_missing", "qr_too_long", "device_port_invalid"}
    assert kinds <= set(sentences)
