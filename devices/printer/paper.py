"""What came out of a virtual printer: bands, lines and feeds, turned into a picture only when someone looks."""

from PIL import Image

from devices.printer.characters import Line
from terminal.domain.records import record

_WHITE = 255
_WIDTH_OF_TEXT = 384


@record
class Band:
    """Rows of dots as they came: black bits set, ``stride`` bytes a row."""

    stride: int
    rows: int
    data: bytes

    def picture(self) -> Image.Image:
        """The dots."""
        return Image.frombytes("1", (self.stride * 8, self.rows), self.data, "raw", "1;I")


Part = Band | Line | int


@record
class Page:
    """One receipt up to its cut: bands, lines of characters, and feeds as numbers of dots."""

    parts: tuple[Part, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What the printer wrote with its own characters."""
        return tuple(part.text for part in self.parts if isinstance(part, Line))

    def picture(self, width: int | None = None) -> Image.Image:
        """The page as a one-bit picture, as wide as its widest band unless told."""
        height = sum(_height(part) for part in self.parts)
        page = Image.new("1", (width or self._widest(), max(height, 1)), _WHITE)
        y = 0
        for part in self.parts:
            if not isinstance(part, int):
                page.paste(part.picture(), (0, y))
            y += _height(part)
        return page

    def _widest(self) -> int:
        bands = max((part.stride * 8 for part in self.parts if isinstance(part, Band)), default=8)
        return max(bands, _WIDTH_OF_TEXT) if self.lines else bands


def _height(part: Part) -> int:
    match part:
        case Band():
            return part.rows
        case Line():
            return part.dots
        case dots:
            return dots
