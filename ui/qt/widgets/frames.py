"""Cards and the rows inside them."""

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Box = TypeVar("Box", bound=QBoxLayout)
Margins = tuple[int, int, int, int]


class Surface(QFrame):
    """A frame whose look the style sheet gives by the name of its ``kind`` (card, sheet, bar, row …)."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.setProperty("surface", kind)


def column(surface: QWidget | None = None, margins: Margins = (0, 0, 0, 0), gap: int = 0) -> QVBoxLayout:
    """A layout from top to bottom, in ``surface`` when one is given."""
    return _bare(QVBoxLayout(surface) if surface else QVBoxLayout(), margins, gap)


def row(surface: QWidget | None = None, margins: Margins = (0, 0, 0, 0), gap: int = 0) -> QHBoxLayout:
    """A layout from left to right, in ``surface`` when one is given."""
    return _bare(QHBoxLayout(surface) if surface else QHBoxLayout(), margins, gap)


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
