"""What befalls the virtual printer as its script says, and that the spooler gets through it."""

import json
import os
import queue as queues
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from devices.backoff import Backoff
from devices.printer.characters import Line, Look, Run, Size
from devices.printer.driver import Timeouts
from devices.printer.encoder import encode_columns, pack
from devices.printer.jobs import PaperSettings, job_data
from devices.printer.mechanism import Mechanism
from devices.printer.paper import Page
from devices.printer.raster import render
from devices.printer.script import Step, read_script
from devices.printer.simulator import Trouble, VirtualPrinter
from devices.printer.spooler import Pace, Spooler
from devices.printer.text_codes import TextCode
from devices.printer.text_mode import compose
from devices.states import DeviceState, DeviceStatus
from devices.transports.connection import Connection
from devices.transports.opening import open_connection
from devices.transports.reference import parse_reference
from devices.virtual_ports import TcpPort
from terminal.domain.errors import Refusal
from terminal.ports.printing import Align, JobState, PrintJob, ReceiptDocument, Row, RowKind
from tests.devices.matrix.paper import count
from tests.devices.memory_queue import MemoryQueue
from tests.devices.receipts import CHINESE, SHORT

QUICK = Timeouts(connect=2, write=5, status=0.3, quiet=0.1, completion=2)
BAND = b"\x1dv0\x00\x01\x00\x04\x00\xaa\x55\xaa\x55"


def asked(connection: Connection, question: int = 1) -> bytes:
    connection.write(bytes([0x10, 0x04, question]))
    return connection.read(5)


def printed_by_spooler(printer: VirtualPrinter, document: ReceiptDocument, cure: Callable[[], None]) -> JobState:
    """Prints one document; ``cure`` is called whenever the spooler says that the printer has trouble."""
    queue, said = MemoryQueue(), queues.Queue[DeviceStatus]()

    def hear(status: DeviceStatus) -> None:
        said.put(status)
        if status.state in {DeviceState.OFFLINE, DeviceState.ERROR}:
            cure()

    spooler = Spooler(
        parse_reference(printer.url), queue, hear, timeouts=QUICK, backoff=Backoff(0.01, 0.05), pace=Pace(60, 0.05)
    )
    job = queue.add(document)
    spooler.start()
    try:
        assert queue.wait(lambda seen: seen.jobs[job].state in {JobState.COMPLETE, JobState.SENT_UNCONFIRMED})
    finally:
        spooler.stop()
    return queue.jobs[job].state


@pytest.mark.parametrize("trouble", [Trouble.SLOW, Trouble.NOISE, Trouble.REORDERED, Trouble.HALF_READ])
def test_the_spooler_gets_through_it(trouble: Trouble) -> None:
    with VirtualPrinter.tcp() as printer:
        printer.befall(trouble, bytes_per_second=200_000)
        state = printed_by_spooler(printer, SHORT, lambda: printer.cure(trouble))
        assert state is JobState.COMPLETE or trouble is Trouble.REORDERED
        assert printer.wait_for_receipts(1)
        assert count(SHORT, printer.pages).unmarked <= 1 <= sum(_both(printer))


def _both(printer: VirtualPrinter) -> tuple[int, int]:
    counted = count(SHORT, printer.pages)
    return counted.unmarked, counted.marked


def test_a_script_is_followed_step_by_step(tmp_path: Path) -> None:
    file = tmp_path / "script.toml"
    file.write_text(
        '[[step]]\nbefall = "cover_open"\nafter_receipts = 1\n\n[[step]]\nsay = "10 00 00 0f"\nafter_bytes = 3\n\n'
        '[[step]]\ncure = "cover_open"\n'
    )
    steps = read_script(file)
    assert steps == (
        Step(Trouble.COVER_OPEN, after_receipts=1),
        Step(said=b"\x10\x00\x00\x0f", after_bytes=3),
        Step(cure=Trouble.COVER_OPEN),
    )
    with VirtualPrinter(TcpPort(), script=steps) as printer, open_connection(parse_reference(printer.url)) as line:
        line.write(b"\x1dV\x00\x1dV\x00")
        assert printer.wait_for_receipts(1)
        assert printer.suffers(Trouble.COVER_OPEN) and printer.receipts == 1
        line.write(b"\x1bJ\x05")
        assert line.read(5) == b"\x10\x00\x00\x0f"
        assert printer.wait_for_receipts(2)


def test_scripts_may_be_json(tmp_path: Path) -> None:
    file = tmp_path / "script.json"
    file.write_text(json.dumps({"step": [{"befall": "slow", "bytes_per_second": 300, "after_seconds": 0.5}]}))
    assert read_script(file) == (Step(Trouble.SLOW, after_seconds=0.5, bytes_per_second=300),)


@pytest.mark.parametrize(
    "text", ["", "[[step]]\n", '[[step]]\nbefall = "rain"\n', '[[step]]\nsay = "xx"\n', "step = 3", "[[step]]\nx = 1\n"]
)
def test_a_script_that_cannot_be_followed_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "script.toml"
    file.write_text(text)
    with pytest.raises(Refusal, match="device_script_invalid"):
        read_script(file)


def test_it_says_by_itself_what_changes_once_somebody_asked_for_that() -> None:
    with VirtualPrinter.tcp() as printer, open_connection(parse_reference(printer.url)) as line:
        line.write(b"\x1da\xff")
        assert line.read(5) == b"\x10\x00\x00\x0f"
        printer.befall(Trouble.PAPER_OUT)
        assert line.read(5) == b"\x18\x00\x0f\x0f"
        printer.cure(Trouble.PAPER_OUT)
        assert line.read(5) == b"\x10\x00\x00\x0f"
        printer.befall(Trouble.DRAWER_OPEN)
        assert line.read(5) == b"\x14\x00\x00\x0f"
        assert asked(line) == b"\x16"


def test_power_that_goes_takes_what_is_not_printed_and_keeps_the_paper() -> None:
    with VirtualPrinter.tcp() as printer:
        with open_connection(parse_reference(printer.url)) as line:
            line.write(BAND + BAND[:-4])
            assert asked(line) == b"\x12"
            printer.befall(Trouble.POWER_CYCLE)
        with open_connection(parse_reference(printer.url)) as line:
            line.write(BAND + b"\x1dV\x00")
            assert printer.wait_for_receipts(1)
        assert printer.pages[0].picture().height == 8 and printer.garbage == 0


def test_half_a_picture_is_taken_and_nothing_more() -> None:
    with VirtualPrinter.tcp() as printer, open_connection(parse_reference(printer.url)) as line:
        printer.befall(Trouble.HALF_READ)
        line.write(b"\x1dv0\x00\x40\x00\x40\x00" + bytes(4096) + b"\x1dV\x00")
        line.write(b"\x10\x04\x01")
        assert line.read(0.2) == b"" and printer.receipts == 0
        printer.cure(Trouble.HALF_READ)
        assert printer.wait_for_receipts(1) and line.read(5) == b"\x12"


def test_a_printer_that_does_not_know_pictures_prints_their_bytes() -> None:
    with VirtualPrinter.tcp() as printer, open_connection(parse_reference(printer.url)) as line:
        printer.befall(Trouble.WRONG_PROFILE)
        line.write(BAND + b"\x1d(H\x06\x00000001" + b"\x1dV\x00")
        assert printer.wait_for_receipts(1)
        assert printer.garbage == len(BAND) + 4 and printer.pages[0].parts == ()


@pytest.mark.parametrize("make", [VirtualPrinter.pty, VirtualPrinter.device_file])
@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are made on Linux and macOS")
def test_what_was_unplugged_comes_back_where_it_was(make: Callable[..., VirtualPrinter], tmp_path: Path) -> None:
    link = tmp_path / "printer"
    with make(link=link) as printer:
        printer.befall(Trouble.UNPLUGGED)
        assert not link.is_symlink()
        printer.cure(Trouble.UNPLUGGED)
        with open_connection(parse_reference(printer.url)) as line:
            assert asked(line) == b"\x12"
    assert not link.is_symlink()


def inside(codec: str | None = None) -> Mechanism:
    return Mechanism(lambda _: None, lambda: None, codec=codec)


@pytest.mark.parametrize(("code", "codec"), [(TextCode.BIG5, "cp950"), (TextCode.GB18030, "gb18030")])
def test_characters_of_its_own_are_read_as_text(code: TextCode, codec: str) -> None:
    document = ReceiptDocument("", (Row(RowKind.TEXT, "紅玉紅茶 大杯 x2"), Row(RowKind.TEXT, "Thank you")))
    job = PrintJob(1, document, JobState.QUEUED, attempts=0, copy=False)
    printer = inside(codec)
    printer.obey(b"".join(job_data(job, PaperSettings(text=code)).writes))
    assert printer.pages[0].lines == ("紅玉紅茶 大杯 x2", "Thank you") and printer.garbage == 0
    printer.pages[0].picture()


def printed(data: bytes) -> Page:
    """What a Big5 printer makes of it, however it comes."""
    at_once, torn = inside("cp950"), inside("cp950")
    at_once.obey(data + b"\x1dV\x00")
    for byte in data + b"\x1dV\x00":
        torn.obey(bytes([byte]))
    assert at_once.pages == torn.pages and at_once.garbage == torn.garbage == 0
    return at_once.pages[0]


TEA, SUM = "紅茶", "NT$65"
ORDINARY, BOTH, WIDE, HIGH = (1, 1), (2, 2), (2, 1), (1, 2)


@pytest.mark.parametrize(
    ("before", "latin", "chinese", "bold"),
    [
        (b"", ORDINARY, ORDINARY, False),
        (b"\x1d!\x11", BOTH, BOTH, False),
        (b"\x1d!\x11\x1d!\x00", ORDINARY, ORDINARY, False),
        (b"\x1d!\x10", WIDE, WIDE, False),
        (b"\x1d!\x72", (8, 3), (8, 3), False),
        (b"\x1b!\x38", BOTH, ORDINARY, True),
        (b"\x1b!\x10", HIGH, ORDINARY, False),
        (b"\x1c!\x04", ORDINARY, WIDE, False),
        (b"\x1cW\x01", ORDINARY, BOTH, False),
        (b"\x1bE\x01", ORDINARY, ORDINARY, True),
        (b"\x1d!\x11\x1bE\x01\x1b@", ORDINARY, ORDINARY, False),
    ],
)
def test_characters_come_out_as_large_as_they_were_told(
    before: bytes, latin: tuple[int, int], chinese: tuple[int, int], bold: bool
) -> None:
    page = printed(before + f"{TEA}{SUM}".encode("cp950") + b"\n")
    (line,) = (part for part in page.parts if isinstance(part, Line))
    assert line == Line((Run(TEA + SUM, Look(Size(*latin), Size(*chinese), bold)),))
    assert line.picture().size == (24 * 2 * chinese[0] + 12 * 5 * latin[0], 24 * max(latin[1], chinese[1]))


def test_larger_characters_have_larger_dots_and_stand_on_the_same_line() -> None:
    sum_once, sum_twice = (Run(SUM, Look(Size(times, times))) for times in (1, 2))
    once, twice = Line((sum_once,)).picture(), Line((sum_twice,)).picture()
    assert once.getbbox() and twice == once.resize((2 * once.width, 2 * once.height), Image.Resampling.NEAREST)
    both = Line((sum_twice, sum_once)).picture()
    assert both.crop((twice.width, twice.height - once.height, both.width, both.height)) == once
    assert Line((Run(TEA, Look(bold=True)),)).picture() != Line((Run(TEA),)).picture()


def test_a_title_in_the_printers_own_characters_is_as_high_as_the_driver_thinks() -> None:
    rows = (Row(RowKind.TEXT, TEA, align=Align.CENTRE, scale=2), Row(RowKind.TEXT, TEA))
    job = PrintJob(1, ReceiptDocument("", rows), JobState.QUEUED, attempts=0, copy=False)
    composed = compose(job.document, 576, TextCode.BIG5, lambda _: ())
    page = printed(b"".join(composed.writes))
    looks = [part.runs[-1].look.chinese for part in page.parts if isinstance(part, Line)]
    assert looks == [Size(2, 2), Size()]
    assert page.picture(576).height == composed.height


def test_characters_count_as_garbage_where_none_are_expected() -> None:
    printer = inside()
    printer.obey(b"ABC\n\x1dV\x00")
    assert printer.garbage == 3


def test_columns_come_out_as_the_rows_they_were() -> None:
    drawn = render(CHINESE, 576)
    printer = inside()
    printer.obey(b"\x1b@" + b"".join(encode_columns(drawn)) + b"\x1dV\x00")
    page = printer.pages[0].picture(576).crop((0, 0, 576, drawn.height))
    assert pack(page) == pack(drawn) and printer.garbage == 0
