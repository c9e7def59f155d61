"""Points against a bill: what is offered, what is refused, what a smaller bill lets go."""

import pytest

from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.redeeming import Redeeming
from ui.viewmodels.tendering import Tendering
from ui.viewmodels.till import Till


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def stage_name(till: Till) -> StageName:
    return till.stage.name


def bill(scene: Scene) -> list[str]:
    return [f"{line.name} {line.quantity} {line.amount}" for line in scene.till.bill.lines]


def notice(scene: Scene) -> str:
    return scene.till.desk.notice.text if scene.till.desk.notice else ""


def test_redeeming_offers_all_that_the_bill_takes(scene: Scene) -> None:
    scene.tap("giftbox", "ruby")
    scene.type(GOLD_PHONE)
    scene.press(Command.REDEEM)
    stage = scene.till.stage
    assert isinstance(stage, Redeeming)
    assert (stage.number.value, stage.value_text, stage.due_text, stage.left_text) == (
        1280,
        "− NT$ 128",
        "NT$ 517",
        "4",
    )
    scene.type("500")
    assert (stage.value_text, stage.due_text, stage.left_text) == ("− NT$ 50", "NT$ 595", "784")
    scene.press(Command.ENTER)
    assert (scene.till.bill.redeemed, scene.till.bill.redeemed_amount, scene.till.bill.due) == (
        "折抵 500 點",
        "−50",
        "595",
    )


@pytest.mark.parametrize(
    ("points", "problem"),
    [
        ("9990", "這張單最多折抵 1,280 點（會員餘額）。請改成這個點數以內。"),
        ("505", "折抵點數須為 10 的倍數。請改一個數。"),
        ("50", "最少要折抵 100 點。請加到這個數，或這次不折抵。"),
    ],
)
def test_points_that_cannot_be_redeemed_keep_the_sheet_open(scene: Scene, points: str, problem: str) -> None:
    scene.tap("giftbox")
    scene.type(GOLD_PHONE)
    scene.press(Command.REDEEM)
    scene.type(points)
    scene.press(Command.ENTER)
    stage = scene.till.stage
    assert isinstance(stage, Redeeming)
    assert stage.problem == problem
    assert {stage.value_text, stage.due_text, stage.left_text} == {"—"}


def test_f12_accepts_the_points_and_goes_on_to_the_tender(scene: Scene) -> None:
    scene.tap("giftbox")
    scene.type(GOLD_PHONE)
    scene.press(Command.REDEEM, Command.TENDER)
    stage = scene.till.stage
    assert isinstance(stage, Tendering)
    assert stage.remaining == 580 - 128


def test_points_that_a_smaller_bill_no_longer_takes_are_let_go_with_a_word(scene: Scene) -> None:
    scene.tap("giftbox", "ruby")
    scene.type(GOLD_PHONE)
    scene.press(Command.REDEEM, Command.ENTER, Command.UP, Command.UP, Command.UNDO)
    assert bill(scene) == ["紅玉紅茶 × 1 65"]
    assert scene.till.bill.due == "65"
    assert notice(scene).startswith("這張單最多折抵")
