import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.display.protocols import (
    COLUMNS,
    DisplayProtocol,
    ascii_text,
    encode_lines,
    encode_start,
    whole_line,
)
from devices.display.screen import DisplayScreen

CD5220, ESCPOS = DisplayProtocol.CD5220, DisplayProtocol.ESCPOS
TOTAL, BLANKS = b"TOTAL            335", b" " * 20


@pytest.mark.parametrize(
    ("protocol", "lines", "data"),
    [
        (CD5220, ("TOTAL            335", ""), b"\x1bQA" + TOTAL + b"\r\x1bQB" + BLANKS + b"\r"),
        (CD5220, ("", "TOTAL            335"), b"\x1bQA" + BLANKS + b"\r\x1bQB" + TOTAL + b"\r"),
        (CD5220, ("0123456789" * 3, "x"), b"\x1bQA01234567890123456789\r\x1bQBx                   \r"),
        (ESCPOS, ("TOTAL            335", ""), b"\x1f$\x01\x01" + TOTAL + b"\x1f$\x01\x02" + BLANKS),
        (ESCPOS, ("", "TOTAL            335"), b"\x1f$\x01\x01" + BLANKS + b"\x1f$\x01\x02" + TOTAL),
        (ESCPOS, ("a\rb\x1b@", "\x0c"), b"\x1f$\x01\x01a?b?@               \x1f$\x01\x02?                   "),
    ],
)
def test_what_lines_become(protocol: DisplayProtocol, lines: tuple[str, str], data: bytes) -> None:
    assert encode_lines(protocol, lines) == data


@pytest.mark.parametrize(("protocol", "data"), [(CD5220, b"\r\x0c"), (ESCPOS, b"\x1b@\x0c")])
def test_how_a_display_is_started(protocol: DisplayProtocol, data: bytes) -> None:
    assert encode_start(protocol) == data


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Crème brûlée", "Creme brulee"),
        ("ＡＢＣ１２３", "ABC123"),
        ("−50 × 2 “tea”", '-50 x 2 "tea"'),
        ("紅玉 65", "?? 65"),
        ("堃😀", "??"),
        ("tea\r\n\x1bQA\x7f", "tea???QA?"),
    ],
)
def test_only_ascii_leaves(text: str, shown: str) -> None:
    assert ascii_text(text) == shown


@given(st.text(), st.text(), st.sampled_from(DisplayProtocol), st.integers(1, 7))
def test_every_text_is_read_as_it_was_meant(upper: str, lower: str, protocol: DisplayProtocol, piece: int) -> None:
    screen = DisplayScreen()
    data = encode_start(protocol) + encode_lines(protocol, (upper, lower))
    for start in range(0, len(data), piece):
        screen.feed(data[start : start + piece])
    assert screen.lines == tuple(whole_line(text).decode().rstrip() for text in (upper, lower))
    assert screen.garbage == 0
    assert all(len(whole_line(text)) == COLUMNS for text in (upper, lower))


@given(st.binary())
def test_noise_breaks_nothing_and_a_start_heals(noise: bytes) -> None:
    for protocol in DisplayProtocol:
        screen = DisplayScreen()
        screen.feed(noise)
        # What noise has left half said is taken from the start's own bytes: it may take a second one.
        screen.feed(encode_start(protocol) * 2 + encode_lines(protocol, ("well", "again")))
        screen.feed(encode_start(protocol) * 2 + encode_lines(protocol, ("well", "again")))
        assert screen.lines == ("well", "again")


def test_a_line_that_was_cut_off_does_not_swallow_the_next_start() -> None:
    screen = DisplayScreen()
    screen.feed(b"\x1bQAhalf a li")
    screen.feed(encode_start(CD5220) + encode_lines(CD5220, ("whole", "")))
    assert screen.lines == ("whole", "")


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"one\r\ntwo", ("one", "two")),
        (b"one\x1f$\x05\x02two", ("one", "    two")),
        (b"\x1bl\x03\x02two", ("", "  two")),
        (b"\x1fB!first", ("first", "                   !")),
        (b"x" * 21, ("x" * 20, "x")),
        (b"x" * 21 + b"\x0by", ("y" + "x" * 19, "x")),
        (b"one\r\ntwo\x18", ("one", "")),
        (b"one\x1b@two", ("two", "")),
        (b"\x1bR\x05\x1b*\x02\x1fX\x03\x1f\x01tea", ("tea", "")),
        (b"\x1bQZ\x1bQA" + b"y" * 30 + b"\r", ("y" * 20, "")),
    ],
)
def test_what_the_simulator_makes_of_other_commands(data: bytes, lines: tuple[str, str]) -> None:
    screen = DisplayScreen()
    screen.feed(data)
    assert screen.lines == lines


def test_what_is_no_command_is_counted() -> None:
    screen = DisplayScreen()
    screen.feed(b"\x1bz\x1fz\x07\xff\x1bQA" + b"y" * 60)
    assert screen.garbage == 9
