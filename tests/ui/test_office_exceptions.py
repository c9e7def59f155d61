"""What waits for a person: what happened, what to do, and who has looked at it."""

from dataclasses import replace

import pytest

from terminal.usecases.exceptions import ExceptionKind
from ui.qt.screens.record_states import exceptions_of
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def test_every_kind_says_what_happened_and_what_to_do(scene: Scene) -> None:
    rows = exceptions_of(scene).rows
    assert len(rows) == len(ExceptionKind)
    assert all(row.what and row.to_do and row.kind and "{" not in row.what for row in rows)
    assert rows[2].what == "這台是 11/19 14:32，比上次同步的 11/21 13:32 還早。離線時不能折抵點數。"
    assert rows[4].what == "「收據 0213」還沒印出來：缺紙"
    assert rows[6].what.endswith("調整 300 點：漏刷補登（核准：王店長）")
    assert rows[7].what == "張○芬 0900-***-947 併入 張○芬 0900-***-277（已完成）：換了電話（核准：王店長）"
    assert "沒有併入" in rows[8].what and "點數都在" in rows[8].what


def test_a_refusal_of_a_newer_server_is_shown_by_its_kind(scene: Scene) -> None:
    records = scene.shop.records
    records.waiting = [replace(records.waiting[1], refusal="quite_new", data={})]
    assert exceptions_of(scene).rows[0].what == "總部沒有收下一些資料（quite_new）。"


def test_seen_says_who_and_when_and_the_rest_moves_up(scene: Scene) -> None:
    section = exceptions_of(scene)
    assert section.summary == "9 件還沒看"
    scene.press(Command.ENTER, Command.DOWN, Command.ENTER)
    assert section.summary == "8 件還沒看"
    assert section.rows[-1].seen == "林小姐看過\n11/21 14:32" and section.rows[-1].kind == "同步被擋下"
    assert section.chosen == 8
    scene.press(Command.ENTER)
    assert len(scene.shop.records.marks) == 1


def test_nothing_to_look_at(scene: Scene) -> None:
    scene.shop.records.waiting.clear()
    section = exceptions_of(scene)
    scene.press(Command.ENTER, Command.DOWN, Command.ENTER)
    assert (section.rows, section.summary) == ((), "")
