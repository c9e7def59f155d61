"""A store manager's evening on a real screen: the day, the ledger, members, shifts, exports, settings, the Z report."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from terminal.ports.clock import SetClock, SystemClock
from terminal.usecases.cash_shifts import latest_shift
from terminal.usecases.close_shift import CloseShift, close_shift
from terminal.usecases.exceptions import exceptions
from terminal.usecases.open_shift import BeginShift, begin_shift
from tests.journeys.display import ON_A_DISPLAY, Display, until
from tests.journeys.screen import told
from tests.journeys.staffed_shop import (
    CASHIER,
    MEMBER_NAME,
    MEMBER_PHONE,
    STORE_MANAGER,
    Hands,
    enrol,
    open_staffed_shop,
    sold,
)
from tests.journeys.window_shop import Eyes, WindowShop
from tests.ui.workbook import cells
from ui.compose.terminals import save_settings

pytestmark = ON_A_DISPLAY

FLOAT = 3000
SALES_SHEET = 4


@pytest.fixture
def shop(display: Display, tmp_path: Path) -> Iterator[WindowShop]:
    """Yesterday the member bought for 2,000, today for 1,000; somebody else for 335, in a shift that was closed."""
    yesterday = SetClock(SystemClock().now() - timedelta(days=1))
    with open_staffed_shop(tmp_path, display) as opened:
        save_settings(opened.home, opened.secrets, {"export_folder": str(tmp_path / "exports")})
        enrol(opened, yesterday)
        sold(opened, 2000, clock=yesterday)
        with opened.till() as till:
            begin_shift(till, BeginShift(FLOAT, (), CASHIER.name))
        sold(opened, 1000)
        sold(opened, 335, member=None)
        with opened.till() as till:
            close_shift(till, CloseShift(FLOAT + 1335, (), CASHIER.name))
        yield opened


def test_a_store_managers_evening(shop: WindowShop, tmp_path: Path) -> None:
    with shop.window() as screen:
        hands = Hands(shop, screen)
        hands.sign_in(CASHIER)
        hands.until_empty_bill()
        hands.choose("6")
        hands.approve()
        look_at_days(hands)
        read_the_ledger(hands)
        adjust_the_member(hands)

        hands.choose("l")
        hands.sign_in(STORE_MANAGER)
        hands.until_empty_bill()
        screen.click("menu")
        screen.click("menu_office")
        print_the_shift(hands)
        look_at_the_exception(hands)
        save_and_print_the_day(hands, tmp_path / "exports")
        change_a_setting(hands)
        screen.click("back")
        hands.until_empty_bill()
        close_the_day(hands)
    assert (shop.printer.receipts, shop.printer.garbage) == (3, 0)


def look_at_days(hands: Hands) -> None:
    screen = hands.screen
    until(lambda: screen.reads("1,335", "card_total"))
    hands.press("y")
    until(lambda: screen.reads("2,000", "card_total"))
    hands.press("t")
    until(lambda: screen.reads("1,335", "card_total"))
    screen.click("earlier")
    until(lambda: screen.reads("2,000", "card_total"))
    screen.click("period_T")
    until(lambda: screen.reads("1,335", "card_total"))


def read_the_ledger(hands: Hands) -> None:
    """Today's entries that earned points: one; and the frame that it is in."""
    screen = hands.screen
    hands.press("2")
    until(lambda: screen.has("entries", "row_1"))
    assert not screen.has("entries", "row_2")
    screen.click("periods", "tab_0")
    until(lambda: screen.has("entries", "row_0") and not screen.has("entries", "row_1"))
    screen.click("signs", "tab_2")
    hands.until_told("ledger_none")
    screen.click("signs", "tab_1")
    until(lambda: screen.has("entries", "row_0"))
    hands.until_says("+100", "王○明")

    screen.click("entries", "row_0")
    until(lambda: screen.has("frame_json"))
    hands.until_says(told("frame_position"), "NT$ 1,000")
    screen.click("frame_back")
    until(lambda: screen.has("entries"))
    hands.press("Return", "Return")  # the same by keys: into the list, and its first row
    until(lambda: screen.has("frame_json"))
    hands.press("Escape")
    until(lambda: screen.has("entries"))


def adjust_the_member(hands: Hands) -> None:
    screen = hands.screen
    hands.press("4")
    until(lambda: screen.has("members", "row_0"))
    hands.press("Return")
    hands.type(MEMBER_PHONE[-4:])
    until(lambda: screen.reads(told("members_found", found=1), "status"))
    hands.press("Return")
    until(lambda: screen.has("member_facts"))
    hands.until_says(MEMBER_NAME, MEMBER_PHONE)
    screen.click("adjust")
    hands.approve()
    until(lambda: screen.has("adjust_points"))
    hands.type("50")
    hands.press("Tab")
    hands.type("goodwill")
    hands.press("Return")
    hands.until_told("member_adjusted", points="+50", balance=350)
    with hands.shop.till() as till:
        (found,) = exceptions(till)
    assert found.member is not None
    assert (found.data["reason"], found.data["approved_by"]) == ("goodwill", STORE_MANAGER.name)
    assert hands.shop.member(found.member.member_id).state.balance(hands.last_sale().day) == 350

    hands.press("Escape")  # to the list, out of it, out of the office
    until(lambda: screen.has("members"))
    hands.press("Escape", "Escape")
    hands.until_empty_bill()


def print_the_shift(hands: Hands) -> None:
    screen = hands.screen
    screen.click("office_shifts")
    until(lambda: screen.reads(told("closing_exact"), "closing_0"))
    screen.click("closing_0")
    screen.click("print_closing")
    paper = hands.shop.printed(1)
    hands.until_told("print_again", title=paper.title)
    with hands.shop.store() as store, store.view() as unit:
        shift = latest_shift(unit)
    assert shift is not None and shift.difference == 0
    assert any(f"{FLOAT:,}" in row.right for row in paper.rows)


def look_at_the_exception(hands: Hands) -> None:
    screen = hands.screen
    hands.press("5")
    until(lambda: screen.has("exception_0_seen"))
    hands.until_says(told("exception_adjusted"), "goodwill")
    hands.press("Return", "Return")
    until(lambda: not screen.has("exception_0_seen"))
    hands.until_says(told("exception_seen", who="", time="").strip())
    with hands.shop.till() as till:
        (found,) = exceptions(till)
    assert found.seen is not None and found.seen.by == STORE_MANAGER.name


def save_and_print_the_day(hands: Hands, folder: Path) -> None:
    screen = hands.screen
    hands.press("1")
    until(lambda: screen.reads("1,335", "card_total"))
    hands.press("e")
    until(lambda: any(folder.glob("*.xlsx")))
    (file,) = folder.iterdir()
    hands.until_told("export_saved", path=str(file))
    sales = cells(file, SALES_SHEET)
    assert [sales[f"F{row}"] for row in (2, 3)] == [("n", "1000"), ("n", "335")] and "F4" not in sales

    screen.click("print_page")
    paper = hands.shop.printed(2)
    hands.until_told("report_printing", title=paper.title)
    assert any("1,335" in row.right for row in paper.rows)


def change_a_setting(hands: Hands) -> None:
    screen = hands.screen
    screen.click("office_settings")
    screen.click("option_receipt_footer")
    screen.click("value")
    hands.type("See you")
    hands.press("Return")
    hands.until_told("setting_saved", name=told("receipt_footer", "setting"), value="See you")
    assert footer(hands) == "See you"
    screen.click("undo")
    hands.until_told("setting_saved", name=told("receipt_footer", "setting"), value=told("setting_empty"))
    assert not footer(hands)
    until(lambda: Eyes(screen).well("chip_printer"))  # it was started anew, and would say so if it could not


def footer(hands: Hands) -> str | None:
    with hands.shop.store() as store, store.view() as unit:
        return unit.setting("receipt_footer")


def close_the_day(hands: Hands) -> None:
    screen = hands.screen
    hands.choose("2")
    until(lambda: screen.has("close_day"))
    hands.press("z")
    until(lambda: screen.has("yes"))
    hands.press("Return")
    hands.until_told("report_closed", number=1)
    day = hands.last_sale().day.isoformat()
    assert hands.shop.printed(3).title == told("title_z", "receipt", number=1, day=day)
    with hands.shop.store() as store, store.view() as unit:
        (closing,) = unit.closed_days()
    assert (closing.body["number"], closing.body["closed"]) == (1, day)
