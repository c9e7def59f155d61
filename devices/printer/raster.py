"""A receipt document drawn as dots, at the width of the paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from devices.printer.fonts import Face, face
from devices.printer.layout import Columns, Pieces, column_lines, columns_of, text_lines
from devices.printer.pictures import picture
from devices.printer.symbols import code128, qr
from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind

WIDTHS_DOTS = (384, 420, 432, 504, 512, 546, 576, 640)
BODY_DOTS = 24
SCALES = (1, 2)
_LEADING_EM = 0.42
_ASCENT_EM = 0.88
BLANK_DOTS = 18
_SYMBOL_MARGIN = 10
QR_MARGIN_DOTS = 20
"""About four of a code's modules, as readers want."""

_DASH, _DASH_GAP, _DASH_HEIGHT = 6, 4, 2
_WHITE, _BLACK = 255, 0


@dataclass(slots=True)
class _Sheet:
    """Paper that grows downwards: pictures placed so far, and the height they take."""

    columns: Columns
    marks: list[tuple[Image.Image, int, int]]
    height: int = 0

    @property
    def width(self) -> int:
        """The paper's, in dots."""
        return self.columns.width

    def line(self, pieces: Pieces, typeface: Face) -> None:
        """One line of text; each piece with where it starts."""
        leading = round(typeface.size * _LEADING_EM)
        baseline = self.height + leading // 2 + round(typeface.size * _ASCENT_EM)
        for text, start in pieces:
            pen = start
            for character in text:
                glyph = typeface.glyph(character)
                if glyph.dots is not None:
                    self.marks.append((glyph.dots, pen + glyph.left, baseline + glyph.top))
                pen += glyph.advance
        self.height += typeface.size + leading


def render(document: ReceiptDocument, width: int, rows: Sequence[Row] | None = None) -> Image.Image:
    """The document, or only these ``rows`` of it, as a one-bit picture on white paper.

    ``width`` is in dots, a multiple of 8. Raises ``Refusal("font_missing")`` where no installed typeface draws
    Chinese, ``Refusal("qr_too_long")``.
    """
    sheet = _Sheet(columns_of(document, width, _face), [])
    for row in document.rows if rows is None else rows:
        _DRAW[row.kind](row, sheet)
    picture = Image.new("1", (width, max(sheet.height, 1)), _WHITE)
    for dots, x, y in sheet.marks:
        picture.paste(_BLACK, (x, y), dots)
    return picture


def _face(row: Row) -> Face:
    return face(BODY_DOTS * scale_of(row), row.bold)


def scale_of(row: Row) -> int:
    """How many times body size the row's characters are."""
    return min(max(row.scale, SCALES[0]), SCALES[-1])


def _text(row: Row, sheet: _Sheet) -> None:
    typeface = _face(row)
    for pieces in text_lines(row, typeface, sheet.width):
        sheet.line(pieces, typeface)


def _columns(row: Row, sheet: _Sheet) -> None:
    typeface = _face(row)
    for pieces in column_lines(row, typeface, sheet.columns):
        sheet.line(pieces, typeface)


def _rule(_row: Row, sheet: _Sheet) -> None:
    dash = Image.new("1", (_DASH, _DASH_HEIGHT), _WHITE)
    start = (sheet.width + _DASH_GAP) % (_DASH + _DASH_GAP) // 2
    y = sheet.height + (BLANK_DOTS - _DASH_HEIGHT) // 2
    sheet.marks.extend((dash, x, y) for x in range(start, sheet.width - _DASH + 1, _DASH + _DASH_GAP))
    sheet.height += BLANK_DOTS


def _blank(_row: Row, sheet: _Sheet) -> None:
    sheet.height += BLANK_DOTS


def _barcode(row: Row, sheet: _Sheet) -> None:
    """Code 128 with its text beneath; as a QR code when the paper is too narrow for it."""
    symbol = code128(row.left, sheet.width)
    if symbol is None:
        symbol = qr(row.left, sheet.width)
    _symbol(symbol, sheet)
    _text(Row(RowKind.TEXT, row.left, align=Align.CENTRE), sheet)


def _qr(row: Row, sheet: _Sheet) -> None:
    _symbol(qr(row.left, sheet.width), sheet, QR_MARGIN_DOTS)


def _image(row: Row, sheet: _Sheet) -> None:
    """A logo at its share of the paper. What is no picture leaves no mark: a receipt without it is one all the same."""
    try:
        dots = picture(row.left, sheet.width)
    except (OSError, ValueError, SyntaxError):
        return
    _symbol(dots, sheet)


def _symbol(dots: Image.Image, sheet: _Sheet, margin: int = _SYMBOL_MARGIN) -> None:
    sheet.marks.append((dots, (sheet.width - dots.width) // 2, sheet.height + margin))
    sheet.height += dots.height + 2 * margin


_DRAW = {
    RowKind.TEXT: _text,
    RowKind.COLUMNS: _columns,
    RowKind.RULE: _rule,
    RowKind.BLANK: _blank,
    RowKind.BARCODE: _barcode,
    RowKind.QR: _qr,
    RowKind.IMAGE: _image,
}
