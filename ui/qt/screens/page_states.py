"""The till's own pages in pictures: devices, the scanner's set-up, the print queue, the day's report."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from devices.health import Health, HealthResult
from devices.states import DeviceError, DeviceReport, DeviceState, DeviceStatus
from ui.qt.screens.sample_devices import SampleBench, SampleMeasured
from ui.qt.screens.sample_jobs import sample_jobs
from ui.qt.screens.sample_shop import NOW
from ui.qt.screens.scene import Scene, standard_lines
from ui.qt.screens.staff_states import STAFF_STATES
from ui.viewmodels.commands import Command
from ui.viewmodels.devices import SET_UP_KEY
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.scanner_setup import ScannerSetup

CODE = "4710088410207"


def _devices(scene: Scene) -> None:
    """All well, but for a display that is not set up."""
    standard_lines(scene)
    scene.press(Command.DEVICES)


def _devices_tried(scene: Scene) -> None:
    """The printer's cover is open; a display is there and silent; everything was just tried out."""
    bench = SampleBench()
    scene.till.desk.bench = bench
    trouble = DeviceError("cover_open", NOW)
    bench.shown[0] = replace(
        bench.shown[0], status=DeviceStatus("printer", DeviceState.ERROR, "cover_open"), last_error=trouble
    )
    bench.shown[1] = replace(
        bench.shown[1], status=DeviceStatus("drawer", DeviceState.ERROR, "cover_open"), last_error=trouble
    )
    bench.shown[3] = DeviceReport(
        DeviceStatus("line_display", DeviceState.UNKNOWN, "no_reply"), "serial:///dev/ttyUSB0?baud=9600"
    )
    scene.till.device_changed(bench.shown[0].status)
    standard_lines(scene)
    scene.press(Command.DEVICES)
    scene.type("1234")
    scene.till.device_tried(Health("printer", HealthResult.FAILED, "cover_open"))
    scene.till.device_tried(Health("drawer", HealthResult.UNCONFIRMED))
    scene.till.device_tried(Health("line_display", HealthResult.UNCONFIRMED))


def _print_queue(scene: Scene) -> None:
    standard_lines(scene)
    scene.shop.queue.jobs = sample_jobs(scene.shop.language, scene.shop.cashier)
    scene.till.device_changed(DeviceStatus("printer", DeviceState.ERROR, "paper_out"))
    scene.press(Command.PRINT_QUEUE, Command.DOWN)


def _print_queue_reason(scene: Scene) -> None:
    _print_queue(scene)
    scene.press(Command.DOWN, Command.ENTER)


def _print_queue_again(scene: Scene) -> None:
    _print_queue(scene)
    scene.press(Command.DOWN, Command.DOWN, Command.DOWN, Command.ENTER)


def _scanner_setup(scene: Scene) -> None:
    standard_lines(scene)
    scene.press(Command.DEVICES)
    scene.type(SET_UP_KEY)


def scan_for_setup(scene: Scene, scans: int) -> None:
    """Scans in front of the set-up, and then for a while nothing."""
    stage = scene.till.stage
    if isinstance(stage, ScannerSetup):
        for place in range(scans):
            for at_ms, character in enumerate(f"{CODE}\r"):
                stage.setup.key(character, place * 1000 + at_ms)
        stage.pause()


def _scanner_setup_begun(scene: Scene) -> None:
    _scanner_setup(scene)
    scan_for_setup(scene, 2)


def _scanner_setup_measured(scene: Scene) -> None:
    _scanner_setup(scene)
    scan_for_setup(scene, 3)


def _scanner_setup_saved(scene: Scene) -> None:
    _scanner_setup_measured(scene)
    scene.press(Command.ENTER)
    scene.till.scan(ScanReading(CODE, may_be_member=False))


def _scanner_setup_trouble(scene: Scene) -> None:
    scene.till.desk.bench = SampleBench(measured=SampleMeasured(86, 120, 100, "", "enter", "too_slow"))
    _scanner_setup_measured(scene)


def _menu(scene: Scene) -> None:
    standard_lines(scene)
    scene.press(Command.MENU)


def _day_report(scene: Scene) -> None:
    standard_lines(scene)
    scene.press(Command.DAY_REPORT)


def _day_report_asked(scene: Scene) -> None:
    _day_report(scene)
    scene.type("Z")


def _day_closed(scene: Scene) -> None:
    _day_report_asked(scene)
    scene.press(Command.ENTER)


PAGE_STATES: Mapping[str, Callable[[Scene], None]] = {
    **STAFF_STATES,
    "print-queue": _print_queue,
    "print-queue-reason": _print_queue_reason,
    "print-queue-again": _print_queue_again,
    "devices": _devices,
    "devices-tried": _devices_tried,
    "scanner-setup": _scanner_setup,
    "scanner-setup-begun": _scanner_setup_begun,
    "scanner-setup-measured": _scanner_setup_measured,
    "scanner-setup-saved": _scanner_setup_saved,
    "scanner-setup-trouble": _scanner_setup_trouble,
    "menu": _menu,
    "day-report": _day_report,
    "day-report-asked": _day_report_asked,
    "day-closed": _day_closed,
}
