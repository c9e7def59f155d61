"""A shop with one till on a real screen: the server and the window are processes, the devices speak real bytes."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageColor

from devices.printer.raster import render
from devices.printer.simulator import VirtualPrinter
from devices.scanner.simulator import VirtualScanner
from terminal.ports.clock import SystemClock
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import LinkState, MemberRecord, StoredSale
from terminal.store.store import TerminalStore
from terminal.usecases.receipt import SaleFacts, letterhead, sale_receipt
from terminal.usecases.till import Till, counter_of
from tests.journeys.display import Display, until
from tests.journeys.shop import PROGRAMME
from ui.cli.demo.processes import Process, run
from ui.cli.demo.site import DemoServer, Keys
from ui.cli.server_home import make_keys
from ui.compose import enrol, open_store, save_settings
from ui.qt.design.tokens import Colour

TITLE = "Stillpoint"
PAPER_DOTS = 576

# Places on the window of 1366 by 768, as build/screens shows it.
FIRST_TILE = (465, 170)
TENDER_KEY = (1342, 716)
DETAILS_KEY = (30, 740)
ADD_KEY = (268, 130)
FIRST_LINE = (844, 140, 1000, 180)
STRIP = [(x, 18) for x in range(600, 1240, 2)]


def rgb(colour: Colour) -> tuple[int, ...]:
    """A token as the screen shows it."""
    return ImageColor.getrgb(colour)


@dataclass
class Eyes:
    """Tells from the picture on the screen what the cashier sees."""

    display: Display

    def bill(self, *, member: bool = False) -> bool:
        """The bill with nothing over it, for a member or for nobody known."""
        tender, details = self.display.colours([TENDER_KEY, DETAILS_KEY])
        return tender == rgb(Colour.TEAL) and (details == rgb(Colour.CARD)) is member

    def completed(self) -> bool:
        """The page after a sale."""
        return self.display.colours([TENDER_KEY]) == [rgb(Colour.DESK)]

    def sheet(self) -> bool:
        """A sheet, with the bill dimmed below it."""
        return self.display.colours([TENDER_KEY])[0] not in {rgb(Colour.TEAL), rgb(Colour.DESK)}

    def offer(self) -> bool:
        """The offer to make a member of the phone that is typed."""
        return self.display.colours([ADD_KEY]) == [rgb(Colour.TEAL)]

    def line(self) -> bool:
        """Something on the bill's first line."""
        colours = self.display.picture().crop(FIRST_LINE).getcolors()
        return colours is None or len(colours) > 1

    def amber(self) -> bool:
        """A chip of the strip that is amber."""
        return rgb(Colour.AMBER_WASH) in self.display.colours(STRIP)

    def calm(self) -> bool:
        """Link, printer and scanner in order, as far as they have been heard of."""
        colours = self.display.colours(STRIP)
        return rgb(Colour.TEAL_WASH) in colours and rgb(Colour.AMBER_WASH) not in colours


@dataclass
class WindowShop:
    """The shop; its store is read while the window works on it, as another process may."""

    server: DemoServer
    home: Path
    secrets: MemorySecrets
    printer: VirtualPrinter
    scanner: VirtualScanner
    display: Display

    def __post_init__(self) -> None:
        self.eyes = Eyes(self.display)

    @contextmanager
    def window(self) -> Iterator[None]:
        """The window in its own process; ended in order after the block."""
        window = Process(["terminal", "run", "--home", str(self.home)], self.secrets.kept, self.home / "window.log")
        window.start()
        try:
            self.display.focus(TITLE)
            until(self.eyes.bill)
            yield
        finally:
            code = window.stop()
        assert code == 0

    def check_out(self) -> StoredSale:
        """F12 and Enter; gives what was booked."""
        self.display.key("F12")
        until(self.eyes.sheet)
        self.display.key("Return")
        until(self.eyes.completed)
        with self.store() as store, store.view() as unit:
            sale = unit.last_sale()
        assert sale
        return sale

    @contextmanager
    def store(self) -> Iterator[TerminalStore]:
        """The terminal's store."""
        with closing(open_store(self.home, self.secrets)) as store:
            yield store

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


@contextmanager
def open_shop(folder: Path, display: Display) -> Iterator[WindowShop]:
    """A published programme, a server that runs, a terminal enrolled with it."""
    secrets = MemorySecrets()
    server, home = DemoServer(folder / "server", Keys(secrets, True)), folder / "terminal"
    make_keys(server.home, secrets)
    run(["server", "publish", "--json", "--home", str(server.home), str(PROGRAMME)], secrets.kept, folder / "log")
    home.mkdir(mode=0o700)
    server.start()
    try:
        enrol(home, secrets, server.url, server.enrol_code("xinyi"), SystemClock())
        with VirtualPrinter.tcp() as printer, VirtualScanner() as scanner:
            save_settings(home, secrets, {"printer": printer.url, "scanner": scanner.url, "cash_drawer": "printer"})
            yield WindowShop(server, home, secrets, printer, scanner, display)
    finally:
        server.stop()
