"""The first run on a machine that is no terminal yet: what is asked, what is kept, and how it is left."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from resources.language import LANGUAGES
from terminal.domain.errors import Refusal
from terminal.ports.sync import STOPPED, Watch
from tests.ui.conftest import settle
from tests.ui.fitting import faults
from tests.ui.test_layout import SIZES
from ui.qt.first_run_window import FirstRunWindow
from ui.qt.screens.first_run_states import (
    ADDRESS,
    CODE,
    FIRST_RUN_STATES,
    SampleMachine,
    WaitingRunner,
    begun,
)
from ui.qt.translations import Translations
from ui.viewmodels.commands import Command
from ui.viewmodels.first_run import Begun, FirstRun, FirstStep, whole_address
from ui.viewmodels.tone import Notice, Tone

Key = Qt.Key
ENTER, BACK = Command.ENTER, Command.BACK


@pytest.fixture
def open_window(application: QApplication) -> Iterator[Callable[[FirstRun], FirstRunWindow]]:
    translations, opened = Translations(application), []

    def open_one(run: FirstRun, size: tuple[int, int] = (1366, 768)) -> FirstRunWindow:
        window = FirstRunWindow(run, translations)
        window.resize(*size)
        window.show()
        opened.append(window)
        settle()
        return window

    yield open_one
    for window in opened:
        window.close()
        window.deleteLater()
    settle()
    translations.use("en")


def find(window: FirstRunWindow, name: str) -> QWidget:
    (found,) = [widget for widget in window.findChildren(QWidget, name) if widget.isVisible()]
    return found


def press(window: FirstRunWindow, key: Key) -> None:
    focused: QWidget | None = window.focusWidget()
    QTest.keyClick(window if focused is None else focused, key)
    settle()


def test_from_nothing_to_a_till_with_keys_alone(open_window: Callable[[FirstRun], FirstRunWindow]) -> None:
    machine = SampleMachine()
    run = begun("zh_TW", machine=machine)
    done: list[bool] = []
    run.finished.add(lambda: done.append(True))
    window = open_window(run)
    press(window, Key.Key_2)
    assert run.words.language == "en"
    press(window, Key.Key_Return)
    QTest.keyClicks(window.focusWidget(), "points.example.com")
    press(window, Key.Key_Tab)
    QTest.keyClicks(window.focusWidget(), CODE)
    press(window, Key.Key_Return)
    assert machine.asked == [f"join {ADDRESS} {CODE} en", "fetch"]
    assert (run.step, run.joined_text, run.share) == (FirstStep.MEMBERS, "This is now till 2 of Xinyi.", 1.0)
    press(window, Key.Key_Return)
    assert done == [True]
    assert machine.kept[-1] == Begun("en", ADDRESS, FirstStep.READY)


def test_a_touch_chooses_the_language(open_window: Callable[[FirstRun], FirstRunWindow]) -> None:
    run = begun("zh_TW")
    window = open_window(run)
    QTest.mouseClick(find(window, "language_en"), Qt.MouseButton.LeftButton)
    settle()
    assert find(window, "next").accessibleName() == "Next"


def test_the_slip_of_head_office_fills_both_fields(open_window: Callable[[FirstRun], FirstRunWindow]) -> None:
    run = begun("en", FirstStep.SERVER)
    window = open_window(run)
    for field in ("address", "code"):
        edit = find(window, field)
        assert isinstance(edit, QLineEdit)
        edit.clear()
        QTest.keyClicks(edit, f"{ADDRESS}#{CODE}")
        assert (run.address, run.code) == (ADDRESS, CODE)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("points.example.com", "https://points.example.com"),
        (" https://points.example.com/ ", "https://points.example.com"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_an_address_without_a_scheme_speaks_tls(typed: str, whole: str) -> None:
    assert whole_address(typed) == whole


def test_nobody_joins_with_half_a_code() -> None:
    machine = SampleMachine()
    run = begun("en", FirstStep.SERVER, machine)
    run.type(ADDRESS, CODE[:-1])
    run.press(ENTER)
    assert machine.asked == [] and run.notice is not None
    assert run.notice.text.startswith("The server's address and a code of 12 signs")


def test_a_refusal_is_said_and_leaves_what_was_typed() -> None:
    run = begun("en", FirstStep.SERVER, SampleMachine({"join": Refusal("enrol_code_used")}))
    run.type(ADDRESS, CODE)
    run.press(ENTER)
    assert run.step is FirstStep.SERVER and not run.is_busy
    assert run.notice is not None and "Another till" in run.notice.text
    assert (run.address, run.code) == (ADDRESS, CODE)


def waiting(step: FirstStep) -> tuple[FirstRun, WaitingRunner, SampleMachine]:
    machine, runner = SampleMachine(), WaitingRunner()
    return FirstRun(machine, runner, Begun("en", ADDRESS, step)), runner, machine


def test_joining_can_be_stopped_and_nothing_is_set_up() -> None:
    run, runner, machine = waiting(FirstStep.SERVER)
    machine.refuses["join"] = Refusal(STOPPED)
    run.type(ADDRESS, CODE)
    run.press(ENTER)
    assert run.progress_text == "Asking the server …" and not run.may_join
    run.press(ENTER)
    run.press(BACK)
    assert run.watch is not None and not run.watch.is_wanted
    assert run.progress_text == "Stopping …"
    while runner.jobs:
        runner.work()
    assert machine.asked == [f"join {ADDRESS} {CODE} en"]
    assert run.step is FirstStep.SERVER and run.notice is not None and "nothing was set up" in run.notice.text


def test_the_till_opens_before_all_members_are_here() -> None:
    run, runner, machine = waiting(FirstStep.MEMBERS)
    runner.work()
    machine.refuses["fetch"] = Refusal(STOPPED)
    done: list[bool] = []
    run.finished.add(lambda: done.append(True))
    run.press(BACK)
    watch = run.watch
    assert watch is not None
    wanted = [watch.is_wanted]  # a store that was joined is not left
    run.press(ENTER)
    assert [*wanted, watch.is_wanted] == [True, False]
    while runner.jobs:
        runner.work()
    assert done == [True]


@pytest.mark.parametrize(
    ("watch", "text", "share"),
    [
        (Watch(), "Asking how many members there are …", None),
        (Watch(25, 100, True, 1_000_000), "Fetching 1,000,000 members · 25%", 0.25),
        (Watch(100, 100, True, 1_000_000), "1,000,000 members are here; putting them in place …", 1.0),
        (Watch(500, 2_000, False, 2_000), "Fetching 2,000 members · 25%", 0.25),
    ],
)
def test_progress_in_words(watch: Watch, text: str, share: float | None) -> None:
    run, _, _ = waiting(FirstStep.MEMBERS)
    run.watch = watch
    assert (run.progress_text, run.share) == (text, share)


def test_what_broke_off_is_tried_again(open_window: Callable[[FirstRun], FirstRunWindow]) -> None:
    machine = SampleMachine({"fetch": Refusal("server_unreachable")})
    run = begun("en", FirstStep.MEMBERS, machine)
    window = open_window(run)
    assert run.notice == Notice(Tone.AMBER, run.words.say("first_cut_off"))
    machine.refuses.clear()
    QTest.mouseClick(find(window, "again"), Qt.MouseButton.LeftButton)
    assert machine.asked == ["fetch", "fetch"] and run.is_complete and run.notice is None


def test_what_broke_off_stays_where_it_was(open_window: Callable[[FirstRun], FirstRunWindow]) -> None:
    run, _, _ = waiting(FirstStep.MEMBERS)
    run.watch = Watch(25, 100, True, 1_000_000)
    window = open_window(run)
    bar = find(window, "progress")
    assert bar.accessibleName() == "25 %"
    run.watch = None
    run.changed.tell()
    assert bar.accessibleName() == "25 %"


def test_a_key_tries_again_until_all_is_there(open_window: Callable[[FirstRun], FirstRunWindow]) -> None:
    machine = SampleMachine({"fetch": Refusal("server_unreachable")})
    run = begun("en", FirstStep.MEMBERS, machine)
    window = open_window(run)
    QTest.keyClick(window, Qt.Key.Key_R)
    machine.refuses.clear()
    QTest.keyClick(window, Qt.Key.Key_R)
    assert run.is_complete
    QTest.keyClick(window, Qt.Key.Key_R)
    assert machine.asked == ["fetch"] * 3


def test_a_server_that_is_not_there_says_what_to_look_at() -> None:
    run = begun("en", FirstStep.SERVER, SampleMachine({"join": Refusal("server_unreachable")}))
    run.type("store.example.com", "7KTM-4WQ2-HX9D")
    run.press(Command.ENTER)
    assert run.step is FirstStep.SERVER
    assert run.notice == Notice(Tone.AMBER, run.words.say("first_unreachable"))


def test_closing_the_window_stops_what_is_going_on(open_window: Callable[[FirstRun], FirstRunWindow]) -> None:
    run, runner, _ = waiting(FirstStep.MEMBERS)
    runner.work()
    watch = run.watch
    window = open_window(run)
    window.close()
    assert watch is not None and not watch.is_wanted


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIRST_RUN_STATES)
def test_nothing_is_cut_off(
    open_window: Callable[..., FirstRunWindow], name: str, language: str, size: tuple[int, int]
) -> None:
    window = open_window(FIRST_RUN_STATES[name](language), size)
    assert list(faults(window)) == []
    for button in window.findChildren(QWidget):
        if button.isVisible() and button.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert (button.objectName() and button.accessibleName()) or button is window
