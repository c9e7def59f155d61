"""Nothing is cut off, in any state, language or window size."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from resources.language import LANGUAGES
from tests.ui.conftest import Counter, settle
from tests.ui.fitting import faults
from tests.ui.taking_turns import in_turn
from ui.qt.design.tokens import Type
from ui.qt.screens.states import STATES
from ui.qt.widgets.label import Figure

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
WAYS = [(language, size) for size in SIZES for language in LANGUAGES]
LONG = {"long-names", "parked"}


@pytest.mark.parametrize(("name", "way"), in_turn(STATES, WAYS, 1), ids=str)
def test_nothing_is_cut_off(open_counter: Callable[..., Counter], name: str, way: tuple[str, tuple[int, int]]) -> None:
    counter = open_counter(*way)
    STATES[name](counter.scene)
    settle()
    found = list(faults(counter.window))
    if name in LONG:  # names longer than two lines end in an ellipsis, and nothing else does
        found = [fault for fault in found if "Old-fashioned" not in fault and "古早味" not in fault]
        found = [fault for fault in found if not fault.startswith("shortened: hand-baked")]
    assert found == []


def test_a_figure_with_a_word_has_room_for_its_tails(application: QApplication) -> None:
    figure = Figure(Type.TOTAL)
    figure.set("NT$ 292")
    low = figure.sizeHint().height()
    figure.set("NT$ 292 missing")
    assert figure.sizeHint().height() > low
