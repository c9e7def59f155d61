"""The receipt as it comes out of the printer: the very dots, on paper."""

from PIL import Image
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from devices.printer.raster import render
from terminal.domain.errors import Refusal
from terminal.ports.printing import ReceiptDocument
from ui.qt.design.tokens import CARD_PADDING
from ui.qt.widgets.frames import Surface


class ReceiptView(Surface):
    """Shows a ``ReceiptDocument`` drawn for paper of ``paper_dots``, as large as fits ``width`` pixels."""

    def __init__(self, document: ReceiptDocument, width: int, paper_dots: int) -> None:
        super().__init__("receipt")
        self._picture = printed(document, paper_dots)
        self._shown = QImage()
        self.setFixedWidth(width)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(document.title)

    def sizeHint(self) -> QSize:
        """As long as the paper."""
        return QSize(self.width(), self._paper().height() + 2 * CARD_PADDING)

    def minimumSizeHint(self) -> QSize:
        """All of it."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the paper and the dots on it."""
        super().paintEvent(event)
        painter = QPainter(self)
        area = self._paper()
        painter.drawImage(area.topLeft(), self._scaled(area.size() * self.devicePixelRatioF()))

    @property
    def dots(self) -> QImage:
        """The printer's dots, none added and none lost."""
        return _image(self._picture)

    def _scaled(self, size: QSize) -> QImage:
        """The picture in the screen's own pixels, each as dark as its share of ink: thin strokes stay."""
        if self._shown.size() != size:
            self._shown = _image(self._picture.resize((size.width(), size.height()), Image.Resampling.BOX))
            self._shown.setDevicePixelRatio(self.devicePixelRatioF())
        return self._shown

    def _paper(self) -> QRect:
        room = self.width() - 2 * CARD_PADDING
        height = round(self._picture.height * room / self._picture.width)
        return QRect(CARD_PADDING, CARD_PADDING, room, max(height, 1))


def printed(document: ReceiptDocument, paper_dots: int) -> Image.Image:
    """The picture that the printer's driver encodes, in greys; blank where nothing here can draw it."""
    try:
        return render(document, paper_dots).convert("L")
    except Refusal:  # the printer's state says why; the sale is booked all the same
        return Image.new("L", (paper_dots, paper_dots), 255)


def _image(picture: Image.Image) -> QImage:
    width, height = picture.size
    image = QImage(picture.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
    return image.copy()  # the bytes belong to Python and go with it
