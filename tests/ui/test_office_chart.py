"""The chart of the day page: it comes behind the figures, once its library is there, whatever is done meanwhile."""

import sys
from collections.abc import Sequence

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from tests.ui.conftest import Counter, settle
from tests.ui.fakes import HeldRunner
from ui.qt.office.chart_place import CHART
from ui.qt.office.day_page import DayPage
from ui.viewmodels.commands import Command
from ui.viewmodels.office.day import Day
from ui.viewmodels.office.day_face import ChartBar
from ui.viewmodels.office.office import Office


def open_day(counter: Counter) -> DayPage:
    counter.scene.press(Command.OFFICE)
    settle()
    (page,) = counter.window.findChildren(DayPage)
    return page


def day_shown(counter: Counter) -> Day:
    stage = counter.scene.till.stage
    assert isinstance(stage, Office) and isinstance(stage.section, Day)
    return stage.section


def has_chart(page: DayPage) -> bool:
    chart = page.chart.chart
    return chart is not None and chart.isVisible()


@pytest.fixture
def library(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> HeldRunner:
    """What loads the library of charts when the test lets it; as if it had never been loaded."""
    monkeypatch.delitem(sys.modules, CHART, raising=False)
    counter.scene.till.desk.aside = held = HeldRunner()
    return held


def texts(counter: Counter) -> set[str]:
    return {label.text() for label in counter.window.findChildren(QLabel) if label.isVisible()}


def bars_of(page: DayPage) -> Sequence[ChartBar]:
    assert isinstance(page.chart.chart, QWidget)
    return page.chart.chart.bars.shown


def test_the_page_has_its_figures_while_it_says_that_its_chart_is_coming(counter: Counter, library: HeldRunner) -> None:
    page = open_day(counter)
    assert counter.find("card_total").accessibleName().startswith("營業額: NT$ 35,675")
    assert counter.find("chart_coming").isVisible() and not has_chart(page)
    assert page.chart.accessibleDescription().startswith("8: ")
    counter.tap("period_Y")
    library.finish_all()
    settle()
    face = day_shown(counter).face
    assert face is not None and has_chart(page) and bars_of(page) == face.bars
    assert page.findChild(QWidget, "chart_coming") is None and len(page.findChildren(QWidget, "chart")) == 1


def test_the_library_is_asked_for_once_and_when_the_figures_are_on_the_screen(
    counter: Counter, library: HeldRunner
) -> None:
    counter.scene.till.desk.runner = store = HeldRunner()
    open_day(counter)
    assert store.jobs and not library.jobs
    store.finish_all()
    assert not library.jobs
    settle()
    assert len(library.jobs) == 1
    counter.window.repaint()
    settle()
    assert len(library.jobs) == 1


def test_what_waits_for_a_person_is_asked_for_behind_the_figures_and_unknown_until_then(
    counter: Counter, library: HeldRunner
) -> None:
    counter.scene.till.desk.runner = store = HeldRunner()
    open_day(counter)
    store.finish_all()
    assert day_shown(counter).page is not None and day_shown(counter).exceptional is None
    assert "與總部中斷 1 件" not in texts(counter) and "沒有要處理的事。" not in texts(counter)
    settle()
    store.finish_all()
    settle()
    assert "與總部中斷 1 件" in texts(counter)
    day_shown(counter).exceptional = ()
    counter.scene.type("2")
    counter.scene.type("1")
    assert store.jobs
    store.finish_all()
    assert day_shown(counter).exceptional


def test_the_chart_that_comes_late_is_the_one_that_is_there_at_once(counter: Counter, library: HeldRunner) -> None:
    page = open_day(counter)
    library.finish_all()
    settle()
    late = page.chart.grab().toImage()
    counter.scene.press(Command.BACK)
    settle()
    page = open_day(counter)
    assert has_chart(page) and not library.jobs
    assert page.chart.grab().toImage() == late
    counter.tap("period_L")
    settle()
    assert page.chart.grab().toImage() != late


def test_a_picture_of_the_page_does_not_wait_for_the_library(counter: Counter, library: HeldRunner) -> None:
    page = open_day(counter)
    page.chart.finish()
    assert has_chart(page)
    library.finish_all()
    assert len(page.findChildren(QWidget, "chart")) == 1


def test_the_office_may_be_left_while_the_library_is_loaded(counter: Counter, library: HeldRunner) -> None:
    open_day(counter)
    assert library.jobs
    counter.scene.press(Command.BACK)
    settle()
    library.finish_all()
    settle()
    assert counter.window.page is None and counter.window.findChild(QWidget, "chart") is None
    assert has_chart(open_day(counter))


def test_the_office_may_be_left_before_the_library_is_asked_for(counter: Counter, library: HeldRunner) -> None:
    counter.scene.press(Command.OFFICE)
    counter.window.repaint()
    counter.scene.press(Command.BACK)
    settle()
    assert counter.window.page is None and not library.jobs


def test_another_section_and_back_before_the_library_is_asked_for(counter: Counter, library: HeldRunner) -> None:
    counter.scene.press(Command.OFFICE)
    counter.window.repaint()
    counter.scene.type("2")
    settle()
    assert not library.jobs
    counter.scene.type("1")
    settle()
    assert len(library.jobs) == 1
