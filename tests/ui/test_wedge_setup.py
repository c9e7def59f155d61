"""Measuring a scanner in the window: keys go to the measurement alone, and the settings come of it."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from devices.scanner.wedge import Wedge
from devices.scanner.wedge_setup import measure
from tests.ui.conftest import Counter
from tests.ui.keyboard import Keyboard
from ui.qt.wedge_filter import WedgeFilter
from ui.viewmodels.wedge_setup import SCANS, WedgeSetup

CODE = "4710088410207"


@pytest.fixture
def saved() -> list[Mapping[str, str]]:
    return []


@pytest.fixture
def setup(saved: list[Mapping[str, str]]) -> WedgeSetup:
    return WedgeSetup(measure, saved.append)


def test_three_scans_give_the_settings(setup: WedgeSetup, saved: list[Mapping[str, str]]) -> None:
    now = 0
    for done in range(SCANS):
        assert setup.heard == done and setup.result is None
        for character in f"~{CODE}\r\n":
            setup.key(character, now := now + 8)
        now += 2000
    assert setup.result is not None and setup.result.gap_ms == 20
    setup.accept()
    assert saved == [{"wedge_prefix": "~", "wedge_suffix": "enter", "wedge_gap_ms": "20"}]


def test_what_cannot_work_is_not_saved_and_may_be_tried_again(
    setup: WedgeSetup, saved: list[Mapping[str, str]]
) -> None:
    for start in range(0, SCANS * 1000, 1000):
        for place, character in enumerate(CODE):
            setup.key(character, start + place)
    setup.pause()
    assert setup.result is not None and setup.result.trouble == "no_suffix"
    setup.accept()
    assert saved == []
    setup.begin()
    assert setup.heard == 0 and setup.result is None


def test_the_filter_gives_its_keys_to_the_measurement_alone(
    application: QApplication, counter: Counter, setup: WedgeSetup
) -> None:
    listening, scans = WedgeFilter(Wedge()), list[str]()
    listening.scanned.connect(scans.append)
    application.installEventFilter(listening)
    keyboard = Keyboard(counter.window)
    listening.measure(setup.key)
    for _ in range(SCANS):
        keyboard.type(f"{CODE}\r", 5)
        keyboard.now_ms += 2000
    listening.measure(None)
    assert setup.result is not None and (setup.result.median_ms, scans) == (5, [])
    keyboard.type(f"{CODE}\r", 5)
    application.removeEventFilter(listening)
    assert scans == [CODE]
    assert counter.scene.till.selling.entry.text == ""


def test_a_double_character_is_measured_though_it_looks_like_a_key_that_is_held_down(
    application: QApplication, counter: Counter
) -> None:
    listening, heard = WedgeFilter(Wedge()), list[str]()
    application.installEventFilter(listening)
    listening.measure(lambda text, _at_ms: heard.append(text))
    keyboard = Keyboard(counter.window)
    for is_repeat in (False, True):
        keyboard.strike(Qt.Key.Key_8, "8", is_repeat=is_repeat)
    application.removeEventFilter(listening)
    assert heard == ["8", "8"]
    assert counter.scene.till.selling.entry.text == ""
