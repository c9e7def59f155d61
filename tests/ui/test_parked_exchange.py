"""A bill of an exchange set aside: it comes back whole, and nothing is given back before it is sold."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt

from terminal.domain.bills import Line
from terminal.domain.errors import Broken
from terminal.ports.clock import SetClock
from terminal.store.store import TerminalStore
from terminal.usecases.enrol_member import EnrolMember
from terminal.usecases.past_sales import PastSale
from terminal.usecases.refund import Refund, refund
from terminal.usecases.sell import Sell
from tests.journeys.shop import PHONE, PROGRAMME
from tests.ui.conftest import Counter, settle
from tests.ui.fakes import HeldRunner
from ui.compose.actions import CounterActions
from ui.compose.trial import trial_till
from ui.qt.screens.past_states import scan_receipt, sell_some
from ui.qt.screens.sample_ground import SampleGround
from ui.qt.screens.staff_states import CASHIER_PIN, sign_in, staff_arrives
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.bill_document import bill_document, bill_from_document
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.giving_back import GivingBack
from ui.viewmodels.parked import Parked
from ui.viewmodels.returned import Returned
from ui.viewmodels.runner import InlineRunner
from ui.viewmodels.selling import Selling
from ui.viewmodels.signing_in import SignIn
from ui.viewmodels.till import Till
from ui.viewmodels.tone import Tone

WITHOUT_RECEIPT = Returned("sale", "0215", None, ((1, None), (3, Fraction(1, 3))), 157, "王店長")
CLOCK = SetClock(datetime(2026, 11, 21, 6, 32, tzinfo=UTC))
SOLD = (Line("ruby", "", "", Fraction(2), 65), Line("jade", "", "", Fraction(1), 60))


@pytest.fixture
def scene() -> Scene:
    """0215 is the member's; its third line was NT$157."""
    scene = new_scene()
    sell_some(scene)
    return scene


def begun(scene: Scene) -> None:
    scan_receipt(scene, "0215")
    assert isinstance(scene.till.stage, GivingBack)
    scene.type("3X")


def notice(till: Till) -> str:
    return till.desk.notice.text if till.desk.notice else ""


def rows(till: Till) -> list[tuple[str, str, str]]:
    stage = till.stage
    assert isinstance(stage, Parked)
    return [(row.title, row.detail, row.amount) for row in stage.rows]


# --- set aside and taken up -------------------------------------------------------------------------------------------


def test_it_comes_back_whole_and_is_sold_once(scene: Scene) -> None:
    begun(scene)
    scene.tap("jade")
    before = scene.till.desk.bill.content
    scene.press(Command.PARK)
    assert (scene.till.desk.bill.content.exchange, scene.till.member, scene.shop.kept.refunds) == (None, None, [])
    scene.tap("ruby")
    scene.press(Command.EXACT_CASH, Command.ENTER, Command.PARK)
    assert rows(scene.till) == [
        ("翡翠檸檬", "換貨 0215 ・ 1 件 ・ 王○明 ・ 11/21 14:32 ・ 林小姐", "− NT$ 97"),
    ]
    scene.press(Command.ENTER)
    content, face = scene.till.desk.bill.content, scene.till.bill
    assert (content.key, content.exchange, content.cart.lines) == (before.key, before.exchange, before.cart.lines)
    assert (face.exchanged_amount, face.due, face.is_paid_out) == ("−157", "97", True)
    assert scene.till.member is not None
    scene.press(Command.EXACT_CASH)
    assert isinstance(scene.till.stage, Completed) and len(scene.shop.kept.refunds) == 1
    scene.press(Command.ENTER, Command.PARK)
    assert "沒有掛單" in notice(scene.till)


def test_it_is_set_aside_before_anything_was_taken_instead(scene: Scene) -> None:
    """The customer goes to look for another one. A list of bills in its place would lose what comes back."""
    begun(scene)
    scene.press(Command.PARK)
    assert isinstance(scene.till.stage, Selling) and "已掛單" in notice(scene.till)
    scene.press(Command.PARK)
    assert rows(scene.till) == [("換貨 0215", "王○明 ・ 11/21 14:32 ・ 林小姐", "− NT$ 157")]
    scene.press(Command.ENTER)
    scene.tap("giftbox")
    assert (scene.till.bill.exchanged_amount, scene.till.bill.due) == ("−157", "423")


def test_one_that_is_only_begun_is_a_bill_to_lock_and_practice_too(scene: Scene) -> None:
    staff_arrives(scene)
    sign_in(scene)
    scene.till.training.ground = SampleGround(scene.shop)
    begun(scene)
    scene.press(Command.LOCK)
    stage = scene.till.stage
    assert isinstance(stage, SignIn) and stage.kept_text == "林小姐的單還在，登入後繼續。"
    scene.type(CASHIER_PIN)
    scene.press(Command.ENTER)
    assert scene.till.desk.bill.content.exchange is not None
    scene.press(Command.TRAINING)
    assert "還沒結" in notice(scene.till) and scene.till.desk.bill.content.exchange is not None


def test_a_list_that_comes_once_an_exchange_was_begun_stays_away(scene: Scene) -> None:
    scene.tap("ruby")
    scene.press(Command.PARK)
    held = HeldRunner()
    scene.till.desk.runner = held
    scene.press(Command.PARK)
    scene.till.do(lambda: scene.till.selling.begin_exchange(WITHOUT_RECEIPT))
    held.finish_all()
    assert isinstance(scene.till.stage, Selling)
    assert scene.till.desk.bill.content.exchange is WITHOUT_RECEIPT


def test_one_that_was_taken_up_is_left_by_escape_and_is_a_sale_then(scene: Scene) -> None:
    begun(scene)
    scene.tap("jade")
    scene.press(Command.PARK, Command.PARK, Command.ENTER, Command.BACK)
    assert "已取消換貨" in notice(scene.till) and scene.till.bill.due == "60"
    scene.press(Command.EXACT_CASH)
    assert scene.shop.kept.refunds == []


def test_by_hand(counter: Counter) -> None:
    scene = counter.scene
    sell_some(scene)
    begun(scene)
    settle()
    texts = []
    for _ in range(2):
        park = counter.find("park")
        texts.append(park.accessibleName())
        counter.key(Qt.Key.Key_F8)
        settle()
    assert texts == ["掛單", "取單 1"]
    counter.tap("parked_0")
    settle()
    exchange = scene.till.desk.bill.content.exchange
    assert exchange is not None and exchange.number == "0215"


# --- as it is written down --------------------------------------------------------------------------------------------


def test_who_approved_and_how_much_of_each_line_comes_back_is_written_down(scene: Scene) -> None:
    content = replace(scene.till.desk.bill.content, exchange=WITHOUT_RECEIPT)
    document = json.loads(json.dumps(bill_document(content)))
    assert bill_from_document(content.key, document, None) == content


def test_a_bill_that_was_written_down_without_a_word_of_exchanges_comes_back(scene: Scene) -> None:
    scene.tap("ruby")
    content = scene.till.desk.bill.content
    document = {key: value for key, value in bill_document(content).items() if key != "exchange"}
    again = bill_from_document(content.key, document, None)
    assert (again.cart.lines, again.exchange) == (content.cart.lines, None)


@pytest.mark.parametrize("wrong", [{}, {"sale": "s"}, {**dict.fromkeys(("sale", "number", "member"), ""), "lines": 3}])
def test_what_is_no_exchange_is_a_broken_promise(scene: Scene, wrong: dict[str, object]) -> None:
    document = bill_document(scene.till.desk.bill.content) | {"exchange": wrong}
    with pytest.raises(Broken):
        bill_from_document("k", document, None)


# --- in the journal ---------------------------------------------------------------------------------------------------


@pytest.fixture
def actions() -> Iterator[CounterActions]:
    """A counter over a store, with a sale of a member's."""
    with trial_till(PROGRAMME, "xinyi", CLOCK) as till:
        counter = CounterActions(till, "林小姐")
        counter.enrol_member(EnrolMember(PHONE))
        counter.sell(Sell(PHONE, SOLD))
        yield counter


def window(actions: CounterActions) -> Till:
    return Till(actions, InlineRunner(), actions.shop())


def parked_at(actions: CounterActions) -> PastSale:
    """A ruby tea comes back without a receipt for a jade one, approved, and is set aside."""
    till = window(actions)
    sale = actions.past.sale("0001")
    returned = Returned(sale.sale_id, sale.number, sale.member_id, ((1, Fraction(1)),), 65, "王店長")
    till.do(lambda: till.selling.begin_exchange(returned))
    category = till.desk.shop.brand.menu[0]
    till.tap_item(next(item for item in category.items if item.sku != "ruby"), category)
    till.press(Command.PARK)
    assert "已掛單" in notice(till)
    return sale


def frames(actions: CounterActions) -> int:
    store = actions.till.store
    assert isinstance(store, TerminalStore)
    return store.verify_chain().frames


def test_nothing_is_given_back_before_another_window_has_sold_it(actions: CounterActions) -> None:
    before = frames(actions)
    sale = parked_at(actions)
    assert frames(actions) == before
    till = window(actions)
    till.press(Command.PARK)
    till.press(Command.ENTER)
    assert till.member is not None and till.bill.exchanged == "換回（單號 0001）"
    till.press(Command.EXACT_CASH)
    stage = till.stage
    assert isinstance(stage, Completed) and stage.exchange is not None
    assert stage.exchange.refund.sale_id == sale.sale_id
    assert [part.left for part in actions.past.sale("0001").lines] == [1, 1]
    assert frames(actions) == before + 2
    with actions.till.store.view() as unit:
        (given_back,) = unit.refunds_of(sale.sale_id)
    assert given_back.body["approved_by"] == "王店長"


def test_what_came_back_elsewhere_meanwhile_comes_back_no_second_time(actions: CounterActions) -> None:
    sale = parked_at(actions)
    refund(actions.till, Refund(sale.sale_id, ((1, None),)))
    before = frames(actions)
    till = window(actions)
    till.press(Command.PARK)
    till.press(Command.ENTER)
    assert till.desk.notice is not None and till.desk.notice.tone is Tone.RED
    till.press(Command.EXACT_CASH)
    assert not isinstance(till.stage, Completed) and till.desk.bill.content.exchange is not None
    assert frames(actions) == before
