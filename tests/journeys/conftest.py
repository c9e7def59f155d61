from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.display import Display, open_display
from tests.journeys.shop import Shop
from tests.journeys.shop import shop as open_batch
from tests.journeys.window_shop import WindowShop, open_shop


@pytest.fixture
def counter() -> Iterator[Shop]:
    with open_batch() as opened:
        yield opened


@pytest.fixture(scope="module")
def display() -> Iterator[Display]:
    with open_display() as display, pytest.MonkeyPatch.context() as environment:
        environment.setenv("DISPLAY", display.name)
        environment.setenv("QT_QPA_PLATFORM", "xcb")
        yield display


@pytest.fixture
def shop(display: Display, tmp_path: Path) -> Iterator[WindowShop]:
    with open_shop(tmp_path, display) as opened:
        yield opened
