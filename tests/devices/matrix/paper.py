"""What stands on the paper of a virtual printer: each receipt counted, unmarked and marked as a copy, by its dots."""

from collections.abc import Iterable
from dataclasses import dataclass

from devices.printer.encoder import pack
from devices.printer.paper import Page
from devices.printer.raster import render
from terminal.ports.printing import COPY_WORDS, Align, ReceiptDocument, Row, RowKind

WIDTH = 576


@dataclass(frozen=True, slots=True)
class Counted:
    """How often one receipt came out whole."""

    unmarked: int
    marked: int


def dots(*rows: Row) -> bytes:
    """Rows as they come out, eight dots a byte."""
    return pack(render(ReceiptDocument("", rows), WIDTH))


WORDS = dots(Row(RowKind.TEXT, COPY_WORDS, align=Align.CENTRE, bold=True, scale=2))
FACTS_LENGTH = len(dots(Row(RowKind.TEXT, "0001")))


def count(document: ReceiptDocument, pages: Iterable[Page]) -> Counted:
    """How often ``document``, which is unmarked, is on ``pages``: bare, and between two marks of a copy."""
    wanted = pack(render(document, WIDTH))
    unmarked = marked = 0
    for page in pages:
        paper = pack(page.picture(WIDTH))
        at = paper.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            before = paper[at - FACTS_LENGTH - len(WORDS) : at - FACTS_LENGTH] if at >= FACTS_LENGTH else b""
            both = before == WORDS and paper[end : end + len(WORDS)] == WORDS
            marked, unmarked = marked + both, unmarked + (not both)
            at = paper.find(wanted, end)
    return Counted(unmarked, marked)
