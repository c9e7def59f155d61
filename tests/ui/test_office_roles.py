"""The office's staff: what somebody is, changed in place."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from terminal.domain.staff import Deed, Role
from tests.ui.conftest import Counter, settle
from tests.ui.office_staff import cashiers, opened, said
from ui.qt.screens.office_staff_states import managed, staff_of
from ui.qt.screens.sample_drawer import CHEN, WANG
from ui.qt.screens.staff_states import MANAGER_PIN
from ui.qt.screens.states import new_scene
from ui.qt.widgets.key_button import KeyButton
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName

Key = Qt.Key


@pytest.mark.parametrize(
    ("language", "promoted", "demoted"),
    [
        (
            "zh_TW",
            "陳先生改為店長，密碼照舊。再按一次可改回收銀員。",
            "陳先生改為收銀員，密碼照舊。再按一次可改回店長。",
        ),
        (
            "en",
            "Mr Chen is a store manager now; the PIN stays. The same key makes them a cashier again.",
            "Mr Chen is a cashier now; the PIN stays. The same key makes them a store manager again.",
        ),
    ],
)
def test_a_role_changes_in_place_and_back(language: str, promoted: str, demoted: str) -> None:
    scene = new_scene(language)
    section = managed(scene)
    pins = dict(scene.shop.staff.pins)
    told = []
    for is_manager in (True, False):
        scene.type("r")
        row = section.row
        assert row is not None and (row.is_manager, row.is_active, section.chosen) == (is_manager, True, 1)
        (chen,) = (who for who in scene.till.desk.shop.staff if who.staff_id == CHEN.staff_id)
        assert (chen.name, chen.is_manager) == (row.name, is_manager)
        told.append(said(scene))
    assert (told, scene.shop.staff.pins) == ([promoted, demoted], pins)


def test_the_last_store_manager_becomes_no_cashier() -> None:
    scene = new_scene()
    section = managed(scene, downs=2)
    for _ in range(2):
        scene.type("r")
        assert said(scene).startswith("至少要留一位店長")
        assert section.row is not None and section.row.is_manager and WANG in scene.till.desk.shop.staff


def test_a_store_manager_who_becomes_a_cashier_stays_signed_in_and_is_asked_like_one() -> None:
    scene = new_scene()
    section = managed(scene)
    desk = scene.till.desk
    scene.type("r")
    scene.press(Command.DOWN)
    scene.type("r")
    scene.till.tick()
    seen = [scene.till.stage.name]
    assert desk.who == replace(WANG, role=Role.CASHIER)
    assert [who.name for who in desk.shop.staff if who.is_manager] == ["陳先生"]
    scene.type("r")
    seen.append(scene.till.stage.name)
    assert seen == [StageName.OFFICE, StageName.APPROVAL]
    assert section.row is not None and not section.row.is_manager


def test_r_is_a_letter_of_the_form_and_nothing_where_nobody_is_chosen() -> None:
    scene = new_scene()
    section = managed(scene)
    scene.type("nr")
    assert opened(section) and [row.is_manager for row in section.rows] == [False, False, True]
    nobody = new_scene()
    staff_of(nobody)
    nobody.type("r")
    assert said(nobody) == "" and nobody.till.stage.name is StageName.OFFICE


def test_by_its_key_and_by_touch_a_role_changes(counter: Counter) -> None:
    section = managed(counter.scene)
    settle()
    button = counter.find("role")
    assert isinstance(button, KeyButton) and (button.hint, button.accessibleName()) == ("R", "改為店長")
    counter.key(Key.Key_R)
    assert section.rows[1].role == "店長" and button.accessibleName() == "改為收銀員"
    counter.tap("role")
    assert section.rows[1].role == "收銀員" and button.accessibleName() == "改為店長"
    settle()
    assert counter.find("staff_1").accessibleName() == "陳先生, 收銀員, 使用中"


def test_a_cashier_changes_no_role_without_a_managers_pin(counter: Counter) -> None:
    scene = counter.scene
    section = cashiers(scene)
    settle()
    counter.key(Key.Key_Return)
    counter.key(Key.Key_R)
    settle()
    assert scene.till.stage.name is StageName.APPROVAL and section.rows[0].role == "收銀員"
    counter.type(MANAGER_PIN)
    counter.key(Key.Key_Return)
    settle()
    assert section.rows[0].role == "店長"
    assert [deed for _, deed, _ in scene.shop.staff.approvals] == [Deed.STAFF]
