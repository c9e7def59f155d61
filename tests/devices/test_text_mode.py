"""Receipts in a printer's own characters, read back by a decoder written from the command reference."""

import re
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.printer.encoder import encode
from devices.printer.jobs import PaperSettings, job_data
from devices.printer.profiles import printer_profile
from devices.printer.text_codes import TextCode
from devices.printer.text_mode import compose, encoded
from terminal.ports.printing import Align, JobState, PrintJob, ReceiptDocument, Row, RowKind
from tests.devices.receipts import CHINESE, ENGLISH, NAMES

CODES = [TextCode.BIG5, TextCode.GB18030, TextCode.ASCII]
CODECS = {TextCode.BIG5: "cp950", TextCode.GB18030: "gb18030", TextCode.ASCII: "ascii"}
REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
LENGTHS = {b"\x1b3": 3, b"\x1bE": 3, b"\x1d!": 3, b"\x1bJ": 3, b"\x1bt": 3, b"\x1c&": 2, b"\x1c.": 2}


@dataclass
class Written:
    """Lines of characters, how many bands of dots, and the commands about characters."""

    lines: list[bytes] = field(default_factory=list)
    bands: int = 0
    commands: list[bytes] = field(default_factory=list)


def read(data: bytes) -> Written:
    """Raises on any byte below a space that belongs to no command, and on any band that stands inside a line."""
    result, line = Written(), b""
    while data:
        if data[0] == 0x0A:
            result.lines.append(line)
            line, data = b"", data[1:]
        elif data[0] >= 0x20:
            line, data = line + data[:1], data[1:]
        elif data.startswith(b"\x1dv0\x00"):
            assert not line
            length = (data[4] | data[5] << 8) * (data[6] | data[7] << 8)
            result.bands += 1
            data = data[8 + length :]
        else:
            length = LENGTHS[data[:2]]
            result.commands.append(data[:length])
            data = data[length:]
    assert not line
    return result


def composed(document: ReceiptDocument, code: TextCode, width: int = 576) -> Written:
    return read(b"".join(compose(document, width, code, encode).writes))


def lines(document: ReceiptDocument, code: TextCode = TextCode.BIG5, width: int = 576) -> list[str]:
    return [line.decode(CODECS[code]) for line in composed(document, code, width).lines]


def document(*rows: Row) -> ReceiptDocument:
    return ReceiptDocument("", rows)


def cells(line: bytes) -> int:
    return len(line)  # one byte a cell, two for a Chinese character


def test_columns_line_up_in_cells_on_wide_paper() -> None:
    rows = (
        Row(RowKind.COLUMNS, "紅玉紅茶 大杯", "x2", "130"),
        Row(RowKind.COLUMNS, "鹹蛋黃蛋捲", "x12", "1,284"),
        Row(RowKind.RULE),
        Row(RowKind.COLUMNS, "應收", right="NT$335"),
        Row(RowKind.TEXT, "謝謝", align=Align.CENTRE),
        Row(RowKind.TEXT, "Bye", align=Align.RIGHT),
    )
    written = composed(document(*rows), TextCode.BIG5)
    assert [line.decode("cp950") for line in written.lines] == [
        "紅玉紅茶 大杯" + " " * 26 + "x2" + " " * 4 + "130",
        "鹹蛋黃蛋捲" + " " * 28 + "x12" + "  " + "1,284",
        "-" * 48,
        "應收" + " " * 38 + "NT$335",
        " " * 22 + "謝謝",
        " " * 45 + "Bye",
    ]
    assert [cells(line) for line in written.lines[:4]] == [48] * 4


def test_narrow_paper_has_32_cells() -> None:
    assert lines(document(Row(RowKind.RULE)), width=384) == ["-" * 32]


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        (TextCode.BIG5, b"\x1c&\x1b3\x22", b"\x1c."),
        (TextCode.GB18030, b"\x1c&\x1b3\x22", b"\x1c."),
        (TextCode.ASCII, b"\x1c.\x1bt\x00\x1b3\x22", b""),
    ],
)
def test_the_printer_is_told_what_its_characters_are(code: TextCode, before: bytes, after: bytes) -> None:
    written = compose(document(Row(RowKind.TEXT, "abc")), 576, code, encode)
    assert b"".join(written.writes) == before + b"abc\n" + after
    assert written.height == 34


def test_big_and_bold_are_switched_off_again() -> None:
    written = b"".join(
        compose(document(Row(RowKind.TEXT, "茶", bold=True, scale=2)), 576, TextCode.BIG5, encode).writes
    )
    assert written == b"\x1c&\x1b3\x22\x1bE\x01\x1b3\x44\x1d!\x11\xaf\xf9\n\x1d!\x00\x1b3\x22\x1bE\x00\x1c."


@pytest.mark.parametrize("name", NAMES)
def test_a_row_with_a_name_that_big5_lacks_is_drawn(name: str) -> None:
    rows = document(Row(RowKind.TEXT, "會員"), Row(RowKind.TEXT, f"林{name}華"), Row(RowKind.TEXT, "金卡"))
    written = composed(rows, TextCode.BIG5)
    assert [line.decode("cp950") for line in written.lines] == ["會員", "金卡"]
    assert written.bands == 1


def test_barcodes_and_qr_codes_are_drawn() -> None:
    written = composed(document(Row(RowKind.BARCODE, "0214"), Row(RowKind.QR, "0214")), TextCode.ASCII)
    assert written.lines == [] and written.bands


@pytest.mark.parametrize("code", CODES)
def test_ascii_paper_says_in_characters_what_it_can(code: TextCode) -> None:
    assert "Thank you. See you soon!" in "".join(lines(ENGLISH, code))
    assert composed(ENGLISH, code).bands == 0


def test_a_designed_receipt_is_a_fraction_of_its_picture() -> None:
    plain = CHINESE.rows[:9]
    job = PrintJob(1, ReceiptDocument("", plain), JobState.QUEUED, attempts=0, copy=False)
    text = sum(map(len, job_data(job, PaperSettings(text=TextCode.BIG5)).writes))
    assert text * 20 < sum(map(len, job_data(job, PaperSettings()).writes))


def test_fonts_that_do_not_read_the_code_are_not_used() -> None:
    job = PrintJob(1, CHINESE, JobState.QUEUED, attempts=0, copy=False)
    assert printer_profile("XP-58").text == ("gb18030",)
    drawn = PaperSettings(384, "XP-58")
    assert job_data(job, PaperSettings(384, "XP-58", TextCode.BIG5)) == job_data(job, drawn)


def test_control_characters_leave_no_byte() -> None:
    written = composed(document(Row(RowKind.TEXT, "a\x10\x04\x1b@b\x00\x7f\u200b\tc")), TextCode.BIG5)
    assert written.lines == [b"a@bc"]


@pytest.mark.parametrize("code", CODES)
def test_no_character_has_a_byte_that_could_be_a_command(code: TextCode) -> None:
    for number in (*range(0xD800), *range(0xE000, 0x30000)):
        data = encoded(chr(number), code)
        assert data is None or all(byte >= 0x20 for byte in data)
        assert data is None or len(data) <= 2


def test_everyday_characters_have_bytes_and_rare_ones_have_none() -> None:
    assert all(encoded(character, TextCode.BIG5) for character in "收據茶屋NT$0214，。：（）％‧・")
    assert not any(encoded(character, TextCode.BIG5) for character in NAMES + "€碁裏🍵é")
    assert all(encoded(character, TextCode.GB18030) for character in "收據茶屋堃喆犇")
    assert not any(encoded(character, TextCode.GB18030) for character in "𠮷🍵ñ")


words = st.text(
    st.one_of(st.sampled_from("茶紅ab ,10・堃\n\t\x10\x04\x05\x14\x1b"), st.characters(codec="utf-8")), max_size=60
)
texts = st.builds(
    Row,
    st.sampled_from([RowKind.TEXT, RowKind.COLUMNS]),
    words,
    st.sampled_from(["", "x1", "x12"]),
    st.sampled_from(["", "130", "1,284", "\x10\x04"]),
    st.sampled_from(Align),
    st.booleans(),
    st.sampled_from([1, 2]),
)
documents = st.lists(texts | st.sampled_from([Row(RowKind.RULE), Row(RowKind.BLANK)]), max_size=8).map(
    lambda rows: ReceiptDocument("", tuple(rows))
)


@given(documents, st.sampled_from(CODES), st.sampled_from([384, 512, 576]))
def test_lines_never_outgrow_the_paper_and_all_bytes_mean_something(
    receipt: ReceiptDocument, code: TextCode, width: int
) -> None:
    data = b"".join(compose(receipt, width, code, encode).writes)
    assert not REAL_TIME.search(data)
    scale = 1
    for part in re.split(rb"(\x1d!\x11|\x1d!\x00)", re.sub(rb"\x1dv0.*", b"", data, flags=re.DOTALL)):
        scale = {b"\x1d!\x11": 2, b"\x1d!\x00": 1}.get(part, scale)
        text = re.sub(rb"\x1b[3EJ].|\x1bt\x00|\x1c[&.]", b"", part, flags=re.DOTALL)
        assert all(len(line) * scale <= width // 12 for line in text.split(b"\n") if not part.startswith(b"\x1d"))


@given(
    documents,
    st.sampled_from(list(TextCode)),
    st.sampled_from(["default", "generic-58-column", "generic-80-column", "TM-T88V", "TM-T82III", "XP-58"]),
)
@example(CHINESE, TextCode.BIG5, "generic-80-column")
@example(CHINESE, TextCode.RASTER, "generic-80-column")
def test_no_payload_of_any_mode_has_a_real_time_command(receipt: ReceiptDocument, code: TextCode, name: str) -> None:
    paper = PaperSettings(printer_profile(name).width_dots(80), name, code)
    data = job_data(PrintJob(16, receipt, JobState.QUEUED, attempts=0, copy=False), paper)
    assert not REAL_TIME.search(b"".join(data.writes) + b"\x1d(H\x06\x0000" + data.process_id)
