"""Documents in a printer's own characters: a fraction of the bytes of a picture, for slow serial lines.

Characters stand in cells: 32 on 58 mm paper, 48 on 80 mm; a Chinese character takes two. A row that has a character
which the code lacks (the names 堃 喆 犇 煊 峯 瀞 in Big5), a barcode, a QR code or a picture is drawn by us instead.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import groupby

from PIL import Image

from devices.printer.layout import Columns, Pieces, column_lines, columns_of, text_lines
from devices.printer.raster import BLANK_DOTS, BODY_DOTS, render, scale_of
from devices.printer.text_codes import CODECS, TextCode
from terminal.domain.records import record
from terminal.ports.printing import ReceiptDocument, Row, RowKind

CELL_DOTS = BODY_DOTS // 2
LINE_DOTS = 34
"""As high as the lines that we draw."""
_KEPT = 8192

_CHINESE_ON, _CHINESE_OFF = b"\x1c&", b"\x1c."
_LATIN = _CHINESE_OFF + b"\x1bt\x00"
_BOLD_ON, _BOLD_OFF = b"\x1bE\x01", b"\x1bE\x00"
_TWICE, _ONCE = b"\x1d!\x11", b"\x1d!\x00"

_BIG5_LEVELS = ((0xA140, 0xA3BF), (0xA440, 0xC67E), (0xC940, 0xF9D5))
"""Big5 itself. What code page 950 adds around it, printers have or have not."""


_LOOK_ALIKES = {TextCode.BIG5: {"・": "‧"}}
"""Characters that the code has under another of Unicode's numbers."""


@lru_cache(maxsize=_KEPT)
def encoded(character: str, code: TextCode) -> bytes | None:
    """One character as the printer is sent it, one byte a cell: nothing for controls, ``None`` where the code lacks it.

    No byte is below 20 hex, so no text can become a command. Of GB18030, printers have what takes two bytes.
    """
    if unicodedata.category(character).startswith("C"):
        return b""
    try:
        data = _LOOK_ALIKES.get(code, {}).get(character, character).encode(CODECS[code])
    except UnicodeEncodeError:
        return None
    if len(data) == 1:
        return data if 0x20 <= data[0] <= 0x7E else None
    if len(data) > 2:
        return None
    value = int.from_bytes(data)
    if code is TextCode.BIG5 and not any(first <= value <= last for first, last in _BIG5_LEVELS):
        return None
    return data


@record
class Cells:
    """Measures text in half-width cells. Implements ``Measure``."""

    code: TextCode
    scale: int

    @property
    def size(self) -> int:
        """See ``Measure``."""
        return 2 * self.scale

    def width(self, text: str) -> int:
        """See ``Measure``."""
        return self.scale * sum(2 if data is None else len(data) for data in self._all(text))

    def has(self, text: str) -> bool:
        """Whether the code has every character of it."""
        return None not in self._all(text.replace("\n", " "))

    def bytes_of(self, text: str) -> bytes:
        """What the printer is sent for it."""
        return b"".join(data or b"" for data in self._all(text))

    def _all(self, text: str) -> list[bytes | None]:
        return [encoded(character, self.code) for character in text]


@record
class Composed:
    """A document as writes for the wire, and about how many rows of dots it moves the paper."""

    writes: tuple[bytes, ...]
    height: int


def compose(
    document: ReceiptDocument, width_dots: int, code: TextCode, encode: Callable[[Image.Image], tuple[bytes, ...]]
) -> Composed:
    """The document in the printer's own characters, row by row; ``encode`` is for the rows that are drawn instead.

    Raises ``Refusal``: ``font_missing`` only where a row has to be drawn, ``qr_too_long``.
    """
    columns = columns_of(document, width_dots // CELL_DOTS, lambda row: Cells(code, scale_of(row)))
    writes: list[bytes] = []
    height = 0
    for is_native, rows in groupby(document.rows, lambda row: _is_native(row, code)):
        if is_native:
            lines = [line for row in rows for line in _lines(row, columns, code)]
            writes.append(_opening(code) + b"".join(data for data, _ in lines) + _closing(code))
            height += sum(dots for _, dots in lines)
        else:
            drawn = render(document, width_dots, tuple(rows))
            writes.extend(encode(drawn))
            height += drawn.height
    return Composed(tuple(writes), height)


def _is_native(row: Row, code: TextCode) -> bool:
    match row.kind:
        case RowKind.RULE | RowKind.BLANK:
            return True
        case RowKind.TEXT | RowKind.COLUMNS:
            return Cells(code, 1).has(row.left + row.middle + row.right)
        case _:
            return False


def _lines(row: Row, columns: Columns, code: TextCode) -> list[tuple[bytes, int]]:
    """The row's lines as bytes, each with its height in dots."""
    cells = Cells(code, scale_of(row))
    match row.kind:
        case RowKind.BLANK:
            return [(b"\x1bJ" + bytes([BLANK_DOTS]), BLANK_DOTS)]
        case RowKind.RULE:
            return [(b"-" * columns.width + b"\n", LINE_DOTS)]
        case RowKind.COLUMNS:
            lines = column_lines(row, cells, columns)
        case _:
            lines = text_lines(row, cells, columns.width)
    return [(_line(pieces, row, cells), LINE_DOTS * cells.scale) for pieces in lines]


def _line(pieces: Pieces, row: Row, cells: Cells) -> bytes:
    text = b""
    pen = 0
    for words, start in sorted(pieces, key=lambda piece: piece[1]):
        spaces = max(start - pen, 0) // cells.scale
        text += b" " * spaces + cells.bytes_of(words)
        pen += spaces * cells.scale + cells.width(words)
    line = text.rstrip(b" ") + b"\n"
    if cells.scale > 1:
        line = _spacing(LINE_DOTS * cells.scale) + _TWICE + line + _ONCE + _spacing(LINE_DOTS)
    return _BOLD_ON + line + _BOLD_OFF if row.bold else line


def _spacing(dots: int) -> bytes:
    return b"\x1b3" + bytes([dots])


def _opening(code: TextCode) -> bytes:
    return (_LATIN if code is TextCode.ASCII else _CHINESE_ON) + _spacing(LINE_DOTS)


def _closing(code: TextCode) -> bytes:
    return b"" if code is TextCode.ASCII else _CHINESE_OFF
