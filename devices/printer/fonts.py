"""The typeface of receipts: finding one that draws Chinese, and its characters as crisp one-bit pictures."""

import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from terminal.domain.errors import Refusal
from terminal.domain.records import record

FAMILIES = ("Noto Sans CJK TC", "Noto Sans TC", "Microsoft JhengHei", "PingFang TC", "WenQuanYi Zen Hei")
INSTALL = "fonts-noto-cjk"
GETA = "〓"
"""Printers' mark for a character that the typeface lacks."""

_INK_FROM = 108
"""Anti-aliased grey (0–255) from which a dot is black: keeps two-dot stems even and small counters open."""
_PROBE = "茶堃瀞"
_NEVER_ASSIGNED = "\U0010ffff"
_FACES_MAX = 16
_PLACES = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc"),
    ("C:/Windows/Fonts/msjh.ttc", "C:/Windows/Fonts/msjhbd.ttc"),
    ("/System/Library/Fonts/PingFang.ttc", "/System/Library/Fonts/PingFang.ttc"),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
)


@record
class FontFiles:
    """One family's regular and bold files, each with its place in the collection file."""

    regular: tuple[str, int]
    bold: tuple[str, int]


@record
class Glyph:
    """A character's dots (black where set), where they start from the pen on the baseline, and the pen's advance."""

    dots: Image.Image | None
    left: int
    top: int
    advance: int


class Face:
    """One weight at one size in dots. Glyphs are drawn once and kept; belongs to one thread."""

    def __init__(self, file: tuple[str, int], size: int) -> None:
        path, index = file
        self.size = size
        self._font = ImageFont.truetype(path, size, index=index, layout_engine=ImageFont.Layout.BASIC)
        self._glyphs: dict[str, Glyph] = {}
        self._missing = self._picture(_NEVER_ASSIGNED)

    def glyph(self, character: str) -> Glyph:
        """The character, or 〓 where the typeface has none; marks without a body of their own are empty."""
        found = self._glyphs.get(character)
        if found is None:
            found = self._glyphs[character] = self._draw(character)
        return found

    def width(self, text: str) -> int:
        """How far ``text`` moves the pen, in dots."""
        return sum(self.glyph(character).advance for character in text)

    def has(self, character: str) -> bool:
        """Whether the typeface draws this character as anything but its box for missing ones."""
        return self._picture(character) != self._missing

    def _picture(self, character: str) -> tuple[tuple[int, int], bytes]:
        mask = self._font.getmask(character)
        return mask.size, bytes(mask)

    def _draw(self, character: str) -> Glyph:
        if unicodedata.category(character)[0] in "CM":
            return Glyph(None, 0, 0, 0)
        if not self.has(character):
            character = GETA if self.has(GETA) else "="
        advance = round(self._font.getlength(character))
        left, top, right, bottom = (round(edge) for edge in self._font.getbbox(character, anchor="ls"))
        if right <= left or bottom <= top:
            return Glyph(None, 0, 0, advance)
        grey = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(grey).text((-left, -top), character, fill=255, font=self._font, anchor="ls")
        dots = grey.point(lambda level: 255 if level >= _INK_FROM else 0, "1")
        return Glyph(dots, left, top, advance)


@lru_cache(maxsize=_FACES_MAX)
def face(size: int, bold: bool) -> Face:
    """The installed receipt typeface. Raises ``Refusal("font_missing")`` where none draws Chinese."""
    files = find_font()
    return Face(files.bold if bold else files.regular, size)


@lru_cache(maxsize=1)
def find_font() -> FontFiles:
    """The best installed family that draws Traditional Chinese. Raises ``Refusal("font_missing")``."""
    for regular, bold in _candidates():
        if Path(regular).is_file():
            bold_file = bold if Path(bold).is_file() else regular
            files = FontFiles((regular, _index(regular)), (bold_file, _index(bold_file)))
            if all(Face(files.regular, 16).has(character) for character in _PROBE):
                return files
    raise Refusal("font_missing", install=INSTALL)


def _candidates() -> Iterator[tuple[str, str]]:
    yield from _PLACES
    regular = _fontconfig(":lang=zh-tw:weight=80")
    if regular:
        yield regular, _fontconfig(":lang=zh-tw:weight=200") or regular


def _fontconfig(pattern: str) -> str:
    program = shutil.which("fc-match")
    if program is None:
        return ""
    answer = subprocess.run([program, "-f", "%{file}", pattern], capture_output=True, text=True, timeout=5, check=False)
    return answer.stdout


def _index(path: str) -> int:
    """The place in a font collection whose family comes first in ``FAMILIES``, or 0."""
    names: list[str] = []
    for index in range(64):
        try:
            names.append(str(ImageFont.truetype(path, 16, index=index).getname()[0]))
        except OSError:
            break
    return next((names.index(family) for family in FAMILIES if family in names), 0)
