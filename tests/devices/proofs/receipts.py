"""Random receipts, and what must hold of the bytes of each."""

import random
import re
import unicodedata

from PIL import Image

from devices.printer.encoder import encode_columns, pack
from devices.printer.fonts import GETA, face
from devices.printer.jobs import PaperSettings, draw, job_data, print_data
from devices.printer.mechanism import Mechanism
from devices.printer.raster import BODY_DOTS
from devices.printer.text_codes import TextCode
from terminal.ports.printing import Align, JobState, PrintJob, ReceiptDocument, Row, RowKind
from tests.devices.decoder import decode
from tests.devices.proofs.npos import Sent
from tests.devices.proofs.people import name

REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
WIDTHS = (384, 420 // 8 * 8, 432, 512, 576, 640)
_WORDS = (
    "紅玉紅茶 大杯",
    "阿里山高山烏龍茶葉禮盒（附提袋，限量）",
    "Salted egg yolk egg rolls",
    "NT$1,284",
    "小計",
    "會員",
    "👍🏽",
    "\t\x07\x10\x04\x01",
    "2026-11-21 14:32",
    "ﾊﾝｶｸ ｶﾀｶﾅ",
    "ขอบคุณ",
    "e\u0301",
    "鹹蛋黃蛋捲 6 入",
    "・・・",
    "",
)
_KINDS = (RowKind.TEXT, RowKind.COLUMNS, RowKind.RULE, RowKind.BLANK, RowKind.BARCODE, RowKind.QR)
_KIND_WEIGHTS = (6, 6, 2, 2, 1, 1)


def receipt(chance: random.Random) -> ReceiptDocument:
    """Any rows in any order, a few of them or many."""
    rows = tuple(_row(chance) for _ in range(chance.randint(1, 12)))
    return ReceiptDocument(f"{chance.randrange(10_000):04d}", rows)


def _row(chance: random.Random) -> Row:
    kind = chance.choices(_KINDS, _KIND_WEIGHTS)[0]
    left = _text(chance)
    if kind in {RowKind.BARCODE, RowKind.QR}:
        left = "".join(chance.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ-/.", k=chance.randint(1, 24)))
    middle = f"x{chance.randint(1, 120)}" if kind is RowKind.COLUMNS and chance.random() < 0.7 else ""
    right = f"{chance.randint(0, 10 ** chance.randint(1, 7)):,}" if kind is RowKind.COLUMNS else ""
    align, bold, scale = chance.choice(list(Align)), chance.random() < 0.3, chance.choice((1, 1, 1, 2))
    return Row(kind, left, middle, right, align, bold, scale)


def _text(chance: random.Random) -> str:
    parts = [chance.choice(_WORDS) if chance.random() < 0.6 else name(chance) for _ in range(chance.randint(0, 4))]
    if chance.random() < 0.2:
        parts.append("".join(chr(chance.randrange(0x20, 0xD7FF)) for _ in range(chance.randint(1, 30))))
    return " ".join(parts)


def check_receipt(chance: random.Random) -> Sent:
    """Draws and encodes one; gives what whoever decodes its bytes must see.

    Raises ``AssertionError`` on a real-time command, on a byte that belongs to no command, and on any dot that
    differs, in pictures and in column mode.
    """
    paper = PaperSettings(chance.choice(WIDTHS))
    job = PrintJob(1, receipt(chance), JobState.QUEUED, attempts=0, copy=False)
    drawn = draw(job, paper)
    wanted = pack(drawn)
    sent = b"".join(print_data(job, drawn, paper).writes)
    decoded = decode(sent, paper.width_dots // 8)
    assert b"".join(decoded.rows) == wanted and decoded.cuts == 1
    assert not REAL_TIME.search(sent)
    _check_columns(drawn)
    for code in TextCode:
        writes = job_data(job, PaperSettings(paper.width_dots, text=code)).writes
        assert not REAL_TIME.search(b"".join(writes)), code
    return Sent(sent, wanted, paper.width_dots)


def _check_columns(drawn: Image.Image) -> None:
    """Column mode leaves the same dots, but for those it adds to hide a real-time command."""
    strips = b"".join(encode_columns(drawn))
    assert not REAL_TIME.search(strips)
    inside = Mechanism(_unheard, _uncounted)
    inside.obey(b"\x1b@\x1dP\xcb\xcb" + strips + b"\x1dV\x00")
    page = inside.pages[0].picture(drawn.width).crop((0, 0, drawn.width, drawn.height))
    assert inside.garbage == 0
    seen, wanted = page.tobytes("raw", "1;I"), drawn.tobytes("raw", "1;I")
    added = int.from_bytes(seen) ^ int.from_bytes(wanted)
    assert not added & int.from_bytes(wanted), "a dot is missing"
    assert added.bit_count() <= len(REAL_TIME.findall(_as_columns(drawn))), "dots that nobody drew"


def _as_columns(drawn: Image.Image) -> bytes:
    """The strips as they would be without taking anything out."""
    strips = []
    for top in range(0, drawn.height, 24):
        strip = Image.new("1", (drawn.width, 24), 255)
        strip.paste(drawn.crop((0, top, drawn.width, min(top + 24, drawn.height))), (0, 0))
        strips.append(strip.transpose(Image.Transpose.TRANSPOSE).tobytes("raw", "1;I"))
    return b"".join(strips)


def check_names(count: int, chance: random.Random) -> set[str]:
    """Draws that many names, thin and bold, small and large; gives every character that was drawn.

    Raises ``AssertionError`` on a character without ink, and on one drawn as the typeface's box or as our 〓.
    """
    faces = [face(size, bold) for size in (BODY_DOTS, 2 * BODY_DOTS) for bold in (False, True)]
    strangers = {dots.tobytes() for typeface in faces if (dots := typeface.glyph(GETA).dots)}
    assert strangers
    drawn: set[str] = set()
    for _ in range(count):
        for character in name(chance):
            if character in drawn or unicodedata.category(character)[0] in "ZM":
                continue
            for typeface in faces:
                glyph = typeface.glyph(character)
                assert glyph.dots is not None and glyph.dots.getbbox(), f"{character} has no ink"
                assert glyph.dots.tobytes() not in strangers and typeface.has(character), f"{character} is missing"
            drawn.add(character)
    return drawn


def _unheard(_: bytes) -> None:
    """Nobody listens to this printer."""


def _uncounted() -> None:
    """Nor counts its receipts."""
