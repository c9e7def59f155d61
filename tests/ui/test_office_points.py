"""The office's points ledger: what a row says, filters, and the frame behind it."""

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.ledger import EntryKind
from tests.ui.fakes import HeldRunner
from ui.qt.screens.record_states import points_of
from ui.qt.screens.sample_programme import GOLD_ID
from ui.qt.screens.sample_records import ENTRIES, PAGE
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.desk import StageName
from ui.viewmodels.office.points import Period
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.tone import Tone

HEARD = 13
"""The only entry of another till that day; own ones come before it."""


@pytest.fixture
def scene() -> Scene:
    return new_scene()


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
    assert {row.points < 0 for row in section.pages.rows} == {True}
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


def test_the_frame_of_an_adjustment_says_why_and_who_approved(scene: Scene) -> None:
    section = points_of(scene)
    section.choose_kind(EntryKind.ADJUST)
    section.open(0)
    frame = section.frame
    assert frame is not None
    fields = dict(frame.fields)
    assert (frame.title, fields["原因"], fields["核准人"]) == ("點數調整", "漏刷補登", "王店長")


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
