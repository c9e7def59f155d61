"""Which screen shows which stage. Each is loaded when it is first wanted: the window opens with none of them."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ui.viewmodels.desk import StageName
from ui.viewmodels.till import Till

if TYPE_CHECKING:
    from ui.qt.widgets.sheet import Sheet
    from ui.qt.widgets.stage_page import StagePage

_SCREENS = "ui.qt.screens"
_SHEETS: Mapping[StageName, tuple[str, str]] = {
    StageName.REDEEMING: ("redeem_sheet", "RedeemSheet"),
    StageName.TENDERING: ("tender_sheet", "TenderSheet"),
    StageName.ENROLLING: ("enrol_sheet", "EnrolSheet"),
    StageName.PARKED: ("list_sheets", "ParkedSheet"),
    StageName.LEDGER: ("list_sheets", "LedgerSheet"),
    StageName.COUPONS: ("coupon_sheet", "CouponSheet"),
    StageName.DISCOUNTING: ("discount_sheet", "DiscountSheet"),
    StageName.WEIGHING: ("weighing_sheet", "WeighingSheet"),
    StageName.PRINT_QUEUE: ("print_queue_sheet", "PrintQueueSheet"),
    StageName.DEVICES: ("devices_page", "DevicesPage"),
    StageName.DAY_REPORT: ("day_report_sheet", "DayReportSheet"),
    StageName.SCANNER_SETUP: ("scanner_setup_sheet", "ScannerSetupSheet"),
    StageName.PRINTER_SETUP: ("printer_setup_sheet", "PrinterSetupSheet"),
    StageName.SCREEN_SETUP: ("screen_setup_sheet", "ScreenSetupSheet"),
    StageName.MENU: ("menu_sheet", "MenuSheet"),
    StageName.FINDING_SALE: ("finding_sale_sheet", "FindingSaleSheet"),
    StageName.APPROVAL: ("approval_sheet", "ApprovalSheet"),
    StageName.CASH_SHIFT: ("shift_sheet", "ShiftSheet"),
}
"""What lies over the bill."""
_PARTS = (("member_panel", "MemberPanel"), ("amount_page", "AmountPage"), ("found_list", "FoundList"))
"""What the bill itself wants later: with its first member, or with words to look for."""
_PAGES: Mapping[StageName, tuple[str, str]] = {
    StageName.COMPLETED: ("completed_page", "CompletedPage"),
    StageName.GIVING_BACK: ("giving_back_page", "GivingBackPage"),
    StageName.GIVEN_BACK: ("given_back_page", "GivenBackPage"),
    StageName.SIGN_IN: ("sign_in_page", "SignInPage"),
    StageName.SET_UP: ("set_up_page", "SetUpPage"),
}
"""What takes the bill's place; so does the office."""


def sheet_for(stage: StageName) -> "Callable[[QWidget, Till, Any], Sheet] | None":
    """What makes the sheet of this stage; ``None`` for a stage without one."""
    return _loaded(*_SHEETS[stage]) if stage in _SHEETS else None


def page_for(stage: StageName) -> "Callable[[QWidget, Till, Any], StagePage] | None":
    """What makes the page of this stage; ``None`` for a stage that has none of its own."""
    if stage is StageName.OFFICE:
        from ui.qt.office.office_page import OfficePage

        return OfficePage
    return _loaded(*_PAGES[stage]) if stage in _PAGES else None


def load() -> None:
    """Loads every screen at the counter and in the office, so that none of them is waited for. Any thread may."""
    from PySide6.QtWidgets import QStyle  # noqa: F401  # its names are made when it is first asked for anything

    for module, name in (*_PARTS, *_SHEETS.values(), *_PAGES.values()):
        _loaded(module, name)
    from ui.qt.office import office_page, sections  # noqa: F401  # the page is asked for by its stage

    sections.load()


def _loaded(module: str, name: str) -> Any:
    return getattr(import_module(f"{_SCREENS}.{module}"), name)
