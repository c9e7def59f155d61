"""The till's own pages at their edges: lists with nothing in them, amounts of eight digits, notes that move no key."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from tests.ui.conftest import Counter, settle
from ui.qt.design.look import ui_font
from ui.qt.design.tokens import TYPE_SIZES, Type
from ui.qt.office.day_page import FIGURES
from ui.qt.office.office_page import OfficePage
from ui.qt.screens.staff_states import staff_arrives
from ui.qt.screens.states import STATES
from ui.qt.widgets.label import Figure
from ui.viewmodels.commands import Command
from ui.viewmodels.office.day import Day
from ui.viewmodels.office.office import Office

NARROWEST = (1024, 768)


def place(counter: Counter, name: str) -> QRect:
    """Where a widget is in the window."""
    widget = counter.find(name)
    return QRect(widget.mapTo(counter.window, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize(
    "state", ["office-shifts-none", "office-points-none", "office-members-none", "office-exceptions-none"]
)
def test_an_empty_list_says_so_in_its_place(counter: Counter, state: str) -> None:
    STATES[state](counter.scene)
    settle()
    page = counter.window.page
    assert isinstance(page, OfficePage)
    (nothing,) = [one for one in page.section.findChildren(QWidget, "nothing") if one.isVisible()]
    assert nothing.height() > page.section.height() // 2


def test_a_day_without_sales_says_so_beside_the_chart(counter: Counter) -> None:
    STATES["office-day-quiet"](counter.scene)
    office = counter.scene.till.stage
    assert isinstance(office, Office)
    day = office.section
    assert isinstance(day, Day) and day.face is not None
    assert day.face.chart_note == "還沒有會員交易"


def test_large_amounts_keep_the_size_of_a_heading_in_the_narrowest_window(open_counter: Callable[..., Counter]) -> None:
    counter = open_counter("en", NARROWEST)
    STATES["office-day-large"](counter.scene)
    settle()
    font = ui_font(TYPE_SIZES[Type.HEADING])
    font.setBold(True)
    figures = counter.find("card_total").findChildren(Figure)
    assert [one.text for one in figures] == ["NT$ 35,675,000"]
    assert figures[0].width() >= QFontMetrics(font).horizontalAdvance(figures[0].text)


@pytest.mark.parametrize("state", ["office-day", "office-month", "office-day-large"])
def test_the_six_figures_are_of_one_size_and_on_one_line(open_counter: Callable[..., Counter], state: str) -> None:
    counter = open_counter("zh_TW", NARROWEST)
    STATES[state](counter.scene)
    settle()
    figures = [one for card in FIGURES for one in counter.find(f"card_{card}").findChildren(Figure)]
    assert len({one.mapTo(counter.window, QPoint(0, 0)).y() for one in figures}) == 1
    assert len({one.fitting_size() for one in figures}) > 1  # each for itself they would differ
    assert {one.shown_size() for one in figures} == {min(one.fitting_size() for one in figures)}


def test_no_key_moves_when_a_pin_is_wrong(counter: Counter) -> None:
    staff_arrives(counter.scene)
    settle()
    before = place(counter, "accept"), place(counter, "pin")
    counter.type("19999")
    counter.scene.press(Command.ENTER)
    settle()
    assert counter.find("notice").isVisible()
    assert (place(counter, "accept"), place(counter, "pin")) == before
