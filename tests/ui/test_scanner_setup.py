"""The scanner's set-up on the device page: what it says, what it saves, and that keys alone are enough."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from devices.scanner.wedge import TAB, Wedge, WedgeSettings
from devices.scanner.wedge_setup import WedgeTrouble
from devices.settings import DeviceSettings
from resources.language import LANGUAGES
from terminal.domain.errors import Refusal
from tests.ui.conftest import Counter, settle
from ui.compose.counter_peripherals import CounterPeripherals
from ui.compose.device_trials import NothingToPrint
from ui.qt.screens.page_states import CODE, scan_for_setup
from ui.qt.screens.sample_devices import SampleBench, SampleMeasured
from ui.qt.screens.sample_shop import SampleShop
from ui.qt.screens.states import Scene, new_scene
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.devices import Devices
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.scanner_setup import ScannerSetup
from ui.viewmodels.tone import Tone
from ui.viewmodels.wedge_setup import SCANS

Key = Qt.Key
READING = ScanReading(CODE, may_be_member=False)
SETTINGS = {"wedge_prefix": "~", "wedge_suffix": "enter", "wedge_gap_ms": "25"}


def opened(scene: Scene, measured: SampleMeasured | None = None) -> tuple[ScannerSetup, SampleBench]:
    bench = SampleBench(measured=measured or SampleMeasured())
    scene.till.desk.bench = bench
    scene.press(Command.DEVICES)
    scene.type("s")
    stage = scene.till.stage
    assert isinstance(stage, ScannerSetup)
    return stage, bench


def said(stage: ScannerSetup) -> tuple[Tone, str]:
    assert stage.notice is not None
    return stage.notice.tone, stage.notice.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trouble", WedgeTrouble)
def test_every_trouble_has_its_sentence(language: str, trouble: WedgeTrouble) -> None:
    scene = new_scene(language)
    stage, _ = opened(scene, SampleMeasured(trouble=trouble))
    scan_for_setup(scene, SCANS)
    tone, text = said(stage)
    assert tone is Tone.AMBER and "{" not in text and "wedge_" not in text


def test_three_scans_are_counted_and_shown() -> None:
    scene = new_scene()
    stage, _ = opened(scene)
    prompts = [stage.prompt]
    assert stage.rows == (("字元間隔", "–"), ("開頭字元", "–"), ("結尾鍵", "–"))
    for _ in range(SCANS):
        scan_for_setup(scene, 1)
        prompts.append(stage.prompt)
    assert prompts == ["請掃任何一個條碼，共 3 次。", "掃到了，還要再掃 2 次。", "掃到了，還要再掃 1 次。", "量好了。"]
    assert stage.rows == (("字元間隔", "通常 8 毫秒，最長 12 毫秒"), ("開頭字元", "~"), ("結尾鍵", "Enter"))
    assert said(stage) == (Tone.CALM, "這支掃描器可以用。儲存後馬上生效。")


def test_what_the_scanner_does_not_send_is_said_to_be_missing() -> None:
    scene = new_scene()
    stage, _ = opened(scene, SampleMeasured(prefix="", suffix="", trouble="no_suffix"))
    scan_for_setup(scene, SCANS)
    assert [value for _, value in stage.rows[1:]] == ["沒有", "沒有"]


def test_enter_saves_then_leaves_and_the_scanner_is_heard_by_it_at_once() -> None:
    scene = new_scene()
    stage, bench = opened(scene)
    scan_for_setup(scene, SCANS)
    assert scene.shop.saved == {}
    scene.press(Command.ENTER)
    assert scene.shop.saved == bench.tuned == SETTINGS
    scene.till.scan(READING)
    assert said(stage) == (Tone.CALM, f"讀到 {CODE}")
    assert scene.till.desk.bill.is_empty
    scene.press(Command.ENTER)
    assert isinstance(scene.till.stage, Devices)


def test_while_keys_are_measured_enter_and_del_are_the_scanners() -> None:
    scene = new_scene()
    stage, bench = opened(scene)
    for at_ms, character in enumerate(f"{CODE}\r" * SCANS):
        stage.setup.key(character, at_ms)
    scene.press(Command.ENTER, Command.UNDO)
    assert bench.tuned == {} and stage.done == SCANS
    stage.pause()
    scene.press(Command.UNDO)
    assert (stage.is_listening, stage.done) == (True, 0)


def test_what_cannot_work_is_measured_again_and_not_saved() -> None:
    scene = new_scene()
    stage, bench = opened(scene, SampleMeasured(trouble="too_slow"))
    scan_for_setup(scene, SCANS)
    scene.press(Command.ENTER)
    assert (scene.shop.saved, bench.tuned, stage.done, stage.notice) == ({}, {}, 0, None)


def test_what_could_not_be_saved_is_said_and_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = new_scene()
    stage, bench = opened(scene)
    scan_for_setup(scene, SCANS)
    with monkeypatch.context() as patched:
        patched.setattr(SampleShop, "save_settings", refuse)
        scene.press(Command.ENTER)
    assert said(stage)[0] is Tone.RED and bench.tuned == {}
    scene.press(Command.ENTER)
    assert bench.tuned == SETTINGS and said(stage)[0] is Tone.CALM


def refuse(*_: object) -> None:
    raise Refusal("disk_full")


@pytest.mark.parametrize("port", ["", "serial:///dev/ttyACM0?baud=9600"])
def test_only_a_scanner_that_types_is_set_up(port: str) -> None:
    scene, bench = new_scene(), SampleBench()
    bench.shown[2] = replace(bench.shown[2], port=port)
    scene.till.desk.bench = bench
    scene.press(Command.DEVICES)
    scene.type("s")
    assert scene.till.stage.name is StageName.DEVICES


@pytest.mark.parametrize("command", [Command.BACK, Command.DEVICES])
def test_it_leads_back_to_the_devices(command: Command) -> None:
    scene = new_scene()
    stage, _ = opened(scene)
    scene.press(Command.PRINT_QUEUE, Command.DAY_REPORT)
    assert scene.till.stage is stage
    scene.press(command)
    assert scene.till.stage is stage.before


def test_what_was_measured_is_how_the_next_detector_listens() -> None:
    settings = DeviceSettings(wedge=WedgeSettings(length_min=9))
    peripherals = CounterPeripherals(settings, NothingToPrint())
    peripherals.tune_scanner({"wedge_prefix": "~", "wedge_suffix": "tab", "wedge_gap_ms": "25"})
    detector = peripherals.wedge()
    assert isinstance(detector, Wedge)
    assert detector.settings == WedgeSettings(25, 9, "~", TAB)


# --- in the window ----------------------------------------------------------------------------------------------------


def button(counter: Counter, name: str) -> KeyButton:
    widget = counter.find(name)
    assert isinstance(widget, KeyButton)
    return widget


def test_by_touch(counter: Counter) -> None:
    counter.key(Key.Key_F11)
    counter.tap("set_up_scanner")
    assert not button(counter, "accept").isEnabled() and not button(counter, "again").isEnabled()
    scan_for_setup(counter.scene, SCANS)
    settle()
    assert (button(counter, "accept").text(), button(counter, "accept").accessibleName()) == ("儲存", "儲存")
    counter.tap("again")
    prompt = counter.find("prompt")
    assert isinstance(prompt, Label) and prompt.text() == "請掃任何一個條碼，共 3 次。"
    scan_for_setup(counter.scene, SCANS)
    counter.tap("accept")
    assert counter.scene.shop.saved == SETTINGS
    counter.tap("accept")
    assert counter.scene.till.stage.name is StageName.DEVICES


def test_by_keys(counter: Counter) -> None:
    counter.key(Key.Key_F11)
    counter.key(Key.Key_S)
    scan_for_setup(counter.scene, SCANS)
    counter.key(Key.Key_Delete)
    scan_for_setup(counter.scene, SCANS)
    counter.key(Key.Key_Return)
    assert counter.scene.shop.saved == SETTINGS
    counter.key(Key.Key_Escape)
    assert counter.scene.till.stage.name is StageName.DEVICES
