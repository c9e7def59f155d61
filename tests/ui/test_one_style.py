"""One design system: colours and styles come from ``ui.qt.design``, and every theme has every colour."""

import re
from pathlib import Path

import pytest

from ui.qt.design.stylesheet import stylesheet
from ui.qt.design.tokens import PALETTES, TYPE_SIZES, Colour, Theme, Type

QT = Path(__file__).parents[2] / "ui" / "qt"
OWN_STYLE = re.compile(r"setStyleSheet|#[0-9A-Fa-f]{6}|GlobalColor|QColor\(|setPointSize|QFont\(\[?\"")


def test_no_widget_has_a_style_of_its_own() -> None:
    files = [file for file in QT.rglob("*.py") if "design" not in file.parts]
    found = {
        f"{file.name}: {line.strip()}"
        for file in files
        for line in file.read_text().splitlines()
        if OWN_STYLE.search(line)
    }
    assert len(files) > 100
    assert found == set()


@pytest.mark.parametrize("theme", Theme)
def test_every_theme_has_every_colour(theme: Theme) -> None:
    assert set(PALETTES[theme]) == set(Colour)


def test_every_text_size_has_its_pixels() -> None:
    assert set(TYPE_SIZES) == set(Type)


def test_the_style_sheet_has_nothing_but_tokens() -> None:
    template = (QT.parents[1] / "resources" / "style" / "till.qss").read_text()
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?!\{)", re.sub(r"QWidget#\w+", "", template)) == []
    assert "$" not in stylesheet()
