"""Rewards of the catalogue beside the points: taken and put back, by keys and by touch."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from tests.ui.conftest import Counter
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.redeeming import Redeeming


def begin(scene: Scene) -> None:
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    scene.tap("ruby", "boba")
    scene.type(GOLD_PHONE)


@pytest.fixture
def scene() -> Scene:
    scene = new_scene()
    begin(scene)
    return scene


def redeeming(scene: Scene) -> Redeeming:
    scene.press(Command.REDEEM)
    stage = scene.till.stage
    assert isinstance(stage, Redeeming)
    return stage


def notice(scene: Scene) -> str:
    return scene.till.desk.notice.text if scene.till.desk.notice else ""


def test_the_catalogue_stands_beside_the_points_and_the_offer_stays(scene: Scene) -> None:
    stage = redeeming(scene)
    assert [(row.key, row.name, row.note, row.is_within) for row in stage.rewards] == [
        ("A", "兌換紅茶一杯", "350 點", True),
        ("B", "品牌帆布袋", "800 點", True),
        ("C", "年節禮盒折 300 元", "2,500 點", False),
    ]
    assert stage.number.value == stage.limit.points > 0


def test_a_reward_comes_off_the_bill_and_off_the_balance(scene: Scene) -> None:
    stage = redeeming(scene)
    scene.type("A")
    assert (stage.number.value, stage.left_text) == (0, "934")
    scene.press(Command.ENTER)
    face = scene.till.bill
    assert face.rewards == "兌換紅茶一杯（350 點）"
    scene.press(Command.EXACT_CASH)
    assert scene.shop.sold[0].rewards == ("tea",)


def test_it_is_put_back_by_the_same_key(scene: Scene) -> None:
    stage = redeeming(scene)
    scene.type("AA")
    assert scene.till.desk.bill.content.rewards == ()
    assert stage.number.value == stage.limit.points


def test_one_that_cannot_be_had_is_said_and_not_kept(scene: Scene) -> None:
    stage = redeeming(scene)
    scene.type("C")
    assert "點" in notice(scene)
    assert not any(row.is_taken for row in stage.rewards)
    scene.type("AB")
    assert [row.is_taken for row in stage.rewards] == [True, True, False]


def test_another_member_takes_no_rewards_along(scene: Scene) -> None:
    redeeming(scene)
    scene.type("A")
    scene.press(Command.ENTER, Command.BACK)
    assert scene.till.desk.bill.content.rewards == ()


@pytest.mark.parametrize("language", ["zh_TW", "en"])
def test_a_reward_by_touch(open_counter: Callable[..., Counter], language: str) -> None:
    counter = open_counter(language, size=(1024, 768))
    begin(counter.scene)
    counter.key(Qt.Key.Key_F6)
    counter.tap("reward_tea")
    counter.tap("accept")
    assert counter.scene.till.desk.bill.content.rewards == ("tea",)
