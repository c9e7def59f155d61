"""The office's lists in the window: scrolled, by touch and by keys."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.ui.conftest import Counter, settle
from ui.qt.office.exceptions_page import ExceptionsPage
from ui.qt.office.members_page import MembersPage
from ui.qt.office.office_page import OfficePage
from ui.qt.office.points_page import PointsPage
from ui.qt.screens.record_states import exceptions_of, members_of, points_of
from ui.qt.screens.sample_drawer import LIN, WANG
from ui.qt.screens.sample_records import PAGE
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.staff_states import MANAGER_PIN, sign_in, staff_arrives
from ui.qt.screens.states import Scene
from ui.qt.widgets.tabs import Tabs
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.office.section import SectionName

Key = Qt.Key


@pytest.fixture
def page_of(counter: Counter) -> Iterator[Callable[[Callable[[Scene], object]], Any]]:
    """The widget of a section."""

    def opened(section: Callable[[Scene], object]) -> Any:
        section(counter.scene)
        settle()
        assert isinstance(counter.window.page, OfficePage)
        return counter.window.page.section

    yield opened


def test_the_table_asks_for_more_when_it_is_scrolled_to_its_end(
    counter: Counter, page_of: Any, qtmodeltester: Any
) -> None:
    page: PointsPage = page_of(points_of)
    table = page.table
    assert table.records.rowCount() == PAGE
    counts = [table.records.rowCount()]
    for _ in range(3):
        table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
        settle()
        counts.append(table.records.rowCount())
    assert counts == sorted(set(counts)) and all(count % PAGE == 0 for count in counts)
    qtmodeltester.check(table.records)
    counter.key(Key.Key_Return)
    counter.key(Key.Key_Down)
    assert table.currentRow() == 1
    for _ in range(30):
        counter.key(Key.Key_PageUp)
    assert table.verticalScrollBar().value() == 0


def test_keys_open_a_frame_and_lead_back_step_by_step(counter: Counter, page_of: Any) -> None:
    page: PointsPage = page_of(points_of)
    for key in (Key.Key_Return, Key.Key_Down, Key.Key_Return):
        counter.key(key)
    settle()
    assert counter.find("frame_json").isVisible() and not page.table.isVisible()
    counter.tap("frame_back")
    assert page.table.isVisible() and page.table.currentRow() == 1
    names = []
    for _ in range(2):
        counter.key(Key.Key_Escape)
        names.append(counter.scene.till.stage.name)
    assert names == [StageName.OFFICE, StageName.SELLING]


def test_filters_by_touch(counter: Counter, page_of: Any) -> None:
    page: PointsPage = page_of(points_of)
    counter.tap("unsent")
    assert page.table.records.rowCount() == 3
    counter.tap("unsent")
    field = page.findChild(QLineEdit, "member")
    assert field is not None
    field.setFocus()
    counter.type(GOLD_PHONE)
    counter.key(Key.Key_Return)
    assert page.table.records.index(0, 1).data() == "王○明 0912-***-678"


def test_filters_by_keys(counter: Counter, page_of: Any) -> None:
    page: PointsPage = page_of(points_of)
    unsent = counter.find("unsent")
    for _ in range(30):
        counter.key(Key.Key_Tab)
        if unsent.hasFocus():
            break
    counter.key(Key.Key_Space)
    assert page.table.records.rowCount() == 3


def test_typing_searches_once_the_list_is_entered_and_arrows_choose(counter: Counter, page_of: Any) -> None:
    page: MembersPage = page_of(members_of)
    counter.key(Key.Key_Return)
    assert page.search.hasFocus()
    counter.type("3843")
    assert page.table.records.rowCount() == 1
    counter.key(Key.Key_Down)
    counter.key(Key.Key_Return)
    settle()
    assert not page.table.isVisible()
    counter.key(Key.Key_Escape)
    settle()
    assert page.table.isVisible() and page.search.hasFocus()
    counter.key(Key.Key_Escape)
    assert not page.search.hasFocus() and counter.scene.till.stage.name is StageName.OFFICE


def test_adjusting_by_keys(counter: Counter, page_of: Any) -> None:
    page: MembersPage = page_of(members_of)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=page.table.viewport().rect().topLeft())
    settle()
    counter.type("a")
    settle()
    counter.type("25")
    field = page.findChild(QLineEdit, "adjust_reason")
    assert field is not None
    field.setFocus()
    counter.type("late")
    counter.tap("tab_1")
    counter.key(Key.Key_Return)
    (command,) = counter.scene.shop.records.adjusted
    assert (command.points, command.reason) == (-25, "late")
    settle()
    assert counter.window.hasFocus()


def test_the_form_is_there_once_a_manager_has_approved(counter: Counter, page_of: Any) -> None:
    staff_arrives(counter.scene)
    sign_in(counter.scene, digit="3", pin=MANAGER_PIN)
    section = members_of(counter.scene)
    section.search("3843")
    section.open(0)
    counter.scene.till.desk.who = LIN
    counter.scene.till.do(section.start_adjusting)
    assert counter.scene.till.stage.name is StageName.APPROVAL
    counter.scene.type(MANAGER_PIN)
    counter.scene.press(Command.ENTER)
    settle()
    assert section.adjusting is not None and section.adjusting.approved_by == WANG.name
    assert counter.find("adjust_points").hasFocus()
    counter.key(Key.Key_Escape)
    counter.key(Key.Key_Escape)
    settle()
    search = counter.find("search")
    assert isinstance(search, QLineEdit) and search.text() == "3843"


def test_a_touch_marks_as_seen_and_the_list_keeps_what_is_chosen_in_sight(counter: Counter, page_of: Any) -> None:
    page: ExceptionsPage = page_of(exceptions_of)
    counter.tap("exception_0_seen")
    settle()
    assert [mark.by for mark in counter.scene.shop.records.marks.values()] == ["林小姐"]
    counter.key(Key.Key_Return)
    for _ in range(6):
        counter.key(Key.Key_Down)
    settle()
    assert not counter.find("exception_6").visibleRegion().isEmpty()
    counter.key(Key.Key_PageUp)
    assert page.area.verticalScrollBar().value() == 0


def test_what_was_marked_goes_to_the_end_and_is_wholly_in_sight_there(counter: Counter, page_of: Any) -> None:
    page: ExceptionsPage = page_of(exceptions_of)
    counter.tap("exception_0_seen")
    settle()
    chosen = counter.find("exception_8")
    assert page.area.verticalScrollBar().maximum() > 0
    assert chosen.visibleRegion().boundingRect() == chosen.rect()


def test_typed_days_are_none_of_the_periods(counter: Counter, page_of: Any) -> None:
    page: PointsPage = page_of(points_of)
    periods = page.findChild(Tabs, "periods")
    assert periods is not None and [key.isChecked() for key in periods.buttons] == [False, False, False, True]
    section = points_of(counter.scene)
    for first, chosen in (("2020/01/01", [False] * 4), ("", [False, False, False, True])):
        counter.scene.till.do(partial(section.choose_days, first, ""))
        settle()
        assert [key.isChecked() for key in periods.buttons] == chosen


def test_the_field_says_what_was_searched_for(counter: Counter, page_of: Any) -> None:
    page: MembersPage = page_of(members_of)
    section = members_of(counter.scene)
    counter.scene.till.do(partial(section.search, "志華"))
    settle()
    assert page.search.text() == "志華" and not section.is_entered


@pytest.mark.parametrize("section", [SectionName.POINTS, SectionName.MEMBERS, SectionName.EXCEPTIONS])
def test_every_control_has_a_name_and_is_large_enough(counter: Counter, section: SectionName) -> None:
    openers = {SectionName.POINTS: points_of, SectionName.MEMBERS: members_of, SectionName.EXCEPTIONS: exceptions_of}
    openers[section](counter.scene)
    settle()
    assert isinstance(counter.window.page, OfficePage)
    shown = counter.window.page.section
    for field in shown.findChildren(QLineEdit):
        assert field.objectName() and field.accessibleName() and field.height() >= 48
