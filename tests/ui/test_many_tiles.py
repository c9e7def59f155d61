"""A category with more items than anybody looks through: all of them are there, so many at a time."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from resources.language import LANGUAGES
from terminal.domain.programme_parts import MenuItem
from terminal.domain.text import LocalText
from tests.ui.conftest import Counter, settle
from tests.ui.fitting import faults
from ui.qt.screens.menu_panel import TILES_MAX
from ui.qt.widgets.tile import Tile

MANY = 2 * TILES_MAX + 7


@pytest.fixture(params=LANGUAGES)
def crowded(open_counter: Callable[..., Counter], request: pytest.FixtureRequest) -> Counter:
    """A window whose first category has ``MANY`` items, and whose second has three."""
    counter = open_counter(request.param)
    desk = counter.scene.till.desk
    items = tuple(MenuItem(f"sku{n}", LocalText(f"茶 {n}", f"Tea {n}"), 10 + n, None) for n in range(MANY))
    first, second, *_ = desk.shop.brand.menu
    menu = (replace(first, items=items), replace(second, items=items[:3]))
    programme = replace(desk.shop.programme, digest="crowded")
    desk.shop = replace(desk.shop, brand=replace(desk.shop.brand, menu=menu), programme=programme)
    counter.window.refresh()
    settle()
    return counter


def tiles(counter: Counter) -> list[str]:
    menu = counter.window.selling.menu
    return [tile.objectName() for tile in menu.findChildren(Tile) if not tile.isHidden()]


def test_the_last_tile_says_how_many_are_left_and_brings_them(crowded: Counter) -> None:
    shown = [f"item_sku{n}" for n in range(MANY)]
    more = crowded.find("more_items")
    assert str(MANY - TILES_MAX) in more.accessibleName()
    assert tiles(crowded) == [*shown[:TILES_MAX], "more_items"]
    assert list(faults(crowded.window)) == []
    crowded.tap("more_items")
    settle()
    assert tiles(crowded) == [*shown[: 2 * TILES_MAX], "more_items"]
    assert "7" in crowded.find("more_items").accessibleName()
    crowded.tap("more_items")
    settle()
    assert tiles(crowded) == shown
    crowded.tap(shown[-1])
    assert [line.sku for line in crowded.scene.till.desk.bill.content.cart.lines] == [f"sku{MANY - 1}"]


def test_a_category_turned_to_begins_at_its_beginning(crowded: Counter) -> None:
    crowded.tap("more_items")
    menu = crowded.window.selling.menu
    menu.turn(1)
    settle()
    assert tiles(crowded) == ["item_sku0", "item_sku1", "item_sku2"]
    menu.turn(-1)
    settle()
    assert len(tiles(crowded)) == TILES_MAX + 1


def test_keys_go_on_at_the_first_that_came(crowded: Counter) -> None:
    more = crowded.find("more_items")
    more.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(more, Qt.Key.Key_Return)
    settle()
    focused = crowded.window.focusWidget()
    assert focused.objectName() == f"item_sku{TILES_MAX}"
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert [line.sku for line in crowded.scene.till.desk.bill.content.cart.lines] == [f"sku{TILES_MAX}"]
