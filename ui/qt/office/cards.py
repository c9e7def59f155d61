"""The cards of the day page."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.palette import colour
from ui.qt.design.tokens import BILL_ROW, GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.widgets.frames import Surface, column, empty, row
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.viewmodels.office.day_face import FigureCard, SumRow, TierLook, TierRow
from ui.viewmodels.tone import Tone

Said = TypeVar("Said")

ROW_PADDING, TEXT_PADDING, ROW_HEIGHT_MAX = 2, 1, BILL_ROW
SPREAD = 1000
"""Beside this the stretch below the rows counts for nothing until all are as high as they may be."""
FIGURE_NAME_WIDTH = 80
"""So much of a figure's name is to be seen beside figures that need more room than theirs."""
TIER_NAME_WIDTH, TIER_COUNT_WIDTH, TRACK_HEIGHT, TRACK_RADIUS = 72, 56, 18, 3
TIER_TINTS = {
    TierLook.LOWEST: Colour.TIER_PLAIN,
    TierLook.MIDDLE: Colour.THIRD,
    TierLook.SECOND: Colour.GOLD,
    TierLook.HIGHEST: Colour.SECOND,
}


class Card(Surface):
    """A white card with a title. Build into ``body``."""

    def __init__(self, title: str = "", margin: int = GAP_LARGE) -> None:
        super().__init__("card")
        self.body: QBoxLayout = column(self, (margin, GAP, margin, GAP), GAP_SMALL)
        self.title = LinesLabel(title, tint=Colour.SECOND)
        if title:
            self.body.addWidget(self.title)


class FigureView(Surface):
    """One figure: its name, how much, and what to hold it against."""

    def __init__(self, name: str) -> None:
        super().__init__("card")
        self.setObjectName(f"card_{name}")
        layout = column(self, (GAP, GAP, GAP, GAP), 2)
        self._title = LinesLabel(scale=Type.SMALL, tint=Colour.SECOND)
        self.figure = Figure(Type.FIGURE, align=Qt.AlignmentFlag.AlignLeft, least=Type.HEADING)
        self._beside = Label(scale=Type.SMALL, tint=Colour.SECOND, wrap=True)
        layout.addWidget(self._title)
        layout.addWidget(self.figure)
        layout.addWidget(self._beside)
        layout.addStretch(1)

    def show_card(self, card: FigureCard) -> None:
        """Shows the figure as it is now."""
        self._title.setText(card.title)
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), FIGURE_NAME_WIDTH))
        self.figure.set(card.figure)
        self._beside.setText(card.beside)
        self._beside.setToolTip(card.beside)
        self.setAccessibleName(f"{card.title}: {card.figure}. {card.beside}")


class ListCard(Card):
    """Rows below each other. Where there is more room than they need they stand further apart, up to a limit."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._said: object = None
        self._rows = column()
        self.body.setSpacing(ROW_PADDING)
        self.body.addLayout(self._rows)

    def fill(self, said: Sequence[Said], make: Callable[[Said], QWidget]) -> None:
        """Shows other rows, one for each that is ``said``; nothing changes where the same was said before."""
        if said == self._said:
            return
        self._said = said
        empty(self._rows)
        for one in said:
            line = make(one)
            line.setMaximumHeight(ROW_HEIGHT_MAX)
            self._rows.addWidget(line, SPREAD)
        self._rows.addStretch(1)


class SumsCard(ListCard):
    """Names and amounts below each other."""

    def show_rows(self, rows: Sequence[SumRow]) -> None:
        """Shows other sums."""
        self.fill(rows, _sum_line)


def _sum_line(shown: SumRow) -> QWidget:
    line = Surface("row")
    layout = row(line, (0, ROW_PADDING, 0, ROW_PADDING), GAP_SMALL)
    layout.addWidget(LinesLabel(shown.name), 1, Qt.AlignmentFlag.AlignVCenter)
    layout.addWidget(Label(shown.figure, bold=True))
    return line


class TiersCard(ListCard):
    """A bar for each tier: how many of its members came."""

    def show_tiers(self, tiers: Sequence[TierRow], nothing: str) -> None:
        """Shows other tiers."""
        if tiers:
            self.fill(tiers, TierBar)
        else:
            self.fill((nothing,), _nothing_line)


class TierBar(QWidget):
    """A tier's name, its part of the largest, and the count."""

    def __init__(self, tier: TierRow) -> None:
        super().__init__()
        name = Label(tier.name, tint=Colour.SECOND)
        name.setFixedWidth(TIER_NAME_WIDTH)
        count = Figure(Type.BODY)
        count.set(tier.count)
        count.setFixedWidth(TIER_COUNT_WIDTH)
        layout = row(self, (0, ROW_PADDING, 0, ROW_PADDING), GAP_SMALL)
        layout.addWidget(name)
        layout.addWidget(Track(tier.share, TIER_TINTS[tier.look]), 1)
        layout.addWidget(count)
        self.setAccessibleName(f"{tier.name}: {tier.count}")


class Track(QWidget):
    """A part of a whole, as a bar on its track."""

    def __init__(self, share: int, tint: Colour) -> None:
        super().__init__()
        self._share, self._tint = share, tint
        self.setFixedHeight(TRACK_HEIGHT)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(40, TRACK_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the track and the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, tint in ((1000, Colour.TRACK), (self._share, self._tint)):
            painter.setBrush(colour(tint))
            width = self.width() * share / 1000
            painter.drawRoundedRect(QRectF(0, 0, width, TRACK_HEIGHT), TRACK_RADIUS, TRACK_RADIUS)


class WaitingCard(ListCard):
    """What waits for a person, a line for each."""

    def show_waiting(self, waiting: Sequence[tuple[Tone, str]], nothing: str) -> None:
        """Shows other lines."""
        lines = [(text, Colour.AMBER if tone is Tone.AMBER else Colour.INK) for tone, text in waiting]
        if lines:
            self.fill(lines, _text_line)
        else:
            self.fill((nothing,), _nothing_line)


def _nothing_line(nothing: str) -> QWidget:
    line = QWidget()
    layout = row(line, (0, TEXT_PADDING, 0, TEXT_PADDING))
    layout.addWidget(Label(nothing, tint=Colour.SECOND), 1, Qt.AlignmentFlag.AlignTop)
    return line


def _text_line(said: tuple[str, Colour]) -> QWidget:
    line, (text, tint) = QWidget(), said
    row(line, (0, TEXT_PADDING, 0, TEXT_PADDING)).addWidget(Label(text, tint=tint), 1)
    return line
