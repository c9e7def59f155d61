"""The table of printers, and that it agrees with the library it is taken from."""

import pytest
from escpos.capabilities import CAPABILITIES

from devices.printer.profiles import Cutter, PrinterProfile, printer_profile
from resources.printers import printer_table

LIBRARY = CAPABILITIES["profiles"]
NO_RECEIPT_PRINTERS = {"AF-240", "OCD-100", "OCD-300", "SP2000", "TSP600", "TUP500", "TM-U220", "TM-U220B"}


def test_every_receipt_printer_of_the_library_is_in_the_table() -> None:
    assert set(LIBRARY) - NO_RECEIPT_PRINTERS <= set(printer_table())


@pytest.mark.parametrize("name", sorted(set(LIBRARY) - NO_RECEIPT_PRINTERS - {"default", "simple"}))
def test_the_table_says_what_the_library_says(name: str) -> None:
    mine, theirs = printer_profile(name), LIBRARY[name]
    features, media = theirs["features"], theirs["media"]
    assert mine.library == name
    assert (mine.cut is Cutter.NONE) == (not features["paperFullCut"] and not features["paperPartCut"])
    assert mine.raster <= features["bitImageRaster"]
    if isinstance(media.get("dpi"), int):
        assert mine.dots_per_inch == media["dpi"]
    if isinstance(media["width"]["pixels"], int):
        assert mine.width_dots(80) == media["width"]["pixels"] // 8 * 8


@pytest.mark.parametrize("name", sorted(printer_table()))
def test_every_entry_can_be_printed_on(name: str) -> None:
    entry = printer_profile(name)
    assert entry.name == name and entry.title and entry.source
    assert entry.library in LIBRARY
    for width in (entry.width_dots(58), entry.width_dots(80)):
        assert width % 8 == 0 and 320 <= width <= 640
    assert entry.width_dots(58) <= entry.width_dots(80)
    assert 0 < entry.dots_per_inch < 256
    assert entry.drawer_pins and set(entry.drawer_pins) <= {2, 5}
    assert set(entry.text) <= {"big5", "gb18030"}


@pytest.mark.parametrize(
    "name", ["generic-58", "generic-80", "TM-T82III", "TM-T88VI", "TM-T88V", "mC-Print3", "SRP-350", "XP-58", "XP-80"]
)
def test_what_shops_here_have_is_known(name: str) -> None:
    assert printer_profile(name) != printer_profile("default")


def test_what_nobody_knows_is_the_default() -> None:
    assert printer_profile("no such model") == printer_profile("default")
    assert printer_profile("default") == PrinterProfile("default", "ESC/POS, 58 or 80 mm")


def test_native_text_is_for_codes_the_fonts_read() -> None:
    assert printer_profile("generic-58").reads("gb18030") and not printer_profile("generic-58").reads("big5")
    assert printer_profile("default").reads("big5") and printer_profile("generic-58").reads("ascii")
