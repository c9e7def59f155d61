"""The settings: every option in its group, in words, changed at once, by whom it may, and undone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from resources.language import LANGUAGES, vocabulary
from terminal.domain.errors import Refusal
from terminal.domain.staff import Deed
from terminal.settings.options import OPTIONS
from tests.ui.conftest import Counter, settle
from ui.qt.screens.sample_care import SampleCare
from ui.qt.screens.sample_devices import SampleBench
from ui.qt.screens.staff_states import CASHIER_PIN, MANAGER_PIN, sign_in
from ui.qt.screens.states import Scene, new_scene
from ui.qt.screens.upkeep_states import opened
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.office.option_groups import ordered
from ui.viewmodels.office.section import SectionName
from ui.viewmodels.office.settings import Settings
from ui.viewmodels.set_up import SetUp

Key = Qt.Key


def settings(scene: Scene, **chosen: str) -> tuple[Settings, SampleCare]:
    care = SampleCare(dict(chosen))
    scene.till.desk.care = care
    section = opened(scene, SectionName.SETTINGS)
    assert isinstance(section, Settings)
    return section, care


def at(section: Settings, name: str) -> None:
    section.choose([one.name for one in section.options].index(name))


def test_every_option_is_there_once() -> None:
    assert sorted(one.name for one in ordered()) == sorted(one.name for one in OPTIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_has_a_meaning_and_every_choice_its_word(language: str) -> None:
    section, _ = settings(new_scene(language))
    words = vocabulary(language)
    for row in section.rows:
        assert row.name in words["setting"], row.name
        at(section, row.name)
        assert section.who and section.default_text
        for choice in section.choices:
            if section.option.several:
                assert f"{row.name}_{choice.value}" in words["setting_value"]


def test_values_are_shown_as_they_are_now() -> None:
    section, _ = settings(new_scene("en"), printer="tcp://10.0.0.9:9100", relay="off", wedge_gap_ms="nonsense")
    shown = {row.name: (row.value, row.is_chosen_value) for row in section.rows}
    assert shown["printer"] == ("tcp://10.0.0.9:9100", True)
    assert shown["relay"] == ("Off", True)
    assert shown["wedge_gap_ms"] == ("50", False)
    assert shown["receipt_footer"] == ("(empty)", False)
    assert shown["manager_approves"][0] == "all"


def test_a_choice_holds_at_once_and_can_be_undone() -> None:
    scene = new_scene("en")
    section, care = settings(scene)
    told: list[bool] = []
    scene.till.desk.settings_changed.add(lambda: told.append(True))
    at(section, "cash_drawer")
    scene.type("2")
    assert care.chosen == {"cash_drawer": "printer"} and told == [True]
    assert scene.till.desk.notice is not None
    assert scene.till.desk.notice.text == '"Cash drawer" is now On the printer.'
    assert section.undo_text == 'Undo brings back "Cash drawer": None'
    scene.type("z")
    assert care.chosen == {"cash_drawer": "none"}
    assert section.undo_text == ""
    scene.type("z")
    assert told == [True, True]


def test_several_values_are_switched_one_by_one() -> None:
    scene = new_scene("en")
    section, care = settings(scene)
    at(section, "manager_approves")
    section.pick("drawer")
    assert "drawer" not in care.chosen["manager_approves"] and "void" in care.chosen["manager_approves"]
    section.pick("drawer")
    assert all(choice.is_on for choice in section.choices)


def test_what_is_typed_is_checked_at_once() -> None:
    scene = new_scene("en")
    section, care = settings(scene)
    at(section, "wedge_gap_ms")
    section.type("500")
    assert "500" in section.problem and "Longest gap" in section.problem
    scene.press(Command.ENTER)
    assert care.chosen == {}
    section.type(" 80 ")
    assert section.problem == ""
    scene.press(Command.ENTER)
    assert care.chosen == {"wedge_gap_ms": "80"} and not section.may_save


@pytest.mark.parametrize(
    ("language", "looks"), [("zh_TW", "格式：0（不鎖）到 120"), ("en", "Looks like: 0 (never) to 120")]
)
def test_what_may_be_typed_is_said_in_words(language: str, looks: str) -> None:
    section, _ = settings(new_scene(language))
    at(section, "lock_minutes")
    assert section.form == looks
    section.type("999")
    assert looks.partition("：" if language == "zh_TW" else ": ")[2] in section.problem


def test_esc_gives_up_what_was_typed_then_the_list_then_the_office() -> None:
    scene = new_scene()
    section, care = settings(scene)
    at(section, "receipt_footer")
    section.type("謝謝光臨")
    scene.press(Command.BACK)
    assert section.typed == ""
    entered = [section.is_entered]
    scene.press(Command.BACK)
    assert [*entered, section.is_entered] == [True, False]
    scene.press(Command.BACK)
    assert scene.till.stage.name is StageName.SELLING and care.chosen == {}


def test_a_managers_option_asks_for_one_once_and_a_cashiers_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = new_scene()
    section, care = settings(scene)
    asked: list[Deed] = []
    waiting: list[Callable[[str], None]] = []

    def ask(deed: Deed, then: Callable[[str], None]) -> None:
        asked.append(deed)
        waiting.append(then)

    monkeypatch.setattr(scene.till.desk, "approve", ask)
    at(section, "language")
    section.pick("en")
    assert asked == [] and care.chosen == {"language": "en"}
    at(section, "relay")
    section.pick("off")
    assert asked == [Deed.SETTINGS] and "relay" not in care.chosen
    waiting.pop()("陳店長")
    assert care.chosen["relay"] == "off"
    section.pick("on")
    assert asked == [Deed.SETTINGS] and care.chosen["relay"] == "on"


def test_whoever_signs_in_meanwhile_asks_anew() -> None:
    scene = new_scene()
    care = SampleCare({})
    scene.till.desk.care = care
    sign_in(scene, "3", MANAGER_PIN)
    section = opened(scene, SectionName.SETTINGS)
    assert isinstance(section, Settings)
    at(section, "relay")
    section.pick("off")
    scene.press(Command.LOCK, Command.BACK)
    scene.type("1" + CASHIER_PIN)
    scene.press(Command.ENTER)
    section.pick("on")
    assert scene.till.stage.name is StageName.APPROVAL and care.chosen == {"relay": "off"}


def test_a_settings_that_waits_for_the_next_start_says_so() -> None:
    scene = new_scene("en")
    section, _ = settings(scene)
    at(section, "relay")
    section.pick("off")
    assert scene.till.desk.notice is not None and "started again" in scene.till.desk.notice.text


def test_the_language_changes_under_the_hand() -> None:
    scene = new_scene()
    section, _ = settings(scene)
    at(section, "language")
    section.pick("en")
    assert scene.till.desk.words.language == scene.till.desk.bill.language == "en"
    assert section.meaning == "Language"


DRAWER = {"printer": "tcp://10.0.0.9:9100", "cash_drawer": "printer", "cash_drawer_pin": "5"}


def test_the_drawer_is_opened_for_a_try_as_the_settings_are_now() -> None:
    scene = new_scene("en")
    section, _ = settings(scene, **DRAWER)
    bench = SampleBench()
    scene.till.desk.bench = bench
    at(section, "cash_drawer_pin")
    scene.type("o")
    assert bench.asked == ["drawer tcp://10.0.0.9:9100 5"]
    assert scene.till.desk.notice is not None
    assert scene.till.desk.notice.text == "The drawer was told to open. If it stays shut, check its cable."
    section.pick("2")
    bench.refuses = Refusal("drawer_not_opened", port="x", detail="paper_out")
    scene.type("o")
    assert bench.asked[1:] == ["drawer tcp://10.0.0.9:9100 2"]
    assert scene.till.desk.notice.text.startswith("The drawer did not open") and not section.drawer.is_busy


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("cash_drawer", {**DRAWER, "cash_drawer": "none"}),
        ("cash_drawer", {**DRAWER, "printer": ""}),
        ("printer", DRAWER),
    ],
)
def test_where_there_is_no_drawer_none_is_tried(counter: Counter, name: str, chosen: dict[str, str]) -> None:
    section, _ = settings(counter.scene, **chosen)
    bench = SampleBench()
    counter.scene.till.desk.bench = bench
    at(section, name)
    counter.scene.type("o")
    assert bench.asked == []
    key = counter.window.findChild(QWidget, "try_drawer")
    assert isinstance(key, QWidget) and key.isHidden()


def test_opening_it_is_approved_like_any_opening_without_a_sale(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = new_scene()
    section, _ = settings(scene, **DRAWER)
    bench = SampleBench()
    scene.till.desk.bench = bench
    waiting: list[tuple[Deed, Callable[[str], None]]] = []
    monkeypatch.setattr(scene.till.desk, "approve", lambda deed, then: waiting.append((deed, then)))
    at(section, "cash_drawer")
    scene.type("o")
    ((deed, then),) = waiting
    assert (deed, bench.asked) == (Deed.DRAWER, [])
    then("陳店長")
    assert len(bench.asked) == 1


def test_the_drawer_is_tried_by_touch(counter: Counter) -> None:
    section, _ = settings(counter.scene, **DRAWER)
    bench = SampleBench()
    counter.scene.till.desk.bench = bench
    at(section, "cash_drawer")
    counter.scene.till.changed.tell()
    counter.tap("try_drawer")
    assert bench.asked == ["drawer tcp://10.0.0.9:9100 5"]


def test_step_by_step_leads_to_the_set_up_and_back() -> None:
    scene = new_scene()
    settings(scene)
    office = scene.till.stage
    scene.type("u")
    assert isinstance(scene.till.stage, SetUp)
    scene.press(Command.BACK)
    assert scene.till.stage is office


def test_by_keys_and_by_touch(counter: Counter) -> None:
    section, care = settings(counter.scene)
    settle()
    counter.key(Key.Key_Return)
    counter.key(Key.Key_Down)
    assert section.option.name == "receipt_footer"
    QTest.mouseClick(counter.find("option_wedge_length_min"), Qt.MouseButton.LeftButton)
    settle()
    edit = counter.find("value")
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "8")
    QTest.keyClick(edit, Key.Key_Return)
    assert care.chosen == {"wedge_length_min": "8"}
    counter.tap("undo")
    assert care.chosen == {"wedge_length_min": "6"}
    QTest.mouseClick(counter.find("option_language"), Qt.MouseButton.LeftButton)
    settle()
    counter.tap("choice_en")
    settle()
    assert counter.find("undo").accessibleName() == "Undo"


def test_the_menu_changes_the_language_for_whoever_sells(counter: Counter) -> None:
    care = SampleCare()
    counter.scene.till.desk.care = care
    counter.key(Key.Key_F1)
    counter.tap("menu_language")
    assert care.chosen == {"language": "en"}
    assert counter.scene.till.desk.words.language == "en"
    assert counter.scene.till.stage.name is StageName.SELLING
    counter.scene.press(Command.LANGUAGE)
    assert care.chosen == {"language": "zh_TW"}
