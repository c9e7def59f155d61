"""The device page: what it says of each device, and trying them out."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from devices.health import SUPERSEDED, Health, HealthResult
from devices.states import DeviceReport, DeviceState, DeviceStatus
from resources.language import LANGUAGES
from tests.ui.conftest import Counter, settle
from ui.qt.screens.sample_devices import SampleBench
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.states import Scene, new_scene
from ui.qt.widgets.label import Label
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.desk import StageName
from ui.viewmodels.devices import Devices
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.tone import Tone

Key = Qt.Key
CODE = ScanReading("4711234567899", may_be_member=False)


def page(scene: Scene) -> tuple[Devices, SampleBench]:
    bench = SampleBench()
    scene.till.desk.bench = bench
    scene.press(Command.DEVICES)
    stage = scene.till.stage
    assert isinstance(stage, Devices)
    return stage, bench


def test_each_device_in_words() -> None:
    stage, _ = page(new_scene())
    printer, drawer, scanner, display = stage.rows
    assert (printer.name, printer.place, printer.state, printer.tone) == (
        "印表機",
        "tcp://192.168.1.50:9100",
        "正常",
        Tone.CALM,
    )
    assert printer.history == "上次正常 11/21 14:31 ・ 上次異常 11/21 11:32 缺紙"
    assert (drawer.place, drawer.history) == ("接在印表機上", "上次正常 11/21 14:28 ・ 沒有異常")
    assert scanner.place == "以鍵盤方式輸入"
    assert (drawer.state, display.name) == ("正常", "客顯")
    assert (display.place, display.state, display.history, display.can_try) == ("未設定", "", "", False)


@pytest.mark.parametrize(
    ("status", "tone", "state"),
    [
        (DeviceStatus("printer", DeviceState.ONLINE, "paper_near_end"), Tone.AMBER, "紙快用完"),
        (DeviceStatus("printer", DeviceState.UNKNOWN), Tone.PLAIN, "等候回應"),
        (DeviceStatus("printer", DeviceState.UNKNOWN, "no_reply"), Tone.PLAIN, "不回報狀態"),
        (DeviceStatus("printer", DeviceState.ERROR, "port_invalid"), Tone.AMBER, "設定不對"),
        (DeviceStatus("printer", DeviceState.OFFLINE, "unplugged"), Tone.AMBER, "未接上"),
        (DeviceStatus("printer", DeviceState.CLOSED), Tone.PLAIN, "未啟用"),
    ],
)
def test_states_in_words(status: DeviceStatus, tone: Tone, state: str) -> None:
    stage, bench = page(new_scene())
    bench.shown[0] = DeviceReport(status, "file:///dev/usb/lp0")
    row = stage.rows[0]
    assert (row.tone, row.state, row.history) == (tone, state, "還沒有回應過 ・ 沒有異常")


def test_the_drawers_trouble_is_the_printers() -> None:
    stage, bench = page(new_scene())
    status = DeviceStatus("drawer", DeviceState.ERROR, "cover_open")
    bench.shown[1] = replace(bench.shown[1], status=status)
    assert (stage.rows[1].state, stage.rows[1].tone) == ("印表機 ・ 上蓋開啟", Tone.AMBER)


def test_a_digit_tries_a_device_out_and_the_answer_is_shown() -> None:
    scene = new_scene()
    stage, bench = page(scene)
    scene.type("1")
    assert bench.asked == ["printer"]
    assert (stage.rows[0].trial, stage.rows[0].is_trying) == ("正在列印測試頁…", True)
    scene.till.device_tried(Health("printer", HealthResult.PASSED))
    assert (stage.rows[0].trial, stage.rows[0].trial_tone) == ("測試頁印好了。", Tone.CALM)
    scene.type("1")
    scene.till.device_tried(Health("printer", HealthResult.FAILED, SUPERSEDED))
    assert stage.rows[0].trial == "正在列印測試頁…"
    scene.till.device_tried(Health("printer", HealthResult.FAILED, "cover_open"))
    assert (stage.rows[0].trial, stage.rows[0].trial_tone) == ("測試沒有成功：上蓋開啟", Tone.AMBER)


@pytest.mark.parametrize("digit", ["0", "4", "5", "9"])
def test_what_is_not_there_is_not_tried_out(digit: str) -> None:
    scene = new_scene()
    _, bench = page(scene)
    scene.type(digit)
    assert bench.asked == []


def test_the_scan_that_is_waited_for_stays_on_the_page() -> None:
    scene = new_scene()
    stage, _ = page(scene)
    scene.type("3")
    scene.till.scan(CODE)
    assert scene.till.stage is stage
    assert (stage.rows[2].trial, scene.till.desk.notice) == ("讀到 4711234567899", None)
    scene.till.device_tried(Health("scanner", HealthResult.PASSED, CODE.text))
    scene.till.scan(ScanReading(GOLD_PHONE, may_be_member=True))
    assert scene.till.stage.name is StageName.SELLING
    assert scene.till.member is not None


def test_a_long_scan_is_shortened() -> None:
    scene = new_scene()
    stage, _ = page(scene)
    scene.type("3")
    scene.till.scan(ScanReading("X" * 400, may_be_member=False))
    assert len(stage.rows[2].trial) < 40


@pytest.mark.parametrize("command", [Command.BACK, Command.ENTER, Command.DEVICES])
def test_the_page_leads_back_to_where_the_cashier_was(command: Command) -> None:
    scene = new_scene()
    scene.tap("ruby")
    scene.press(Command.TENDER)
    tendering = scene.till.stage
    page(scene)
    scene.press(command)
    assert scene.till.stage is tendering


def test_a_scan_on_the_page_after_a_sale_begins_the_next_one() -> None:
    scene = new_scene()
    scene.tap("ruby")
    scene.press(Command.EXACT_CASH)
    assert isinstance(scene.till.stage, Completed)
    page(scene)
    scene.till.scan(ScanReading(GOLD_PHONE, may_be_member=True))
    assert scene.till.stage.name is StageName.SELLING
    assert scene.till.desk.bill.content.cart.lines == ()


def test_a_form_is_not_left() -> None:
    scene = new_scene()
    scene.press(Command.NEW_MEMBER, Command.DEVICES)
    assert scene.till.stage.name is StageName.ENROLLING


def test_without_devices_there_is_no_page() -> None:
    scene = new_scene()
    scene.till.desk.bench = None
    scene.press(Command.DEVICES)
    assert scene.till.stage.name is StageName.SELLING


def test_an_answer_after_the_page_is_gone_is_nobodys() -> None:
    scene = new_scene()
    page(scene)
    scene.press(Command.BACK)
    scene.till.device_tried(Health("printer", HealthResult.PASSED))
    assert scene.till.stage.name is StageName.SELLING


# --- in the window ----------------------------------------------------------------------------------------------------


def text(counter: Counter, name: str) -> str:
    widget = counter.find(name)
    assert isinstance(widget, Label)
    return widget.text()


def test_a_device_is_tried_out_by_touch_and_by_key(counter: Counter) -> None:
    bench = SampleBench()
    counter.scene.till.desk.bench = bench
    counter.key(Key.Key_F11)
    counter.tap("test_drawer")
    counter.key(Key.Key_1)
    assert bench.asked == ["drawer", "printer"]
    counter.scene.till.device_tried(Health("drawer", HealthResult.UNCONFIRMED))
    assert text(counter, "trial_drawer").startswith("已送出開啟訊號")
    counter.tap("back")
    assert counter.scene.till.stage.name is StageName.SELLING


def test_a_touch_on_a_devices_chip_opens_the_page(counter: Counter) -> None:
    link, *devices = counter.window.bar.chips
    for chip in devices:
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        assert counter.scene.till.stage.name is StageName.DEVICES
        counter.key(Key.Key_Escape)
    QTest.mouseClick(counter.window.bar, Qt.MouseButton.LeftButton, pos=QPoint(link.geometry().center()))
    assert counter.scene.till.stage.name is StageName.SELLING


def test_a_devices_chip_tells_what_opens_and_by_which_key(counter: Counter) -> None:
    link, printer, scanner = counter.window.bar.chips
    assert (printer.toolTip(), printer.accessibleName()) == ("裝置 F11", "印表機, 裝置 F11")
    assert (link.toolTip(), scanner.toolTip()) == ("", "裝置 F11")
    waiting = replace(counter.scene.shop.link(), print_jobs={"held": 2})
    counter.scene.till.strip.link_arrived(waiting)
    counter.scene.till.device_changed(DeviceStatus("printer", DeviceState.ERROR, "paper_out"))
    assert printer.accessibleName() == "印表機 ・ 缺紙 ・ 2 張待印, 列印佇列 F2"


def test_the_open_page_follows_the_devices(counter: Counter) -> None:
    bench = SampleBench()
    counter.scene.till.desk.bench = bench
    counter.key(Key.Key_F11)
    status = DeviceStatus("printer", DeviceState.OFFLINE, "unplugged")
    bench.shown[0] = replace(bench.shown[0], status=status)
    counter.scene.till.device_changed(status)
    settle()
    assert counter.window.sheet is not None
    chips = [chip.text for chip in counter.window.sheet.findChildren(type(counter.window.bar.chips[0]))]
    assert chips[0] == "未接上"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
def test_every_text_of_the_page_has_room(
    open_counter: Callable[..., Counter], language: str, size: tuple[int, int]
) -> None:
    counter = open_counter(language, size)
    counter.key(Key.Key_F11)
    counter.type("123")
    settle()
    assert counter.window.sheet is not None
    labels = [label for label in counter.window.sheet.findChildren(Label) if label.isVisible()]
    cut = [label.text() for label in labels if label.fontMetrics().horizontalAdvance(label.text()) > label.width()]
    assert cut == []
