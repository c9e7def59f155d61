"""Texts stand out from what they are written on: 4.5 : 1, totals 7 : 1 (WCAG 2.2, 1.4.3 and 1.4.6), in every theme."""

from collections import Counter as Census
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QScrollArea, QWidget

from tests.ui.conftest import Counter, settle
from tests.ui.taking_turns import in_turn
from ui.qt.design.palette import colour
from ui.qt.design.tokens import TONES, TYPE_SIZES, Colour, Theme, Type
from ui.qt.screens.states import STATES
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label

TEXT_MIN, TOTAL_MIN = 4.5, 7.0
STEP = 3
LINE_MIN = 12
"""Of what is scrolled away but for less than a line, nothing can be said."""


def luminance(tint: QColor) -> float:
    """Relative luminance, from 0 to 1 (WCAG 2.2)."""
    shares = (tint.redF(), tint.greenF(), tint.blueF())
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """From 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def inks(widget: QWidget) -> Iterator[tuple[Colour, float]]:
    """The colours a widget writes in, each with the contrast it has to have; nothing for what cannot be used now."""
    if isinstance(widget, Label) and widget.text():
        yield Colour(widget.property("tint")), TEXT_MIN
    elif isinstance(widget, Figure) and widget.text:
        is_total = widget.sizeHint().height() >= TYPE_SIZES[Type.TOTAL]
        yield widget.tint, TOTAL_MIN if is_total else TEXT_MIN
    elif isinstance(widget, Chip) and widget.text:
        yield TONES[widget.tone][0], TEXT_MIN
    elif isinstance(widget, KeyButton) and widget.isEnabled():
        yield widget.ink(), TEXT_MIN
        if widget.hint:
            yield widget.hint_ink(), TEXT_MIN
    elif isinstance(widget, EntryField) and widget.text:
        yield widget.ink(), TEXT_MIN


def faint(root: QWidget) -> Iterator[str]:
    """Texts that do not stand out as they have to from the colour that is commonest around them."""
    picture = root.grab().toImage()
    for widget in root.findChildren(QWidget):
        area = seen(root, widget)
        if area.height() < LINE_MIN:
            continue
        ground = commonest(picture, area)
        for ink, least in inks(widget):
            ratio = contrast(colour(ink), ground)
            if ratio < least:
                text = widget.accessibleName() or getattr(widget, "text", str)()
                yield f"{text!r}: {ink} on {ground.name()} is {ratio:.2f}, not {least}"


def seen(root: QWidget, widget: QWidget) -> QRect:
    """The part of a widget that nothing cuts off."""
    if not widget.isVisible():
        return QRect()
    area, parent = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size()), widget.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, QScrollArea):
            area &= QRect(parent.mapTo(root, QPoint(0, 0)), parent.size())
        parent = parent.parentWidget()
    return area & root.rect()


def commonest(picture: QImage, area: QRect) -> QColor:
    """The colour that most of an area has."""
    across = range(area.left(), area.right() + 1, STEP)
    census = Census(picture.pixel(x, y) for y in range(area.top(), area.bottom() + 1, STEP) for x in across)
    return QColor(census.most_common(1)[0][0])


@pytest.mark.parametrize(("name", "theme"), in_turn(STATES, list(Theme), 1))
def test_texts_stand_out(open_counter: Callable[..., Counter], name: str, theme: Theme) -> None:
    counter = open_counter(theme=theme)
    STATES[name](counter.scene)
    settle()
    assert list(faint(counter.window.sheet or counter.window)) == []


def test_what_is_too_faint_is_found(counter: Counter) -> None:
    counter.window.selling.bill.due.set("335", Colour.THIRD)
    settle()
    assert any("third" in each for each in faint(counter.window))
