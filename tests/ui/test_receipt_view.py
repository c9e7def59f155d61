from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind
from ui.qt.widgets.receipt_view import ReceiptView

ROWS = (
    Row(RowKind.TEXT, "茶屋", align=Align.CENTRE, bold=True),
    Row(RowKind.RULE),
    Row(RowKind.COLUMNS, "紅玉紅茶 大杯", "x2", "130"),
    Row(RowKind.COLUMNS, "應收", right="130", scale=2, bold=True),
    Row(RowKind.BLANK),
    Row(RowKind.BARCODE, "20261121-2-0214"),
    Row(RowKind.QR, "https://example.com/claim?id=1"),
)


def drawn(rows: tuple[Row, ...]) -> QImage:
    view = ReceiptView(ReceiptDocument("title", rows), 330)
    view.resize(view.sizeHint())
    return view.grab().toImage()


def test_every_kind_of_row_leaves_ink(application: QApplication) -> None:
    empty = drawn((Row(RowKind.BLANK),) * 20)
    for row in ROWS:
        if row.kind is not RowKind.BLANK:
            assert drawn((row, *((Row(RowKind.BLANK),) * 20))).convertToFormat(QImage.Format.Format_Mono) != empty, row


def test_a_long_name_makes_the_paper_longer(application: QApplication) -> None:
    short = ReceiptView(ReceiptDocument("", (Row(RowKind.COLUMNS, "茶", "x1", "65"),)), 330)
    long = ReceiptView(
        ReceiptDocument("", (Row(RowKind.COLUMNS, "古早味手工現烤蜂蜜蛋糕禮盒典藏版", "x1", "65"),)), 330
    )
    assert long.sizeHint().height() > short.sizeHint().height()
