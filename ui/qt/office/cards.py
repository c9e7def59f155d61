"""The cards of the day page."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.widgets.frames import Surface, column, row
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.viewmodels.office.day_face import FigureCard, SumRow, TierLook, TierRow
from ui.viewmodels.tone import Tone

TIER_NAME_WIDTH, TIER_COUNT_WIDTH, TRACK_HEIGHT, TRACK_RADIUS = 72, 48, 18, 3
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
        self.title = Label(title, tint=Colour.SECOND)
        if title:
            self.body.addWidget(self.title)


class FigureView(Surface):
    """One figure: its name, how much, and what to hold it against."""

    def __init__(self, name: str) -> None:
        super().__init__("card")
        self.setObjectName(f"card_{name}")
        layout = column(self, (GAP, GAP, GAP, GAP), 2)
        self._title = Label(scale=Type.SMALL, tint=Colour.SECOND)
        self._figure = Figure(Type.FIGURE, align=Qt.AlignmentFlag.AlignLeft)
        self._beside = LinesLabel(scale=Type.SMALL, tint=Colour.SECOND)
        layout.addWidget(self._title)
        layout.addWidget(self._figure)
        layout.addWidget(self._beside)
        layout.addStretch(1)

    def show_card(self, card: FigureCard) -> None:
        """Shows the figure as it is now."""
        self._title.setText(card.title)
        self._figure.set(card.figure)
        self._beside.setText(card.beside)
        self._beside.setToolTip(card.beside)
        self.setAccessibleName(f"{card.title}: {card.figure}. {card.beside}")


class SumsCard(Card):
    """Names and amounts below each other."""

    def show_rows(self, rows: Sequence[SumRow]) -> None:
        """Shows other sums."""
        while self.body.count() > 1:
            _remove_last(self.body)
        for sum_row in rows:
            line = Surface("row")
            layout = row(line, (0, 2, 0, 2), GAP_SMALL)
            layout.addWidget(Label(sum_row.name), 1)
            layout.addWidget(Label(sum_row.figure, bold=True))
            self.body.addWidget(line)
        self.body.addStretch(1)


class TiersCard(Card):
    """A bar for each tier: how many of its members came."""

    def show_tiers(self, tiers: Sequence[TierRow], nothing: str) -> None:
        """Shows other tiers."""
        while self.body.count() > 1:
            _remove_last(self.body)
        for tier in tiers:
            self.body.addWidget(TierBar(tier))
        if not tiers:
            self.body.addWidget(Label(nothing, tint=Colour.SECOND))
        self.body.addStretch(1)


class TierBar(QWidget):
    """A tier's name, its part of the largest, and the count."""

    def __init__(self, tier: TierRow) -> None:
        super().__init__()
        name = Label(tier.name, tint=Colour.SECOND)
        name.setFixedWidth(TIER_NAME_WIDTH)
        count = Label(tier.count, bold=True)
        count.setFixedWidth(TIER_COUNT_WIDTH)
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = row(self, (0, 2, 0, 2), GAP_SMALL)
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
            painter.setBrush(QColor(tint.value))
            width = self.width() * share / 1000
            painter.drawRoundedRect(QRectF(0, 0, width, TRACK_HEIGHT), TRACK_RADIUS, TRACK_RADIUS)


class WaitingCard(Card):
    """What waits for a person, a line for each."""

    def show_waiting(self, waiting: Sequence[tuple[Tone, str]], nothing: str) -> None:
        """Shows other lines."""
        while self.body.count() > 1:
            _remove_last(self.body)
        for tone, text in waiting:
            tint = Colour.AMBER if tone is Tone.AMBER else Colour.INK
            self.body.addWidget(Label(text, tint=tint))
        if not waiting:
            self.body.addWidget(Label(nothing, tint=Colour.SECOND))
        self.body.addStretch(1)


def _remove_last(layout: QBoxLayout) -> None:
    item = layout.takeAt(layout.count() - 1)
    widget = item.widget() if item is not None else None
    if widget is not None:
        widget.hide()
        widget.deleteLater()
