"""What a button's label is written on: its ground and its edge, by its role and by what it is doing.

The style sheet knows nothing of buttons. Its rules would be matched and its boxes made anew for each of them whenever
a sheet is opened, and there are more buttons on a sheet than anything else.
"""

from collections.abc import Mapping
from enum import StrEnum, auto

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.qt.design.palette import colour
from ui.qt.design.tokens import RADIUS_BUTTON, TYPE_SIZES, Colour, Type


class State(StrEnum):
    """What a button is doing. What is chosen shows that, whatever else it is."""

    CALM = auto()
    PRESSED = auto()
    OFF = auto()
    CHOSEN = auto()


Ground = tuple[Colour | None, Colour | None, int]
"""A fill, an edge, and how wide that is; ``None`` lets through what is below."""

_PLAIN: Mapping[State, Ground] = {
    State.CALM: (Colour.CARD, Colour.LINE, 1),
    State.PRESSED: (Colour.TRACK, Colour.LINE, 1),
    State.OFF: (Colour.FOOT, Colour.LINE, 1),
    State.CHOSEN: (Colour.INK, Colour.INK, 1),
}
_PRIMARY: Mapping[State, Ground] = {
    State.CALM: (Colour.TEAL, None, 0),
    State.PRESSED: (Colour.TEAL_PRESSED, None, 0),
    State.OFF: (Colour.TRACK, None, 0),
    State.CHOSEN: (Colour.INK, Colour.INK, 1),
}
_BARE: Mapping[State, Ground] = {
    State.CALM: (None, None, 0),
    State.PRESSED: (Colour.TRACK, None, 0),
    State.OFF: (None, None, 0),
    State.CHOSEN: (Colour.TEAL_WASH, None, 0),
}
_GROUNDS: Mapping[str, Mapping[State, Ground]] = {
    "primary": _PRIMARY,
    "bare": _BARE,
    "side": _BARE,
    "mark": {**_PLAIN, State.CHOSEN: (Colour.TEAL_WASH, Colour.TEAL, 1)},
}
_LABEL_SIZES: Mapping[str, int] = {"link": TYPE_SIZES[Type.BODY], "bare": TYPE_SIZES[Type.BODY]}
_NAMED_SIZES: Mapping[str, int] = {"key": 26, "heading": TYPE_SIZES[Type.HEADING]}


def label_size_of(role: str, name: str = "") -> int:
    """How large the label of such a button is, in pixels, where it has room: by ``name``, else by its role."""
    return _NAMED_SIZES.get(name) or _LABEL_SIZES.get(role, TYPE_SIZES[Type.LARGE])


def ground_of(role: str, state: State, *, has_focus: bool) -> Ground:
    """The ground of a button of that role; the focus is seen at its edge."""
    ground = _GROUNDS.get(role, _PLAIN)[state]
    if not has_focus:
        return ground
    fill = ground[0]
    if role == "primary":
        return (fill, Colour.INK, 3)
    return (fill, Colour.FOCUS, 3 if fill is Colour.INK else 2)


def paint_ground(painter: QPainter, width: int, height: int, ground: Ground) -> None:
    """Fills the whole of a button, round at its corners."""
    fill, edge, edge_width = ground
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if fill is None:
        _draw_edge(painter, width, height, edge, edge_width)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    if edge is not None:  # filled and filled over: to draw a line around takes three times as long as both
        painter.setBrush(colour(edge))
        painter.drawRoundedRect(QRectF(0, 0, width, height), RADIUS_BUTTON, RADIUS_BUTTON)
    radius, inside = RADIUS_BUTTON - edge_width, 2 * edge_width
    painter.setBrush(colour(fill))
    painter.drawRoundedRect(QRectF(edge_width, edge_width, width - inside, height - inside), radius, radius)


def _draw_edge(painter: QPainter, width: int, height: int, edge: Colour | None, edge_width: int) -> None:
    if edge is not None:
        painter.setPen(QPen(colour(edge), edge_width))
        inset = edge_width / 2
        area = QRectF(inset, inset, width - edge_width, height - edge_width)
        painter.drawRoundedRect(area, RADIUS_BUTTON - inset, RADIUS_BUTTON - inset)
