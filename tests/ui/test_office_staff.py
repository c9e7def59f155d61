"""The office's staff: the first one, others, another PIN, who signs in no more; and what is asked of whom."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from resources.language import LANGUAGES
from terminal.domain.staff import Deed, Role
from tests.ui.conftest import Counter, settle
from tests.ui.office_staff import cashiers, filled, names, opened, said
from ui.qt.screens.office_staff_states import managed, staff_of
from ui.qt.screens.sample_drawer import CHEN, LIN, WANG
from ui.qt.screens.staff_states import CASHIER_PIN, MANAGER_PIN
from ui.qt.screens.states import new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.office.office import Office
from ui.viewmodels.office.staff_form import Blank, StaffForm

Key = Qt.Key
NAMES = ["林小姐", "陳先生", "王店長"]


# --- the first one ----------------------------------------------------------------------------------------------------


def test_the_first_one_is_a_store_manager_and_signed_in_at_once() -> None:
    scene = new_scene()
    section = staff_of(scene)
    assert section.is_nobody and names(section) == []
    scene.type("n")
    form = filled(section, "王店長", MANAGER_PIN, MANAGER_PIN)
    assert form.is_first and section.hint == "第一位必須是店長。加入之後，這台收銀機開始要密碼登入。"
    section.choose_role(Role.CASHIER)
    scene.press(Command.ENTER)
    desk, office = scene.till.desk, scene.till.stage
    assert said(scene) == "已加入王店長，現在由王店長登入。從現在起，這台收銀機會要密碼。"
    assert [(row.name, row.role, row.state) for row in section.rows] == [("王店長", "店長", "使用中")]
    assert desk.who is not None and desk.who.is_manager and desk.who in desk.shop.staff
    assert (desk.shop.cashier, desk.bill.cashier) == ("王店長", "王店長")
    scene.till.tick()
    assert scene.till.stage is office
    scene.press(Command.LOCK)
    assert scene.till.stage.name is StageName.SIGN_IN


def test_the_second_one_may_be_a_cashier_and_does_not_take_over() -> None:
    scene = new_scene()
    section = staff_of(scene)
    scene.type("n")
    filled(section, "王店長", MANAGER_PIN, MANAGER_PIN)
    scene.press(Command.ENTER)
    scene.type("n")
    form = filled(section, "林小姐", "1234", "1234")
    assert (form.is_first, form.role) == (False, Role.CASHIER)
    scene.press(Command.ENTER)
    desk = scene.till.desk
    assert said(scene) == "已加入林小姐，可以登入了。"
    assert [who.role for who in desk.shop.staff] == [Role.MANAGER, Role.CASHIER]
    assert desk.who is not None and desk.who.name == "王店長"
    assert scene.shop.staff.sign_in(desk.shop.staff[1].staff_id, "1234").name == "林小姐"


# --- the form ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "pin", "again", "problem", "gap"),
    [
        ("", "", "", "", Blank.NAME),
        ("   ", "1234", "1234", "", Blank.NAME),
        ("x" * 25, "1234", "1234", "", Blank.NAME),
        ("林", "", "", "", Blank.PIN),
        ("林", "123", "", "", Blank.PIN),
        ("林", "123", "123", "staff_pin_short", Blank.PIN),
        ("林", "１２３４", "１２３４", "staff_pin_short", Blank.PIN),
        ("林", "1234", "", "", Blank.AGAIN),
        ("林", "1234", "12", "", Blank.AGAIN),
        ("林", "1234", "13", "staff_pins_differ", Blank.AGAIN),
        ("林", "1234", "12345", "staff_pins_differ", Blank.AGAIN),
        ("林", "1234", "1234", "", None),
    ],
)
def test_what_is_missing_and_what_is_wrong(name: str, pin: str, again: str, problem: str, gap: Blank | None) -> None:
    form = StaffForm(name=name, pin=pin, again=again)
    assert (form.problem, form.gap) == (problem, gap)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_repeat_is_said_in_words_and_adds_nobody(language: str) -> None:
    scene = new_scene(language)
    section = staff_of(scene)
    scene.type("n")
    form = filled(section, "王店長", MANAGER_PIN, MANAGER_PIN[:-1] + "0")
    scene.press(Command.ENTER)
    assert section.problem == {"zh_TW": "兩次輸入的密碼不一樣。", "en": "The two PINs are not the same."}[language]
    assert (form.wanted, section.form, scene.shop.staff.people) == (Blank.AGAIN, form, ())


def test_a_name_that_is_taken_leaves_the_form_as_it_is() -> None:
    scene = new_scene()
    section = managed(scene)
    scene.type("n")
    form = filled(section, "林小姐", "4711", "4711")
    scene.press(Command.ENTER)
    assert "林小姐" in said(scene) and section.form is form and not form.is_busy
    scene.till.do(section.typed)
    assert said(scene) == ""


def test_digits_and_arrows_stay_in_a_form_and_esc_gives_it_up_first() -> None:
    scene = new_scene()
    section = managed(scene)
    office = scene.till.stage
    assert isinstance(office, Office)
    scene.type("n3")
    scene.press(Command.DOWN)
    scene.type("p")
    assert office.section is section and section.takes_digits
    assert opened(section)
    scene.press(Command.BACK)
    assert (opened(section), section.is_entered) == (False, True)
    scene.press(Command.BACK)
    assert (opened(section), section.is_entered) == (False, False)
    scene.type("3")
    assert office.section is not section


def test_no_pin_is_in_the_print_of_anything() -> None:
    form = StaffForm(name="林", pin="4711", again="4712")
    assert "471" not in repr(form) + repr(form.command())


# --- what is done for one of them -------------------------------------------------------------------------------------


def test_another_pin_is_the_one_that_counts() -> None:
    scene = new_scene()
    section = managed(scene, downs=0)
    scene.type("p")
    form = filled(section, pin="4711", again="4711")
    assert (form.whose, form.is_new) == ("林小姐", False)
    scene.press(Command.ENTER)
    assert said(scene) == "林小姐的密碼換好了，從下次登入起使用。"
    assert scene.shop.staff.sign_in(LIN.staff_id, "4711") == LIN


def test_who_is_deactivated_is_gone_from_the_sign_in_and_comes_back() -> None:
    scene = new_scene()
    section = managed(scene)
    scene.type("d")
    assert scene.till.desk.shop.staff == (LIN, WANG)
    row = section.row
    assert row is not None and (row.name, row.state, row.is_active) == ("陳先生", "已停用", False)
    scene.type("d")
    assert CHEN in scene.till.desk.shop.staff
    assert said(scene) == "陳先生可以再登入了，密碼照舊。"


def test_the_last_store_manager_stays() -> None:
    scene = new_scene()
    section = managed(scene, downs=2)
    scene.type("d")
    assert said(scene).startswith("至少要留一位店長")
    assert section.row is not None and section.row.is_active and WANG in scene.till.desk.shop.staff
    scene.type("d")
    assert said(scene).startswith("至少要留一位店長")


def test_who_deactivates_themselves_has_to_leave_the_till() -> None:
    scene = new_scene()
    section = managed(scene, downs=2)
    scene.type("n")
    section.choose_role(Role.MANAGER)
    filled(section, "陳副店長", "5555", "5555")
    scene.press(Command.ENTER, Command.UP)
    assert section.row is not None and section.row.name == "王店長"
    scene.type("d")
    scene.till.tick()
    assert scene.till.stage.name is StageName.SIGN_IN


# --- who is asked -----------------------------------------------------------------------------------------------------


def test_a_cashier_asks_a_manager_once_even_where_the_office_is_theirs() -> None:
    scene = new_scene()
    section = cashiers(scene)
    scene.press(Command.ENTER)
    scene.type("n")
    seen = [(scene.till.stage.name, opened(section))]
    scene.press(Command.BACK)
    seen += [(scene.till.stage.name, opened(section))]
    scene.type("n" + MANAGER_PIN)
    scene.press(Command.ENTER)
    seen += [(scene.till.stage.name, opened(section))]
    assert seen == [(StageName.APPROVAL, False), (StageName.OFFICE, False), (StageName.OFFICE, True)]
    scene.press(Command.BACK)
    scene.type("p")
    assert opened(section)
    assert [deed for _, deed, _ in scene.shop.staff.approvals] == [Deed.STAFF]
    scene.press(Command.BACK)
    office = scene.till.stage
    assert isinstance(office, Office)
    scene.till.do(lambda: office.choose(section.name))
    scene.type("n")
    assert scene.till.stage.name is StageName.APPROVAL


def test_whoever_signs_in_over_an_open_form_asks_anew() -> None:
    """A store manager was called away with the PIN half typed; the till locked, and a cashier came."""
    scene = new_scene()
    section = managed(scene, downs=2)
    desk = scene.till.desk
    scene.type("p")
    filled(section, pin="4711", again="4711")
    scene.press(Command.LOCK, Command.BACK)
    scene.type("1" + CASHIER_PIN)
    scene.press(Command.ENTER)
    assert desk.who == LIN and opened(section)
    scene.press(Command.ENTER)
    assert scene.till.stage.name is StageName.APPROVAL
    scene.press(Command.BACK)
    assert scene.shop.staff.pins[WANG.staff_id] == MANAGER_PIN


# --- by hand ----------------------------------------------------------------------------------------------------------


def field(counter: Counter, name: str) -> QLineEdit:
    found = counter.find(name)
    assert isinstance(found, QLineEdit)
    return found


def test_by_keys_alone_enter_leads_from_field_to_field(counter: Counter) -> None:
    scene = counter.scene
    section = staff_of(scene)
    settle()
    counter.key(Key.Key_N)
    QTest.keyClicks(field(counter, "staff_name"), "Wang")
    counter.key(Key.Key_Return)
    assert counter.focused.objectName() == "staff_pin"
    counter.type("98x7654")
    counter.key(Key.Key_Return)
    assert counter.focused.objectName() == "staff_again"
    counter.type("987653")
    problem = counter.find("problem")
    assert isinstance(problem, QLabel) and problem.text() == "兩次輸入的密碼不一樣。"
    counter.key(Key.Key_Return)
    assert scene.shop.staff.people == () and counter.focused.objectName() == "staff_again"
    counter.type("987654")
    counter.key(Key.Key_Return)
    assert names(section) == ["Wang"] and not opened(section)
    assert counter.focused.objectName() == "window"
    counter.key(Key.Key_P)
    assert (field(counter, "staff_pin").text(), field(counter, "staff_again").text()) == ("", "")


def test_no_pin_is_on_the_screen_nor_read_out(counter: Counter) -> None:
    managed(counter.scene)
    settle()
    counter.tap("pin")
    counter.type("4711")
    edit = field(counter, "staff_pin")
    assert edit.text() == "4711"
    assert "4711" not in edit.displayText() and edit.echoMode() is QLineEdit.EchoMode.Password
    assert "4711" not in counter.window.windowTitle() + edit.accessibleName() + edit.toolTip()


def test_by_touch_somebody_is_added_changed_and_deactivated(counter: Counter) -> None:
    scene = counter.scene
    section = managed(scene)
    settle()
    counter.tap("add")
    counter.tap("tab_1")
    counter.tap("staff_name")
    counter.type("Mei")
    counter.tap("staff_pin")
    counter.type("4711")
    counter.tap("staff_again")
    counter.type("4711")
    counter.tap("form_accept")
    assert names(section) == [*NAMES, "Mei"] and section.rows[-1].role == "店長"
    counter.tap("staff_1")
    counter.tap("switch")
    assert names(section)[-1] == "陳先生" and not section.rows[-1].is_active
    counter.tap("pin")
    assert section.form is not None and section.form.whose == "陳先生"
    counter.tap("form_cancel")
    assert section.form is None


def test_a_managers_approval_brings_the_form_with_the_field_to_type_in(counter: Counter) -> None:
    scene = counter.scene
    cashiers(scene)
    settle()
    counter.key(Key.Key_N)
    counter.type(MANAGER_PIN)
    counter.key(Key.Key_Return)
    settle()
    assert counter.focused is field(counter, "staff_name")
