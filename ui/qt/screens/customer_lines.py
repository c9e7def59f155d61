"""The bill's lines as the customer sees them: the last of them, as many as there is room for."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.qt.design.tokens import CARD_PADDING, GAP, GAP_SMALL, Colour, Type
from ui.qt.widgets.frames import Surface, column, empty, row
from ui.qt.widgets.label import LINE_SPACING, Figure, Label, LinesLabel
from ui.viewmodels.bill_face import LineFace
from ui.viewmodels.customer import Amount, CustomerFace

ROW_HEIGHTS = {False: 68, True: 88}
QUANTITY_WIDTHS = {False: 72, True: 96}
AMOUNT_WIDTHS = {False: 128, True: 184}
SUMS_SPACE = 14


class CustomerLines(Surface):
    """The shop's name, the lines, and below them what comes off."""

    def __init__(self, is_roomy: bool) -> None:
        super().__init__("card")
        layout = column(self, (1, 1, 1, 1))
        header = Surface("row")
        self._shop = Label(scale=Type.FIGURE if is_roomy else Type.HEADING, bold=True)
        row(header, (CARD_PADDING, CARD_PADDING, CARD_PADDING, CARD_PADDING)).addWidget(self._shop)
        self.rows = LineRows(is_roomy)
        self._sums = Sums(is_roomy)
        layout.addWidget(header)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self._sums)

    def show_face(self, face: CustomerFace) -> None:
        """Shows another bill."""
        self._shop.setText(face.shop)
        self._sums.show_sums(face.sums, face.coupons)
        self.rows.show_lines(face.lines, face.more_above)


class LineRows(QWidget):
    """As many of the last lines as there is room for; above them, how many more there are."""

    def __init__(self, is_roomy: bool) -> None:
        super().__init__()
        self._is_roomy = is_roomy
        self._lines: tuple[LineFace, ...] = ()
        self._more = ""
        self._shown: tuple[tuple[LineFace, ...], int] | None = None
        self._rows = column(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def minimumSizeHint(self) -> QSize:
        """Room for one line."""
        return QSize(0, ROW_HEIGHTS[self._is_roomy])

    def show_lines(self, lines: tuple[LineFace, ...], more_above: str) -> None:
        """Shows the end of ``lines``."""
        self._lines, self._more = lines, more_above
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, more lines."""
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        room = max(self.height() // ROW_HEIGHTS[self._is_roomy], 1)
        hidden = 0 if len(self._lines) <= room else len(self._lines) - max(room - 1, 1)
        shown = self._lines[hidden:], hidden
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._rows)
        if hidden and room > 1:
            self._rows.addWidget(self._more_row(hidden))
        for line in shown[0]:
            self._rows.addWidget(LineRow(line, self._is_roomy))
        self._rows.addStretch(1)

    def _more_row(self, hidden: int) -> Surface:
        surface = Surface("row")
        surface.setFixedHeight(ROW_HEIGHTS[self._is_roomy])
        label = Label(
            self._more.replace("{count}", f"{hidden:,}"), Type.FIGURE if self._is_roomy else Type.HEADING, Colour.SECOND
        )
        row(surface, (CARD_PADDING, 0, CARD_PADDING, 0)).addWidget(label)
        return surface


class LineRow(Surface):
    """One line: name, pieces, amount."""

    def __init__(self, line: LineFace, is_roomy: bool) -> None:
        super().__init__("row")
        scale = Type.FIGURE if is_roomy else Type.HEADING
        self.setFixedHeight(ROW_HEIGHTS[is_roomy])
        quantity = Label(line.quantity, scale, Colour.SECOND)
        quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        quantity.setFixedWidth(QUANTITY_WIDTHS[is_roomy])
        amount = Figure(scale, bold=False)
        amount.setFixedWidth(AMOUNT_WIDTHS[is_roomy])
        amount.set(line.amount)
        layout = row(self, (CARD_PADDING, 0, CARD_PADDING, 0), GAP)
        layout.addWidget(LineName(line.name, scale), 1)
        layout.addWidget(quantity)
        layout.addWidget(amount)


class LineName(LinesLabel):
    """One line or two in the middle of the row, with room for what hangs below the letters."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the lines, the last one shortened when it must be."""
        painter, metrics = QPainter(self), self.fontMetrics()
        lines, height = self.shown_lines(self.width()), round(self.font().pixelSize() * LINE_SPACING)
        top = (self.height() - height * len(lines)) // 2
        for place, line in enumerate(lines):
            shortened = metrics.elidedText(line, Qt.TextElideMode.ElideRight, self.width())
            box = QRect(0, top + place * height, self.width(), height)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, shortened)


class Sums(Surface):
    """What leads from the lines to the total; it goes where nothing comes off or on."""

    def __init__(self, is_roomy: bool) -> None:
        super().__init__("section")
        self._scale = Type.HEADING if is_roomy else Type.LARGE
        self._rows = column(self, (CARD_PADDING, SUMS_SPACE, CARD_PADDING, SUMS_SPACE), GAP_SMALL)

    def show_sums(self, sums: tuple[Amount, ...], coupons: tuple[str, ...]) -> None:
        """Shows others."""
        empty(self._rows)
        for place, each in enumerate(sums):
            self._rows.addWidget(self._row(each, Colour.INK if place == 0 else Colour.TEAL_INK))
        if coupons:
            names = LinesLabel("・".join(coupons), self._scale, Colour.TEAL_INK)
            self._rows.addWidget(names)
        self.setVisible(bool(sums or coupons))

    def _row(self, amount: Amount, tint: Colour) -> QWidget:
        line = QWidget()
        layout = row(line, gap=GAP)
        figure = Figure(self._scale, tint, bold=False)
        figure.set(amount.text)
        layout.addWidget(Label(amount.name, self._scale, Colour.SECOND), 1)
        layout.addWidget(figure)
        return line
