"""All pictures small on one sheet: a line for each state, so that the looks of one state stand side by side."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from ui.qt.design.look import ui_font
from ui.qt.design.palette import colour
from ui.qt.design.tokens import GAP_SMALL, TYPE_SIZES, Colour, Type

THUMB_HEIGHT, CAPTION = 150, 24


def contact_sheet(rows: Mapping[str, Sequence[Path]]) -> QPixmap:
    """The pictures of each state in a line under its name."""
    step = CAPTION + THUMB_HEIGHT + GAP_SMALL
    thumbs = {name: [_small(path) for path in paths] for name, paths in rows.items()}
    width = max((sum(one.width() + GAP_SMALL for one in line) for line in thumbs.values()), default=1)
    sheet = QPixmap(width, max(len(rows) * step, 1))
    sheet.fill(colour(Colour.DESK))
    painter = QPainter(sheet)
    painter.setFont(ui_font(TYPE_SIZES[Type.SMALL]))
    painter.setPen(colour(Colour.INK))
    for place, (name, line) in enumerate(thumbs.items()):
        left, top = 0, place * step
        painter.drawText(GAP_SMALL, top + CAPTION - GAP_SMALL, name)
        for thumb in line:
            painter.drawPixmap(left, top + CAPTION, thumb)
            left += thumb.width() + GAP_SMALL
    painter.end()
    return sheet


def _small(path: Path) -> QPixmap:
    return QPixmap(str(path)).scaledToHeight(THUMB_HEIGHT, Qt.TransformationMode.SmoothTransformation)
