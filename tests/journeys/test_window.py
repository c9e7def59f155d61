"""The cashier's window as a process on a real screen: keys, mouse and scanners in; sales, points and paper out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from devices.printer.paper import Page
from tests.journeys.display import SCANNER_MS, Display, missing_programs, open_display, until
from tests.journeys.window_shop import FIRST_TILE, WindowShop, open_shop
from ui.compose import save_settings

pytestmark = [
    pytest.mark.display,
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}"),
]

PICTURE = Path(__file__).parents[2] / "build" / "screens" / "real-window.png"
PHONE, OTHER_PHONE = "0912345678", "0922333444"
EGG_ROLLS = "4710088410108"
DOTS_LOST_MAX = 20


@pytest.fixture(scope="module")
def display() -> Iterator[Display]:
    with open_display() as display, pytest.MonkeyPatch.context() as environment:
        environment.setenv("DISPLAY", display.name)
        environment.setenv("QT_QPA_PLATFORM", "xcb")
        yield display


@pytest.fixture
def shop(display: Display, tmp_path: Path) -> Iterator[WindowShop]:
    with open_shop(tmp_path, display) as shop:
        yield shop


def is_on_paper(page: Page, receipt: Image.Image) -> bool:
    """Whether ``page`` shows ``receipt``; a few dots may be missing, where they would have read as a command."""
    paper = page.picture(receipt.width).crop((0, 0, *receipt.size))
    return ImageChops.logical_xor(paper, receipt).histogram()[-1] <= DOTS_LOST_MAX


def test_a_day_at_the_counter_with_the_line_cut_in_between(shop: WindowShop) -> None:
    display, eyes, printer = shop.display, shop.eyes, shop.printer
    with shop.window():
        # By keys and mouse, for somebody new.
        display.type(PHONE)
        until(eyes.offer)
        display.key("Return")
        until(eyes.sheet)
        display.type("Ming")
        display.key("Return")
        until(lambda: eyes.bill(member=True))
        display.type("1500")
        display.key("Return")
        display.click(FIRST_TILE)
        sale = shop.check_out()
        assert [line["sku"] for line in sale.body["lines"]] == ["open", "ruby"]
        assert (sale.body["total"], sale.body["earned"], sale.body["redeemed"]) == (1565, 156, 0)
        member = shop.member(sale.member_id)
        assert (member.name, member.phone, member.state.balance(sale.day)) == ("Ming", "+886912345678", 156)
        assert printer.wait_for_receipts(1)
        assert is_on_paper(printer.pages[-1], shop.receipt())
        display.key("Return")
        until(eyes.bill)

        # By scanner, with points. The window's own sync process has told the server of the first sale.
        until(lambda: shop.link().unsent_frames == 0)
        until(eyes.calm)
        shop.scanner.scan(PHONE)
        until(lambda: eyes.bill(member=True))
        shop.scanner.scan(EGG_ROLLS)
        until(eyes.line)
        display.key("F6")
        until(eyes.sheet)
        display.key("Return")
        until(lambda: eyes.bill(member=True))
        sale = shop.check_out()
        assert (sale.body["redeemed"], sale.body["total"], sale.body["earned"]) == (150, 165, 16)
        assert shop.member(sale.member_id).state.balance(sale.day) == 156 - 150 + 16
        assert printer.wait_for_receipts(2)
        assert is_on_paper(printer.pages[-1], shop.receipt())
        display.key("Return")
        until(eyes.bill)

        # Offline.
        until(lambda: shop.link().unsent_frames == 0)
        shop.server.kill()
        until(eyes.amber)
        assert not shop.link().reached
        display.click(FIRST_TILE)
        sale = shop.check_out()
        assert (sale.number, sale.member_id, sale.body["total"]) == ("0003", None, 65)
        assert shop.link().unsent_frames == 1
        assert printer.wait_for_receipts(3)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        display.picture().save(PICTURE)

        # And back.
        shop.server.start()
        until(eyes.calm)
        until(lambda: shop.link().unsent_frames == 0)
    assert (printer.receipts, printer.kicks) == (3, 3)


def test_a_wedge_scan_over_an_open_sheet_leaves_no_text_in_it(shop: WindowShop) -> None:
    save_settings(shop.home, shop.secrets, {"scanner": "wedge"})
    display, eyes = shop.display, shop.eyes
    with shop.window():
        display.key("F3")
        until(eyes.sheet)
        display.type(OTHER_PHONE[:4])
        display.type(f"{EGG_ROLLS}\r", SCANNER_MS)
        display.type(OTHER_PHONE[4:])
        display.key("Return")
        until(lambda: eyes.bill(member=True))
        sale = shop.check_out()
    assert [line["sku"] for line in sale.body["lines"]] == ["egg-rolls-6"]
    assert shop.member(sale.member_id).phone == "+886922333444"
