"""The office's members: masked, found as it is typed, opened, their points adjusted."""

from collections.abc import Callable
from typing import Any

import pytest

from terminal.domain.staff import Deed
from tests.ui.fakes import HeldRunner
from ui.qt.screens.record_states import members_of
from ui.qt.screens.sample_records import MEMBERS, PAGE
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.tone import Tone


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def test_members_are_masked_until_one_is_opened(scene: Scene) -> None:
    section = members_of(scene)
    line = section.line(2)
    assert (line.name, line.phone) == ("劉○翰", "0903-***-843")
    section.open(2)
    face = section.face
    assert face is not None and (face.name, face.phone, face.balance) == ("劉承翰", "0903143843", "1,284")
    assert face.lots == (("2026/12/31", "120"), ("2027/12/31", "1,164"))
    assert dict(face.figures)["會員等級"] == "金卡" and len(face.movements) == 9
    assert face.movements[-1][1] == "調整：漏刷補登" and not any("：" in what for _, what, _ in face.movements[:-1])


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        ("0903143", "劉○翰", "0903-***-843"),
        ("3843", "劉○翰", "0903-***-843"),
        ("c0000396", "A*** S****", "0903-***-924"),
        ("劉承翰", "劉○翰", "0903-***-843"),
        ("ANN", "A*** S****", "0903-***-924"),
        ("smi", "A*** S****", "0903-***-924"),
    ],
)
def test_members_are_found_as_it_is_typed(scene: Scene, text: str, name: str, phone: str) -> None:
    section = members_of(scene)
    section.search(text)
    assert (section.line(0).name, section.line(0).phone) == (name, phone)


def test_what_the_search_says(scene: Scene) -> None:
    section = members_of(scene)
    said = [section.status]
    for text in ("09", "承翰", "龘", "劉承翰0", ""):
        section.search(text)
        said.append(section.status)
    assert said[0] == "" and said[1].startswith("數字請輸入四碼") and said[2].startswith("符合的不只 50 位")
    assert said[3] == said[4] and said[3].startswith("找不到") and said[5] == ""
    assert len(section.rows) == PAGE


def test_the_search_works_on_what_was_read_so_far_and_says_so(scene: Scene) -> None:
    held = HeldRunner()
    scene.till.desk.runner = held
    section = members_of(scene)
    while section.directory.count == 0:
        held.finish()
    section.search("0903143843")
    held.finish(len(held.jobs) - 1)
    assert section.status == "找到 1 位；搜尋還在準備，已讀 150 位"
    section.move(1)
    number = section.number
    held.finish_all()
    assert (section.chosen, section.number) == (0, number)
    assert section.directory.is_whole and section.directory.count == MEMBERS
    assert section.status == "找到 1 位"


def test_a_later_character_overtakes_the_answer_to_an_earlier_one(scene: Scene) -> None:
    section = members_of(scene)
    held = HeldRunner()
    scene.till.desk.runner = held
    section.search("承翰")
    section.search("劉承翰")
    held.finish(1)
    held.finish(0)
    assert {section.line(place).name for place in range(len(section.rows))} == {"劉○翰"}


def test_who_leaves_has_no_more_members_read(scene: Scene) -> None:
    held = HeldRunner()
    scene.till.desk.runner = held
    members_of(scene)
    scene.press(Command.BACK)
    held.finish_all()
    stage = members_of(scene)
    assert stage.directory.count == 0


def test_points_are_adjusted_with_a_reason_and_once(scene: Scene) -> None:
    section = members_of(scene)
    section.open(2)
    section.start_adjusting()
    form = section.adjusting
    assert form is not None and not form.can_accept
    form.points, form.reason = "25", " 漏刷補登 "
    form.is_taking = True
    scene.press(Command.ENTER)
    (command,) = scene.shop.records.adjusted
    assert (command.points, command.reason, command.key) == (-25, "漏刷補登", form.key)
    assert section.adjusting is None and section.face is not None and section.face.balance == "1,259"
    assert scene.till.desk.notice and scene.till.desk.notice.text == "已調整 −25 點，現在餘額 1,259 點。"


def test_what_cannot_be_adjusted_is_said_and_the_form_stays(scene: Scene) -> None:
    section = members_of(scene)
    section.open(2)
    section.start_adjusting()
    form = section.adjusting
    assert form is not None
    form.points, form.reason = "5000", "x"
    scene.press(Command.ENTER)
    assert section.adjusting is form and not form.is_busy
    assert scene.till.desk.notice and scene.till.desk.notice.tone is Tone.RED
    for points in ("", "0", "12a", "-5", "9" * 12):
        form.points = points
        assert not form.can_accept
    left = []
    for _ in range(2):
        scene.press(Command.BACK)
        left.append((section.adjusting is None, section.face is None, scene.till.stage.name))
    assert left == [(True, False, StageName.OFFICE), (True, True, StageName.OFFICE)]


def test_a_manager_is_asked_before_points_are_adjusted(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Deed, Callable[[str], None]]] = []
    section = members_of(scene)
    section.open(2)
    monkeypatch.setattr(scene.till.desk, "approve", lambda deed, then: asked.append((deed, then)))
    section.start_adjusting()
    assert section.adjusting is None
    ((deed, then),) = asked
    then("王店長")
    assert deed is Deed.ADJUSTMENT
    form: Any = section.adjusting
    assert form.approved_by == "王店長"


def test_a_scanned_card_opens_the_members_file(scene: Scene) -> None:
    section = members_of(scene)
    scene.till.scan(ScanReading(GOLD_PHONE, may_be_member=True))
    assert section.face is not None and section.face.name == "王曉明"
    assert scene.till.stage.name is StageName.OFFICE
