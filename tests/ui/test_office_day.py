"""The day page and the shifts: by keys and by touch, saved, printed."""

import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from terminal.domain.errors import Refusal
from terminal.usecases.day_page import Span, day_page
from tests.ui.conftest import Counter, settle
from tests.ui.workbook import cells
from tests.unit.usecases.counter import PHONE, CounterInMemory
from ui.compose.day_workbook import save_workbook
from ui.qt.long_work import ThreadedWork
from ui.qt.office.day_page import DayPage
from ui.qt.office.page_pdf import save_pdf
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.long_work import CalledOff, Told
from ui.viewmodels.office.day import Day
from ui.viewmodels.office.office import Office
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.office.shifts import Shifts

Key = Qt.Key
TODAY = date(2026, 11, 21)


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def section_of(scene: Scene, name: SectionName) -> Section:
    scene.press(Command.OFFICE)
    stage = scene.till.stage
    assert isinstance(stage, Office)
    stage.choose(name)
    return stage.section


def day_of(scene: Scene) -> Day:
    section = section_of(scene, SectionName.DAY)
    assert isinstance(section, Day)
    return section


def said(scene: Scene) -> str:
    return scene.till.desk.notice.text if scene.till.desk.notice else ""


def shown(day: Day) -> tuple[Span, date]:
    assert day.page is not None
    return day.page.period.span, day.page.period.first


def test_the_day_says_what_the_figures_are(scene: Scene) -> None:
    face = day_of(scene).face
    assert face is not None
    assert (face.title, face.about) == ("今日營業概況", "2026/11/21（六）營業日 04:00 起 ・ 到 14:32 ・ 3 筆待上傳")
    assert [card.figure for card in face.cards] == ["NT$ 35,675", "62.7%", "8", "67", "NT$ 217", "1,044"]
    assert [card.beside for card in face.cards][:3] == ["較上週六同時段 +12.3%", "前四週 58.7%", "上週六 29"]
    assert [(bar.label, bar.is_to_come) for bar in face.bars][5:8] == [("13", False), ("14", False), ("15", True)]
    assert face.chart_note == "淺色：上週六"
    assert face.waiting(())[0][1] == "11/19 還沒日結"


def test_every_period_has_its_key(scene: Scene) -> None:
    day = day_of(scene)
    found = {}
    for key in "TYLWM":
        scene.type(key.lower())
        found[key] = shown(day)
        assert day.chosen_key == key
    assert found == {
        "T": (Span.DAY, TODAY),
        "Y": (Span.DAY, date(2026, 11, 20)),
        "L": (Span.DAY, date(2026, 11, 14)),
        "W": (Span.WEEK, date(2026, 11, 16)),
        "M": (Span.MONTH, date(2026, 11, 1)),
    }
    scene.press(Command.FEWER)
    assert shown(day) == (Span.MONTH, date(2026, 10, 1))
    scene.press(Command.MORE, Command.MORE)
    assert (shown(day), day.may_go_later) == ((Span.MONTH, date(2026, 11, 1)), False)


def test_any_day_is_picked_with_the_arrows_and_none_ahead(scene: Scene) -> None:
    day = day_of(scene)
    scene.type("d")
    scene.press(Command.MORE)
    assert day.picking == TODAY
    scene.press(Command.UP, Command.FEWER)
    scene.type("3")
    scene.press(Command.ENTER)
    assert (shown(day), day.chosen_key) == ((Span.DAY, date(2026, 11, 13)), "D")
    scene.type("d")
    scene.press(Command.BACK)
    assert not day.is_entered and isinstance(scene.till.stage, Office)
    scene.press(Command.BACK)
    assert not isinstance(scene.till.stage, Office)


def test_the_page_is_printed_once_however_often_it_is_asked(scene: Scene) -> None:
    day_of(scene)
    woken: list[bool] = []
    scene.till.desk.receipt_queued.add(lambda: woken.append(True))
    scene.type("r")
    assert (woken, said(scene)) == ([True], "「營業數字 2026-11-21」已送去列印。")


def test_a_workbook_is_named_after_store_till_and_days(scene: Scene) -> None:
    day_of(scene)
    scene.type("me")
    assert scene.shop.days.saved == ["/home/shop/stillpoint/exports/信義店 2 號機 2026-11-01 – 2026-11-30.xlsx"]
    assert said(scene).startswith("已存到 /home/shop")


class HeldWork:
    """Work that goes on until the test lets it."""

    def __init__(self) -> None:
        self.told: Told = lambda done, total: None
        self.failed: object = None
        self.called_off = False

    def start(self, job: object, told: Told, done: object, failed: object) -> None:
        self.told, self.failed = told, failed

    def call_off(self) -> None:
        self.called_off = True
        assert callable(self.failed)
        self.failed(CalledOff())


def test_an_export_shows_how_far_it_is_and_esc_calls_it_off(scene: Scene) -> None:
    day, work = day_of(scene), HeldWork()
    scene.till.desk.long_work = work
    scene.type("me")
    work.told(12, 30)
    assert day.exporting.progress == "匯出 Excel：第 12 天，共 30 天"
    scene.type("e")
    scene.press(Command.BACK)
    assert (work.called_off, day.exporting.is_at_work, said(scene)) == (True, False, "已取消匯出，沒有留下檔案。")
    assert isinstance(scene.till.stage, Office)


def test_another_folder_is_kept(scene: Scene) -> None:
    day = day_of(scene)
    scene.type("f")
    assert day.exporting.choosing
    day.exporting.choose_folder("/media/usb")
    assert (scene.shop.saved["export_folder"], day.exporting.folder) == ("/media/usb", "/media/usb")


def test_shifts_are_listed_with_their_differences_and_opened(scene: Scene) -> None:
    section = section_of(scene, SectionName.SHIFTS)
    assert isinstance(section, Shifts)
    assert [(row.title, row.difference) for row in section.rows[:3]] == [
        ("錢櫃班別 12 ・ 2026/11/21", ""),
        ("Z 報表 11 ・ 2026/11/20", "少 50"),
        ("Z 報表 10 ・ 2026/11/20", "相符"),
    ]
    scene.press(Command.ENTER, Command.DOWN)
    assert (section.chosen, section.document is not None and section.document.number) == (1, "Z 報表 第 11 號")
    scene.type("p")
    assert scene.shop.days.printed[-1].rows[0].left == "補印 COPY"
    scene.press(Command.BACK, Command.UP)
    assert isinstance(scene.till.stage, Office)
    assert scene.till.stage.chosen is not SectionName.SHIFTS


# --- in the window ----------------------------------------------------------------------------------------------------


def open_day(counter: Counter) -> DayPage:
    counter.scene.press(Command.OFFICE)
    settle()
    found = counter.window.findChildren(DayPage)
    assert len(found) == 1
    return found[0]


def test_by_touch_through_the_periods_and_the_calendar(counter: Counter) -> None:
    page, stage = open_day(counter), counter.scene.till.stage
    assert isinstance(stage, Office) and isinstance(stage.section, Day)
    day = stage.section
    for name, first in (("period_Y", 20), ("period_L", 14), ("period_T", 21)):
        counter.tap(name)
        assert page.chart.accessibleDescription().startswith("8: ")
        assert shown(day)[1].day == first
    counter.tap("period_D")
    counter.tap("month_before")
    counter.tap("day_5")
    assert shown(day)[1] == date(2026, 10, 5)
    counter.tap("earlier")
    counter.tap("later")
    assert shown(day)[1] == date(2026, 10, 5)
    counter.key(Key.Key_PageUp)
    assert shown(day)[1] == date(2026, 10, 4)


def test_the_page_becomes_a_pdf(counter: Counter, tmp_path: Path) -> None:
    counter.scene.shop.days.folder = str(tmp_path / "new")
    open_day(counter)
    counter.tap("save_pdf")
    (file,) = (tmp_path / "new").iterdir()
    assert (file.name, file.read_bytes()[:5]) == ("信義店 2 號機 2026-11-21.pdf", b"%PDF-")
    notice = counter.scene.till.desk.notice
    assert notice is not None and str(file) in notice.text


def test_a_pdf_that_cannot_be_written_leaves_nothing(application: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    widget = QWidget()
    widget.resize(200, 100)
    assert save_pdf(widget, str(tmp_path / "file"), "day") == ""
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_the_folder_is_asked_for_without_a_loop_of_its_own(counter: Counter, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_day(counter)
    counter.tap("choose_folder")
    dialogue = page.findChild(QFileDialog, "folder")
    assert dialogue is not None
    dialogue.fileSelected.emit(str(tmp_path))
    settle()
    assert counter.scene.shop.saved["export_folder"] == str(tmp_path)


def test_a_row_opens_by_touch_and_its_copy_is_printed(counter: Counter) -> None:
    section_of(counter.scene, SectionName.SHIFTS)
    counter.window.refresh()
    counter.tap("closing_2")
    counter.tap("print_closing")
    assert counter.scene.shop.days.printed[-1].number == "Z 報表 第 10 號"


# --- what is saved ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "heading"), [("zh_TW", "營業額（扣退貨）"), ("en", "Sales less refunds")])
def test_a_workbook_has_real_numbers_and_dates(tmp_path: Path, language: str, heading: str) -> None:
    counter = CounterInMemory()
    counter.set_language(language)
    counter.enrol()
    counter.sell(1000, member=PHONE)
    counter.sell(125)
    told: list[tuple[int, int]] = []
    page = day_page(counter.till, Span.WEEK)
    file = save_workbook(counter.till, page, tmp_path, "week", lambda *far: told.append(far))
    assert ([path.name for path in tmp_path.iterdir()], told[-1]) == (["week.xlsx"], (7, 7))
    summary, sales = cells(file, 1), cells(file, 5)
    place = next(name[1:] for name, (_, value) in summary.items() if value == heading)
    assert summary[f"B{place}"] == ("n", "1125")
    assert summary["B2"] == ("n", "46342")  # 2026-11-16 as Excel counts days
    assert (sales["A2"], sales["C2"][0], sales["F3"]) == (("n", "46347"), "s", ("n", "125"))
    assert sales["B2"][1].startswith("46347.605")  # 14:32 in Taipei


def test_a_workbook_that_is_called_off_or_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    counter = CounterInMemory()
    page = day_page(counter.till)

    def call_off(done: int, total: int) -> None:
        raise CalledOff

    with pytest.raises(CalledOff):
        save_workbook(counter.till, page, tmp_path / "exports", "day", call_off)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refusal, match="export_failed"):
        save_workbook(counter.till, page, tmp_path / "file", "day", lambda *_: None)
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_long_work_is_done_elsewhere_and_can_be_called_off(qtbot: QtBot, application: QApplication) -> None:
    work, seen, failed = ThreadedWork(), list[tuple[int, int]](), list[Exception]()
    here, begun, go_on = threading.get_ident(), threading.Event(), threading.Event()

    def job(told: Told) -> int:
        told(1, 2)
        begun.set()
        go_on.wait(10)
        told(2, 2)
        return threading.get_ident()

    work.start(job, lambda *far: seen.append(far), lambda _: None, failed.append)
    qtbot.waitUntil(lambda: seen == [(1, 2)])
    work.call_off()
    go_on.set()
    qtbot.waitUntil(lambda: len(failed) == 1)
    assert isinstance(failed[0], CalledOff)
    done: list[int] = []

    def is_done() -> bool:
        work.start(job, lambda *_: None, done.append, failed.append)  # left aside while the thread before it ends
        return bool(done)

    qtbot.waitUntil(is_done)
    assert done[0] != here
    work.stop()
