"""Barcodes and QR codes as dots, so that they print the same on every printer."""

from functools import lru_cache

from PIL import Image

from terminal.domain.errors import Refusal

QR_CHARACTERS_MAX = 800
_BARCODE_HEIGHT = 72
_BARCODE_MODULES = (3, 2)
"""Dots per module, widest first; one dot is finer than scanners read from thermal paper."""
_QR_MODULES = (6, 5, 4, 3, 2)
_QR_SHARE = 0.5
_KEPT = 64


@lru_cache(maxsize=_KEPT)
def code128(text: str, width: int) -> Image.Image | None:
    """``text`` as a Code 128 symbol of at most ``width`` dots with its quiet zones; ``None`` when it cannot be."""
    from barcode.charsets.code128 import ALL
    from barcode.codex import Code128

    if not text or not set(text) <= ALL:
        return None
    bars = str(Code128(text).build()[0])
    quiet = 10
    module = next((dots for dots in _BARCODE_MODULES if (len(bars) + 2 * quiet) * dots <= width), None)
    if module is None:
        return None
    row = Image.new("1", (len(bars), 1))
    row.putdata([255 if bar == "1" else 0 for bar in bars])
    return row.resize((len(bars) * module, _BARCODE_HEIGHT), Image.Resampling.NEAREST)


@lru_cache(maxsize=_KEPT)
def qr(text: str, width: int) -> Image.Image:
    """``text`` as a QR code, about half as wide as the paper. Raises ``Refusal("qr_too_long")``."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    if len(text) > QR_CHARACTERS_MAX:
        raise Refusal("qr_too_long", length_max=QR_CHARACTERS_MAX)
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    matrix = code.get_matrix()
    side = len(matrix)
    module = next((dots for dots in _QR_MODULES if side * dots <= width * _QR_SHARE), _QR_MODULES[-1])
    small = Image.new("1", (side, side))
    small.putdata([255 if black else 0 for row in matrix for black in row])
    return small.resize((side * module, side * module), Image.Resampling.NEAREST)
