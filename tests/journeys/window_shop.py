"""A shop with one till on a real screen: the server and the window are processes, the devices speak real bytes."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageColor

from devices.printer.paper import Page
from devices.printer.raster import render
from devices.printer.simulator import VirtualPrinter
from devices.scanner.simulator import VirtualScanner
from terminal.ports.clock import Clock, SystemClock
from terminal.ports.printing import ReceiptDocument
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import LinkState, MemberRecord, StoredSale
from terminal.store.store import TerminalStore
from terminal.usecases.receipt import SaleFacts, letterhead, sale_receipt
from terminal.usecases.till import Till, counter_of
from tests.journeys.display import Display, until
from tests.journeys.screen import Screen, open_window
from tests.journeys.shop import PROGRAMME
from ui.cli.demo.processes import run
from ui.cli.demo.site import DemoServer, Keys
from ui.cli.server_home import make_keys
from ui.compose.terminals import enrol, open_store, save_settings
from ui.qt.design.palette import hexadecimal
from ui.qt.design.tokens import Colour

PAPER_DOTS = 576
DOTS_LOST_MAX = 20
CHIPS = ("chip_link", "chip_printer", "chip_scanner")


def is_on_paper(page: Page, receipt: Image.Image) -> bool:
    """Whether ``page`` shows ``receipt``; a few dots may be missing, where they would have read as a command."""
    paper = page.picture(receipt.width).crop((0, 0, *receipt.size))
    return ImageChops.logical_xor(paper, receipt).histogram()[-1] <= DOTS_LOST_MAX


def rgb(colour: Colour) -> tuple[int, ...]:
    """A token as the screen shows it."""
    return ImageColor.getrgb(hexadecimal(colour))


@dataclass
class Eyes:
    """Tells from what is on the screen where the cashier is, and how the strip looks."""

    screen: Screen

    def bill(self, *, member: bool = False) -> bool:
        """The bill with nothing over it, for a member or for nobody known."""
        return self.screen.has("tender") and self.screen.has("details") is member

    def amber(self) -> bool:
        """A chip of the strip that is amber."""
        return self._has(Colour.AMBER_WASH)

    def calm(self) -> bool:
        """Link, printer and scanner in order, as far as they have been heard of."""
        return self._has(Colour.TEAL_WASH) and not self._has(Colour.AMBER_WASH)

    def well(self, chip: str) -> bool:
        """Whether what that chip is about has been heard of, and is in order."""
        return rgb(Colour.TEAL_WASH) in self.screen.colours(chip)

    def _has(self, wash: Colour) -> bool:
        return any(rgb(wash) in self.screen.colours(chip) for chip in CHIPS)


@dataclass
class WindowShop:
    """The shop; its store is read while the window works on it, as another process may."""

    server: DemoServer
    home: Path
    secrets: MemorySecrets
    printer: VirtualPrinter
    scanner: VirtualScanner
    display: Display

    @contextmanager
    def window(self) -> Iterator[Screen]:
        """The window in its own process; ended in order after the block."""
        with open_window(self.home, self.secrets, self.display) as screen:
            yield screen

    def check_out(self, screen: Screen) -> StoredSale:
        """F12 and Enter; gives what was booked."""
        self.display.key("F12")
        until(lambda: screen.has("tender_types"))
        self.display.key("Return")
        until(lambda: screen.has("next"))
        with self.store() as store, store.view() as unit:
            sale = unit.last_sale()
        assert sale
        return sale

    @contextmanager
    def store(self) -> Iterator[TerminalStore]:
        """The terminal's store."""
        with closing(open_store(self.home, self.secrets)) as store:
            yield store

    @contextmanager
    def till(self, clock: Clock | None = None) -> Iterator[Till]:
        """The terminal as its use-cases take it."""
        with self.store() as store:
            yield Till(store, clock or SystemClock())

    def link(self) -> LinkState:
        """What the sync process last wrote down."""
        with self.store() as store, store.view() as unit:
            return unit.link()

    def member(self, member_id: str | None) -> MemberRecord:
        """The member as this terminal knows them."""
        assert member_id
        with self.store() as store, store.view() as unit:
            record = unit.member(member_id)
        assert record
        return record

    def receipt(self) -> Image.Image:
        """The last sale's receipt, drawn afresh from the store."""
        with self.store() as store, store.view() as unit:
            sale = unit.last_sale()
            assert sale
            member = unit.member(sale.member_id) if sale.member_id else None
            head = letterhead(unit, counter_of(Till(store, SystemClock()), unit))
            return render(sale_receipt(SaleFacts(sale, member), head, "zh_TW"), PAPER_DOTS)

    def printed(self, receipts: int) -> ReceiptDocument:
        """What was queued last, once it lies on the printer's paper as so many-th receipt, dot for dot."""
        assert self.printer.wait_for_receipts(receipts)
        with self.store() as store, store.view() as unit:
            document = unit.print_jobs(1)[0].document
        assert document is not None
        assert is_on_paper(self.printer.pages[-1], render(document, PAPER_DOTS))
        return document


@contextmanager
def open_server(folder: Path, secrets: MemorySecrets, programme: Path = PROGRAMME) -> Iterator[DemoServer]:
    """A server that runs, with a published programme."""
    server = DemoServer(folder / "server", Keys(secrets, True))
    make_keys(server.home, secrets)
    run(["server", "publish", "--json", "--home", str(server.home), str(programme)], secrets.kept, folder / "log")
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def open_shop(folder: Path, display: Display, programme: Path = PROGRAMME) -> Iterator[WindowShop]:
    """A server, and a terminal enrolled with it."""
    secrets, home = MemorySecrets(), folder / "terminal"
    home.mkdir(mode=0o700)
    with open_server(folder, secrets, programme) as server:
        enrol(home, secrets, server.url, server.enrol_code("xinyi"), SystemClock())
        with VirtualPrinter.tcp() as printer, VirtualScanner() as scanner:
            save_settings(home, secrets, {"printer": printer.url, "scanner": scanner.url, "cash_drawer": "printer"})
            yield WindowShop(server, home, secrets, printer, scanner, display)
