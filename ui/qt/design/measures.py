"""How much room texts take in the till's font.

Nothing else than the text, its size and its weight decides that, neither the theme nor the widget: what was measured
once is known from then on, also to a sheet that is opened again.
"""

from functools import lru_cache

from PySide6.QtGui import QFontMetrics

from ui.qt.design.look import ui_font

KNOWN_MAX = 4096
"""So many texts are remembered. What a till shows of one language is far less."""


@lru_cache(KNOWN_MAX)
def text_width(text: str, size: int, *, bold: bool = False) -> int:
    """How wide ``text`` is, ``size`` pixels high."""
    return QFontMetrics(ui_font(size, bold=bold)).horizontalAdvance(text)


def fitting_size(text: str, room: int, largest: int, smallest: int, *, bold: bool = False) -> int:
    """The largest size at which ``text`` has ``room``; ``smallest`` where it has none at all."""
    size = largest
    while size > smallest and text_width(text, size, bold=bold) > room:
        size -= 1
    return size
