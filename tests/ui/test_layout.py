"""Nothing is cut off, in any state, language or window size."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from string import Formatter

import pytest
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from resources.language import LANGUAGES
from tests.ui.conftest import Counter, settle
from ui.qt.design.tokens import TOUCH
from ui.qt.screens.states import STATES
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label, LinesLabel

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
LONG = {"long-names", "parked"}


def faults(window: QWidget) -> Iterator[str]:
    """What cannot be read, or stands outside."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, LinesLabel):
            lines = widget.shown_lines()
            if any(widget.fontMetrics().horizontalAdvance(line) > widget.width() for line in lines):
                yield f"shortened: {widget.text()}"
            if widget.height() < widget.heightForWidth(widget.width()):
                yield f"too low: {widget.text()}"
        elif isinstance(widget, Label) and widget.wordWrap():
            if widget.height() < widget.heightForWidth(widget.width()):
                yield f"too low: {widget.text()}"
        elif isinstance(widget, Label):
            if widget.fontMetrics().horizontalAdvance(widget.text()) > widget.width():
                yield f"shortened: {widget.text()}"
        elif isinstance(widget, Chip) and widget.width() < widget.sizeHint().width():
            yield f"shortened: {widget.text}"
        elif isinstance(widget, KeyButton) and widget.icon().isNull() and not widget.fits():
            yield f"does not fit: {widget.text()}"
        if isinstance(widget, QPushButton) and widget.height() < TOUCH:
            yield f"too small to touch: {widget.objectName()}"
        if not _is_scrolled(widget) and not _area(window, widget):
            yield f"outside: {type(widget).__name__} {widget.objectName()}"


def _area(window: QWidget, widget: QWidget) -> bool:
    return window.rect().contains(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()))


def _is_scrolled(widget: QWidget) -> bool:
    parent: QWidget | None = widget
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


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


def longer(widget: QObject, source: str) -> str:
    """What ``source`` would be in a language whose words are two fifths longer than English ones."""
    letters = len(Formatter().vformat(source, (), defaultdict(str)))
    return source + "~" * round(letters * 0.4)


@pytest.mark.parametrize("name", STATES)
def test_longer_words_fit_too(monkeypatch: pytest.MonkeyPatch, open_counter: Callable[..., Counter], name: str) -> None:
    monkeypatch.setattr(QObject, "tr", longer)
    counter = open_counter("en")
    STATES[name](counter.scene)
    settle()
    assert "~" in counter.window.selling.bill.tender.text()
    found = [fault for fault in faults(counter.window) if "~" in fault or fault.startswith("outside")]
    assert found == []
