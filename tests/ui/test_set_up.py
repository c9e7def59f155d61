"""Setting a till up: the list, the printer, the size of the screen; first and later."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from devices.states import DeviceStatus
from terminal.domain.errors import Refusal
from tests.ui.conftest import Counter, settle
from ui.qt.screens.sample_care import SampleCare
from ui.qt.screens.sample_devices import SAMPLE_PORTS, SampleBench
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.printer_setup import PrinterSetup, Trying
from ui.viewmodels.scanner_setup import ScannerSetup
from ui.viewmodels.screen_setup import WIDTH_MAX, WIDTH_MIN, ScreenSetup
from ui.viewmodels.set_up import SetUp

Key = Qt.Key
ENTER, BACK, UNDO = Command.ENTER, Command.BACK, Command.UNDO
SERIAL = SAMPLE_PORTS[1].urls


def name_of(scene: Scene) -> StageName:
    return scene.till.stage.name


def begun(scene: Scene) -> tuple[SetUp, SampleCare, SampleBench, list[str]]:
    care, bench, done = SampleCare(), SampleBench(), []
    scene.till.desk.care, scene.till.desk.bench = care, bench
    scene.till.set_up(lambda: done.append("done"))
    stage = scene.till.stage
    assert isinstance(stage, SetUp)
    return stage, care, bench, done


def printer(scene: Scene) -> tuple[PrinterSetup, SampleCare, SampleBench]:
    _, care, bench, _ = begun(scene)
    scene.type("1")
    stage = scene.till.stage
    assert isinstance(stage, PrinterSetup)
    return stage, care, bench


def screen(scene: Scene) -> tuple[ScreenSetup, SampleCare]:
    _, care, _, _ = begun(scene)
    scene.type("3")
    stage = scene.till.stage
    assert isinstance(stage, ScreenSetup)
    return stage, care


def test_enter_leads_through_all_of_it_to_the_till(counter: Counter) -> None:
    scene = counter.scene
    stage, care, _, done = begun(scene)
    settle()
    counter.key(Key.Key_Return)
    assert name_of(scene) is StageName.PRINTER_SETUP
    counter.key(Key.Key_Return)
    counter.key(Key.Key_Return)
    assert scene.till.stage is stage and stage.chosen == 1
    care.chosen["wedge_gap_ms"] = "25"
    counter.key(Key.Key_3)
    counter.key(Key.Key_Return)
    assert stage.is_done
    assert care.chosen["printer"] == "file:///dev/usb/lp0"
    counter.key(Key.Key_Return)
    assert name_of(scene) is StageName.SELLING and done == ["done"]


@pytest.mark.parametrize("command", [Command.TENDER, BACK])
def test_all_of_it_can_be_left_for_later(command: Command) -> None:
    scene = new_scene()
    stage, care, _, done = begun(scene)
    assert [row.state for row in stage.rows] == ["待設定"] * 3
    scene.press(command)
    assert name_of(scene) is StageName.SELLING
    assert (done, care.chosen) == (["done"], {})


def test_what_was_set_is_shown() -> None:
    scene = new_scene("en")
    _, care, _, _ = begun(scene)
    care.chosen |= {"printer": "tcp://10.0.0.9:9100", "scanner": "serial:///dev/ttyACM0", "screen_mm_per_100px": "24.0"}
    scene.type("3")
    scene.press(BACK)
    stage = scene.till.stage
    assert isinstance(stage, SetUp)
    assert [row.detail for row in stage.rows] == [
        "tcp://10.0.0.9:9100",
        "serial:///dev/ttyACM0",
        "100 pixels are 24.0 mm",
    ]
    assert stage.is_done


def test_up_and_down_choose_and_the_scanner_is_measured_as_ever() -> None:
    scene = new_scene()
    begun(scene)
    scene.press(Command.DOWN, ENTER)
    assert isinstance(scene.till.stage, ScannerSetup)


def test_a_scan_means_nothing_while_the_till_is_set_up() -> None:
    scene = new_scene()
    stage, _, _, _ = begun(scene)
    scene.till.scan(ScanReading("4710088410207", may_be_member=False))
    assert scene.till.stage is stage and scene.till.desk.bill.is_empty


def test_later_it_leads_back_to_where_it_came_from() -> None:
    scene = new_scene()
    scene.till.do(lambda: scene.till.desk.go(SetUp(scene.till.desk, scene.till.stage)))
    stage = scene.till.stage
    assert isinstance(stage, SetUp) and not stage.is_first
    scene.press(BACK)
    assert name_of(scene) is StageName.SELLING


# --- the printer ------------------------------------------------------------------------------------------------------


def test_a_test_page_and_a_yes_keep_the_printer() -> None:
    scene = new_scene("en")
    stage, care, bench = printer(scene)
    told: list[bool] = []
    scene.till.desk.settings_changed.add(lambda: told.append(True))
    assert stage.rows[1] == ("Serial port /dev/ttyUSB0", "USB-Serial Controller")
    stage.choose_paper("58")
    scene.type("2")
    assert bench.asked == [f"{SERIAL[0]} 58"]
    assert stage.trying is Trying.ASKING and stage.rows[1][0] in stage.prompt
    stage.choose_paper("80")  # nobody has seen a page so wide
    scene.press(ENTER)
    assert care.chosen == {"printer": SERIAL[0], "printer_paper_mm": "58"}
    assert told == [True]


def test_a_no_tries_the_next_speed_and_in_the_end_keeps_nothing() -> None:
    scene = new_scene("en")
    stage, care, bench = printer(scene)
    scene.type("2")
    scene.press(UNDO)
    assert bench.asked == [f"{SERIAL[0]} 80", f"{SERIAL[1]} 80"]
    scene.press(UNDO)
    assert stage.trying is Trying.CHOOSING and care.chosen == {}
    assert stage.notice is not None and stage.notice.text.startswith("Nothing was kept")


def test_a_printer_that_does_not_answer_says_why() -> None:
    scene = new_scene("en")
    stage, care, bench = printer(scene)
    bench.refuses = Refusal("printer_unreachable", port="x")
    stage.type("10.0.0.9:9100")
    scene.press(ENTER)
    assert bench.asked == ["tcp://10.0.0.9:9100 80"]
    assert stage.trying is Trying.CHOOSING and stage.notice is not None
    assert care.chosen == {}


def test_an_address_that_is_none_is_refused_in_words() -> None:
    scene = new_scene("en")
    stage, _, bench = printer(scene)
    stage.type("udp://nowhere")
    scene.press(ENTER)
    assert bench.asked == [] and stage.notice is not None


def test_nothing_plugged_in_and_looking_again() -> None:
    scene = new_scene("en")
    _, _, bench, _ = begun(scene)
    bench.ports = ()
    scene.type("1")
    stage = scene.till.stage
    assert isinstance(stage, PrinterSetup)
    assert stage.prompt.startswith("Nothing is plugged in")
    scene.press(ENTER, Command.DOWN)
    bench.ports = SAMPLE_PORTS
    scene.type("r")
    assert len(stage.rows) == 2


def test_esc_gives_the_question_up_then_leaves() -> None:
    scene = new_scene()
    stage, care, _ = printer(scene)
    scene.press(Command.DOWN, ENTER, BACK)
    assert stage.trying is Trying.CHOOSING and stage.chosen == 1
    scene.press(BACK)
    assert name_of(scene) is StageName.SET_UP and care.chosen == {}


def test_the_printer_is_set_up_by_touch_and_by_typing(counter: Counter) -> None:
    stage, care, bench = printer(counter.scene)
    settle()
    counter.tap("look")
    counter.tap("tab_1")
    counter.tap("try_0")
    assert stage.trying is Trying.ASKING
    counter.tap("no")
    counter.tap("address")
    counter.type("10.0.0.9")
    counter.tap("try_address")
    counter.tap("yes")
    assert bench.asked == ["file:///dev/usb/lp0 58", "tcp://10.0.0.9 58"]
    assert care.chosen["printer"] == "tcp://10.0.0.9"


# --- the drawer that hangs on the printer -----------------------------------------------------------------------------


def asked(scene: Scene) -> tuple[PrinterSetup, SampleCare, SampleBench]:
    """The test page came out of the printer with two speeds."""
    stage, care, bench = printer(scene)
    scene.type("2")
    bench.asked.clear()
    return stage, care, bench


def test_a_drawer_that_opens_is_kept_with_its_printer() -> None:
    scene = new_scene("en")
    stage, care, bench = asked(scene)
    scene.type("d")
    assert bench.asked == [f"drawer {SERIAL[0]} 2"]
    assert (stage.trying, stage.prompt, care.chosen) == (Trying.OPENED, "Did the drawer open?", {})
    scene.press(ENTER)
    assert care.chosen == {
        "printer": SERIAL[0], "printer_paper_mm": "80", "cash_drawer": "printer", "cash_drawer_pin": "2",
    }  # fmt: skip
    back = scene.till.stage
    assert isinstance(back, SetUp)
    assert back.rows[0].detail == f"{SERIAL[0]} ・ with a drawer"


def test_a_drawer_that_stays_shut_is_opened_by_the_other_pin() -> None:
    scene = new_scene()
    _, care, bench = asked(scene)
    scene.type("d")
    scene.press(UNDO)
    assert bench.asked == [f"drawer {SERIAL[0]} 2", f"drawer {SERIAL[0]} 5"]
    scene.press(ENTER)
    assert care.chosen["cash_drawer_pin"] == "5"


def test_a_drawer_that_opens_by_no_pin_leaves_the_printer_kept_without_one() -> None:
    scene = new_scene("en")
    stage, care, _ = asked(scene)
    scene.type("d")
    scene.press(UNDO, UNDO)
    assert care.chosen == {"printer": SERIAL[0], "printer_paper_mm": "80"}
    assert scene.till.stage is stage.before
    notice = scene.till.desk.notice
    assert notice is not None and notice.text.startswith("The printer is kept; the drawer did not open.")


def test_the_question_about_the_drawer_can_be_left() -> None:
    scene = new_scene()
    stage, care, _ = asked(scene)
    scene.type("d")
    scene.press(BACK)
    assert care.chosen == {"printer": SERIAL[0], "printer_paper_mm": "80"}
    assert scene.till.stage is stage.before


def test_a_printer_that_cannot_open_it_says_so_and_is_kept_by_a_yes() -> None:
    scene = new_scene("en")
    stage, care, bench = asked(scene)
    bench.refuses = Refusal("drawer_not_opened", port="x", detail="paper_out")
    scene.type("d")
    assert stage.trying is Trying.ASKING and stage.notice is not None
    assert stage.notice.text.startswith("The drawer did not open")
    scene.press(ENTER)
    assert "cash_drawer" not in care.chosen and care.chosen["printer"] == SERIAL[0]


def test_nobody_is_asked_for_a_drawer_before_the_page_came_out() -> None:
    scene = new_scene()
    stage, _, bench = printer(scene)
    scene.type("d")
    assert (bench.asked, stage.trying) == ([], Trying.CHOOSING)


def test_the_drawer_by_touch(counter: Counter) -> None:
    _, care, bench = printer(counter.scene)
    settle()
    counter.tap("try_0")
    counter.tap("drawer")
    counter.tap("no")
    counter.tap("yes")
    assert bench.asked[1:] == ["drawer file:///dev/usb/lp0 2", "drawer file:///dev/usb/lp0 5"]
    assert care.chosen["cash_drawer_pin"] == "5"


def test_whoever_has_no_drawer_sets_the_printer_up_as_quickly_as_ever(counter: Counter) -> None:
    """Three strokes: into it, the test page, and yes."""
    scene = counter.scene
    stage, care, _, _ = begun(scene)
    settle()
    counter.key(Key.Key_1)
    counter.key(Key.Key_Return)
    counter.key(Key.Key_Return)
    assert scene.till.stage is stage and "printer" in care.chosen and "cash_drawer" not in care.chosen
    assert counter.operations == 3


# --- the screen -------------------------------------------------------------------------------------------------------


def test_a_card_held_against_the_screen_gives_its_size(counter: Counter) -> None:
    stage, care = screen(counter.scene)
    settle()
    assert stage.width == 323
    counter.key(Key.Key_Up)
    counter.key(Key.Key_Right)
    counter.key(Key.Key_Right)
    counter.key(Key.Key_Left)
    counter.key(Key.Key_Down)
    counter.tap("much_wider")
    assert (stage.width, stage.value) == (334, "25.6")
    counter.key(Key.Key_Return)
    assert care.chosen == {"screen_mm_per_100px": "25.6"}


def test_the_card_stays_on_the_screen_and_can_be_as_it_was() -> None:
    scene = new_scene()
    stage, _ = screen(scene)
    stage.change(10_000)
    assert stage.width == WIDTH_MAX
    stage.change(-10_000)
    assert stage.width == WIDTH_MIN
    scene.press(UNDO)
    assert stage.width == 323
    scene.press(BACK)
    assert name_of(scene) is StageName.SET_UP


def test_every_width_gives_a_size_that_the_setting_takes() -> None:
    stage, care = screen(new_scene())
    for width in range(WIDTH_MIN, WIDTH_MAX + 1):
        stage.width = width
        stage.save()
        assert care.chosen["screen_mm_per_100px"] == stage.value


def test_what_was_measured_before_is_where_it_begins() -> None:
    scene = new_scene()
    _, care, _, _ = begun(scene)
    care.chosen["screen_mm_per_100px"] = "20.0"
    scene.type("3")
    stage = scene.till.stage
    assert isinstance(stage, ScreenSetup) and stage.width == 428


def test_a_touch_on_a_row_opens_it(counter: Counter) -> None:
    begun(counter.scene)
    settle()
    QTest.mouseClick(counter.find("part_screen"), Qt.MouseButton.LeftButton)
    assert name_of(counter.scene) is StageName.SCREEN_SETUP


def test_devices_may_report_meanwhile() -> None:
    scene = new_scene()
    stage, _, bench = printer(scene)
    scene.till.device_changed(DeviceStatus("printer", bench.shown[0].status.state))
    assert scene.till.stage is stage
