import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from devices.printer.encoder import BAND_ROWS_MAX, encode, pack
from devices.printer.raster import render
from terminal.ports.printing import ReceiptDocument
from tests.devices.decoder import decode
from tests.devices.receipts import CHINESE, ENGLISH

REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")


def picture(rows: list[bytes]) -> Image.Image:
    return Image.frombytes("1", (len(rows[0]) * 8, len(rows)), b"".join(rows), "raw", "1;I")


@pytest.mark.parametrize(
    ("rows", "sent"),
    [
        ([b"\xff\x01"], b"\x1dv0\x00\x02\x00\x01\x00\xff\x01"),
        ([b"\x00\x00"] * 6, b"\x1bJ\x06"),
        ([b"\x00"] * 300, b"\x1bJ\xff\x1bJ\x2d"),
        ([b"\x01"] + [b"\x00"] * 5 + [b"\x01"], b"\x1dv0\x00\x01\x00\x07\x00\x01\x00\x00\x00\x00\x00\x01"),
        ([b"\x01"] + [b"\x00"] * 6, b"\x1dv0\x00\x01\x00\x01\x00\x01\x1bJ\x06"),
        ([b"\x10\x04"], b"\x1dv0\x00\x02\x00\x01\x00\x18\x04"),
        ([b"\x01\x10", b"\x05\x01"], b"\x1dv0\x00\x02\x00\x02\x00\x01\x18\x05\x01"),  # across two rows
        ([b"\x10\x10", b"\x14\x10"], b"\x1dv0\x00\x02\x00\x02\x00\x10\x18\x14\x10"),
        ([b"\x01"] * 16, b"\x1dv0\x00\x01\x00\x0f\x00" + b"\x01" * 15 + b"\x1dv0\x00\x01\x00\x01\x00\x01"),
    ],
)
def test_rows_become_these_bytes(rows: list[bytes], sent: bytes) -> None:
    assert b"".join(encode(picture(rows))) == sent


def test_a_tall_picture_goes_in_bands() -> None:
    assert [write[6] for write in encode(picture([b"\x01" * 72] * 200))] == [96, 96, 8]


def test_a_width_that_is_no_whole_number_of_bytes_is_ours_to_avoid() -> None:
    with pytest.raises(ValueError, match="whole number of bytes"):
        encode(Image.new("1", (12, 1)))


dangerous = st.sampled_from([0x00, 0x01, 0x04, 0x05, 0x10, 0x14, 0x18, 0xFF])
pictures = st.integers(1, 5).flatmap(
    lambda stride: st.lists(
        st.one_of(st.just(bytes(stride)), st.lists(dangerous, min_size=stride, max_size=stride).map(bytes)),
        min_size=1,
        max_size=2 * BAND_ROWS_MAX + 20,
    )
)


@given(pictures)
@example([b"\x10"] * 112 + [b"\x04"] * 3)
@example([b"\x00"] * 7 + [b"\x04"] * 16)
def test_no_real_time_command_leaves_and_every_dot_arrives(rows: list[bytes]) -> None:
    writes = encode(picture(rows))
    data = b"".join(writes)
    assert not REAL_TIME.search(data)
    assert b"".join(decode(data, len(rows[0])).rows) == pack(picture(rows))
    assert all(len(write) <= 2 * (BAND_ROWS_MAX * len(rows[0]) + 8) for write in writes)


@given(pictures)
def test_neutralising_only_adds_one_dot_to_a_dangerous_byte(rows: list[bytes]) -> None:
    before, after = b"".join(rows), pack(picture(rows))
    changed = {(old, new) for old, new in zip(before, after, strict=True) if old != new}
    assert changed <= {(0x10, 0x18)}
    assert len(changed) == bool(REAL_TIME.search(before))


@pytest.mark.parametrize("width", [384, 576])
@pytest.mark.parametrize("document", [CHINESE, ENGLISH])
def test_a_receipt_decodes_to_the_dots_that_were_drawn(document: ReceiptDocument, width: int) -> None:
    drawn = render(document, width)
    decoded = decode(b"".join(encode(drawn)), width // 8)
    assert b"".join(decoded.rows) == pack(drawn)
    assert len(decoded.rows) == drawn.height
