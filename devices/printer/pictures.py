"""Pictures of a receipt as dots: black and white, as wide a share of the paper as they were drawn for."""

import base64
from functools import lru_cache
from io import BytesIO

from PIL import Image

DRAWN_FOR = 576
"""The paper's width, in dots, that pictures are drawn for."""

_INK = 96
"""How dark, of 255, a shrunk dot must be to stay black: low enough for fine lines to survive."""

_KEPT = 16


@lru_cache(maxsize=_KEPT)
def picture(png: str, width: int) -> Image.Image:
    """The PNG (base64) for paper of ``width`` dots, ink set, as ``symbols`` gives its symbols.

    Raises ``OSError``, ``ValueError`` or ``SyntaxError`` for what is no picture.
    """
    with Image.open(BytesIO(base64.b64decode(png, validate=True))) as opened:
        coloured = opened.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    paper.alpha_composite(coloured)
    ink = paper.convert("L").point(lambda value: 255 - value)
    size = (max(round(ink.width * width / DRAWN_FOR), 1), max(round(ink.height * width / DRAWN_FOR), 1))
    if size != ink.size:
        ink = ink.resize(size, Image.Resampling.BOX)
    return ink.point(lambda value: 255 if value > _INK else 0, "1")
