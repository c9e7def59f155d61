"""The receipt on the screen is the picture that is printed, dot for dot."""

import pytest
from PIL import Image, ImageChops
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from devices.printer.raster import render
from terminal.domain.errors import Refusal
from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind
from tests.devices.receipts import CHINESE, ENGLISH
from ui.qt.design.tokens import CARD_PADDING
from ui.qt.widgets import receipt_view
from ui.qt.widgets.receipt_view import ReceiptView

PAPERS = (576, 384)
ROWS = (
    Row(RowKind.TEXT, "茶屋", align=Align.CENTRE, bold=True),
    Row(RowKind.RULE),
    Row(RowKind.COLUMNS, "紅玉紅茶 大杯", "x2", "130"),
    Row(RowKind.COLUMNS, "應收", right="130", scale=2, bold=True),
    Row(RowKind.BLANK),
    Row(RowKind.BARCODE, "20261121-2-0214"),
    Row(RowKind.QR, "https://example.com/claim?id=1"),
)


def pixels(image: QImage) -> Image.Image:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    size, stride = (grey.width(), grey.height()), grey.bytesPerLine()
    return Image.frombytes("L", size, bytes(grey.constBits()), "raw", "L", stride)


@pytest.mark.parametrize("dots", PAPERS)
@pytest.mark.parametrize("document", [CHINESE, ENGLISH, ReceiptDocument("", ROWS)], ids=["zh_TW", "en", "every row"])
def test_the_picture_shown_is_the_picture_printed(
    application: QApplication, document: ReceiptDocument, dots: int
) -> None:
    shown, printed = pixels(ReceiptView(document, 330, dots).dots), render(document, dots).convert("L")
    assert shown.size == printed.size
    assert ImageChops.difference(shown, printed).getbbox() is None


@pytest.mark.parametrize("dots", PAPERS)
def test_a_screen_with_room_for_every_dot_shows_every_dot(application: QApplication, dots: int) -> None:
    view = ReceiptView(CHINESE, dots + 2 * CARD_PADDING, dots)
    view.resize(view.sizeHint())
    grabbed = pixels(view.grab().toImage())
    if view.devicePixelRatioF() != 1:
        pytest.skip("this screen has more pixels than points")
    paper = grabbed.crop((CARD_PADDING, CARD_PADDING, CARD_PADDING + dots, view.height() - CARD_PADDING))
    assert ImageChops.difference(paper, render(CHINESE, dots).convert("L")).getbbox() is None


@pytest.mark.parametrize("dots", PAPERS)
def test_the_paper_keeps_its_proportions(application: QApplication, dots: int) -> None:
    hint, printed = ReceiptView(CHINESE, 330, dots).sizeHint(), render(CHINESE, dots)
    room = 330 - 2 * CARD_PADDING
    assert abs((hint.height() - 2 * CARD_PADDING) - printed.height * room / dots) <= 1


def test_a_long_name_makes_the_paper_longer(application: QApplication) -> None:
    short, long = (
        ReceiptView(ReceiptDocument("", (Row(RowKind.COLUMNS, name, "x1", "65"),)), 330, 384)
        for name in ("茶", "古早味手工現烤蜂蜜蛋糕禮盒典藏版")
    )
    assert long.sizeHint().height() > short.sizeHint().height()


def test_what_cannot_be_drawn_leaves_blank_paper(application: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Image.Image:
        raise Refusal("font_missing")

    monkeypatch.setattr(receipt_view, "render", refuse)
    assert pixels(ReceiptView(CHINESE, 330, 576).dots).getextrema() == (255, 255)
