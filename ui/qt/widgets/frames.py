"""Cards and the rows inside them."""

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.qt.widgets.over_bar import OverBarArea

Box = TypeVar("Box", bound=QBoxLayout)
Margins = tuple[int, int, int, int]
PAGE_SHARE = 0.8
"""So much of what is in sight gives way to the next page: the rest shows how it goes on."""


class Surface(QFrame):
    """A frame whose look the style sheet gives by the name of its ``kind`` (card, sheet, bar, row …)."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", kind)

    def show_chosen(self, is_chosen: bool) -> None:
        """Shows whether it is the chosen one of a list."""
        if bool(self.property("chosen")) is not is_chosen:
            self.setProperty("chosen", is_chosen)
            self.style().polish(self)


def column(surface: QWidget | None = None, margins: Margins = (0, 0, 0, 0), gap: int = 0) -> QVBoxLayout:
    """A layout from top to bottom, in ``surface`` when one is given."""
    return _bare(QVBoxLayout(surface) if surface else QVBoxLayout(), margins, gap)


def row(surface: QWidget | None = None, margins: Margins = (0, 0, 0, 0), gap: int = 0) -> QHBoxLayout:
    """A layout from left to right, in ``surface`` when one is given."""
    return _bare(QHBoxLayout(surface) if surface else QHBoxLayout(), margins, gap)


def in_the_middle(widget: QWidget) -> QHBoxLayout:
    """``widget`` in the middle. An alignment would do, but that asks how high texts are in a width they do not get."""
    line = row()
    line.addStretch(1)
    line.addWidget(widget)
    line.addStretch(1)
    return line


def scroll_area() -> OverBarArea:
    """What scrolls up and down and never sideways. Keys do not stop at it."""
    return OverBarArea()


def turn_pages(part: QWidget, step: int) -> None:
    """Scrolls whatever in ``part`` is longer than its place, down by as much as is in sight, or up again."""
    for area in part.findChildren(QScrollArea):
        if area.isVisible():
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + round(step * PAGE_SHARE * area.viewport().height()))


def empty(layout: QLayout) -> None:
    """Takes everything out of ``layout``; widgets are freed."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)


def _bare(box: Box, margins: Margins, gap: int) -> Box:
    box.setContentsMargins(*margins)
    box.setSpacing(gap)
    return box
