"""The virtual printer against bytes, so that the tests that rely on it rest on something."""

import pytest

from devices.printer.paper import Band, Page
from devices.printer.simulator import Trouble, VirtualPrinter
from devices.printer.stream import (
    Command,
    CommandStream,
    CompletionRequest,
    Cut,
    Feed,
    Garbage,
    Kick,
    LineEnd,
    Reset,
    Text,
)
from devices.transports.connection import Connection
from devices.transports.opening import open_connection
from devices.transports.reference import parse_reference


@pytest.mark.parametrize(
    ("data", "commands"),
    [
        (b"\x1b@", [Reset()]),
        (b"\x1bJ\x10\x1dVB\x00", [Feed(16), Cut()]),
        (b"\x1dV\x00\x1bp\x01\x32\x32", [Cut(), Kick(1)]),
        (b"\x1dv0\x00\x01\x00\x02\x00\xaa\x55", [Band(1, 2, b"\xaa\x55")]),
        (b"\x1d(H\x06\x00000001", [CompletionRequest(b"0001")]),
        (b"\x00\x10\x04\x01\x00", [None, None, None]),
        (b"A\x1b@", [Text(b"A"), Reset()]),
        (b"\x07\n", [Garbage(b"\x07"), LineEnd()]),
    ],
)
def test_bytes_become_commands_however_they_arrive(data: bytes, commands: list[Command]) -> None:
    assert CommandStream().feed(data) == commands
    stream = CommandStream()
    assert [command for byte in data for command in stream.feed(bytes([byte]))] == commands
    assert stream.idle


def test_a_page_is_turned_into_dots_when_asked() -> None:
    picture = Page((Band(1, 1, b"\x80"), 2, Band(1, 1, b"\x01"))).picture()
    assert picture.size == (8, 4)
    assert [picture.getpixel((x, y)) for x, y in ((0, 0), (1, 0), (0, 1), (7, 3))] == [0, 255, 255, 0]


def ask(connection: Connection, question: int) -> bytes:
    connection.write(bytes([0x10, 0x04, question]))
    return connection.read(5)


def test_it_answers_as_the_manual_says() -> None:
    with VirtualPrinter.tcp() as printer, open_connection(parse_reference(printer.url)) as connection:
        assert [ask(connection, n) for n in (1, 2, 4)] == [b"\x12", b"\x12", b"\x12"]
        printer.befall(Trouble.COVER_OPEN)
        assert [ask(connection, n) for n in (1, 2, 4)] == [b"\x1a", b"\x16", b"\x12"]
        printer.cure(Trouble.COVER_OPEN)
        printer.befall(Trouble.PAPER_OUT)
        assert [ask(connection, n) for n in (1, 2, 4)] == [b"\x1a", b"\x32", b"\x7e"]


def test_it_obeys_a_real_time_command_inside_a_picture_as_real_printers_do() -> None:
    with VirtualPrinter.tcp() as printer, open_connection(parse_reference(printer.url)) as connection:
        connection.write(b"\x1dv0\x00\x04\x00\x01\x00\x10\x04\x01\xff")
        assert connection.read(5) == b"\x12"


def test_without_paper_it_keeps_what_comes_and_prints_it_later() -> None:
    with VirtualPrinter.tcp() as printer, open_connection(parse_reference(printer.url)) as connection:
        printer.befall(Trouble.PAPER_OUT)
        connection.write(b"\x1bJ\x10\x1dVB\x00")
        ask(connection, 1)
        assert printer.receipts == 0
        printer.cure(Trouble.PAPER_OUT)
        assert printer.wait_for_receipts(1)
