"""A virtual printer's own characters: how large and how bold it was told to print them, and what they look like."""

from PIL import Image, ImageDraw, ImageFont

from devices.printer.fonts import face
from terminal.domain.errors import Refusal
from terminal.domain.records import record

_WHITE, _BLACK = 255, 0
_CELL_DOTS = 24
_BASELINE = 0.88


@record
class Size:
    """How many times as wide and as high as usual, 1 to 8."""

    wide: int = 1
    high: int = 1


@record
class Look:
    """How characters come out. Printers keep one size for Latin letters and one for Chinese characters."""

    latin: Size = Size()
    chinese: Size = Size()
    bold: bool = False


@record
class LookChange:
    """GS !, ESC !, ESC E, FS ! and their like; ``None`` leaves something as it was."""

    latin: Size | None = None
    chinese: Size | None = None
    bold: bool | None = None

    def of(self, look: Look) -> Look:
        """``look`` from now on."""
        bold = look.bold if self.bold is None else self.bold
        return Look(self.latin or look.latin, self.chinese or look.chinese, bold)


@record
class Run:
    """Characters of a line that look the same."""

    text: str
    look: Look = Look()

    def size(self, character: str) -> Size:
        """How large that one is."""
        return self.look.latin if character.isascii() else self.look.chinese


@record
class Line:
    """One line of the printer's own characters; it takes ``dots`` of paper."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(run.text for run in self.runs)

    @property
    def dots(self) -> int:
        """As high as its highest character."""
        return _CELL_DOTS * max((run.size(each).high for run in self.runs for each in run.text), default=1)

    def picture(self) -> Image.Image:
        """The characters in our receipts' typeface; a printer's own looks different."""
        cells = [_cell(each, run.size(each), run.look.bold) for run in self.runs for each in run.text]
        width = sum(cell.width for cell in cells)
        picture = Image.new("1", (max(width, 8), self.dots), _WHITE)
        pen = 0
        for cell in cells:
            picture.paste(cell, (pen, self.dots - cell.height))
            pen += cell.width
        return picture


def _cell(character: str, size: Size, bold: bool) -> Image.Image:
    """One character; larger ones have larger dots, as in a printer."""
    wide = _CELL_DOTS // (2 if character.isascii() else 1)
    picture = Image.new("1", (wide, _CELL_DOTS), _WHITE)
    try:
        glyph = face(_CELL_DOTS, bold).glyph(character)
        if glyph.dots is not None:
            dots = glyph.dots.resize((min(glyph.dots.width, wide), glyph.dots.height))
            left = (wide - dots.width) // 2 if character.isascii() else glyph.left
            picture.paste(_BLACK, (left, round(_CELL_DOTS * _BASELINE) + glyph.top), dots)
    except Refusal:  # no typeface here draws Chinese
        ImageDraw.Draw(picture).text((0, 4), character, fill=_BLACK, font=ImageFont.load_default())
    return picture.resize((wide * size.wide, _CELL_DOTS * size.high), Image.Resampling.NEAREST)
