"""Nothing is cut off, in any state, language or window size."""

from collections.abc import Callable

import pytest

from resources.language import LANGUAGES
from tests.ui.conftest import Counter, settle
from tests.ui.fitting import faults
from ui.qt.screens.states import STATES

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
LONG = {"long-names", "parked"}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STATES)
def test_nothing_is_cut_off(
    open_counter: Callable[..., Counter], name: str, language: str, size: tuple[int, int]
) -> None:
    counter = open_counter(language, size)
    STATES[name](counter.scene)
    settle()
    found = list(faults(counter.window))
    if name in LONG:  # names longer than two lines end in an ellipsis, and nothing else does
        found = [fault for fault in found if "Old-fashioned" not in fault and "古早味" not in fault]
        found = [fault for fault in found if not fault.startswith("shortened: hand-baked")]
    assert found == []
