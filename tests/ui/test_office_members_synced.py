"""What sync brings of a member whose file is open: it is read again, and what is typed in its forms stays."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from terminal.domain.errors import Refusal
from terminal.usecases.member_list import MemberFile
from tests.ui.conftest import Counter, settle
from tests.ui.fakes import HeldRunner
from ui.qt.screens.record_states import members_of
from ui.qt.screens.sample_records import NAMESAKE
from ui.qt.screens.scene import Scene, new_scene, sync_comes_through
from ui.viewmodels.commands import Command
from ui.viewmodels.office.members import Members
from ui.viewmodels.office.merging import Merging
from ui.viewmodels.tone import Tone


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def opened(scene: Scene) -> Members:
    """劉承翰 with 1,284 points; the strip has told when sync came through last."""
    section = members_of(scene)
    section.open(2)
    scene.till.strip.changed.tell()
    scene.shop.records.opened.clear()
    return section


def merging_of(section: Members) -> Merging:
    section.start_merging()
    assert section.merging is not None
    return section.merging


def said(scene: Scene) -> tuple[Tone, str]:
    notice = scene.till.desk.notice
    assert notice is not None
    return notice.tone, notice.text


def mine(section: Members) -> str:
    assert section.file is not None
    return section.file.card.member_id


# --- the file ---------------------------------------------------------------------------------------------------------


def test_a_merge_that_comes_by_sync_shows_in_the_open_file(scene: Scene) -> None:
    section = opened(scene)
    pages = list(scene.shop.records.asked)
    scene.shop.records.hear_of_merge(mine(section), NAMESAKE)
    sync_comes_through(scene)
    face = section.face
    assert face is not None and (face.phone, face.balance, mine(section)) == ("0902589513", "1,783", NAMESAKE)
    assert said(scene) == (Tone.CALM, "兩位會員已合併為劉承翰（0902589513），這是合併後的資料。")
    assert scene.shop.records.asked == pages


def test_who_stays_has_the_points_of_both_and_nothing_waits_any_more(scene: Scene) -> None:
    section = opened(scene)
    merging = merging_of(section)
    merging.choose([row.member_id for row in merging.rows].index(NAMESAKE))
    scene.press(Command.ENTER)
    scene.till.desk.notice = None
    assert section.face is not None and section.face.merging
    scene.shop.records.hear_of_merge(NAMESAKE, mine(section))
    sync_comes_through(scene)
    assert (section.face.balance, section.face.merging) == ("1,783", "")
    assert scene.till.desk.notice is None


def test_it_is_read_once_for_each_time_that_sync_came_through(scene: Scene) -> None:
    section = opened(scene)
    told = []
    for _ in range(2):
        scene.till.strip.changed.tell()
        told.append(len(scene.shop.records.opened))
    for _ in range(3):
        sync_comes_through(scene)
        told.append(len(scene.shop.records.opened))
    assert told == [0, 0, 1, 1, 1] and scene.shop.records.opened == [mine(section)]


def test_nothing_is_read_where_no_file_is_open_or_another_page_lies_over_it(scene: Scene) -> None:
    section = opened(scene)
    scene.press(Command.MENU)
    sync_comes_through(scene)
    assert scene.shop.records.opened == []
    scene.press(Command.BACK)
    scene.till.strip.changed.tell()
    assert len(scene.shop.records.opened) == 1
    section.close()
    scene.shop.online = False
    scene.till.strip.link_arrived(scene.shop.link())
    assert len(scene.shop.records.opened) == 1


def test_who_was_erased_is_shown_no_longer(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    section = opened(scene)
    section.start_adjusting()

    def gone(member_id: str) -> MemberFile:
        raise Refusal("member_unknown", member=member_id)

    monkeypatch.setattr(scene.shop.records, "member_file", gone)
    sync_comes_through(scene)
    assert (section.file, section.adjusting, section.face) == (None, None, None)
    assert said(scene)[0] is Tone.RED


def test_what_cannot_be_read_just_now_leaves_the_file_and_its_form(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = opened(scene)
    section.start_adjusting()
    before = section.file, section.adjusting

    def full(member_id: str) -> MemberFile:
        raise Refusal("disk_full")

    monkeypatch.setattr(scene.shop.records, "member_file", full)
    sync_comes_through(scene)
    assert (section.file, section.adjusting) == before
    assert said(scene)[0] is Tone.RED


def test_an_answer_is_left_aside_when_another_member_was_opened_meanwhile(scene: Scene) -> None:
    section = opened(scene)
    first, held = mine(section), HeldRunner()
    scene.till.desk.runner = held
    sync_comes_through(scene)
    section.close()
    section.open(3)
    held.finish(1)
    second = mine(section)
    held.finish_all()
    assert mine(section) == second != first and scene.till.desk.notice is None


# --- its forms --------------------------------------------------------------------------------------------------------


def test_what_is_typed_to_adjust_stays_and_goes_to_who_they_are_now(scene: Scene) -> None:
    section = opened(scene)
    section.start_adjusting()
    form = section.adjusting
    assert form is not None
    form.points, form.reason = "25", "漏刷補登"
    scene.shop.records.hear_of_merge(mine(section), NAMESAKE)
    sync_comes_through(scene)
    assert section.adjusting is form and (form.points, form.reason) == ("25", "漏刷補登")
    scene.press(Command.ENTER)
    assert [command.points for command in scene.shop.records.adjusted] == [25]
    assert section.face is not None and (mine(section), section.face.balance) == (NAMESAKE, "1,808")


def test_what_is_searched_and_chosen_to_merge_stays_and_both_are_shown_as_they_are(scene: Scene) -> None:
    section = opened(scene)
    merging = merging_of(section)
    merging.search("0902589513")
    merging.choose(0)
    merging.reason, merging.stays = 1, 1
    third = section.rows[5].member_id
    scene.shop.records.hear_of_merge(third, NAMESAKE)
    sync_comes_through(scene)
    assert section.merging is merging and (merging.text, merging.reason, merging.stays) == ("0902589513", 1, 1)
    assert [side.balance for side in merging.sides] == ["1,284", "1,783"]
    scene.press(Command.ENTER)
    assert [(one.into, one.reason) for one in scene.shop.records.merged] == [(NAMESAKE, "new_phone")]


def test_the_search_for_the_other_one_goes_on(scene: Scene) -> None:
    section = opened(scene)
    merging = merging_of(section)
    merging.search("3514")
    rows = merging.rows
    sync_comes_through(scene)
    assert section.merging is merging and (merging.text, merging.rows, merging.other) == ("3514", rows, None)
    assert merging.file is section.file


@pytest.mark.parametrize("is_mine_gone", [True, False])
def test_two_who_have_become_one_are_merged_no_more(scene: Scene, is_mine_gone: bool) -> None:
    section = opened(scene)
    merging = merging_of(section)
    merging.choose([row.member_id for row in merging.rows].index(NAMESAKE))
    pair = (mine(section), NAMESAKE) if is_mine_gone else (NAMESAKE, mine(section))
    scene.shop.records.hear_of_merge(*pair)
    sync_comes_through(scene)
    assert (section.merging, mine(section)) == (None, pair[1])
    assert said(scene)[1].startswith("兩位會員已合併為劉承翰")


def test_whoever_was_chosen_meanwhile_stays_the_other_one(scene: Scene) -> None:
    section = opened(scene)
    merging = merging_of(section)
    merging.choose(0)
    held = HeldRunner()
    scene.till.desk.runner = held
    sync_comes_through(scene)
    merging.choose(1)
    held.finish(1)
    other = merging.other
    held.finish_all()
    assert merging.other is other and section.merging is merging


def test_a_merge_under_way_is_not_undone_by_an_answer_from_before(scene: Scene) -> None:
    section = opened(scene)
    merging = merging_of(section)
    merging.choose([row.member_id for row in merging.rows].index(NAMESAKE))
    held = HeldRunner()
    scene.till.desk.runner = held
    sync_comes_through(scene)
    scene.press(Command.MORE, Command.ENTER)
    held.finish(1)
    held.finish_all()
    assert section.merging is None and mine(section) == NAMESAKE
    assert said(scene)[1].startswith("合併已記下")


# --- in the window ----------------------------------------------------------------------------------------------------


def test_the_field_that_is_typed_into_keeps_its_text_and_the_keys(counter: Counter) -> None:
    scene = counter.scene
    section = members_of(scene)
    scene.till.do(lambda: section.open(2))
    settle()
    counter.type("a")
    settle()
    counter.type("25")
    field = counter.find("adjust_points")
    scene.shop.records.hear_of_merge(mine(section), NAMESAKE)
    sync_comes_through(scene)
    settle()
    assert isinstance(field, QLineEdit) and field.hasFocus()
    counter.type("0")
    assert (field.text(), field.isVisible()) == ("250", True)
    shown = {label.text() for label in counter.window.findChildren(QLabel) if label.isVisible()}
    assert "0902589513" in shown and "0903143843" not in shown


def test_what_is_typed_is_there_in_another_language_too(counter: Counter) -> None:
    scene = counter.scene
    section = members_of(scene)
    scene.till.do(lambda: section.open(2))
    scene.till.do(section.start_adjusting)
    settle()
    for name, text in (("adjust_points", "25"), ("adjust_reason", "scanned twice")):
        counter.find(name).setFocus()
        counter.type(text)
    scene.press(Command.LANGUAGE)
    settle()
    typed = [counter.find(name) for name in ("adjust_points", "adjust_reason")]
    assert [edit.text() for edit in typed if isinstance(edit, QLineEdit)] == ["25", "scanned twice"]
    form = section.adjusting
    assert form is not None and (form.points, form.reason, form.can_accept) == ("25", "scanned twice", True)


def test_two_who_have_become_one_lead_back_to_the_file(counter: Counter) -> None:
    scene = counter.scene
    section = opened(scene)
    scene.till.do(section.start_merging)
    merging = section.merging
    assert merging is not None
    scene.till.do(lambda: merging.choose([row.member_id for row in merging.rows].index(NAMESAKE)))
    settle()
    scene.shop.records.hear_of_merge(mine(section), NAMESAKE)
    sync_comes_through(scene)
    settle()
    assert counter.find("member_facts").isVisible() and counter.window.hasFocus()


def test_the_strip_says_when_sync_came_through(scene: Scene) -> None:
    strip, figures = scene.till.strip, scene.shop.link()
    assert strip.synced_at == figures.now - timedelta(seconds=12)
    sync_comes_through(scene)
    assert strip.synced_at == figures.now
