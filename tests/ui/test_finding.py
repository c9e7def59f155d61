"""Items by a part of their name, their number or their barcode."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from terminal.domain.programme import MenuCategory, MenuItem
from terminal.domain.text import LocalText
from tests.ui.conftest import Counter, settle
from ui.qt.screens.sample_offers import PUBLIC_CODE
from ui.qt.screens.scene import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.finding import FOUND_MAX, Catalogue

Key = Qt.Key
MANY = 5000


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def many() -> tuple[MenuCategory, ...]:
    items = tuple(
        MenuItem(f"sku{number}", LocalText(f"品項{number}號", f"Article no {number}"), number, f"47100{number:08}")
        for number in range(MANY)
    )
    return tuple(
        MenuCategory(f"c{start}", LocalText("類", "Kind"), items[start : start + 500]) for start in range(0, MANY, 500)
    )


def skus(scene: Scene) -> list[str]:
    return [item.sku for item, _ in scene.till.selling.search.hits]


class TestCatalogue:
    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("品項4711號", "sku4711"),
            ("article no 17", "sku17"),
            ("SKU4999", "sku4999"),
            ("4710000000042", "sku42"),
            ("no 1234", "sku1234"),
        ],
    )
    def test_five_thousand_items_by_anything(self, text: str, first: str) -> None:
        found = Catalogue(many()).find(text)
        assert found[0][0].sku == first
        assert len(found) <= FOUND_MAX

    def test_all_words_count_and_in_any_order(self) -> None:
        assert [item.sku for item, _ in Catalogue(many()).find("4711 號")] == ["sku4711"]

    def test_nothing_is_found_by_nothing(self) -> None:
        assert Catalogue(many()).find("  ") == ()
        assert Catalogue(()).find("a") == ()

    def test_a_code_is_looked_up_whole(self) -> None:
        catalogue = Catalogue(many())
        offered = catalogue.coded("4710000000042")
        assert offered is not None
        assert offered[0].sku == "sku42"
        assert catalogue.coded("471000000004") is None


def test_letters_find_and_enter_takes(scene: Scene) -> None:
    scene.type("tea")
    assert skus(scene) == ["ruby", "lemon", "jade"]
    scene.press(Command.DOWN, Command.ENTER)
    assert [line.sku for line in scene.till.desk.bill.content.cart.lines] == ["lemon"]
    assert scene.till.selling.entry.text == ""
    assert not scene.till.selling.search.is_shown


def test_words_are_parted_by_a_space(scene: Scene) -> None:
    scene.till.letter(" ")
    assert scene.till.selling.entry.text == ""
    for character in "jade tea":
        scene.till.letter(character)
    assert skus(scene) == ["jade"]


def test_so_many_of_what_is_found(scene: Scene) -> None:
    scene.type("2")
    scene.press(Command.TIMES)
    scene.type("boba")
    scene.press(Command.ENTER)
    assert scene.till.bill.due == "150"


def test_escape_and_erasing_leave_the_list(scene: Scene) -> None:
    scene.type("t")
    scene.press(Command.ERASE)
    assert not scene.till.selling.search.is_shown
    scene.type("tea")
    scene.press(Command.BACK)
    assert not scene.till.selling.search.is_shown
    assert scene.till.desk.bill.is_empty


def test_a_coupons_code_goes_before_what_it_finds(scene: Scene) -> None:
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    scene.tap("giftbox")
    scene.type(PUBLIC_CODE)
    scene.press(Command.ENTER)
    assert scene.till.desk.bill.content.cart.coupons == (PUBLIC_CODE,)


def test_what_is_nothing_of_the_menu_is_still_a_code(scene: Scene) -> None:
    scene.type("zzz")
    scene.press(Command.ENTER)
    notice = scene.till.desk.notice
    assert notice is not None
    assert "zzz" in notice.text


def test_the_field_takes_any_script(scene: Scene) -> None:
    scene.press(Command.FIND)
    scene.till.do(lambda: scene.till.selling.look_for("蛋捲"))
    assert skus(scene) == ["eggroll", "saltedroll"]
    scene.press(Command.ENTER)
    assert scene.till.bill.due == "180"
    assert not scene.till.selling.search.is_open


def test_another_menu_is_another_catalogue(scene: Scene) -> None:
    scene.type("tea")
    scene.press(Command.BACK)
    shop = scene.shop
    shop.brand = replace(shop.brand, menu=many())
    shop.programme = replace(shop.programme, digest="many", brands={shop.brand.code: shop.brand})
    scene.till.desk.refresh_shop()
    scene.type("tea")
    assert skus(scene) == []
    scene.press(Command.BACK)
    scene.type("sku77")
    assert skus(scene)[0] == "sku77"


def test_by_keys_and_by_touch(counter: Counter) -> None:
    counter.type("tea")
    settle()
    counter.tap("found_2")
    assert counter.scene.till.bill.due == "60"
    counter.tap("find")
    settle()
    QTest.keyClicks(counter.focused, "giftbox")
    assert counter.scene.till.selling.entry.text == ""
    counter.key(Key.Key_Return)
    assert counter.scene.till.bill.due == "640"
    counter.key(Key.Key_Slash)
    settle()
    assert counter.find("find_text").hasFocus()
    counter.key(Key.Key_Escape)
    settle()
    counter.type("5")
    assert counter.scene.till.selling.entry.text == "5"
    assert counter.scene.till.stage.name is StageName.SELLING
