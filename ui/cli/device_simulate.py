"""``stillpoint device simulate``: devices without hardware, for trying a till out; each runs until it is stopped."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from devices.display.protocols import BLANK, COLUMNS, Lines
from devices.display.simulator import VirtualLineDisplay
from devices.printer.script import read_script
from devices.printer.simulator import VirtualPrinter
from devices.printer.text_codes import CODECS, TextCode
from devices.scanner.simulator import VirtualScanner
from devices.virtual_ports import PtyPort, TcpPort, VirtualPort
from ui.cli.answers import say
from ui.cli.options import JsonOption, print_json

_LOOK_S = 0.2

app = typer.Typer(name="simulate", help="Devices without hardware.", no_args_is_help=True)


class Suffix(StrEnum):
    """What a scanner sends after each code."""

    CR = "cr"
    LF = "lf"
    CRLF = "crlf"


_SUFFIXES = {Suffix.CR: b"\r", Suffix.LF: b"\n", Suffix.CRLF: b"\r\n"}

PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="The TCP port to listen on; 0 is any.")]
PtyOption = Annotated[bool, typer.Option("--pty", help="A serial line instead; file:// opens it too.")]
LinkOption = Annotated[
    Path | None, typer.Option("--link", help="A symbolic link to the serial line, which goes and comes with it.")
]


@app.command()
def printer(
    *,
    port: PortOption = 0,
    pty: PtyOption = False,
    link: LinkOption = None,
    script: Annotated[Path | None, typer.Option("--script", help="What befalls it, as TOML or JSON.")] = None,
    paper: Annotated[Path | None, typer.Option("--paper", file_okay=False, help="Each receipt, as a picture.")] = None,
    width: Annotated[int, typer.Option("--width", min=8, max=1024, help="Dots across the paper.")] = 576,
    text: Annotated[
        TextCode, typer.Option("--text", help="The code that its own characters are in.")
    ] = TextCode.RASTER,
    json: JsonOption = False,
) -> None:
    """A receipt printer that speaks ESC/POS. Prints its address, then one line for each receipt."""
    steps = read_script(script) if script else ()
    if paper is not None:
        paper.mkdir(parents=True, exist_ok=True)
    at: VirtualPort = PtyPort(link) if pty or link else TcpPort(port)
    with _until_stopped() as stopped, VirtualPrinter(at, codec=CODECS.get(text), script=steps) as simulated:
        say("device_simulated", {"device": "printer", "url": simulated.url}, json)
        _show_receipts(simulated, paper, width, stopped, json)


@app.command()
def scanner(
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="A TCP port instead.")] = None,
    link: LinkOption = None,
    suffix: Annotated[Suffix, typer.Option("--suffix", help="What ends each scan.")] = Suffix.CR,
    json: JsonOption = False,
) -> None:
    """A serial scanner. Prints its address, then scans each line of standard input; stopped, it is unplugged."""
    at: VirtualPort = PtyPort(link) if port is None else TcpPort(port)
    with _until_stopped() as stopped, VirtualScanner(_SUFFIXES[suffix], port=at) as simulated:
        say("device_simulated", {"device": "scanner", "url": simulated.url}, json)
        threading.Thread(target=_scan_lines, args=(simulated.scan, stopped), daemon=True).start()
        while not stopped.wait(_LOOK_S):
            pass


@app.command()
def display(
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="A TCP port instead.")] = None,
    link: LinkOption = None,
    json: JsonOption = False,
) -> None:
    """A pole of 2 × 20 characters that speaks CD5220 and ESC/POS. Prints its address, then what it shows."""
    at: VirtualPort = PtyPort(link) if port is None else TcpPort(port)
    with _until_stopped() as stopped, VirtualLineDisplay(at) as simulated:
        say("device_simulated", {"device": "display", "url": simulated.url}, json)
        shown = BLANK
        while not stopped.is_set():
            lines = simulated.wait_for_other(shown, _LOOK_S)
            if lines != shown:
                shown = lines
                _show_lines(shown, simulated.garbage, json)


def _show_lines(lines: Lines, garbage: int, json: bool) -> None:
    """Both lines in a frame as wide as the pole."""
    if json:
        print_json({"ok": True, "lines": lines, "garbage": garbage})
        return
    edge = "─" * COLUMNS
    typer.echo("\n".join((f"┌{edge}┐", *(f"│{line:<{COLUMNS}}│" for line in lines), f"└{edge}┘")))


def _show_receipts(
    simulated: VirtualPrinter, paper: Path | None, width: int, stopped: threading.Event, json: bool
) -> None:
    """Says each receipt as it is cut off, and where its picture is."""
    shown = 0
    while not stopped.is_set():
        if not simulated.wait_for_receipts(shown + 1, _LOOK_S):
            continue
        pages, count = list(simulated.pages), simulated.receipts
        for number in range(max(shown, count - len(pages)) + 1, count + 1):
            file = ""
            if paper is not None:
                file = str(paper / f"receipt-{number:04d}.png")
                pages[number - count - 1].picture(width).save(file)
            kind = "receipt_on_paper" if file else "receipt_came_out"
            say(kind, {"receipt": number, "file": file, "garbage": simulated.garbage}, json)
        shown = count


def _scan_lines(scan: Callable[[str], None], stopped: threading.Event) -> None:
    for line in sys.stdin:
        if stopped.is_set():
            return
        code = line.rstrip("\r\n")
        if code:
            scan(code)


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """Set once the process is asked to end."""
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
