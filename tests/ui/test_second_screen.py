"""The customer's screen: on its own display only, never in the cashier's way, and nothing on it is cut off."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from devices.states import DeviceState, DeviceStatus
from resources.language import LANGUAGES
from tests.ui.conftest import Counter, settle
from tests.ui.fitting import faults
from ui.qt.screens.customer_lines import LineRow
from ui.qt.screens.customer_screen import CustomerScreen
from ui.qt.screens.customer_states import CUSTOMER_STATES
from ui.qt.screens.states import STATES, Scene, new_scene
from ui.qt.widgets.label import Figure, Label
from ui.viewmodels.commands import Command
from ui.viewmodels.customer import CustomerView

ROOT = Path(__file__).parents[2]
SIZES = ((1024, 600), (1280, 800), (1920, 1080))
AS_IT_SHOULD_BE = {
    "shown on": "customer",
    "covers it": True,
    "hidden when it goes": True,
    "hidden while selling": True,
    "back on": "customer",
    "stays when another goes": True,
    "has no focus": False,
    "focus is the till's": True,
    "keys are the till's": "09",
    "wants no focus": True,
    "takes no touch": True,
    "never on the cashier's": True,
    "never on a missing one": True,
    "shown before the till moves": True,
    "gives way when the till moves there": True,
    "closed": True,
}


def display(name: str, left: int, width: int, height: int) -> dict[str, object]:
    return {
        "name": name, "x": left, "y": 0, "width": width, "height": height,
        "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
    }  # fmt: skip


@pytest.mark.parametrize("primary", ["till", "customer"])
def test_it_stands_on_its_own_display_and_goes_with_it(tmp_path: Path, primary: str) -> None:
    layout = tmp_path / "displays.json"
    displays = [display("till", 0, 1366, 768), display("customer", 1366, 1280, 800)]
    displays.sort(key=lambda each: each["name"] == primary)  # the last one is the primary one
    layout.write_text(json.dumps({"screens": displays}))
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.two_screens", str(layout)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == AS_IT_SHOULD_BE


class Opened:
    """Screens of scenes, all gone after the test."""

    def __init__(self) -> None:
        self.windows: list[CustomerScreen] = []

    def open(self, language: str, size: tuple[int, int]) -> tuple[Scene, CustomerScreen]:
        scene = new_scene(language)
        window = CustomerScreen(CustomerView(scene.till))
        window.resize(*size)
        window.show()
        self.windows.append(window)
        return scene, window


@pytest.fixture
def screens(application: QApplication) -> Iterator[Opened]:
    opened = Opened()
    yield opened
    for window in opened.windows:
        window.release()
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CUSTOMER_STATES)
def test_nothing_is_cut_off(screens: Opened, name: str, language: str, size: tuple[int, int]) -> None:
    scene, window = screens.open(language, size)
    CUSTOMER_STATES[name](scene)
    settle()
    found = [fault for fault in faults(window) if "Old-fashioned" not in fault and "古早味" not in fault]
    found = [fault for fault in found if not fault.startswith("shortened: baked")]
    assert found == []


def rows(window: QWidget) -> list[str]:
    return [row.findChildren(Label)[0].text() for row in window.findChildren(LineRow) if row.isVisible()]


def test_of_many_lines_the_last_are_shown_and_the_others_counted(screens: Opened) -> None:
    scene, window = screens.open("en", (1024, 600))
    CUSTOMER_STATES["customer-many"](scene)
    settle()
    lines = scene.till.bill.lines
    shown = rows(window)
    assert shown == [line.name for line in lines[-len(shown) :]]
    labels = [label.text() for label in window.findChildren(Label) if label.isVisible()]
    assert f"{len(lines) - len(shown)} more above" in labels


def test_practice_stands_above_and_across_everything(screens: Opened) -> None:
    scene, window = screens.open("zh_TW", (1280, 800))
    CUSTOMER_STATES["customer-training"](scene)
    settle()
    told, mark = (window.findChild(QWidget, name) for name in ("customer_practice", "watermark"))
    assert isinstance(told, Label) and (told.text(), told.isVisible()) == ("練習中，這不是真的交易", True)
    assert mark is not None and mark.isVisible() and mark.geometry() == window.rect()
    window.resize(1920, 1080)
    settle()
    assert mark.geometry() == window.rect() and window.children()[-1] is mark
    scene.press(Command.TRAINING)
    settle()
    told = window.findChild(QWidget, "customer_practice")  # another one: everything is larger now
    assert told is not None and not told.isVisible()
    assert not scene.till.training.is_on and window.findChild(QWidget, "watermark") is None


def test_it_follows_the_sale_and_grows_with_its_display(screens: Opened) -> None:
    scene, window = screens.open("zh_TW", (1280, 800))
    CUSTOMER_STATES["customer-done"](scene)
    settle()
    window.resize(1920, 1080)
    settle()
    change = window.findChild(Figure, "customer_change")
    assert isinstance(change, Figure)
    assert (change.text, change.isVisible()) == ("165", True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failing_line_display_has_room_in_the_tills_strip(
    open_counter: Callable[..., Counter], language: str
) -> None:
    counter = open_counter(language, (1024, 768))
    STATES["offline"](counter.scene)
    counter.scene.till.device_changed(DeviceStatus("line_display", DeviceState.OFFLINE, "unplugged"))
    settle()
    assert counter.window.bar.display.isVisible()
    assert list(faults(counter.window.bar)) == []
