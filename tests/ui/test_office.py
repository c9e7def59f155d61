"""The office: the side menu, by keys and by touch, and the way back to the bill."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from tests.ui.conftest import Counter, settle
from ui.qt.office.office_page import OfficePage
from ui.qt.office.sections import SECTIONS as PAGES
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, StageName
from ui.viewmodels.menu import LISTED
from ui.viewmodels.office import office as office_module
from ui.viewmodels.office.day import Day
from ui.viewmodels.office.office import Office
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.office.sections import SECTIONS
from ui.viewmodels.office.settings import Settings
from ui.viewmodels.peripherals import ScanReading

Key = Qt.Key


class Listing(Section):
    """A section with a list: from Enter to Esc, keys are its own."""

    name = SectionName.MEMBERS
    can_be_entered = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.heard: list[str] = []

    def opened(self) -> None:
        self.heard.append("opened")

    def digit(self, digit: str) -> bool:
        self.heard.append(digit)
        return True

    def press(self, command: Command) -> bool:
        self.heard.append(command.name)
        return command is not Command.BACK

    def scanned(self, reading: ScanReading) -> bool:
        return reading.text == "mine"


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    plain = {name: type(f"Plain{name}", (Section,), {"name": name}) for name in (SectionName.POINTS, SectionName.SYNC)}
    monkeypatch.setattr(office_module, "SECTIONS", {**plain, SectionName.MEMBERS: Listing})
    return new_scene()


def opened(scene: Scene) -> Office:
    scene.press(Command.OFFICE)
    stage = scene.till.stage
    assert isinstance(stage, Office)
    return stage


def test_sections_stand_in_their_order_whoever_registered_first(scene: Scene) -> None:
    office = opened(scene)
    assert office.names == (SectionName.POINTS, SectionName.MEMBERS, SectionName.SYNC)
    assert office.chosen is SectionName.POINTS
    assert [office.title(name) for name in office.names] == ["點數帳", "會員名單", "同步與裝置"]


def test_up_down_and_digits_change_the_section_and_esc_leads_back(scene: Scene) -> None:
    office, chosen = opened(scene), []
    for command in (Command.UP, Command.DOWN, Command.DOWN):
        scene.press(command)
        chosen.append(office.chosen)
    for digit in "319":
        scene.type(digit)
        chosen.append(office.chosen)
    points, members, sync = SectionName.POINTS, SectionName.MEMBERS, SectionName.SYNC
    assert chosen == [sync, points, members, sync, points, points]
    scene.press(Command.BACK)
    assert scene.till.stage.name is StageName.SELLING


def test_a_section_is_made_once_and_asks_again_each_time_it_is_chosen(scene: Scene) -> None:
    office = opened(scene)
    scene.type("2")
    section = office.section
    scene.type("12")
    assert isinstance(section, Listing) and office.section is section
    assert section.heard == ["opened", "opened"]


def test_a_list_has_the_keys_from_enter_to_esc(scene: Scene) -> None:
    office = opened(scene)
    scene.type("2")
    section = office.section
    assert isinstance(section, Listing)
    section.heard.clear()
    section.press = lambda command: Section.press(section, command)  # type: ignore[method-assign]  # takes nothing yet
    scene.press(Command.ENTER)
    del section.press
    scene.press(Command.DOWN)
    scene.type("3")
    assert (office.chosen, section.is_entered) == (SectionName.MEMBERS, True)
    scene.press(Command.BACK)
    assert (section.heard, section.is_entered) == (["DOWN", "3", "BACK"], False)
    scene.type("3")
    assert office.chosen is SectionName.SYNC


def test_a_scan_that_the_section_does_not_take_leads_back_to_the_bill(scene: Scene) -> None:
    office = opened(scene)
    scene.type("2")
    scene.till.scan(ScanReading("mine", may_be_member=True))
    assert scene.till.stage is office
    scene.till.scan(ScanReading(GOLD_PHONE, may_be_member=True))
    assert scene.till.stage.name is StageName.SELLING and scene.till.member is not None


def test_it_does_not_open_over_what_is_half_done() -> None:
    scene = new_scene()
    scene.tap("ruby")
    scene.press(Command.TENDER, Command.OFFICE)
    assert scene.till.stage.name is StageName.TENDERING


# --- in the window ----------------------------------------------------------------------------------------------------


def test_every_section_has_a_view_model_and_a_widget() -> None:
    assert set(SECTIONS) == set(PAGES)


def open_office(counter: Counter) -> OfficePage:
    counter.key(Key.Key_F1)
    counter.type(str(LISTED.index(Command.OFFICE) + 1))
    page = counter.window.page
    assert isinstance(page, OfficePage)
    return page


def test_each_section_opens_by_touch_and_by_its_digit(counter: Counter) -> None:
    office = open_office(counter)
    stage = counter.scene.till.stage
    assert isinstance(stage, Office)
    for place, name in enumerate(stage.names, 1):
        counter.tap(f"office_{name}")
        assert (stage.chosen, office.section.isVisible()) == (name, True)
        shown = office.section
        counter.type("1")
        counter.type(str(place))
        assert (stage.chosen, office.section) == (name, shown)
    counter.key(Key.Key_PageDown)
    counter.tap("back")
    assert counter.scene.till.stage.name is StageName.SELLING
    settle()
    assert counter.window.page is None


def test_nothing_heavy_is_imported_before_a_section_is_opened() -> None:
    """Charts and tables cost memory and time that a till which only sells must not pay."""
    program = (
        "import sys; import ui.qt.window, ui.viewmodels.till;"
        "print([n for n in ('pyqtgraph', 'numpy', 'openpyxl', 'xlsxwriter', 'ui.qt.office.day_page',"
        " 'ui.viewmodels.office.day') if n in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def held(counter: Counter) -> str:
    label = counter.find("held")
    assert isinstance(label, QLabel)
    return label.text()


def test_a_field_takes_digits_on_every_page_and_the_menu_says_that_ctrl_goes_with_them(counter: Counter) -> None:
    page = open_office(counter)
    stage = counter.scene.till.stage
    assert isinstance(stage, Office)
    typed_into: list[SectionName] = []
    for place, name in enumerate(stage.names, 1):
        stage.choose(name)
        counter.scene.till.changed.tell()
        settle()
        assert held(counter) == ""
        for field in [one for one in page.section.findChildren(QLineEdit) if one.isVisible()]:
            field.setFocus()
            settle()
            assert held(counter) == "Ctrl +"
            following = Key(Key.Key_1.value + place % len(stage.names))
            QTest.keyClick(field, following, Qt.KeyboardModifier.ControlModifier)
            assert stage.chosen is stage.names[place % len(stage.names)]
            assert (field.text(), held(counter)) == ("", "")
            stage.choose(name)
            counter.scene.till.changed.tell()
            typed_into.append(name)
    assert set(typed_into) >= {SectionName.POINTS, SectionName.MEMBERS}


def test_choices_and_the_calendar_take_digits_too(counter: Counter) -> None:
    open_office(counter)
    stage = counter.scene.till.stage
    assert isinstance(stage, Office)
    counter.type(str(stage.names.index(SectionName.SETTINGS) + 1))
    counter.key(Key.Key_Return)
    settings = stage.section
    assert isinstance(settings, Settings)
    assert held(counter) == ("Ctrl +" if settings.choices else "")
    settings.choose([one.name for one in settings.options].index("screen_theme"))
    counter.scene.till.changed.tell()
    assert held(counter) == "Ctrl +"
    QTest.keyClick(counter.focused, Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert (stage.chosen, held(counter)) == (SectionName.DAY, "")
    day = stage.section
    assert isinstance(day, Day)
    day.pick()
    counter.scene.till.changed.tell()
    assert held(counter) == "Ctrl +"
