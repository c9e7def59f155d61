"""How large keys are on a screen that was measured: 20 mm for figures and money, elsewhere at least 12 mm."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QPushButton, QWidget

from tests.ui.conftest import Counter, settle
from tests.ui.taking_turns import in_turn
from ui.qt.design.scale import REFERENCE_MM
from ui.qt.design.tokens import KEY, KEY_LEAST, TENDER_KEY
from ui.qt.screens.states import STATES
from ui.qt.screens.tender_sheet import TenderSheet
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.number_pad import NumberPad

Open = Callable[..., Counter]
SURE_MM, LEAST_MM, APART_MM = 20, 12, 2
COUNTER = [name for name in STATES if not name.startswith("office")]
ROOM_FOR_ALL = [
    "idle",
    "amount-with-member",
    "redeem",
    "rewards",
    "tender",
    "tender-parts",
    "weighing",
    "discount-line",
    "coupons",
    "new-member",
    "approval",
    "sign-in",
    "shift-count",
    "past-sales",
]


def show(open_counter: Open, state: str, language: str, size: tuple[int, int]) -> QWidget:
    counter = open_counter(language, size)
    STATES[state](counter.scene)
    settle()
    return counter.window.sheet or counter.window.page or counter.window


def mm(pixels: int) -> float:
    return pixels * REFERENCE_MM / 100


def pressed(root: QWidget) -> list[QPushButton]:
    return [button for button in root.findChildren(QPushButton) if button.isVisible()]


def digits_and_money(root: QWidget) -> Iterator[KeyButton]:
    """The keys of number pads, and those that money is taken with."""
    for pad in root.findChildren(NumberPad):
        yield from (key for key in pad.findChildren(KeyButton) if key.isVisible())
    if isinstance(root, TenderSheet):
        wanted = ("tab_", "quick_", "accept", "back")
        yield from (key for key in root.findChildren(KeyButton) if key.objectName().startswith(wanted))
    yield from (key for key in root.findChildren(KeyButton, "tender") if key.isVisible())


def test_the_tokens_are_what_they_say() -> None:
    assert mm(KEY) >= SURE_MM
    assert mm(TENDER_KEY) >= SURE_MM
    assert mm(KEY_LEAST) >= LEAST_MM


@pytest.mark.parametrize(("state", "language"), in_turn(ROOM_FOR_ALL, ["zh_TW", "en"], 2))
@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
def test_what_figures_and_money_are_typed_with_is_as_large_as_fingers_want(
    open_counter: Open, state: str, language: str, size: tuple[int, int]
) -> None:
    keys = list(digits_and_money(show(open_counter, state, language, size)))
    small = {f"{key.objectName()} {key.size().toTuple()}" for key in keys if mm(min(key.size().toTuple())) < SURE_MM}
    assert len(keys) >= 12
    assert small == set()


@pytest.mark.parametrize(("state", "language"), in_turn(COUNTER, ["zh_TW", "en"], 1))
def test_nothing_that_is_pressed_is_small_or_close_to_another(open_counter: Open, state: str, language: str) -> None:
    root = show(open_counter, state, language, (1024, 768))
    buttons = pressed(root)
    places = {button: QRect(button.mapTo(root, QPoint(0, 0)), button.size()) for button in buttons}
    small = {button.objectName() for button in buttons if mm(min(button.size().toTuple())) < LEAST_MM}
    assert small == set()
    for one, other in combinations(buttons, 2):
        if one.parent() is other.parent():
            near = places[one].adjusted(-1, -1, 1, 1).intersects(places[other])
            assert not near, f"{one.objectName()} touches {other.objectName()}"
            assert apart(places[one], places[other]) >= APART_MM, f"{one.objectName()} and {other.objectName()}"


@pytest.mark.parametrize("state", ["tender", "error-on-sheet"])
def test_every_quick_sum_stands_in_a_row_of_digits(open_counter: Open, state: str) -> None:
    root = show(open_counter, state, "zh_TW", (1024, 768))
    rows = {}
    for name in ("quick_0", "quick_2", "pad_7", "pad_0"):
        (key,) = root.findChildren(KeyButton, name)
        rows[name] = key.mapTo(root, QPoint(0, 0)).y(), key.height()
    assert rows["quick_0"] == pytest.approx(rows["pad_7"], abs=1)  # where keys give way, each pixel goes to one of them
    assert rows["quick_2"] == pytest.approx(rows["pad_0"], abs=1)


@pytest.mark.parametrize("language", ["zh_TW", "en"])
def test_the_keys_of_a_chosen_line_are_written_alike(open_counter: Open, language: str) -> None:
    root = show(open_counter, "quantity", language, (1024, 768))
    sizes = {
        key.label_size() for name in ("discount", "remove") for key in root.findChildren(KeyButton, f"line_0_{name}")
    }
    assert len(sizes) == 1


@pytest.mark.parametrize(("state", "says"), [("quantity", "Set"), ("amount", "Add")])
def test_what_enter_does_to_a_number_is_on_its_key(open_counter: Open, state: str, says: str) -> None:
    (key,) = show(open_counter, state, "en", (1024, 768)).findChildren(KeyButton, "add_amount")
    assert key.text() == says


def apart(one: QRect, other: QRect) -> float:
    """How far, in millimetres, one is from the other in the direction in which they are apart."""
    across = max(one.left() - other.right(), other.left() - one.right()) - 1
    down = max(one.top() - other.bottom(), other.top() - one.bottom()) - 1
    return mm(max(across, down))
