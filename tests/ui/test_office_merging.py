"""Two members who are one person: found, seen beside each other, and merged on the office's members page."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from terminal.domain.frames import Frame, FrameKind
from terminal.domain.ledger import Entry, EntryKind
from terminal.domain.merging import MergeReason
from terminal.domain.staff import Deed
from terminal.usecases.points_ledger import FrameFile
from tests.ui.conftest import Counter, settle
from tests.ui.fakes import HeldRunner
from ui.qt.screens.record_states import members_of
from ui.qt.screens.sample_drawer import LIN, WANG
from ui.qt.screens.sample_records import PAIRED
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.staff_states import MANAGER_PIN, sign_in, staff_arrives
from ui.qt.screens.states import Scene, new_scene
from ui.qt.widgets.key_button import KeyButton
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.office.frame_face import frame_face
from ui.viewmodels.office.members import Members
from ui.viewmodels.office.merging import Merging
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.tone import Tone

Key = Qt.Key


@pytest.fixture
def scene() -> Scene:
    return new_scene()


def begun(scene: Scene) -> tuple[Members, Merging]:
    """劉承翰, whose name four others have."""
    section = members_of(scene)
    section.open(2)
    scene.type("m")
    assert section.merging is not None
    return section, section.merging


def test_it_begins_with_whoever_has_the_same_name_and_leaves_the_member_out(scene: Scene) -> None:
    section, merging = begun(scene)
    assert section.file is not None
    assert (len(merging.rows), merging.status) == (4, "找到 4 位，請看是不是同一個人")
    assert section.file.card.member_id not in {row.member_id for row in merging.rows}
    said = []
    for text in ("09", "龘", "0903143843"):
        merging.search(text)
        said.append((len(merging.rows), merging.status[:4]))
    assert said == [(0, "找出同一"), (0, "沒有找到"), (0, "沒有找到")]


def test_both_are_beside_each_other_and_the_one_chosen_stays(scene: Scene) -> None:
    section, merging = begun(scene)
    scene.press(Command.DOWN, Command.ENTER)
    first, other = merging.sides
    assert (first.phone, first.balance, first.stays) == ("0903143843", "1,284", True)
    assert (other.phone, other.balance, other.stays) == ("0902589513", "499", False)
    assert merging.summary.startswith("合併後是劉承翰（0903143843），共 1,783 點")
    scene.press(Command.MORE)
    assert [side.stays for side in merging.sides] == [False, True] and "0902589513" in merging.summary
    scene.press(Command.FEWER, Command.MORE, Command.ENTER)
    (command,) = scene.shop.records.merged
    assert command.member == merging.file.card.member_id and command.into.endswith("327")
    assert (command.reason, command.key) == (MergeReason.ENROLLED_TWICE, merging.key)
    assert section.merging is None and section.file is not None and section.file.card.member_id == command.into


def test_the_result_says_that_it_waits_and_that_the_points_are_there(scene: Scene) -> None:
    section, merging = begun(scene)
    merging.choose(0)
    merging.reason = 1
    scene.press(Command.ENTER)
    assert scene.shop.records.merged[0].reason == MergeReason.NEW_PHONE
    notice, face = scene.till.desk.notice, section.face
    assert notice is not None and (notice.tone, notice.text[:12]) == (Tone.CALM, "合併已記下，下次同步後完")
    assert face is not None and face.balance == "1,284"
    assert face.merging.startswith("已記下 劉○翰 0902-***-513 要併過來")
    section.search("0902589513")
    section.open(0)
    assert section.face is not None and section.face.merging.startswith("已記下要併入 劉○翰 0903-***-843")


def test_who_has_a_name_stays_unless_somebody_says_otherwise(scene: Scene) -> None:
    section = members_of(scene)
    known = scene.shop.records.faces
    nameless = section.rows[2].member_id
    known[nameless] = type(known[nameless])(nameless, "", known[nameless].phone)
    section.open(2)
    section.start_merging()
    assert section.merging is not None and section.merging.rows == ()
    section.merging.search("0902589513")
    section.merging.choose(0)
    assert [side.stays for side in section.merging.sides] == [False, True]


def test_what_cannot_be_merged_is_said_and_both_stay_on_the_page(scene: Scene) -> None:
    section, merging = begun(scene)
    merging.choose([row.member_id for row in merging.rows].index(PAIRED))
    scene.press(Command.ENTER)
    notice = scene.till.desk.notice
    assert notice is not None and notice.tone is Tone.RED and "家庭帳戶" in notice.text
    assert section.merging is merging and merging.can_accept and scene.shop.records.merged == []


def test_a_scanned_code_says_who_the_other_one_is_and_nobody_is_their_own_other(scene: Scene) -> None:
    section, merging = begun(scene)
    scene.till.scan(ScanReading(GOLD_PHONE, may_be_member=True))
    assert [side.name for side in merging.sides] == ["劉承翰", "王曉明"]
    assert section.file is merging.file
    merging.other = None
    section.merging = other = Merging(scene.till.desk, merging.file, "", section.directory, lambda _: None)
    other.search("劉")
    other.file = scene.shop.records.member_file(other.rows[0].member_id)
    other.choose(0)
    notice = scene.till.desk.notice
    assert other.other is None and notice is not None and "同一位" in notice.text


def test_esc_leads_back_step_by_step(scene: Scene) -> None:
    section, merging = begun(scene)
    merging.choose(0)
    left = []
    for _ in range(3):
        scene.press(Command.BACK)
        left.append((merging.other is None, section.merging is None, section.file is None))
    assert left == [(True, False, False), (True, True, False), (True, True, True)]
    assert scene.till.stage.name is StageName.OFFICE


def test_it_is_asked_for_once_however_often_enter_is_pressed(scene: Scene) -> None:
    _, merging = begun(scene)
    merging.choose(0)
    held = HeldRunner()
    scene.till.desk.runner = held
    scene.press(Command.ENTER, Command.ENTER)
    held.finish_all()
    assert len(scene.shop.records.merged) == 1


def test_a_later_character_overtakes_and_what_is_read_later_is_found(scene: Scene) -> None:
    section, merging = begun(scene)
    held = HeldRunner()
    scene.till.desk.runner = held
    merging.search("劉承翰")
    merging.search("3514")
    held.finish(1)
    held.finish(0)
    assert {row.name for row in merging.rows} != {"劉承翰"}
    leaves, section.directory.leaves[:] = list(section.directory.leaves), []
    section.directory.is_whole = False
    merging.search("劉承翰")
    held.finish_all()
    assert merging.rows == () and "已讀 0 位" in merging.status
    section.directory.leaves.extend(leaves)
    merging.more_read()
    held.finish_all()
    assert len(merging.rows) == 4


def test_a_manager_is_asked_wherever_staff_is_set_up(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Deed, Callable[[str], None]]] = []
    section = members_of(scene)
    section.open(2)
    monkeypatch.setattr(scene.till.desk, "approve", lambda deed, then: asked.append((deed, then)))
    section.letter("M")
    assert section.merging is None
    ((deed, then),) = asked
    then("王店長")
    assert deed is Deed.MERGE
    merging: Any = section.merging
    merging.choose(0)
    section.press(Command.ENTER)
    assert scene.shop.records.merged[0].approved_by == "王店長"


def test_the_ledger_and_the_frame_call_it_a_merge(scene: Scene) -> None:
    desk, first = scene.till.desk, scene.shop.records.entries[0]
    body = {"member": "a", "into": "b", "reason": "new_phone", "approved_by": "王店長"}
    entries = tuple(Entry(name, EntryKind.ADJUST, 0) for name in "ab")
    frame = Frame("t", 1, 7, FrameKind.MEMBERS_MERGED, "", first.place.day, "xinyi", "", body, entries)
    face = frame_face(desk, FrameFile(frame, "{}", 2, "9f", first.state, None, {}), str.upper)
    fields = dict(face.fields)
    assert (face.title, fields["會員"], fields["併入"], fields["原因"]) == ("會員合併", "A", "B", "換了電話")
    assert face.movements == (("A", "會員合併", "0"), ("B", "會員合併", "0"))
    kinds = [desk.words.ledger_kind(EntryKind.ADJUST, kind) for kind in (FrameKind.MEMBERS_MERGED, None)]
    assert kinds == ["合併", "調整"]


# --- in the window ----------------------------------------------------------------------------------------------------


def test_merging_by_keys(counter: Counter) -> None:
    section = members_of(counter.scene)
    counter.scene.till.do(lambda: section.open(2))
    settle()
    counter.type("m")
    settle()
    search = counter.find("merging_search")
    assert isinstance(search, QLineEdit) and search.hasFocus() and search.selectedText() == "劉承翰"
    counter.type("0902589513")
    settle()
    for key in (Key.Key_Return, Key.Key_Right, Key.Key_Return):
        counter.key(key)
        settle()
    (command,) = counter.scene.shop.records.merged
    assert command.into.endswith("327")
    assert counter.find("merging").isVisible() and counter.window.hasFocus()


def test_merging_by_touch(counter: Counter) -> None:
    section = members_of(counter.scene)
    counter.scene.till.do(lambda: section.open(2))
    settle()
    counter.tap("merge")
    settle()
    merging = section.merging
    assert merging is not None
    counter.scene.till.do(lambda: merging.choose(1))
    settle()
    for name in ("keep_1", "keep_0", "keep_0"):
        counter.tap(name)
        settle()
    keeps = [counter.window.findChild(KeyButton, f"keep_{place}") for place in range(2)]
    assert [key is not None and key.isChecked() for key in keeps] == [True, False]
    for name in ("merge_reason_new_card", "merging_back"):
        counter.tap(name)
        settle()
    assert merging.other is None and counter.find("merging_search").hasFocus()
    counter.scene.press(Command.DOWN, Command.ENTER)
    settle()
    counter.tap("merging_accept")
    (command,) = counter.scene.shop.records.merged
    assert (command.reason, command.into) == (MergeReason.NEW_CARD, section.rows[2].member_id)


def test_the_page_is_there_once_a_manager_has_approved(counter: Counter) -> None:
    staff_arrives(counter.scene)
    sign_in(counter.scene, digit="3", pin=MANAGER_PIN)
    section = members_of(counter.scene)
    section.open(2)
    counter.scene.till.desk.who = LIN
    counter.scene.till.do(section.start_merging)
    assert counter.scene.till.stage.name is StageName.APPROVAL
    counter.scene.type(MANAGER_PIN)
    counter.scene.press(Command.ENTER)
    settle()
    assert section.merging is not None and section.merging.approved_by == WANG.name
    assert counter.find("merging_search").hasFocus()
