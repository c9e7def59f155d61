"""What the pages after a sale and after a refund are made of: figures, keys, and the paper on the right."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from terminal.ports.printing import ReceiptDocument
from ui.qt.design.tokens import GAP_LARGE, GAP_SMALL, TENDER_KEY, Colour, Type
from ui.qt.widgets.frames import Surface, column, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, centred
from ui.qt.widgets.receipt_view import ReceiptView
from ui.viewmodels.commands import Command

MIDDLE = Qt.AlignmentFlag.AlignHCenter


def figures_line(figures: Iterable[tuple[str, str, Colour]]) -> QBoxLayout:
    """Figures side by side, each under its name: the name, the figure, its colour."""
    line = row(gap=48)
    line.addStretch(1)
    for name, value, tint in figures:
        figure = Figure(Type.FIGURE, tint, MIDDLE)
        figure.set(value)
        cell = column()
        cell.addWidget(centred(Label(name, tint=Colour.SECOND)))
        cell.addWidget(figure)
        line.addLayout(cell)
    line.addStretch(1)
    return line


def done_keys(press: Callable[[Command], None], again: tuple[str, int], on: tuple[str, int]) -> QBoxLayout:
    """The paper once more, and on; each by its text and its width."""
    line = row(gap=GAP_SMALL)
    line.addStretch(1)
    for (text, width), command, role, name in (
        (again, Command.REPRINT, "", "reprint"),
        (on, Command.ENTER, "primary", "next"),
    ):
        button = KeyButton(text, command.key, role, height=TENDER_KEY, size="heading" if role else "")
        button.setObjectName(name)
        button.set_width(width)
        button.clicked.connect(partial(press, command))
        line.addWidget(button)
    line.addStretch(1)
    return line


def paper_desk(document: ReceiptDocument, width: int, dots: int) -> Surface:
    """The paper on the desk, ``width`` wide: scrolled where it is longer than that."""
    desk = Surface("desk")
    inside = QWidget()
    holder = column(inside)
    holder.addStretch(1)
    holder.addWidget(ReceiptView(document, width, dots), 0, MIDDLE)
    holder.addStretch(1)
    area = scroll_area()
    area.setWidget(inside)
    column(desk, (GAP_LARGE,) * 4).addWidget(area)
    return desk
