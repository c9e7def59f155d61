"""What on a screen cannot be read, or stands where it should not."""

import re
from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QTableView,
    QWidget,
)

from ui.qt.design.tokens import GAP, GAP_SMALL, TOUCH
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, LinesLabel

ROWS_READ = 8
UNBROKEN = re.compile("[^\\s\u200b\u2e80-\u9fff\uff00-\uffef]+")
"""What no line may end in the middle of: between Chinese characters it may."""


def faults(window: QWidget) -> Iterator[str]:
    """Each with the words it is about, or with the widget's name."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        yield from _cut(widget)
        yield from _overlapping(widget)
        if isinstance(widget, QPushButton) and widget.height() < TOUCH:
            yield f"too small to touch: {widget.objectName()}"
        if not _is_scrolled(widget) and not _area(window, widget):
            yield f"outside: {type(widget).__name__} {widget.objectName()}"


def _cut(widget: QWidget) -> Iterator[str]:
    """Texts with less room than they need."""
    if isinstance(widget, QLabel):
        yield from _cut_label(widget)
    elif (isinstance(widget, Figure) and not widget.fits()) or (
        isinstance(widget, Chip) and widget.width() < widget.sizeHint().width()
    ):
        yield f"shortened: {widget.text}"
    elif isinstance(widget, KeyButton) and widget.icon().isNull() and not widget.fits():
        yield f"does not fit: {widget.text()}"
    elif isinstance(widget, QLineEdit):
        if not widget.text() and _advance(widget, widget.placeholderText()) > widget.width() - 2 * (GAP + 2):
            yield f"does not fit: {widget.placeholderText()}"
    elif isinstance(widget, QTableView):
        yield from _cut_cells(widget)


def _cut_label(label: QLabel) -> Iterator[str]:
    if isinstance(label, LinesLabel):
        if any(_advance(label, line) > label.width() for line in label.shown_lines()):
            yield f"shortened: {label.text()}"
    elif label.wordWrap():
        margins = label.contentsMargins()
        room = label.width() - margins.left() - margins.right()
        if any(_advance(label, word) > room for word in UNBROKEN.findall(label.text())):
            yield f"shortened: {label.text()}"
    elif _advance(label, label.text()) > label.width():
        yield f"shortened: {label.text()}"
    if (isinstance(label, LinesLabel) or label.wordWrap()) and label.height() < label.heightForWidth(label.width()):
        yield f"too low: {label.text()}"


def _advance(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text)


def _cut_cells(table: QTableView) -> Iterator[str]:
    """Headings, and of the cells as many as tell; these may have a second line."""
    model = table.model()
    for column in range(model.columnCount()):
        room = table.columnWidth(column) - 2 * GAP_SMALL
        heading = str(model.headerData(column, Qt.Orientation.Horizontal))
        if _advance(table.horizontalHeader(), heading) > room:
            yield f"shortened: {heading}"
        for row in range(min(model.rowCount(), ROWS_READ)):
            text, place = str(model.index(row, column).data()), QRect(0, 0, room, table.rowHeight(row))
            needed = table.fontMetrics().boundingRect(place, Qt.TextFlag.TextWordWrap, text)
            if needed.width() > place.width() or needed.height() > place.height():
                yield f"shortened: {text}"


def _overlapping(widget: QWidget) -> Iterator[str]:
    """What a layout holds and has no room for: two things in one place, or one that is wider than what holds it."""
    layout = widget.layout()
    if layout is None:
        return
    held = [each for each in _held(layout) if each.isVisible() and not each.geometry().isEmpty()]
    for one, other in combinations(held, 2):
        if one.geometry().intersects(other.geometry()):
            yield f"in one place: {_named(one)} and {_named(other)}"
    for each in held:
        if each.geometry().left() < 0 or each.geometry().right() > widget.width():
            yield f"wider than its place: {_named(each)}"
    viewport = widget.parentWidget()
    area = viewport.parentWidget() if viewport is not None else None
    if isinstance(area, QScrollArea) and area.widget() is widget and widget.width() > area.viewport().width():
        yield f"wider than its place: {_named(widget)} in {_named(area)}"


def _held(layout: QLayout) -> Iterator[QWidget]:
    if isinstance(layout, QStackedLayout):
        return
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _held(inner)


def _named(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QPushButton) else ""
    return f"{type(widget).__name__} {widget.objectName()} {text}".strip()


def _area(window: QWidget, widget: QWidget) -> bool:
    return window.rect().contains(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()))


def _is_scrolled(widget: QWidget) -> bool:
    parent: QWidget | None = widget
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False
