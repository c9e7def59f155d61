"""What the member likes, on the member's card: a touch adds it."""

from tests.ui.conftest import Counter
from ui.qt.screens.sample_shop import GOLD_PHONE, OVERDRAWN_PHONE
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command


def visit(scene: Scene, *skus: str) -> None:
    scene.type(GOLD_PHONE)
    scene.tap(*skus)
    scene.press(Command.EXACT_CASH, Command.ENTER)


def titles(scene: Scene) -> list[str]:
    face = scene.till.member
    return [row.title for row in face.rows] if face else []


def test_favourites_and_the_last_visit_stand_on_the_card() -> None:
    scene = new_scene()
    for skus in (("ruby", "boba"), ("ruby",), ("ruby", "eggroll")):
        visit(scene, *skus)
    scene.type(GOLD_PHONE)
    face = scene.till.member
    assert face is not None
    rows = {row.title: row for row in face.rows}
    assert rows["常買 紅玉紅茶"].detail == "最近買過 3 次 ・ NT$ 65"
    assert rows["上次 11/21"].detail == "紅玉紅茶、蛋捲 6 入"


def test_they_are_nobody_elses() -> None:
    scene = new_scene()
    for _ in range(2):
        visit(scene, "ruby")
    scene.type(OVERDRAWN_PHONE)
    assert not any("常買" in title or "上次" in title for title in titles(scene))


def test_a_touch_adds_a_favourite(counter: Counter) -> None:
    for _ in range(2):
        visit(counter.scene, "ruby")
    counter.scene.type(GOLD_PHONE)
    counter.tap("favourite_ruby")
    counter.tap("favourite_ruby")
    assert [(line.name, line.quantity) for line in counter.scene.till.bill.lines] == [("紅玉紅茶", "× 2")]
