"""The lines of the bill, where there are more than have room."""

import pytest

from tests.ui.conftest import Counter, settle
from tests.ui.fakes import HeldRunner
from ui.qt.screens.sample_offers import PUBLIC_CODE
from ui.viewmodels.commands import Command


def is_whole_in_sight(counter: Counter, name: str) -> bool:
    row = counter.find(name)
    return row.visibleRegion().boundingRect() == row.rect()


@pytest.fixture
def crowded(counter: Counter) -> Counter:
    """Six lines, the first of which a coupon is for."""
    scene = counter.scene
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    scene.tap("eggroll")
    for amount in range(101, 106):
        scene.type(str(amount))
        scene.press(Command.ENTER)
    settle()
    return counter


def test_what_comes_last_is_in_sight(crowded: Counter) -> None:
    assert is_whole_in_sight(crowded, "line_5")
    assert not is_whole_in_sight(crowded, "line_0")


def test_it_is_in_sight_too_when_it_is_told_what_it_comes_to_before_it_has_its_place(
    crowded: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    till, held = crowded.scene.till, HeldRunner()
    monkeypatch.setattr(till.desk.bill, "_runner", held)
    till.do(lambda: till.selling.present(PUBLIC_CODE))
    held.finish_all()
    settle()
    assert is_whole_in_sight(crowded, "line_6")
