"""A receipt document drawn as dots, at the width of the paper."""

from dataclasses import dataclass

from PIL import Image

from devices.printer.fonts import Face, face
from devices.printer.symbols import code128, qr
from devices.printer.wrapping import wrap
from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind

WIDTHS_DOTS = (384, 420, 432, 504, 512, 546, 576, 640)
BODY_DOTS = 24
SCALES = (1, 2)
_LEADING_EM = 0.42
_ASCENT_EM = 0.88
_BLANK = 18
_SYMBOL_MARGIN = 10
_DASH, _DASH_GAP, _DASH_HEIGHT = 6, 4, 2
_NARROWEST_LEFT_EM = 4
_WHITE, _BLACK = 255, 0


@dataclass(slots=True)
class _Sheet:
    """Paper that grows downwards: pictures placed so far, and the height they take."""

    width: int
    amounts: int
    quantities: int
    marks: list[tuple[Image.Image, int, int]]
    height: int = 0

    def line(self, pieces: list[tuple[str, int]], typeface: Face) -> None:
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


def render(document: ReceiptDocument, width: int) -> Image.Image:
    """The document as a one-bit picture, white paper, ``width`` dots wide (a multiple of 8).

    Raises ``Refusal("font_missing")`` where no installed typeface draws Chinese, ``Refusal("qr_too_long")``.
    """
    amounts, quantities = _column_widths(document)
    sheet = _Sheet(width, amounts, quantities, [])
    for row in document.rows:
        _DRAW[row.kind](row, sheet)
    picture = Image.new("1", (width, max(sheet.height, 1)), _WHITE)
    for dots, x, y in sheet.marks:
        picture.paste(_BLACK, (x, y), dots)
    return picture


def _face(row: Row) -> Face:
    return face(BODY_DOTS * min(max(row.scale, SCALES[0]), SCALES[-1]), row.bold)


def _column_widths(document: ReceiptDocument) -> tuple[int, int]:
    """The widest amount and the widest quantity, so that all rows share the same columns."""
    tabular = [row for row in document.rows if row.kind is RowKind.COLUMNS and row.middle]
    amounts = max((_face(row).width(row.right) for row in tabular), default=0)
    quantities = max((_face(row).width(row.middle) for row in tabular), default=0)
    return amounts, quantities


def _text(row: Row, sheet: _Sheet) -> None:
    typeface = _face(row)
    for line in wrap(row.left, typeface, sheet.width):
        spare = sheet.width - typeface.width(line)
        start = {Align.LEFT: 0, Align.CENTRE: spare // 2, Align.RIGHT: spare}[row.align]
        sheet.line([(line, start)], typeface)


def _columns(row: Row, sheet: _Sheet) -> None:
    typeface = _face(row)
    gap = typeface.size // 2
    right_start = sheet.width - typeface.width(row.right)
    left_width = right_start - gap if row.right else sheet.width
    first = [(row.right, right_start)] if row.right else []
    if row.middle:
        middle_end = min(sheet.width - sheet.amounts, right_start) - 2 * gap
        first.append((row.middle, middle_end - typeface.width(row.middle)))
        left_width = middle_end - max(sheet.quantities, typeface.width(row.middle)) - gap
    needed = typeface.width(row.left)
    lone_amount = not row.middle and needed <= sheet.width
    if left_width < (needed if lone_amount else min(_NARROWEST_LEFT_EM * typeface.size, needed)):
        _stacked(row, sheet)
        return
    lines = wrap(row.left, typeface, left_width)
    sheet.line([(lines[0], 0), *first], typeface)
    for line in lines[1:]:
        sheet.line([(line, 0)], typeface)


def _stacked(row: Row, sheet: _Sheet) -> None:
    """Columns that leave no room beside each other, or would break a short label: one under the other."""
    _text(Row(RowKind.TEXT, row.left, bold=row.bold, scale=row.scale), sheet)
    rest = "  ".join(part for part in (row.middle, row.right) if part)
    _text(Row(RowKind.TEXT, rest, align=Align.RIGHT, bold=row.bold, scale=row.scale), sheet)


def _rule(_row: Row, sheet: _Sheet) -> None:
    dash = Image.new("1", (_DASH, _DASH_HEIGHT), _WHITE)
    start = (sheet.width + _DASH_GAP) % (_DASH + _DASH_GAP) // 2
    y = sheet.height + (_BLANK - _DASH_HEIGHT) // 2
    sheet.marks.extend((dash, x, y) for x in range(start, sheet.width - _DASH + 1, _DASH + _DASH_GAP))
    sheet.height += _BLANK


def _blank(_row: Row, sheet: _Sheet) -> None:
    sheet.height += _BLANK


def _barcode(row: Row, sheet: _Sheet) -> None:
    """Code 128 with its text beneath; as a QR code when the paper is too narrow for it."""
    symbol = code128(row.left, sheet.width)
    if symbol is None:
        symbol = qr(row.left, sheet.width)
    _symbol(symbol, sheet)
    _text(Row(RowKind.TEXT, row.left, align=Align.CENTRE), sheet)


def _qr(row: Row, sheet: _Sheet) -> None:
    _symbol(qr(row.left, sheet.width), sheet)


def _symbol(dots: Image.Image, sheet: _Sheet) -> None:
    sheet.marks.append((dots, (sheet.width - dots.width) // 2, sheet.height + _SYMBOL_MARGIN))
    sheet.height += dots.height + 2 * _SYMBOL_MARGIN


_DRAW = {
    RowKind.TEXT: _text,
    RowKind.COLUMNS: _columns,
    RowKind.RULE: _rule,
    RowKind.BLANK: _blank,
    RowKind.BARCODE: _barcode,
    RowKind.QR: _qr,
}
