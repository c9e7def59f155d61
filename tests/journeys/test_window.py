"""The cashier's window as a process on a real screen: keys, mouse and scanners in; sales, points and paper out."""

from pathlib import Path

from devices.printer.raster import render
from devices.printer.simulator import Trouble
from terminal.ports.printing import JobState
from tests.journeys.display import ON_A_DISPLAY, SCANNER_MS, until
from tests.journeys.screen import Screen, told
from tests.journeys.window_shop import PAPER_DOTS, Eyes, WindowShop, is_on_paper
from ui.compose.terminals import save_settings

pytestmark = ON_A_DISPLAY

PICTURE = Path(__file__).parents[2] / "build" / "screens" / "real-window.png"
PHONE, OTHER_PHONE = "0912345678", "0922333444"
EGG_ROLLS = "4710088410108"


def test_a_day_at_the_counter_with_the_line_cut_in_between(shop: WindowShop) -> None:
    display, printer = shop.display, shop.printer
    with shop.window() as screen:
        eyes = Eyes(screen)
        until(eyes.bill)

        # By keys and mouse, for somebody new: by F3, whether or not the server has answered yet that nobody has it.
        display.type(PHONE)
        until(lambda: screen.has("add_amount") or screen.has("earn_by_phone"))
        display.key("F3")
        until(lambda: screen.has("full_name"))
        display.type("Ming")
        display.key("Return")
        until(lambda: eyes.bill(member=True))
        display.type("1500")
        display.key("Return")
        screen.click("item_ruby")
        sale = shop.check_out(screen)
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
        until(lambda: screen.has("line_0"))
        display.key("F6")
        until(lambda: screen.has("points_all"))
        display.key("Return")
        until(lambda: eyes.bill(member=True))
        sale = shop.check_out(screen)
        assert (sale.body["redeemed"], sale.body["total"], sale.body["earned"]) == (150, 165, 16)
        assert shop.member(sale.member_id).state.balance(sale.day) == 156 - 150 + 16
        assert printer.wait_for_receipts(2)
        assert is_on_paper(printer.pages[-1], shop.receipt())
        display.key("Return")
        until(eyes.bill)

        until(lambda: shop.link().unsent_frames == 0)
        sell_without_a_line(shop, screen)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        display.picture().save(PICTURE)

        # And back.
        shop.server.start()
        until(eyes.calm)
        until(lambda: screen.text("chip_link").startswith(told("link_synced", age="")))
        until(lambda: shop.link().unsent_frames == 0)
        until(lambda: confirmed_balance(shop) == 6)
    assert (printer.receipts, printer.kicks) == (4, 4)


def sell_without_a_line(shop: WindowShop, screen: Screen) -> None:
    """To nobody known, and to a phone that nobody here knows."""
    display, eyes = shop.display, Eyes(screen)
    shop.server.kill()
    until(eyes.amber)
    assert not shop.link().reached
    screen.click("item_ruby")
    sale = shop.check_out(screen)
    assert (sale.number, sale.member_id, sale.body["total"]) == ("0003", None, 65)
    assert shop.link().unsent_frames == 1
    assert shop.printer.wait_for_receipts(3)
    display.key("Return")
    until(eyes.bill)

    display.type(OTHER_PHONE)
    until(lambda: screen.has("earn_by_phone"))
    display.key("Return")
    until(lambda: screen.reads(told("newcomer_name"), "member_name"))
    until(lambda: screen.says(told("newcomer_note")))
    screen.click("item_ruby")
    sale = shop.check_out(screen)
    assert (sale.number, sale.body["total"], sale.body["earned"]) == ("0004", 65, 6)
    assert shop.member(sale.member_id).confirmed is None
    until(lambda: screen.reads(told("link_offline", count=shop.link().unsent_frames), "chip_link"))
    assert shop.printed(4).title == told("title_sale", "receipt", sale_number=sale.number)


def confirmed_balance(shop: WindowShop) -> int | None:
    """What the server says that the member of the last sale has; ``None`` while it has said nothing."""
    with shop.store() as store, store.view() as unit:
        sale = unit.last_sale()
    assert sale
    confirmed = shop.member(sale.member_id).confirmed
    return confirmed.balance(sale.day) if confirmed else None


def test_a_printer_without_paper_holds_nobody_up_and_prints_each_receipt_once(shop: WindowShop) -> None:
    display, printer = shop.display, shop.printer
    with shop.window() as screen:
        eyes = Eyes(screen)
        until(eyes.bill)
        printer.befall(Trouble.PAPER_OUT)
        for count in (1, 2):
            screen.click("item_ruby")
            sale = shop.check_out(screen)
            assert sale.number == f"000{count}"
            until(lambda: screen.reads(waiting(count), "chip_printer"))  # noqa: B023 - it is asked at once
            display.key("Return")
            until(eyes.bill)
        assert printer.receipts == 0

        printer.cure(Trouble.PAPER_OUT)
        shop.printed(2)
        until(lambda: told("state_paper_out") not in screen.text("chip_printer"))
        until(eyes.calm)
    with shop.store() as store, store.view() as unit:
        jobs = unit.print_jobs(10)
    assert [(job.state, job.copy) for job in jobs] == [(JobState.COMPLETE, False)] * 2
    for page, job in zip(list(printer.pages)[::-1], jobs, strict=True):
        assert job.document is not None and is_on_paper(page, render(job.document, PAPER_DOTS))
    assert (printer.receipts, printer.garbage) == (2, 0)


def waiting(count: int) -> str:
    """What the printer's chip says while so many receipts wait for paper."""
    out = told("device_state", device=told("device_printer"), state=told("state_paper_out"))
    return told("device_waiting", device=out, count=count)


def test_a_wedge_scan_over_an_open_sheet_leaves_no_text_in_it(shop: WindowShop) -> None:
    save_settings(shop.home, shop.secrets, {"scanner": "wedge"})
    display = shop.display
    with shop.window() as screen:
        eyes = Eyes(screen)
        until(eyes.bill)
        display.key("F3")
        until(lambda: screen.has("full_name"))
        display.type(OTHER_PHONE[:4])
        display.type(f"{EGG_ROLLS}\r", SCANNER_MS)
        display.type(OTHER_PHONE[4:])
        display.key("Return")
        until(lambda: eyes.bill(member=True))
        sale = shop.check_out(screen)
    assert [line["sku"] for line in sale.body["lines"]] == ["egg-rolls-6"]
    assert shop.member(sale.member_id).phone == "+886922333444"
