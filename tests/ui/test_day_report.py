"""The day's report: looked at, printed, and closed after one question."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from devices.printer.raster import render
from terminal.domain.errors import Refusal
from terminal.ports.printing import JobState
from terminal.usecases.shift_report import ReportKind, ShiftReport
from tests.ui.conftest import Counter, settle
from tests.ui.fakes import HeldRunner
from ui.qt.screens.sample_shop import DAY, GOLD_PHONE, SampleShop
from ui.qt.screens.states import Scene, new_scene
from ui.qt.widgets.label import Label
from ui.qt.widgets.receipt_view import ReceiptView
from ui.viewmodels.commands import Command
from ui.viewmodels.day_report import DayReport
from ui.viewmodels.desk import StageName, below_pages
from ui.viewmodels.devices import Devices
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.print_queue import PrintQueue
from ui.viewmodels.till import Till

Key = Qt.Key


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def opened(scene: Scene) -> DayReport:
    scene.press(Command.DAY_REPORT)
    stage = scene.till.stage
    assert isinstance(stage, DayReport)
    return stage


def said(scene: Scene) -> str:
    return scene.till.desk.notice.text if scene.till.desk.notice else ""


def test_the_day_so_far_is_shown_and_nothing_is_written(scene: Scene) -> None:
    stage = opened(scene)
    assert stage.report is not None and stage.report.kind is ReportKind.X
    assert (stage.day_text, stage.may_go_later, stage.question) == ("2026/11/21（今天）", False, "")
    assert (scene.shop.queue.jobs, scene.shop.reports.closed) == ([], [])


def test_x_prints_and_the_printer_is_woken(scene: Scene) -> None:
    woken: list[bool] = []
    scene.till.desk.receipt_queued.add(lambda: woken.append(True))
    stage = opened(scene)
    scene.type("x")
    assert woken == [True]
    assert [job.title for job in scene.shop.queue.jobs] == ["X 報表 2026-11-21"]
    assert scene.shop.queue.jobs[0].document is stage.document
    assert said(scene) == "「X 報表 2026-11-21」已送去列印。"


def test_closing_the_day_is_asked_for_once(scene: Scene) -> None:
    stage = opened(scene)
    scene.press(Command.ENTER)
    scene.type("z")
    asked = stage.question
    scene.type("x")
    scene.press(Command.FEWER, Command.BACK)
    assert (asked != "", stage.question, scene.till.stage is stage) == (True, "", True)
    assert (scene.shop.reports.closed, scene.shop.queue.jobs) == ([], [])
    scene.type("Z")
    scene.press(Command.ENTER)
    assert scene.shop.reports.closed == [DAY]
    assert stage.is_closed and scene.shop.queue.jobs[0].document is stage.document
    assert said(scene) == "已日結。Z 報表第 1 號已送去列印。"


def test_a_closed_day_is_not_closed_by_another_press(scene: Scene) -> None:
    opened(scene)
    scene.type("z")
    scene.press(Command.ENTER, Command.ENTER)
    scene.type("z")
    scene.press(Command.ENTER)
    assert (scene.shop.reports.closed, len(scene.shop.queue.jobs)) == ([DAY], 1)


def test_a_closed_day_is_printed_again_as_a_copy(scene: Scene) -> None:
    opened(scene)
    scene.type("z")
    scene.press(Command.ENTER)
    scene.type("x")
    copy, original = scene.shop.queue.jobs
    assert (copy.copy, copy.title, original.copy) == (True, original.title, False)
    assert scene.shop.reports.closed == [DAY]


def test_a_day_that_was_closed_before_keeps_its_number(scene: Scene) -> None:
    scene.shop.reports.closed = [date(2026, 11, 20), DAY]
    stage = opened(scene)
    scene.type("z")
    scene.press(Command.ENTER)
    assert stage.report is not None and stage.report.repeated
    assert said(scene) == "日結後沒有新的交易，仍是 Z 報表第 2 號；補印一張。"


def test_another_number_after_more_sales_says_which_one_it_replaces(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(scene)
    made = scene.shop.day_report(ReportKind.Z)
    later = ShiftReport(made.kind, made.day, made.at, made.figures, made.document, 8, instead_of=7, output_id=1)
    monkeypatch.setattr(SampleShop, "day_report", lambda *_, **__: later)
    scene.type("z")
    scene.press(Command.ENTER)
    assert said(scene) == "已再日結一次：Z 報表第 8 號取代第 7 號，已送去列印。"


def test_a_day_that_nobody_closed_can_be_closed_later(scene: Scene) -> None:
    stage = opened(scene)
    scene.press(Command.FEWER)
    assert (stage.day_text, stage.may_go_later) == ("2026/11/20", True)
    scene.type("z")
    assert "2026/11/20" in stage.question
    scene.press(Command.ENTER)
    assert scene.shop.reports.closed == [date(2026, 11, 20)]
    scene.press(Command.MORE, Command.MORE)
    assert stage.day_text == "2026/11/21（今天）"


def test_impatient_keys_ask_only_once() -> None:
    shop, runner = SampleShop(), HeldRunner()
    till = Till(shop, runner, shop.shop())
    till.press(Command.DAY_REPORT)
    till.letter("x")
    till.letter("z")
    till.press(Command.FEWER)
    runner.finish_all()
    for _ in range(3):
        till.letter("x")
    till.letter("z")
    runner.finish_all()
    assert len(shop.queue.jobs) == 1
    till.letter("z")
    till.press(Command.ENTER)
    till.press(Command.ENTER)
    runner.finish_all()
    assert shop.reports.closed == [DAY]


def test_what_is_refused_is_said_and_can_be_tried_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = opened(scene)
    scene.type("z")
    with monkeypatch.context() as patched:
        patched.setattr(SampleShop, "day_report", refuse)
        scene.press(Command.ENTER)
    assert said(scene).startswith("磁碟已滿") and not stage.is_closed
    scene.type("z")
    scene.press(Command.ENTER)
    assert stage.is_closed


def refuse(*_: object, **__: object) -> ShiftReport:
    raise Refusal("disk_full")


def test_it_does_not_open_over_what_is_half_done(scene: Scene) -> None:
    scene.tap("ruby")
    scene.press(Command.TENDER, Command.DAY_REPORT)
    assert scene.till.stage.name is StageName.TENDERING


def test_pages_lead_back_through_each_other_and_to_no_page_twice(scene: Scene) -> None:
    for _ in range(3):
        scene.press(Command.DEVICES, Command.PRINT_QUEUE, Command.DAY_REPORT)
    for page in (DayReport, PrintQueue, Devices):
        assert isinstance(scene.till.stage, page)
        scene.press(Command.BACK)
    assert scene.till.stage.name is StageName.SELLING


def test_a_scan_leaves_all_pages_and_the_customer_sees_none(scene: Scene) -> None:
    scene.press(Command.DEVICES)
    opened(scene)
    assert below_pages(scene.till.desk.stage) is scene.till.selling
    scene.till.scan(ScanReading(GOLD_PHONE, may_be_member=True))
    assert scene.till.stage.name is StageName.SELLING and scene.till.member is not None


# --- in the window ----------------------------------------------------------------------------------------------------


def paper(counter: Counter) -> ReceiptView:
    assert counter.window.sheet is not None
    settle()
    (shown,) = counter.window.sheet.findChildren(ReceiptView)
    return shown


def test_the_preview_is_what_is_printed(counter: Counter) -> None:
    counter.key(Key.Key_F1)
    counter.tap("menu_day_report")
    counter.tap("print_report")
    document = counter.scene.shop.queue.jobs[0].document
    assert document is not None and counter.scene.shop.queue.jobs[0].state is JobState.COMPLETE
    printed, shown = render(document, 576).convert("L"), paper(counter).dots
    assert (shown.width(), shown.height()) == printed.size
    assert bytes(shown.constBits())[: shown.width()] == printed.tobytes()[: shown.width()]


def test_by_touch_from_the_devices_chip(counter: Counter) -> None:
    counter.tap("chip_printer")
    counter.tap("day_report")
    counter.tap("earlier")
    day = counter.find("day")
    assert isinstance(day, Label) and day.text() == "2026/11/20"
    counter.tap("later")
    counter.tap("close_day")
    counter.tap("back")
    counter.tap("close_day")
    counter.tap("yes")
    assert counter.scene.shop.reports.closed == [DAY]
    counter.tap("print_report")
    assert len(counter.scene.shop.queue.jobs) == 2
    counter.tap("back")
    assert counter.scene.till.stage.name is StageName.DEVICES


def test_by_keys_and_pages_turn_the_paper_and_not_the_menu(counter: Counter) -> None:
    counter.key(Key.Key_F1)
    counter.tap("menu_day_report")
    counter.window.resize(1024, 720)
    settle()
    assert counter.window.sheet is not None
    bar = counter.window.sheet.findChildren(QScrollArea)[0].verticalScrollBar()
    before = counter.window.selling.menu.tabs.buttons[0].isChecked()
    counter.key(Key.Key_PageDown)
    assert bar.value() > 0 and counter.window.selling.menu.tabs.buttons[0].isChecked() is before
    counter.key(Key.Key_PageUp)
    assert bar.value() == 0
    counter.type("z")
    counter.key(Key.Key_Return)
    counter.key(Key.Key_Escape)
    assert counter.scene.shop.reports.closed == [DAY]
    assert counter.scene.till.stage.name is StageName.SELLING
