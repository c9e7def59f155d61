"""The office's lists: the points ledger, the members, what waits for a person."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from terminal.domain.errors import Refusal
from terminal.domain.ledger import EntryKind
from terminal.domain.staff import Deed
from terminal.usecases.exceptions import ExceptionKind
from tests.ui.conftest import Counter, settle
from tests.ui.fakes import HeldRunner
from ui.qt.office.exceptions_page import ExceptionsPage
from ui.qt.office.members_page import MembersPage
from ui.qt.office.office_page import OfficePage
from ui.qt.office.points_page import PointsPage
from ui.qt.screens.record_states import exceptions_of, members_of, points_of
from ui.qt.screens.sample_drawer import LIN, WANG
from ui.qt.screens.sample_programme import GOLD_ID
from ui.qt.screens.sample_records import ENTRIES, MEMBERS, PAGE
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.staff_states import MANAGER_PIN, sign_in, staff_arrives
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.office.points import Period
from ui.viewmodels.office.section import SectionName
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.tone import Tone

Key = Qt.Key
HEARD = 13
"""The only entry of another till that day; own ones come before it."""


@pytest.fixture
def scene() -> Scene:
    return new_scene()


# --- the points ledger ------------------------------------------------------------------------------------------------


def test_a_row_of_the_ledger_masks_its_member_and_says_where_it_has_got_to(scene: Scene) -> None:
    section = points_of(scene)
    row, gold = section.row(0), section.row(2)
    assert (row.when, row.who, row.what, row.points) == (
        "2026/11/21 14:32",
        "A*** S**** 0900-***-000",
        "得點（收據 0214）",
        "+12",
    )
    assert (row.state, row.tone, row.is_gain) == ("待上傳", Tone.AMBER, True)
    assert (gold.who, gold.points, gold.is_gain) == ("王○明 0912-***-678", "−300", False)
    heard = section.row(HEARD)
    assert (heard.when, heard.what, heard.state) == ("2026/11/21", "得點（別台收銀機）", "別台告知")


def test_pages_are_asked_for_one_after_the_other_until_the_last(scene: Scene) -> None:
    section = points_of(scene)
    counts = [len(section.pages.rows)]
    while not section.pages.has_all:
        section.pages.more()
        counts.append(len(section.pages.rows))
    assert counts[:2] == [PAGE, 2 * PAGE] and counts[-1] == ENTRIES
    section.pages.more()
    assert len(section.pages.rows) == ENTRIES


def test_filters_begin_the_list_anew(scene: Scene) -> None:
    section = points_of(scene)
    section.choose_kind(EntryKind.ADJUST)
    assert {row.kind for row in section.pages.rows} == {EntryKind.ADJUST}
    section.choose_kind(None)
    section.choose_sign(-1)
    assert all(row.points < 0 for row in section.pages.rows)
    section.choose_sign(0)
    section.toggle_unsent()
    assert len(section.pages.rows) == 3
    section.toggle_unsent()
    section.choose_period(Period.WEEK)
    assert (section.days_text, section.period) == (("2026/11/15", "2026/11/21"), Period.WEEK)
    section.choose_period(Period.ALL)
    assert section.days_text == ("", "")


def test_days_are_typed_and_what_is_no_day_changes_nothing(scene: Scene) -> None:
    section = points_of(scene)
    section.choose_days("2026/11/3", "20261105")
    assert section.days_text == ("2026/11/03", "2026/11/05") and section.period is None
    assert {row.place.day.day for row in section.pages.rows} == {3, 4, 5}
    section.choose_days("2026/02/30", "")
    assert section.days_text == ("2026/11/03", "2026/11/05")
    assert scene.till.desk.notice and scene.till.desk.notice.text.startswith("這不是日期")
    section.choose_days("", "")
    assert section.period is Period.ALL


def test_a_phone_or_a_scanned_card_lists_one_members_entries(scene: Scene) -> None:
    section = points_of(scene)
    section.choose_member(GOLD_PHONE)
    assert section.member_text == "王○明 0912-***-678"
    assert {row.member_id for row in section.pages.rows} == {GOLD_ID}
    section.choose_member("0955000000")
    assert scene.till.desk.notice and scene.till.desk.notice.tone is Tone.RED
    section.choose_member("")
    assert section.member_text == "" and len(section.pages.rows) == PAGE
    scene.till.scan(ScanReading(GOLD_PHONE, may_be_member=True))
    assert section.member_text and scene.till.stage.name is StageName.OFFICE


def test_the_frame_behind_a_row_in_words_and_as_json(scene: Scene) -> None:
    section = points_of(scene)
    section.open(0)
    frame = section.frame
    assert frame is not None
    fields = dict(frame.fields)
    assert (frame.title, fields["收據號碼"], fields["應付"], fields["送到哪裡"]) == (
        "銷售",
        "0214",
        "NT$ 205",
        "待上傳",
    )
    assert fields["鏈結雜湊"] == "9f2c" * 16 and '"seq": 5000' in frame.text
    assert frame.movements == (("A*** S**** 0900-***-000", "消費得點", "+12"),)


def test_another_tills_frame_that_is_not_kept_is_said_and_the_list_stays(scene: Scene) -> None:
    section = points_of(scene)
    section.open(HEARD)
    assert section.frame is None
    assert scene.till.desk.notice and scene.till.desk.notice.text.startswith("這筆是別台的紀錄")


def test_answers_to_an_earlier_filter_are_left_aside(scene: Scene) -> None:
    section = points_of(scene)
    held = HeldRunner()
    scene.till.desk.runner = held
    section.choose_kind(EntryKind.REDEEM)
    section.choose_kind(EntryKind.BONUS)
    held.finish(1)
    held.finish(0)
    assert {row.kind for row in section.pages.rows} == {EntryKind.BONUS}
    assert not section.pages.is_asking


def test_a_list_that_cannot_be_read_says_so_and_asks_no_more(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise Refusal("store_busy")

    monkeypatch.setattr(scene.shop.records, "points_ledger", refuse)
    section = points_of(scene)
    assert scene.till.desk.notice and scene.till.desk.notice.tone is Tone.RED
    assert section.pages.has_all and section.pages.rows == []


# --- members ----------------------------------------------------------------------------------------------------------


def test_members_are_masked_until_one_is_opened(scene: Scene) -> None:
    section = members_of(scene)
    line = section.line(2)
    assert (line.name, line.phone) == ("劉○翰", "0903-***-843")
    section.open(2)
    face = section.face
    assert face is not None and (face.name, face.phone, face.balance) == ("劉承翰", "0903143843", "1,284")
    assert face.lots == (("2026/12/31", "120"), ("2027/12/31", "1,164"))
    assert dict(face.figures)["會員等級"] == "金卡" and len(face.movements) == 9


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


# --- what waits for a person ------------------------------------------------------------------------------------------


def test_every_kind_says_what_happened_and_what_to_do(scene: Scene) -> None:
    rows = exceptions_of(scene).rows
    assert len(rows) == len(ExceptionKind)
    assert all(row.what and row.to_do and row.kind and "{" not in row.what for row in rows)
    assert rows[2].what == "這台是 11/19 14:32，比上次同步的 11/21 13:32 還早。離線時不能折抵點數。"
    assert rows[4].what == "「收據 0213」還沒印出來：缺紙"
    assert rows[6].what.endswith("調整 300 點：漏刷補登（核准：王店長）")


def test_a_refusal_of_a_newer_server_is_shown_by_its_kind(scene: Scene) -> None:
    records = scene.shop.records
    records.waiting = [replace(records.waiting[1], refusal="quite_new", data={})]
    assert exceptions_of(scene).rows[0].what == "總部沒有收下一些資料（quite_new）。"


def test_seen_says_who_and_when_and_the_rest_moves_up(scene: Scene) -> None:
    section = exceptions_of(scene)
    assert section.summary == "7 件還沒看"
    scene.press(Command.ENTER, Command.DOWN, Command.ENTER)
    assert section.summary == "6 件還沒看"
    assert section.rows[-1].seen == "林小姐 11/21 14:32 看過" and section.rows[-1].kind == "同步被擋下"
    assert section.chosen == 6
    scene.press(Command.ENTER)
    assert len(scene.shop.records.marks) == 1


def test_nothing_to_look_at(scene: Scene) -> None:
    scene.shop.records.waiting.clear()
    section = exceptions_of(scene)
    scene.press(Command.ENTER, Command.DOWN, Command.ENTER)
    assert (section.rows, section.summary) == ((), "")


# --- in the window ----------------------------------------------------------------------------------------------------


@pytest.fixture
def page_of(counter: Counter) -> Iterator[Callable[[Callable[[Scene], object]], Any]]:
    """The widget of a section."""

    def opened(section: Callable[[Scene], object]) -> Any:
        section(counter.scene)
        settle()
        assert isinstance(counter.window.page, OfficePage)
        return counter.window.page.section

    yield opened


def test_the_table_asks_for_more_when_it_is_scrolled_to_its_end(
    counter: Counter, page_of: Any, qtmodeltester: Any
) -> None:
    page: PointsPage = page_of(points_of)
    table = page.table
    assert table.records.rowCount() == PAGE
    counts = [table.records.rowCount()]
    for _ in range(3):
        table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
        settle()
        counts.append(table.records.rowCount())
    assert counts == sorted(set(counts)) and all(count % PAGE == 0 for count in counts)
    qtmodeltester.check(table.records)
    counter.key(Key.Key_Return)
    counter.key(Key.Key_Down)
    assert table.currentRow() == 1
    for _ in range(30):
        counter.key(Key.Key_PageUp)
    assert table.verticalScrollBar().value() == 0


def test_keys_open_a_frame_and_lead_back_step_by_step(counter: Counter, page_of: Any) -> None:
    page: PointsPage = page_of(points_of)
    for key in (Key.Key_Return, Key.Key_Down, Key.Key_Return):
        counter.key(key)
    settle()
    assert counter.find("frame_json").isVisible() and not page.table.isVisible()
    counter.tap("frame_back")
    assert page.table.isVisible() and page.table.currentRow() == 1
    names = []
    for _ in range(2):
        counter.key(Key.Key_Escape)
        names.append(counter.scene.till.stage.name)
    assert names == [StageName.OFFICE, StageName.SELLING]


def test_filters_by_touch(counter: Counter, page_of: Any) -> None:
    page: PointsPage = page_of(points_of)
    counter.tap("unsent")
    assert page.table.records.rowCount() == 3
    counter.tap("unsent")
    field = page.findChild(QLineEdit, "member")
    assert field is not None
    field.setFocus()
    counter.type(GOLD_PHONE)
    counter.key(Key.Key_Return)
    assert page.table.records.index(0, 1).data() == "王○明 0912-***-678"


def test_filters_by_keys(counter: Counter, page_of: Any) -> None:
    page: PointsPage = page_of(points_of)
    unsent = counter.find("unsent")
    for _ in range(30):
        counter.key(Key.Key_Tab)
        if unsent.hasFocus():
            break
    counter.key(Key.Key_Space)
    assert page.table.records.rowCount() == 3


def test_typing_searches_once_the_list_is_entered_and_arrows_choose(counter: Counter, page_of: Any) -> None:
    page: MembersPage = page_of(members_of)
    counter.key(Key.Key_Return)
    assert page.search.hasFocus()
    counter.type("3843")
    assert page.table.records.rowCount() == 1
    counter.key(Key.Key_Down)
    counter.key(Key.Key_Return)
    settle()
    assert not page.table.isVisible()
    counter.key(Key.Key_Escape)
    settle()
    assert page.table.isVisible() and page.search.hasFocus()
    counter.key(Key.Key_Escape)
    assert not page.search.hasFocus() and counter.scene.till.stage.name is StageName.OFFICE


def test_adjusting_by_keys(counter: Counter, page_of: Any) -> None:
    page: MembersPage = page_of(members_of)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=page.table.viewport().rect().topLeft())
    settle()
    counter.tap("adjust")
    settle()
    counter.type("25")
    field = page.findChild(QLineEdit, "adjust_reason")
    assert field is not None
    field.setFocus()
    counter.type("late")
    counter.tap("tab_1")
    counter.key(Key.Key_Return)
    (command,) = counter.scene.shop.records.adjusted
    assert (command.points, command.reason) == (-25, "late")
    settle()
    assert counter.window.hasFocus()


def test_the_form_is_there_once_a_manager_has_approved(counter: Counter, page_of: Any) -> None:
    staff_arrives(counter.scene)
    sign_in(counter.scene, digit="3", pin=MANAGER_PIN)
    section = members_of(counter.scene)
    section.search("3843")
    section.open(0)
    counter.scene.till.desk.who = LIN
    counter.scene.till.do(section.start_adjusting)
    assert counter.scene.till.stage.name is StageName.APPROVAL
    counter.scene.type(MANAGER_PIN)
    counter.scene.press(Command.ENTER)
    settle()
    assert section.adjusting is not None and section.adjusting.approved_by == WANG.name
    assert counter.find("adjust_points").hasFocus()
    counter.key(Key.Key_Escape)
    counter.key(Key.Key_Escape)
    settle()
    search = counter.find("search")
    assert isinstance(search, QLineEdit) and search.text() == "3843"


def test_a_touch_marks_as_seen_and_the_list_keeps_what_is_chosen_in_sight(counter: Counter, page_of: Any) -> None:
    page: ExceptionsPage = page_of(exceptions_of)
    counter.tap("exception_0_seen")
    settle()
    assert [mark.by for mark in counter.scene.shop.records.marks.values()] == ["林小姐"]
    counter.key(Key.Key_Return)
    for _ in range(6):
        counter.key(Key.Key_Down)
    settle()
    assert not counter.find("exception_6").visibleRegion().isEmpty()
    counter.key(Key.Key_PageUp)
    assert page.area.verticalScrollBar().value() == 0


@pytest.mark.parametrize("section", [SectionName.POINTS, SectionName.MEMBERS, SectionName.EXCEPTIONS])
def test_every_control_has_a_name_and_is_large_enough(counter: Counter, section: SectionName) -> None:
    openers = {SectionName.POINTS: points_of, SectionName.MEMBERS: members_of, SectionName.EXCEPTIONS: exceptions_of}
    openers[section](counter.scene)
    settle()
    assert isinstance(counter.window.page, OfficePage)
    shown = counter.window.page.section
    for field in shown.findChildren(QLineEdit):
        assert field.objectName() and field.accessibleName() and field.height() >= 48
