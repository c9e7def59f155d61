"""What holds on every screen: names for readers, keys for hands, both languages, and nothing left behind."""

import gc
import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from resources.language import LANGUAGES
from tests.ui.conftest import settle
from tests.ui.on_screen import KEYS, face, strike, visible
from tests.ui.sweeping import EVERY_STATE, PRESSED, Look, Pressable, Sweep
from tests.ui.taking_turns import some

Findings = dict[str, list[str]]

CHINESE = re.compile("[\u4e00-\u9fff]")
NAMES_IN_CHINESE = re.compile(
    "[\u4e00-\u9fff]○[\u4e00-\u9fff]?|繁體中文|林小姐|歐陽慕容司徒(小姐)?|王店長|劉承翰|漏刷補登|收據 \\d+|退貨單 \\d+"
    "|志華|查無此人|/media/shop/.+會員資料"
)
"""Of people, of the language itself, and what somebody wrote or had printed: they stay as they are."""
ENGLISH = re.compile("[A-Za-z]{3,}")
NAMES_IN_ENGLISH = {
    "Stillpoint",
    "Ctrl +",
    "LINE Pay",
    "Excel",
    "PDF",
    "English",
    "USB-Serial Controller",
    "tea",
    "Anastasia Maria Papadopoulou",
}
CODE = re.compile(r"[\d_/:]")
"""Addresses, codes and ids; a word has none of these."""


@pytest.fixture(scope="module")
def sweep(application: QApplication) -> Sweep:
    return Sweep(application)


def found(sweep: Sweep, of: Callable[[Look], list[str]], *languages: str) -> Findings:
    """Each finding once, with the states it was made in."""
    findings: Findings = {}
    for language in languages or LANGUAGES:
        for state in EVERY_STATE:
            for finding in of(sweep.look(state, language)):
                findings.setdefault(finding, []).append(f"{language} {state}")
    return findings


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", EVERY_STATE)
def test_nothing_is_left_of_a_screen_and_qt_has_nothing_to_say(sweep: Sweep, state: str, language: str) -> None:
    """Neither of a sheet or page when its stage was left, nor of anything when the window was closed."""
    look = sweep.look(state, language)
    assert (look.stage_left, look.window_left, look.still_told, look.warnings) == ((), (), (), ())


def test_no_window_is_kept_by_what_it_was_made_of(sweep: Sweep) -> None:
    gc.collect()
    assert [widget for widget in sweep.alive if widget() is not None] == []


def test_whatever_can_be_pressed_has_a_name(sweep: Sweep) -> None:
    assert found(sweep, lambda look: [str(each) for each in look.pressables if not re.search(r"\w", each.said)]) == {}


def is_reached(each: Pressable) -> bool:
    return each.is_tabbed or each.key in KEYS or len(each.key) == 1


def test_whatever_can_be_pressed_is_reached_by_keys(sweep: Sweep) -> None:
    """By Tab, by the key that is printed on it, or, where it is a row of a list, by the arrows."""
    pressables = [each for state in PRESSED for each in sweep.look(state, LANGUAGES[0]).pressables]
    rows = {each.kind for each in pressables if each.is_walked}
    assert sorted({str(each) for each in pressables if each.kind not in rows and not is_reached(each)}) == []


def test_chinese_screens_speak_chinese(sweep: Sweep) -> None:
    def left_over(look: Look) -> list[str]:
        texts = (text for text in look.texts if ENGLISH.search(text) and not CHINESE.search(text))
        return [text for text in texts if text not in NAMES_IN_ENGLISH and text not in KEYS and not CODE.search(text)]

    assert found(sweep, left_over, "zh_TW") == {}


def test_english_screens_speak_english(sweep: Sweep) -> None:
    def left_over(look: Look) -> list[str]:
        return [text for text in look.texts if CHINESE.search(NAMES_IN_CHINESE.sub("", text))]

    assert found(sweep, left_over, "en") == {}


def test_whatever_is_longer_than_its_place_is_scrolled_by_keys(sweep: Sweep) -> None:
    assert found(sweep, lambda look: list(look.stuck)) == {}


def test_where_the_focus_is_can_be_seen(sweep: Sweep) -> None:
    assert found(sweep, lambda look: list(look.unseen)) == {}


def test_printed_keys_do_what_their_buttons_do(sweep: Sweep) -> None:
    unlike = []
    for state in some(EVERY_STATE, 3):
        for name, key in sweep.look(state, "zh_TW").unlike:
            with sweep.opened(state) as (_, window):
                (button,) = [widget for widget in visible(window) if widget.objectName() == name]
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                settle()
                by_touch = face(window)
            with sweep.opened(state) as (_, window):
                strike(window, key)
                settle()
                if face(window) != by_touch:
                    unlike.append(f"{state}: {name} {key}")
    assert unlike == []
