"""Which screen shows which stage. Each is loaded when it is first wanted: the window opens with none of them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ui.viewmodels.desk import StageName
from ui.viewmodels.till import Till

if TYPE_CHECKING:
    from ui.qt.widgets.sheet import Sheet
    from ui.qt.widgets.stage_page import StagePage

_SHEETS: Mapping[StageName, str] = {
    StageName.REDEEMING: "screens.redeem_sheet:RedeemSheet",
    StageName.TENDERING: "screens.tender_sheet:TenderSheet",
    StageName.ENROLLING: "screens.enrol_sheet:EnrolSheet",
    StageName.PARKED: "screens.list_sheets:ParkedSheet",
    StageName.LEDGER: "screens.list_sheets:LedgerSheet",
    StageName.COUPONS: "screens.coupon_sheet:CouponSheet",
    StageName.DISCOUNTING: "screens.discount_sheet:DiscountSheet",
    StageName.WEIGHING: "screens.weighing_sheet:WeighingSheet",
    StageName.PRINT_QUEUE: "screens.print_queue_sheet:PrintQueueSheet",
    StageName.DEVICES: "screens.devices_page:DevicesPage",
    StageName.DAY_REPORT: "screens.day_report_sheet:DayReportSheet",
    StageName.SCANNER_SETUP: "screens.scanner_setup_sheet:ScannerSetupSheet",
    StageName.PRINTER_SETUP: "screens.printer_setup_sheet:PrinterSetupSheet",
    StageName.SCREEN_SETUP: "screens.screen_setup_sheet:ScreenSetupSheet",
    StageName.MENU: "screens.menu_sheet:MenuSheet",
    StageName.FINDING_SALE: "screens.finding_sale_sheet:FindingSaleSheet",
    StageName.APPROVAL: "screens.approval_sheet:ApprovalSheet",
    StageName.CASH_SHIFT: "screens.shift_sheet:ShiftSheet",
}
"""What lies over the bill."""
_PARTS = ("screens.member_panel:MemberPanel", "screens.amount_page:AmountPage", "screens.found_list:FoundList")
"""What the bill itself wants later: with its first member, or with words to look for."""
_PAGES: Mapping[StageName, str] = {
    StageName.COMPLETED: "screens.completed_page:CompletedPage",
    StageName.GIVING_BACK: "screens.giving_back_page:GivingBackPage",
    StageName.GIVEN_BACK: "screens.given_back_page:GivenBackPage",
    StageName.SIGN_IN: "screens.sign_in_page:SignInPage",
    StageName.SET_UP: "screens.set_up_page:SetUpPage",
    StageName.OFFICE: "office.office_page:OfficePage",
}
"""What takes the bill's place."""


def sheet_for(stage: StageName) -> "Callable[[QWidget, Till, Any], Sheet] | None":
    """What makes the sheet of this stage; ``None`` for a stage without one."""
    return _loaded(_SHEETS[stage]) if stage in _SHEETS else None


def page_for(stage: StageName) -> "Callable[[QWidget, Till, Any], StagePage] | None":
    """What makes the page of this stage; ``None`` for a stage that has none of its own."""
    return _loaded(_PAGES[stage]) if stage in _PAGES else None


def load() -> None:
    """Loads every screen at the counter and in the office, so that none of them is waited for. Any thread may."""
    from PySide6.QtWidgets import QStyle  # noqa: F401  # its names are made when it is first asked for anything

    from ui.qt.office import sections

    for place in (*_PARTS, *_SHEETS.values(), *_PAGES.values()):
        _loaded(place)
    sections.load()


def _loaded(place: str) -> Any:
    from pkgutil import resolve_name

    return resolve_name(f"ui.qt.{place}")
