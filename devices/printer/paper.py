"""What came out of a virtual printer: bands and feeds, turned into a picture only when someone looks."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

_WHITE = 255


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of dots as they came: black bits set, ``stride`` bytes a row."""

    stride: int
    rows: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """One receipt up to its cut: bands, and feeds as numbers of dots."""

    parts: tuple[Band | int, ...]

    def picture(self, width: int | None = None) -> Image.Image:
        """The page as a one-bit picture, as wide as its widest band unless told."""
        height = sum(part if isinstance(part, int) else part.rows for part in self.parts)
        widest = max((part.stride * 8 for part in self.parts if isinstance(part, Band)), default=8)
        page = Image.new("1", (width or widest, max(height, 1)), _WHITE)
        y = 0
        for part in self.parts:
            if isinstance(part, int):
                y += part
                continue
            page.paste(Image.frombytes("1", (part.stride * 8, part.rows), part.data, "raw", "1;I"), (0, y))
            y += part.rows
        return page

    def save_png(self, path: Path) -> None:
        """Writes the page as a PNG file."""
        self.picture().save(path)
