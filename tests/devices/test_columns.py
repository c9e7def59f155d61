"""Pictures for printers without ``GS v 0``, read back by a decoder written from the command reference."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from devices.printer.encoder import encode_columns, pack
from devices.printer.jobs import PaperSettings, draw, job_data
from devices.printer.simulator import VirtualPrinter
from devices.transports.opening import open_connection
from devices.transports.reference import parse_reference
from terminal.ports.printing import JobState, PrintJob
from tests.devices.receipts import CHINESE

REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")


def picture(rows: list[bytes]) -> Image.Image:
    return Image.frombytes("1", (len(rows[0]) * 8, len(rows)), b"".join(rows), "raw", "1;I")


def decode(data: bytes, width: int) -> set[tuple[int, int]]:
    """The black dots, as (x, y)."""
    dots, y, strip = set[tuple[int, int]](), 0, 0
    while data:
        if data.startswith(b"\x1b*\x21"):
            columns = data[3] | data[4] << 8
            assert 0 < columns <= width and not strip
            body = data[5 : 5 + 3 * columns]
            assert len(body) == 3 * columns
            for x in range(columns):
                column = int.from_bytes(body[3 * x : 3 * x + 3])
                dots |= {(x, y + row) for row in range(24) if column >> (23 - row) & 1}
            strip, data = 24, data[5 + len(body) :]
        else:
            assert data.startswith(b"\x1bJ")
            y, strip, data = y + data[2], 0, data[3:]
    return dots


def black(drawn: Image.Image) -> set[tuple[int, int]]:
    return {(x, y) for y in range(drawn.height) for x in range(drawn.width) if not drawn.getpixel((x, y))}


@pytest.mark.parametrize(
    ("rows", "sent"),
    [
        ([b"\x80"], b"\x1b*\x21\x01\x00\x80\x00\x00\x1bJ\x01"),
        ([b"\x01"] * 24, b"\x1b*\x21\x08\x00" + bytes(21) + b"\xff\xff\xff\x1bJ\x18"),
        ([b"\x00"] * 300, b"\x1bJ\xff\x1bJ\x2d"),
        ([b"\x00"] * 24 + [b"\x80"], b"\x1bJ\x18\x1b*\x21\x01\x00\x80\x00\x00\x1bJ\x01"),
    ],
)
def test_rows_become_these_bytes(rows: list[bytes], sent: bytes) -> None:
    assert b"".join(encode_columns(picture(rows))) == sent


dangerous = st.sampled_from([0x00, 0x01, 0x04, 0x05, 0x10, 0x14, 0x18, 0xFF])
pictures = st.integers(1, 4).flatmap(
    lambda stride: st.lists(st.lists(dangerous, min_size=stride, max_size=stride).map(bytes), min_size=1, max_size=60)
)


@given(pictures)
@example([b"\x80"] + [b"\x00"] * 2 + [b"\x80"] * 21)
def test_every_dot_arrives_and_no_real_time_command_leaves(rows: list[bytes]) -> None:
    drawn = picture(rows)
    data = b"".join(encode_columns(drawn))
    assert not REAL_TIME.search(data)
    arrived = decode(data, drawn.width)
    assert black(drawn) <= arrived
    more = arrived - black(drawn)
    assert all(y % 8 == 4 for _, y in more)  # 10 became 18: one dot more, below the one that was there
    assert len(more) <= data.count(b"\x18")


def test_a_width_that_is_no_whole_number_of_bytes_is_ours_to_avoid() -> None:
    with pytest.raises(ValueError, match="whole number of bytes"):
        encode_columns(Image.new("1", (12, 1)))


def test_a_receipt_for_an_old_printer_comes_out_as_it_was_drawn() -> None:
    paper = PaperSettings(384, "generic-58-column")
    job = PrintJob(1, CHINESE, JobState.QUEUED, attempts=0, copy=False)
    drawn = draw(job, paper)
    data = b"".join(job_data(job, paper).writes)
    assert b"\x1dv0" not in data
    with VirtualPrinter.tcp() as printer, open_connection(parse_reference(printer.url)) as connection:
        connection.write(data + b"\x1dVB\x00")
        assert printer.wait_for_receipts(1) and printer.garbage == 0
        paper_picture = printer.pages[0].picture(384).crop((0, 0, 384, drawn.height))
    differing = sum(bin(a ^ b).count("1") for a, b in zip(pack(paper_picture), pack(drawn), strict=True))
    assert differing <= data.count(b"\x18")
