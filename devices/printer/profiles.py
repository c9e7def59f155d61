"""What printer models can do: the table in ``resources/printers``, from python-escpos's database and our own entries.

Read without loading the library, because settings are checked against it where nothing may take long.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Any

from devices.drawer.cash_drawer import DRAWER_PINS
from resources.printers import printer_table
from terminal.domain.records import record

PROFILE_DEFAULT = "default"
DOTS_PER_INCH_DEFAULT = 203
_DOTS_58, _DOTS_80 = 384, 576
_PROFILES_KEPT = 64


class Cutter(StrEnum):
    """How a printer parts a receipt from the roll."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


@record
class PrinterProfile:
    """One model. ``answers`` (DLE EOT) and ``confirms`` (GS ( H) are ``None`` where only trying tells.

    ``text`` names the Chinese codes its own fonts read; empty where that is not known. ``library`` is the
    python-escpos profile whose start, cut and drawer commands it takes.
    """

    name: str
    title: str
    library: str = PROFILE_DEFAULT
    dots_58: int = _DOTS_58
    dots_80: int = _DOTS_80
    dots_per_inch: int = DOTS_PER_INCH_DEFAULT
    cut: Cutter = Cutter.FULL
    drawer_pins: tuple[int, ...] = DRAWER_PINS
    text: tuple[str, ...] = ()
    raster: bool = True
    answers: bool | None = None
    automatic_status: bool = False
    confirms: bool | None = None
    source: str = "python-escpos"

    def width_dots(self, paper_mm: int) -> int:
        """How many dots it prints beside each other on paper of 58 or 80 mm."""
        return self.dots_58 if paper_mm == 58 else self.dots_80

    def reads(self, code: str) -> bool:
        """Whether its own fonts may be sent text in this code; where that is not known, whoever set it up knows."""
        return code == "ascii" or not self.text or code in self.text


@lru_cache(maxsize=_PROFILES_KEPT)
def printer_profile(name: str) -> PrinterProfile:
    """The model called ``name``; one nobody knows counts as ``default``, so that a receipt still prints."""
    table = printer_table()
    known = name if name in table else PROFILE_DEFAULT
    keys: dict[str, Any] = dict(table[known])
    keys["cut"] = Cutter(keys.get("cut", Cutter.FULL))
    for listed in ("drawer_pins", "text"):
        if listed in keys:
            keys[listed] = tuple(keys[listed])
    return PrinterProfile(name=known, **keys)
