"""The office's pages about the terminal itself, in pictures: sync and devices, settings."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from devices.states import DeviceError, DeviceReport, DeviceState, DeviceStatus
from terminal.ports.sync import Watch
from ui.qt.screens.sample_care import SAMPLE_FACTS, SampleCare, SampleFinding
from ui.qt.screens.sample_devices import SampleBench
from ui.qt.screens.sample_shop import NOW
from ui.qt.screens.scene import Scene
from ui.viewmodels.commands import Command
from ui.viewmodels.office.office import Office
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.office.settings import Settings
from ui.viewmodels.office.sync import Sync, Task

WRONG = (
    SampleFinding("disk", True, {"free_bytes": 9_000_000_000}),
    SampleFinding("schema", True),
    SampleFinding("pages", False, {"kind": "store_damaged"}),
    SampleFinding("chain", False, {"frames": 11_002, "epoch": 1, "seq": 11_003}),
    SampleFinding("counts", True),
)


def opened(scene: Scene, name: SectionName) -> Section:
    """Opens the office at a section."""
    scene.press(Command.OFFICE)
    office = scene.till.stage
    if not isinstance(office, Office):
        raise TypeError(f"{office.name} is not the office")
    scene.till.do(lambda: office.choose(name))
    return office.section


def _sync(scene: Scene) -> None:
    opened(scene, SectionName.SYNC)


def _sync_trouble(scene: Scene) -> None:
    """Offline for hours, much to upload, little disk, no paper."""
    known = replace(
        SAMPLE_FACTS,
        unsent=318,
        oldest_unsent=NOW - timedelta(hours=9),
        last_success=NOW - timedelta(hours=9),
        refusal="epoch_frozen",
        free_bytes=210_000_000,
        print_jobs={"complete": 88, "held": 3, "queued": 2},
    )
    bench = SampleBench()
    bench.shown[0] = DeviceReport(
        DeviceStatus("printer", DeviceState.ERROR, "paper_out"), "file:///dev/usb/lp0", DeviceError("paper_out", NOW)
    )
    scene.till.desk.bench, scene.till.desk.care = bench, SampleCare(known=known, findings=WRONG)
    opened(scene, SectionName.SYNC)
    scene.type("D")


def _sync_busy(scene: Scene) -> None:
    section = opened(scene, SectionName.SYNC)
    if isinstance(section, Sync):
        section.task, section.watch = Task.BACK_UP, Watch(done=190_000_000, total=612_000_000)
    scene.till.changed.tell()


def _settings(scene: Scene) -> None:
    scene.till.desk.care = SampleCare({"printer": "tcp://192.168.1.50:9100", "cash_drawer": "printer"})
    opened(scene, SectionName.SETTINGS)


def _settings_wrong(scene: Scene) -> None:
    section = _at(scene, "wedge_gap_ms")
    scene.till.do(lambda: section.type("500"))


def _settings_saved(scene: Scene) -> None:
    section = _at(scene, "printer_paper_mm")
    scene.till.do(lambda: section.pick("58"))


def _settings_several(scene: Scene) -> None:
    section = _at(scene, "manager_approves")
    scene.till.do(lambda: section.pick("drawer"))


def _settings_drawer(scene: Scene) -> None:
    """The drawer was told to open."""
    scene.till.desk.care = SampleCare({"printer": "tcp://192.168.1.50:9100", "cash_drawer": "printer"})
    _at(scene, "cash_drawer_pin")
    scene.type("o")


def _at(scene: Scene, name: str) -> Settings:
    _settings(scene)
    office = scene.till.stage
    section = office.section if isinstance(office, Office) else None
    if not isinstance(section, Settings):
        raise TypeError("these are not the settings")
    place = next(place for place, one in enumerate(section.options) if one.name == name)
    scene.till.do(lambda: section.choose(place))
    return section


UPKEEP_STATES: Mapping[str, Callable[[Scene], None]] = {
    "office-sync": _sync,
    "office-sync-trouble": _sync_trouble,
    "office-sync-busy": _sync_busy,
    "office-settings": _settings,
    "office-settings-wrong": _settings_wrong,
    "office-settings-saved": _settings_saved,
    "office-settings-drawer": _settings_drawer,
    "office-settings-several": _settings_several,
}
