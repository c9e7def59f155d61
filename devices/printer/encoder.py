"""Pictures as ESC/POS raster or columns: bands that small buffers hold, white rows as feeds, no hidden commands."""

import re
from itertools import groupby

from PIL import Image

BAND_ROWS_MAX = 96
FEED_DOTS_MAX = 255
BLANK_ROWS_FED = 6
"""Shorter white gaps stay in the picture: a feed stops the motor."""
_UNSAFE_BAND_ROWS = 16
_COLUMN_ROWS = 24
"""Rows of one strip in column mode (``ESC * 33``): three bytes a column."""
_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")
_HARMLESS = b"\x18"


def pack(picture: Image.Image) -> bytes:
    """A one-bit picture as rows of bytes, black set, most significant bit first, free of real-time commands.

    Printers obey DLE EOT, DLE ENQ and DLE DC4 (``10`` then ``04``, ``05`` or ``14``) even inside pictures; such a
    ``10`` becomes ``18``, one dot more. Done over the whole picture, so no row or band boundary hides a pair.
    """
    return _REAL_TIME.sub(_HARMLESS, picture.tobytes("raw", "1;I"))


def encode(picture: Image.Image) -> tuple[bytes, ...]:
    """The picture as writes of about one full band each: ``GS v 0`` with exact lengths, ``ESC J`` over white rows."""
    if picture.width % 8:
        raise ValueError("a picture is a whole number of bytes wide")
    stride = picture.width // 8
    packed = pack(picture)
    rows = [packed[start : start + stride] for start in range(0, len(packed), stride)]
    commands: list[bytes] = []
    for blank, run in _runs(rows):
        commands.extend([_feed(run)] if blank else _bands(rows, run, stride))
    return _gathered(commands, BAND_ROWS_MAX * stride)


def encode_columns(picture: Image.Image) -> tuple[bytes, ...]:
    """The picture for printers without ``GS v 0``: strips of 24 rows, ``ESC * 33``, each up to its last black column.

    ``ESC J`` prints a strip and moves the paper on by its height, so ``GS P`` must have made its unit one dot.
    """
    if picture.width % 8:
        raise ValueError("a picture is a whole number of bytes wide")
    commands: list[bytes] = []
    blank = 0
    for top in range(0, picture.height, _COLUMN_ROWS):
        height = min(_COLUMN_ROWS, picture.height - top)
        columns = _strip(picture, top)
        if not columns:
            blank += height
            continue
        commands.append(_feed(range(blank)))
        blank = 0
        header = b"\x1b*\x21" + (len(columns) // 3).to_bytes(2, "little")
        commands.append(header + columns + _feed(range(height)))
    commands.append(_feed(range(blank)))
    return _gathered([command for command in commands if command], BAND_ROWS_MAX * picture.width // 8)


def _strip(picture: Image.Image, top: int) -> bytes:
    """24 rows as columns from left to right, the topmost dot the highest bit, without the white ones at the end.

    Free of real-time commands like ``pack``: a dot more in column mode is one below another.
    """
    strip = picture.crop((0, top, picture.width, top + _COLUMN_ROWS))
    if top + _COLUMN_ROWS > picture.height:
        strip.paste(255, (0, picture.height - top, picture.width, _COLUMN_ROWS))
    packed = strip.transpose(Image.Transpose.TRANSPOSE).tobytes("raw", "1;I").rstrip(b"\x00")
    whole = packed + bytes(-len(packed) % (_COLUMN_ROWS // 8))
    return _REAL_TIME.sub(_HARMLESS, whole)


def _gathered(commands: list[bytes], length: int) -> tuple[bytes, ...]:
    """Whole commands joined into writes that end once they pass ``length`` bytes."""
    writes: list[bytes] = []
    waiting: list[bytes] = []
    for command in commands:
        waiting.append(command)
        if sum(map(len, waiting)) >= length:
            writes.append(b"".join(waiting))
            waiting = []
    return (*writes, b"".join(waiting)) if waiting else tuple(writes)


def _runs(rows: list[bytes]) -> list[tuple[bool, range]]:
    """The rows as alternating runs: white ones long enough to feed, and the rest."""
    white = bytes(len(rows[0]))
    marks: list[bool] = []
    for blank, run in groupby(row == white for row in rows):
        length = len(list(run))
        marks.extend([blank and length >= BLANK_ROWS_FED] * length)
    runs, start = [], 0
    for blank, run in groupby(marks):
        length = len(list(run))
        runs.append((blank, range(start, start + length)))
        start += length
    return runs


def _feed(run: range) -> bytes:
    whole, rest = divmod(len(run), FEED_DOTS_MAX)
    return b"\x1bJ\xff" * whole + (b"\x1bJ" + bytes([rest]) if rest else b"")


def _bands(rows: list[bytes], run: range, stride: int) -> list[bytes]:
    bands: list[bytes] = []
    start = run.start
    while start < run.stop:
        height = min(BAND_ROWS_MAX, run.stop - start)
        if height == _UNSAFE_BAND_ROWS:  # its height byte, 10, could open a pair
            height -= 1
        header = b"\x1dv0\x00" + stride.to_bytes(2, "little") + height.to_bytes(2, "little")
        bands.append(header + b"".join(rows[start : start + height]))
        start += height
    return bands
