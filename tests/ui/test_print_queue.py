"""The print queue's sheet: the list, printing again, cancelling for a reason."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from terminal.domain.errors import Refusal
from terminal.ports.printing import CancelReason, JobRecord, JobState
from tests.ui.conftest import Counter, settle
from ui.qt.screens.sample_jobs import sample_jobs
from ui.qt.screens.sample_shop import SampleShop
from ui.qt.screens.states import Scene, new_scene
from ui.qt.widgets.key_button import KeyButton
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.print_queue import PrintQueue


@pytest.fixture
def scene() -> Scene:
    made = new_scene()
    made.shop.queue.jobs = sample_jobs()
    return made


def opened(scene: Scene) -> PrintQueue:
    scene.press(Command.PRINT_QUEUE)
    assert isinstance(scene.till.stage, PrintQueue)
    return scene.till.stage


def test_every_state_has_its_words_and_its_button(scene: Scene) -> None:
    rows = opened(scene).rows
    assert [(row.title, row.state, row.may_print, row.may_cancel) for row in rows] == [
        ("收據 0214", "排隊中", False, True),
        ("收據 0213", "等印表機", False, True),
        ("補印 收據 0212", "列印中", False, False),
        ("退貨單 0209", "已送出・未確認", True, False),
        ("補印 收據 0208", "已印好", True, False),
        ("收據 0211", "已取消", True, False),
        ("收據 0210", "已印好", True, False),
    ]
    assert rows[1].detail == "11/21 14:27 排入 ・ 11/21 14:28 更新 ・ 缺紙"
    assert rows[5].detail.endswith("客人不需要 ・ 林小姐")


def test_a_job_whose_text_is_gone_is_listed_and_cannot_be_printed(scene: Scene) -> None:
    scene.shop.queue.jobs = [
        JobRecord(1, "s", "", JobState.COMPLETE, "printer_strange", 1, False, "", None, None, None)
    ]
    (row,) = opened(scene).rows
    assert (row.title, row.may_print, row.may_cancel) == ("內容已不保留", False, False)
    scene.press(Command.DOWN, Command.ENTER)
    assert len(scene.shop.queue.jobs) == 1


def test_one_touch_prints_again_and_the_printer_is_woken(scene: Scene) -> None:
    woken: list[bool] = []
    scene.till.desk.receipt_queued.add(lambda: woken.append(True))
    stage = opened(scene)
    scene.till.do(lambda: stage.act(3))
    assert woken == [True]
    assert (stage.rows[0].title, stage.rows[0].state) == ("補印 退貨單 0209", "排隊中")
    assert stage.chosen == 4
    assert scene.till.desk.notice and scene.till.desk.notice.text == "正在補印「退貨單 0209」，紙上會註明補印。"


def test_cancelling_asks_why_and_a_number_says_it(scene: Scene) -> None:
    stage = opened(scene)
    scene.press(Command.DOWN, Command.DOWN, Command.ENTER)
    asked = [stage.cancelling_text]
    scene.press(Command.BACK)
    assert scene.till.stage is stage
    asked.append(stage.cancelling_text)
    scene.press(Command.ENTER)
    scene.type("9")
    asked.append(stage.cancelling_text)
    assert asked == ["為什麼不印「收據 0213」？", "", "為什麼不印「收據 0213」？"]
    scene.type("2")
    assert scene.shop.queue.jobs[1].reason == CancelReason.TOO_LATE
    assert stage.rows[1].state == "已取消" and not stage.cancelling_text


def test_a_job_that_was_sent_meanwhile_is_not_cancelled_and_the_list_says_how_it_is(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = opened(scene)
    scene.till.do(lambda: stage.act(0))

    def refuse(_self: SampleShop, output_id: int, reason: CancelReason) -> JobRecord:
        raise Refusal("print_job_sending", job=output_id)

    monkeypatch.setattr(SampleShop, "cancel_print_job", refuse)
    scene.type("1")
    assert scene.till.desk.notice and scene.till.desk.notice.text == "這張正在列印，不能取消。"


def test_the_list_follows_the_printer_and_keeps_its_place(scene: Scene) -> None:
    stage = opened(scene)
    scene.press(Command.DOWN, Command.DOWN)
    newer = scene.shop.queue.print_again(4)
    scene.till.strip.link_arrived(scene.shop.link())
    assert stage.rows[0].title == "補印 " + newer.title
    assert stage.jobs is not None and stage.chosen is not None
    assert stage.jobs[stage.chosen].title == "收據 0213"


def test_the_list_leads_back_to_where_it_was_opened(scene: Scene) -> None:
    scene.tap("ruby")
    scene.press(Command.EXACT_CASH)
    assert scene.till.stage.name is StageName.COMPLETED
    opened(scene)
    scene.press(Command.PRINT_QUEUE)
    assert scene.till.stage.name is StageName.COMPLETED
    scene.press(Command.ENTER)
    assert scene.till.desk.bill.is_empty


def test_it_does_not_open_over_what_is_half_done(scene: Scene) -> None:
    scene.tap("ruby")
    scene.press(Command.TENDER, Command.PRINT_QUEUE)
    assert scene.till.stage.name is StageName.TENDERING


def test_a_scan_leaves_the_list(scene: Scene) -> None:
    opened(scene)
    scene.till.scan(ScanReading("0912345678", True))
    assert scene.till.stage.name is StageName.SELLING
    assert scene.till.desk.bill.content.member is not None


# --- the window -------------------------------------------------------------------------------------------------------


def with_jobs(counter: Counter, waiting: int) -> Scene:
    scene = counter.scene
    scene.shop.queue.jobs = sample_jobs()
    scene.till.strip.link_arrived(replace(scene.shop.link(), print_jobs={"held": waiting} if waiting else {}))
    return scene


def test_a_touch_on_the_printers_chip_shows_what_waits(counter: Counter) -> None:
    scene = with_jobs(counter, waiting=2)
    counter.tap("chip_printer")
    assert isinstance(scene.till.stage, PrintQueue)
    counter.key(Qt.Key.Key_Escape)
    assert scene.till.stage.name is StageName.SELLING


def test_while_nothing_waits_the_chip_shows_the_devices_and_from_there_the_queue(counter: Counter) -> None:
    scene = with_jobs(counter, waiting=0)
    counter.tap("chip_printer")
    assert scene.till.stage.name is StageName.DEVICES
    counter.tap("print_queue")
    assert isinstance(scene.till.stage, PrintQueue)


def test_two_touches_cancel_a_job_and_one_prints_another_again(counter: Counter) -> None:
    scene = with_jobs(counter, waiting=2)
    counter.key(Qt.Key.Key_F2)
    counter.tap("job_0_key")
    counter.tap("reason_1")
    assert scene.shop.queue.jobs[0].reason == CancelReason.NOT_WANTED
    counter.tap("job_4_key")
    assert scene.shop.queue.jobs[0].copy
    assert counter.operations == 4


def test_the_chosen_rows_button_says_that_enter_presses_it(counter: Counter) -> None:
    with_jobs(counter, waiting=2)
    counter.key(Qt.Key.Key_F2)
    counter.key(Qt.Key.Key_Down)

    def hints() -> list[str]:
        settle()
        keys = (counter.find(f"job_{place}_key") for place in (0, 1))
        return [key.hint for key in keys if isinstance(key, KeyButton)]

    assert hints() == ["Enter", ""]
    counter.key(Qt.Key.Key_Return)  # now it asks for a reason, by number
    assert hints() == ["", ""]
    counter.key(Qt.Key.Key_Escape)
    counter.key(Qt.Key.Key_Down)
    assert hints() == ["", "Enter"]


def test_the_chosen_row_is_always_in_sight(counter: Counter) -> None:
    scene = with_jobs(counter, waiting=1)
    scene.shop.queue.jobs = [replace(job, output_id=100 - place) for place, job in enumerate(sample_jobs() * 4)]
    counter.key(Qt.Key.Key_F2)
    for place in range(28):
        counter.key(Qt.Key.Key_Down)
        settle()
        chosen = counter.find(f"job_{place}")
        assert chosen.visibleRegion().boundingRect().height() >= chosen.height() - 1, place
