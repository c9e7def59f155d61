"""Everything on the screen in its real size."""

import os
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Counter, settle
from ui.qt import rescaling
from ui.qt.design.scale import FACTOR, FITTED, factor, factor_for, fitting, prepare
from ui.qt.screens.screen_setup_sheet import CardPicture
from ui.viewmodels.desk import Rescaled
from ui.viewmodels.screen_setup import ScreenSetup

DARK = 180


@pytest.fixture(autouse=True)
def _nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FACTOR, "1")  # so that the test's own changes are taken back
    monkeypatch.setenv(FITTED, "")
    monkeypatch.delenv(FACTOR)
    monkeypatch.delenv(FITTED)


@pytest.mark.parametrize(
    ("mm_per_100px", "wanted"), [(26.5, 1.0), (25.2, 1.05), (18.0, 1.47), (29.7, 0.89), (60.0, 0.75), (8.0, 3.0)]
)
def test_what_is_made_for_96_pixels_to_the_inch_keeps_its_millimetres(mm_per_100px: float, wanted: float) -> None:
    assert factor_for(mm_per_100px) == wanted


@pytest.mark.parametrize(
    ("wanted", "screen", "fits"),
    [(1.0, (1366, 768), 1.0), (1.47, (1920, 1080), 1.47), (1.6, (1280, 800), 1.11), (1.05, (1366, 768), 1.05)],
)
def test_the_window_fits_on_the_screen(wanted: float, screen: tuple[int, int], fits: float) -> None:
    assert fitting(wanted, screen, (1024, 720)) == fits


def test_the_application_is_told_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(26.5)
    assert FACTOR not in os.environ
    prepare(18.0)
    assert factor() == 1.47
    monkeypatch.setenv(FITTED, "1.2")
    prepare(18.0)
    assert factor() == 1.2
    monkeypatch.setenv(FACTOR, "much")
    assert factor() == 1.0


def test_who_changed_the_screen_starts_from_what_fits_there(application: QApplication) -> None:
    size = application.primaryScreen().availableSize()
    room = min(size.width() / 1024, size.height() / 720)
    assert rescaling.fits(application)  # nothing is enlarged
    os.environ[FACTOR] = "2.5"
    assert not rescaling.fits(application)
    assert float(os.environ[FITTED]) == pytest.approx(room * 2.5, abs=0.01)
    assert rescaling.fits(application)  # it has started again for that already


@pytest.mark.parametrize("scale", ["1", "1.5"])
def test_the_card_on_the_screen_is_as_wide_whatever_is_scaled(
    application: QApplication, monkeypatch: pytest.MonkeyPatch, scale: str
) -> None:
    monkeypatch.setenv(FACTOR, scale)
    card = CardPicture()
    card.resize(1000, 300)
    card.set(600)
    picture = card.grab().toImage()
    marks = [x for x in range(picture.width()) if picture.pixelColor(x, 299).lightness() < DARK]
    assert (marks[-1] - marks[0]) * float(scale) == pytest.approx(600, abs=2)
    card.deleteLater()


@pytest.mark.parametrize("told", list(Rescaled))
def test_who_measures_the_screen_hears_when_it_counts(open_counter: Callable[..., Counter], told: Rescaled) -> None:
    counter, asked = open_counter(), list[float]()

    def rescale(mm_per_100px: float) -> Rescaled:
        asked.append(mm_per_100px)
        return told

    desk = counter.scene.till.desk
    desk.rescale = rescale
    assert desk.care
    desk.go(ScreenSetup(desk, desk.care, desk.stage))
    desk.changed.tell()
    counter.tap("wider")
    counter.tap("accept")
    settle()
    assert asked == [26.4]
    assert (desk.notice is not None) is (told is Rescaled.LATER)
