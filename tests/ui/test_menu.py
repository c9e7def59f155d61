"""The menu: opened by a key or a touch, and what it leads to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from tests.ui.conftest import Counter
from ui.qt.design.palette import worn
from ui.qt.design.tokens import PALETTES, Colour, Theme
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.menu import LISTED, Menu

Key = Qt.Key


def stage_of(counter: Counter) -> StageName:
    return counter.scene.till.stage.name


def test_by_touch_and_back(counter: Counter) -> None:
    counter.tap("menu")
    assert stage_of(counter) is StageName.MENU
    counter.tap("back")
    assert stage_of(counter) is StageName.SELLING


@pytest.mark.parametrize(
    "command", [command for command in LISTED if command not in {Command.LANGUAGE, Command.THEME, Command.TRAINING}]
)
def test_every_entry_opens_by_touch_and_leads_back_to_the_bill(counter: Counter, command: Command) -> None:
    counter.key(Key.Key_F1)
    counter.tap(f"menu_{command.name.lower()}")
    stage = counter.scene.till.stage
    assert stage.name not in {StageName.MENU, StageName.SELLING}
    counter.key(Key.Key_Escape)
    assert stage_of(counter) is StageName.SELLING


def test_digits_open_in_the_order_shown(counter: Counter) -> None:
    for place, command in enumerate(LISTED, 1):
        counter.key(Key.Key_F1)
        stage = counter.scene.till.stage
        assert isinstance(stage, Menu) and stage.entries[place - 1].command is command
        counter.type(str(place))
        assert stage_of(counter) is not StageName.MENU
        counter.key(Key.Key_Escape)


def test_a_function_key_goes_straight_on(counter: Counter) -> None:
    counter.key(Key.Key_F1)
    counter.key(Key.Key_F3)
    assert stage_of(counter) is StageName.ENROLLING


def test_not_while_money_is_taken(counter: Counter) -> None:
    counter.scene.tap("saltedroll")
    counter.key(Key.Key_F12)
    counter.key(Key.Key_F1)
    assert stage_of(counter) is StageName.TENDERING


def test_the_next_look_is_put_on_and_kept(counter: Counter) -> None:
    desk, seen = counter.scene.till.desk, []
    assert desk.care
    for _ in range(4):
        counter.key(Key.Key_F1)
        counter.tap("menu_theme")
        assert desk.notice
        seen.append((desk.care.settings()["screen_theme"], worn(), counter.window.grab().toImage().pixelColor(0, 700)))
    assert [(kept, theme) for kept, theme, _ in seen] == [
        ("dark", Theme.DARK),
        ("contrast", Theme.CONTRAST),
        ("system", Theme.LIGHT),
        ("light", Theme.LIGHT),
    ]
    assert [painted for *_, painted in seen] == [QColor(PALETTES[theme][Colour.PAPER]) for _, theme, _ in seen]


def test_a_half_filled_form_keeps_its_look(counter: Counter) -> None:
    counter.key(Key.Key_F3)
    counter.scene.till.press(Command.THEME)
    assert counter.scene.till.desk.shop.theme == "light"
