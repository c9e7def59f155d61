"""How a customer pays, and what that does to printer and drawer."""

import pytest

from terminal.domain.errors import Refusal
from terminal.usecases.sell import TenderRequest
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.desk import StageName
from ui.viewmodels.tendering import Tendering
from ui.viewmodels.till import Till


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def stage_name(till: Till) -> StageName:
    return till.stage.name


def notice(scene: Scene) -> str:
    return scene.till.desk.notice.text if scene.till.desk.notice else ""


def test_cash_gives_change(scene: Scene) -> None:
    scene.tap("ruby")
    scene.press(Command.TENDER)
    scene.type("100")
    stage = scene.till.stage
    assert isinstance(stage, Tendering)
    assert stage.change == 35
    scene.press(Command.ENTER)
    done = scene.till.stage
    assert isinstance(done, Completed)
    assert (done.change_text, done.paid_text) == ("35", "應收 65 ・ 實收現金 100")


def test_several_tenders_pay_one_bill_and_the_last_can_be_taken_back(scene: Scene) -> None:
    scene.tap("giftbox")
    scene.press(Command.TENDER)
    scene.type("100")
    scene.press(Command.ENTER)
    stage = scene.till.stage
    assert isinstance(stage, Tendering)
    assert stage.remaining == 480
    scene.press(Command.UNDO)
    assert stage.remaining == 580
    scene.type("80")
    scene.press(Command.ENTER, Command.MORE, Command.ENTER)
    assert scene.shop.sold[0].tenders == (TenderRequest("cash", 80), TenderRequest("card", 500))


def test_only_cash_may_be_more_than_is_due(scene: Scene) -> None:
    scene.tap("ruby")
    scene.press(Command.TENDER, Command.MORE)
    scene.type("100")
    scene.press(Command.ENTER)
    stage = scene.till.stage
    assert isinstance(stage, Tendering)
    assert stage.is_over
    assert scene.shop.sold == []


def test_a_sum_typed_before_the_way_to_pay_is_what_it_pays(scene: Scene) -> None:
    scene.tap("giftbox")
    scene.press(Command.TENDER)
    scene.type("200")
    scene.till.letter("k")
    stage = scene.till.stage
    assert isinstance(stage, Tendering)
    assert (stage.type, stage.handed) == ("card", 200)
    scene.press(Command.ENTER)
    scene.type("400")
    scene.press(Command.EXACT_CASH)
    assert scene.shop.sold[0].tenders == (TenderRequest("card", 200), TenderRequest("cash", 400))


def test_a_quick_sum_is_cash_and_no_other_way_to_pay_has_it(scene: Scene) -> None:
    scene.tap("ruby")
    scene.press(Command.TENDER, Command.REDEEM)
    stage = scene.till.stage
    assert isinstance(stage, Tendering)
    assert stage.handed == 100
    scene.till.letter("c")
    assert stage.handed == 100
    scene.till.letter("k")
    assert stage.handed == 65
    scene.till.letter("c")
    scene.press(Command.REDEEM)
    scene.type("9")
    scene.till.letter("k")
    assert stage.handed == 1009


@pytest.mark.parametrize("command", [Command.EXACT_CASH, Command.TENDER])
@pytest.mark.parametrize("typed", ["1.5", "200k", "0912"])
def test_money_is_not_taken_while_something_else_is_typed(scene: Scene, command: Command, typed: str) -> None:
    scene.tap("ruby")
    scene.type(typed)
    scene.press(command)
    assert stage_name(scene.till) is StageName.SELLING
    assert scene.shop.sold == []
    assert f"「{typed}」" in notice(scene)
    scene.press(Command.BACK, Command.EXACT_CASH)
    assert len(scene.shop.sold) == 1


def test_a_brand_without_cash_has_no_cash_key(scene: Scene) -> None:
    scene.tap("ruby")
    scene.press(Command.TENDER)
    stage = scene.till.stage
    assert isinstance(stage, Tendering)
    stage.types = ("card",)
    stage.choose("card")
    scene.press(Command.EXACT_CASH)
    assert stage.type == "card"
    assert scene.shop.sold == []


def test_a_refused_sale_says_so_and_keeps_everything(scene: Scene) -> None:
    scene.tap("ruby")
    scene.shop.broken = Refusal("disk_full")
    scene.press(Command.TENDER, Command.ENTER)
    assert stage_name(scene.till) is StageName.TENDERING
    assert notice(scene).startswith("磁碟已滿")
    scene.shop.broken = None
    scene.press(Command.ENTER)
    assert stage_name(scene.till) is StageName.COMPLETED


def test_a_sale_wakes_the_printer_and_leaves_the_drawer_to_its_queue(scene: Scene) -> None:
    happened: list[str] = []
    scene.till.desk.open_drawer = lambda: happened.append("drawer")
    scene.till.desk.receipt_queued.add(lambda: happened.append("receipt"))
    scene.tap("ruby")
    scene.press(Command.EXACT_CASH, Command.ENTER)
    scene.tap("ruby")
    scene.press(Command.TENDER, Command.MORE, Command.ENTER)
    assert scene.shop.sold[1].tenders == (TenderRequest("card"),)
    assert happened == ["receipt", "receipt"]


def test_f10_opens_the_drawer_whatever_the_cashier_is_doing(scene: Scene) -> None:
    happened: list[str] = []
    scene.till.desk.open_drawer = lambda: happened.append("drawer")
    scene.press(Command.DRAWER)
    scene.tap("ruby")
    scene.press(Command.TENDER, Command.DRAWER)
    assert stage_name(scene.till) is StageName.TENDERING
    assert happened == ["drawer", "drawer"]
    assert notice(scene) == "錢櫃打開了。沒有彈開時，請用鑰匙。"


def test_without_a_drawer_f10_says_so(scene: Scene) -> None:
    scene.till.desk.open_drawer = None
    scene.press(Command.DRAWER)
    assert notice(scene) == "這台收銀機沒有設定錢櫃，請用鑰匙打開。店長可以在後台的「設定」加上。"
