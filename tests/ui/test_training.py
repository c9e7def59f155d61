"""Practice: another counter over the same till, and nothing of it in the books."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from terminal.domain.bills import Line
from terminal.domain.errors import Refusal
from terminal.domain.staff import Deed
from terminal.ports.clock import SystemClock
from terminal.ports.printing import TRAINING_WORDS, JobState
from terminal.store.store import TerminalStore
from terminal.usecases.parking import Park
from terminal.usecases.sell import Sell, TenderRequest
from tests.ui.conftest import Counter, settle
from ui.compose.actions import CounterActions
from ui.compose.training import TRAINING_PHONE, TRAINING_POINTS
from ui.compose.training_ground import TrainingGround
from ui.compose.trial import trial_till
from ui.qt.screens.sample_ground import SampleGround
from ui.qt.screens.scene import Scene, new_scene
from ui.qt.widgets.chip import Chip
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.desk import StageName
from ui.viewmodels.runner import InlineRunner
from ui.viewmodels.till import Till

PROGRAMME = Path(__file__).parents[2] / "resources" / "programmes" / "demo.yaml"
LINES = (Line("ruby", "紅玉紅茶", "tea", Fraction(1), 185),)
Key = Qt.Key


@pytest.fixture
def ground(scene: Scene) -> SampleGround:
    made = SampleGround(scene.shop)
    scene.till.training.ground = made
    return made


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def practises(scene: Scene) -> bool:
    return scene.till.training.is_on


def said(scene: Scene) -> str:
    notice = scene.till.desk.notice
    return notice.text if notice else ""


class TestAtTheCounter:
    def test_there_and_back_by_the_same_entry(self, scene: Scene, ground: SampleGround) -> None:
        scene.press(Command.MENU, Command.TRAINING)
        assert practises(scene)
        assert "練習中" in said(scene)
        scene.tap("ruby")
        scene.press(Command.EXACT_CASH)
        assert isinstance(scene.till.stage, Completed)
        rows = scene.till.stage.done.document.rows
        assert (rows[0].left, rows[-1].left) == (TRAINING_WORDS, TRAINING_WORDS)
        scene.tap("boba")
        scene.press(Command.MENU, Command.TRAINING)
        assert not practises(scene)
        assert scene.till.desk.bill.is_empty
        assert "正式收銀" in said(scene)
        assert scene.shop.sold == []
        assert (len(ground.begun[0].sold), ground.ended) == (1, 1)
        scene.tap("ruby")
        scene.press(Command.EXACT_CASH)
        assert len(scene.shop.sold) == 1

    def test_a_manager_approves_the_way_there(
        self, scene: Scene, ground: SampleGround, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[Deed] = []

        def nobody(deed: Deed, _then: Callable[[str], None]) -> None:
            asked.append(deed)

        monkeypatch.setattr(scene.till.desk, "approve", nobody)
        scene.press(Command.TRAINING)
        assert asked == [Deed.TRAINING]
        assert not practises(scene)

    def test_a_bill_that_is_not_done_keeps_it_off(self, scene: Scene, ground: SampleGround) -> None:
        scene.tap("ruby")
        scene.press(Command.TRAINING)
        assert not practises(scene)
        assert "掛單" in said(scene)
        assert scene.till.bill.due == "65"

    def test_without_anything_to_practise_on_it_is_said(self, scene: Scene) -> None:
        scene.press(Command.TRAINING)
        assert "不能練習" in said(scene)

    def test_what_fails_leaves_the_real_counter(self, scene: Scene, ground: SampleGround) -> None:
        ground.broken = Refusal("disk_full")
        scene.press(Command.TRAINING)
        assert not practises(scene)
        ground.broken = None
        scene.press(Command.TRAINING)
        assert practises(scene)

    def test_the_drawer_stays_shut(self, scene: Scene, ground: SampleGround) -> None:
        opened: list[int] = []
        scene.till.desk.open_drawer = lambda: opened.append(1)
        scene.press(Command.TRAINING, Command.DRAWER)
        assert opened == []
        assert "不開錢櫃" in said(scene)
        scene.press(Command.TRAINING, Command.DRAWER)
        assert opened == [1]

    @pytest.mark.parametrize("command", [Command.OFFICE, Command.DAY_REPORT, Command.CASH_SHIFT])
    def test_the_real_books_are_no_practice(self, scene: Scene, ground: SampleGround, command: Command) -> None:
        scene.press(Command.TRAINING, command)
        assert scene.till.stage.name is StageName.SELLING
        assert "不能用" in said(scene)

    def test_bills_set_aside_do_not_mix(self, scene: Scene, ground: SampleGround) -> None:
        scene.tap("ruby")
        scene.press(Command.PARK, Command.TRAINING)
        assert scene.till.desk.shop.parked == 0
        scene.tap("boba")
        scene.press(Command.PARK, Command.TRAINING)
        assert scene.till.desk.shop.parked == 1


def test_the_window_shows_it(counter: Counter) -> None:
    scene = counter.scene
    scene.till.training.ground = SampleGround(scene.shop)
    scene.press(Command.TRAINING)
    settle()
    mark = counter.find("training")
    assert isinstance(mark, Chip)
    assert mark.text == "練習"
    assert counter.find("watermark").geometry() == counter.window.rect()
    counter.window.resize(1200, 800)
    settle()
    assert counter.find("watermark").geometry() == counter.window.rect()
    counter.tap("item_ruby")
    assert scene.till.bill.due == "65"
    counter.key(Key.Key_F1)
    counter.tap("menu_training")
    settle()
    assert not counter.window.findChildren(Chip, "watermark")
    assert not practises(scene)


@pytest.fixture
def real() -> Iterator[CounterActions]:
    with trial_till(PROGRAMME, "xinyi", SystemClock()) as till:
        yield CounterActions(till, "林小姐")


@pytest.fixture
def practice(real: CounterActions) -> Iterator[TrainingGround]:
    ground = TrainingGround(real, real.till.clock)
    yield ground
    ground.end()


def journal_of(actions: CounterActions) -> int:
    store = actions.till.store
    assert isinstance(store, TerminalStore)
    return store.verify_chain().frames


class TestOnARealStore:
    def test_it_looks_as_the_real_till_does(self, real: CounterActions, practice: TrainingGround) -> None:
        real.save_settings({"screen_theme": "contrast"})
        assert practice.begin().shop().theme == "contrast"

    def test_the_real_journal_hears_nothing_of_it(self, real: CounterActions, practice: TrainingGround) -> None:
        frames = journal_of(real)
        actions = practice.begin()
        shop, real_shop = actions.shop(), real.shop()
        assert (shop.programme.digest, shop.store, shop.cashier) == (
            real_shop.programme.digest,
            real_shop.store,
            "林小姐",
        )
        card = actions.identify(TRAINING_PHONE)
        assert card.balance == TRAINING_POINTS
        done = actions.sell(Sell(card.member_id, LINES, tenders=(TenderRequest("cash"),)))
        assert done.document.rows[0].left == TRAINING_WORDS
        assert journal_of(real) == frames
        assert real.shop().next_number == real_shop.next_number
        with pytest.raises(Refusal, match="member_unknown"):
            real.identify(TRAINING_PHONE)

    def test_paper_comes_from_the_real_printer_and_the_drawer_stays_shut(
        self, real: CounterActions, practice: TrainingGround
    ) -> None:
        actions = practice.begin()
        actions.sell(Sell(None, LINES, tenders=(TenderRequest("cash"),)))
        (job,) = real.print_queue()
        assert actions.print_queue() == real.print_queue()
        assert (job.state, job.sale_id) == (JobState.QUEUED, None)
        store = real.till.store
        assert isinstance(store, TerminalStore)
        queue = store.print_queue()
        assert queue.claim()
        taken = queue.next_job()
        queue.release()
        assert taken is not None
        assert queue.next_kick() is None
        assert [taken.document.rows[place].left for place in (0, -1)] == [TRAINING_WORDS, TRAINING_WORDS]

    def test_each_practice_begins_anew(self, practice: TrainingGround) -> None:
        first = practice.begin()
        first.park(Park("k", "", None, 1, {}))
        assert practice.begin().shop().parked == 0
        practice.end()
        practice.end()


def test_a_window_that_is_opened_again_is_at_the_real_counter(real: CounterActions, practice: TrainingGround) -> None:
    till = Till(real, InlineRunner(), real.shop())
    till.training.ground = practice
    till.press(Command.TRAINING)
    assert till.training.is_on
    assert not Till(real, InlineRunner(), real.shop()).training.is_on
