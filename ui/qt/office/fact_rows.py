"""Rows of a name and what there is to say of it, with a rule below each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import GAP, Colour, Type
from ui.qt.widgets.frames import Surface, row
from ui.qt.widgets.label import Label

ROW_PADDING = 4
LONG = 24
"""Longer texts, such as ids, are small and may go on in a second line."""


def ruled_line() -> tuple[QWidget, QBoxLayout]:
    """A row with a rule below it, along which the eye finds what belongs together."""
    line = Surface("row")
    return line, row(line, (0, ROW_PADDING, 0, ROW_PADDING), GAP)


def fact_row(name: str, text: str) -> QWidget:
    """``name`` at the left, ``text`` at the right."""
    is_long = len(text) > LONG
    line, layout = ruled_line()
    layout.addWidget(Label(name, tint=Colour.SECOND))
    label = Label(text.replace("-", "-\N{ZERO WIDTH SPACE}"), Type.SMALL if is_long else Type.BODY, wrap=is_long)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    layout.addWidget(label, 1)
    return line
