"""What a new till still lacks, set up in its own window: the drawer that hangs on the printer, and who signs in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.domain.staff import Role
from terminal.usecases.staff import list_staff
from tests.journeys.display import ON_A_DISPLAY, Display, until
from tests.journeys.screen import told
from tests.journeys.staffed_shop import Hands, Person
from tests.journeys.window_shop import WindowShop, open_shop
from ui.compose.terminals import save_settings

pytestmark = ON_A_DISPLAY

STORE_MANAGER, CASHIER = Person("Wang", "246813", "1"), Person("Mei", "1357", "2")


@pytest.fixture
def shop(display: Display, tmp_path: Path) -> Iterator[WindowShop]:
    """Nobody has said that there is a drawer, or who works here."""
    with open_shop(tmp_path, display) as opened:
        save_settings(opened.home, opened.secrets, {"cash_drawer": "none"})
        yield opened


def test_the_drawer_and_the_staff_are_set_up_in_the_window(shop: WindowShop) -> None:
    with shop.window() as screen:
        hands = Hands(shop, screen)
        hands.until_empty_bill()
        hands.choose("6")
        until(lambda: screen.has("office_settings"))
        find_the_drawer(hands)
        add_the_staff(hands)
        hands.press("Escape", "Escape")
        hands.until_empty_bill()
        hands.choose("l")
        hands.sign_in(CASHIER)
        hands.until_empty_bill()
        hands.ring("ruby")
        assert hands.sell_for_cash().body["cashier"] == CASHIER.name
        assert shop.printer.wait_for_kicks(2)
    with shop.till() as till:
        assert [(who.name, who.role) for who in list_staff(till)] == [
            (STORE_MANAGER.name, Role.MANAGER), (CASHIER.name, Role.CASHIER),
        ]  # fmt: skip


def find_the_drawer(hands: Hands) -> None:
    """Behind the test page."""
    screen, printer = hands.screen, hands.shop.printer
    hands.press("7")
    until(lambda: screen.has("set_up"))
    hands.press("u")
    until(lambda: screen.has("part_printer"))
    hands.press("1")
    until(lambda: screen.has("look") and not screen.reads(told("printer_looking"), "prompt"))
    screen.click("address")
    hands.type(printer.url.removeprefix("tcp://"))
    hands.press("Return")
    until(lambda: screen.has("drawer"))
    hands.press("d")
    until(lambda: screen.reads(told("printer_opened"), "prompt"))
    assert (printer.wait_for_receipts(1), printer.wait_for_kicks(1)) == (True, True)
    hands.press("Return")
    until(lambda: screen.has("part_printer"))
    hands.until_told("setup_with_drawer", printer=printer.url)
    hands.press("Escape")
    until(lambda: screen.has("set_up"))


def add_the_staff(hands: Hands) -> None:
    """A store manager, at whose word the till begins to ask, and a cashier."""
    screen = hands.screen
    hands.press("8")
    hands.until_told("staff_nobody")
    for who, kind in ((STORE_MANAGER, "staff_first"), (CASHIER, "staff_new")):
        hands.press("n")
        until(lambda: screen.has("form_accept"))
        for text in (who.name, who.pin, who.pin):
            hands.type(text)
            hands.press("Return")
        hands.until_told(kind, name=who.name)
        assert not screen.says(who.pin)
