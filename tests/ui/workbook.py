"""What is in a workbook, read as the format says."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(file: Path, sheet: int) -> dict[str, tuple[str, str]]:
    """The cells of a sheet: their kind (``s`` for texts) and what is in them."""
    with zipfile.ZipFile(file) as book:
        texts = [
            node.findtext(f".//{SHEET}t") or "" for node in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    found = {}
    for cell in tree.iter(f"{SHEET}c"):
        kind, value = cell.get("t", "n"), cell.findtext(f"{SHEET}v") or ""
        found[cell.get("r", "")] = (kind, texts[int(value)] if kind == "s" else value)
    return found
