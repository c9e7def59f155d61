"""A new machine on a real screen: the wizard, the printer, the scanner and the screen by keys, and the first sale."""

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devices.printer.simulator import VirtualPrinter
from terminal.ports.secrets import MemorySecrets
from tests.journeys.display import ON_A_DISPLAY, SCANNER_MS, Display, until
from tests.journeys.screen import Screen, open_window, told
from tests.journeys.window_shop import open_server
from ui.cli.demo.site import DemoServer
from ui.compose.terminals import open_store

pytestmark = ON_A_DISPLAY

YOLK_ROLLS = "4710088410207"
TRIES = 10
THINKING_S, KEY_S, POINTING_S = 1.35, 0.28, 1.1
"""Card, Moran and Newell's keystroke-level model: getting ready in the mind, a key by an average hand, pointing."""
SCANNING_S = 2.5
"""Taking the scanner and aiming it, by the same model (homing twice, pointing, the trigger)."""
BOUND_S = 180
SET = {"language", "printer", "printer_paper_mm", "wedge_gap_ms", "wedge_suffix", "screen_mm_per_100px"}


def test_from_an_empty_machine_to_the_first_sale(display: Display, tmp_path: Path) -> None:
    home, secrets = tmp_path / "terminal", MemorySecrets()
    with open_server(tmp_path, MemorySecrets()) as server, VirtualPrinter.tcp() as printer:
        with open_window(home, secrets, display) as screen:
            newcomer = Newcomer(Hands(display), screen)
            newcomer.join(server)
            newcomer.find(printer)
            newcomer.measure_the_scanner()
            newcomer.measure_the_screen()
            newcomer.sell(printer)
            assert newcomer.display.seconds < BOUND_S
            until(lambda: screen.text("chip_link").startswith(told("link_synced", age="")))
            secrets.kept.update(screen.keys())
        with closing(open_store(home, secrets)) as store, store.view() as unit:
            sale, settings = unit.last_sale(), {name: unit.setting(name) for name in SET}
    assert sale is not None and (sale.number, sale.body["total"]) == ("0001", 180)
    assert (settings["language"], settings["printer"]) == ("zh_TW", printer.url)
    assert all(settings.values())
    assert (printer.receipts, printer.garbage) == (2, 0)


@dataclass
class Hands:
    """What is done with the keyboard, the finger and the scanner, and the seconds that a person takes for it."""

    display: Display
    seconds: float = field(default=0.0)

    def key(self, *keys: str) -> None:
        """Presses keys, each after some thought."""
        self.seconds += len(keys) * (THINKING_S + KEY_S)
        self.display.key(*keys)

    def type(self, text: str) -> None:
        """Types something that is known by heart."""
        self.seconds += THINKING_S + len(text) * KEY_S
        self.display.type(text)

    def scan(self, text: str) -> None:
        """Scans it."""
        self.seconds += THINKING_S + SCANNING_S
        self.display.type(text, SCANNER_MS)

    def click(self, screen: Screen, name: str) -> None:
        """Touches it."""
        self.seconds += THINKING_S + POINTING_S
        screen.click(name)


@dataclass
class Newcomer:
    """Whoever sets the machine up."""

    display: Hands
    screen: Screen

    def join(self, server: DemoServer) -> None:
        display, screen = self.display, self.screen
        until(lambda: screen.has("language_zh_TW"))
        display.key("1", "Return")
        until(lambda: screen.has("address"))
        display.scan(server.url)
        display.key("Tab")
        display.scan(server.enrol_code("xinyi"))
        display.key("Return")
        until(lambda: screen.reads(told("first_complete"), "progress_text"))
        until(lambda: screen.reads(told("first_joined", store="信義店", number=1), "joined"))
        display.key("Return")
        until(lambda: screen.has("part_printer"))
        screen.focus()  # another window

    def find(self, printer: VirtualPrinter) -> None:
        display, screen = self.display, self.screen
        display.key("1")
        until(lambda: screen.has("look") and not screen.reads(told("printer_looking"), "prompt"))
        address = printer.url.removeprefix("tcp://")
        display.click(screen, "address")
        display.type(address)
        display.key("Return")
        until(lambda: screen.has("yes"))
        until(lambda: screen.reads(address, "prompt"))
        assert printer.wait_for_receipts(1)
        display.key("Return")
        until(lambda: screen.has("part_printer"))
        until(lambda: screen.says(address))

    def measure_the_scanner(self) -> None:
        """Once more where the machine was too busy to type as fast as a scanner."""
        display, screen = self.display, self.screen
        display.key("2")
        for _ in range(TRIES):
            until(lambda: screen.reads(told("setup_scan", count=3), "prompt"))
            while not screen.reads(told("setup_measured"), "prompt"):
                self.scan()
            until(lambda: screen.is_usable("accept"))
            if screen.says(told("setup_good")):
                break
            display.key("Delete")
        else:
            pytest.skip("the machine is too busy to type like a scanner")
        display.key("Return")
        until(lambda: screen.says(told("setup_saved")))
        display.key("Return")
        until(lambda: screen.has("part_scanner"))

    def scan(self) -> None:
        """One scan, until the page has heard it."""
        before = self.screen.text("prompt")
        self.display.scan(f"{YOLK_ROLLS}\r")
        until(lambda: self.screen.text("prompt") != before)

    def measure_the_screen(self) -> None:
        display, screen = self.display, self.screen
        display.key("3")
        until(lambda: screen.has("said"))
        before = screen.text("said")
        display.key("Up")
        until(lambda: screen.text("said") != before)
        said = screen.text("said")
        display.key("Return")
        until(lambda: screen.has("part_screen"))
        until(lambda: screen.says(said))

    def sell(self, printer: VirtualPrinter) -> None:
        display, screen = self.display, self.screen
        display.key("F12")
        until(lambda: screen.has("tender"))
        display.scan(f"{YOLK_ROLLS}\r")
        until(lambda: "鹹蛋黃蛋捲" in screen.text("line_0"))
        display.key("plus")
        until(lambda: screen.has("next"))
        assert printer.wait_for_receipts(2)
