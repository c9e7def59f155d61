"""Every state of the till that is worth a picture, reached by the keys a cashier would press."""

from collections.abc import Callable
from dataclasses import replace

from devices.states import DeviceState, DeviceStatus
from terminal.domain.errors import Refusal
from ui.qt.screens.edge_states import EDGE_STATES
from ui.qt.screens.office_day_states import OFFICE_DAY_STATES
from ui.qt.screens.office_edge_states import OFFICE_EDGE_STATES
from ui.qt.screens.office_staff_states import OFFICE_STAFF_STATES
from ui.qt.screens.page_states import PAGE_STATES
from ui.qt.screens.past_states import PAST_STATES
from ui.qt.screens.record_states import RECORD_STATES
from ui.qt.screens.ringing_states import RINGING_STATES
from ui.qt.screens.sample_offers import PUBLIC_CODE
from ui.qt.screens.sample_shop import GOLD_PHONE, NEW_PHONE, OVERDRAWN_PHONE
from ui.qt.screens.scene import Scene, new_scene, standard_lines
from ui.qt.screens.set_up_states import SET_UP_STATES
from ui.qt.screens.upkeep_states import UPKEEP_STATES
from ui.viewmodels.commands import Command

__all__ = ["STATES", "Scene", "new_scene"]


def _idle(scene: Scene) -> None:
    standard_lines(scene)
    scene.type("0912345")


def _empty(scene: Scene) -> None:
    scene.till.changed.tell()


def _member(scene: Scene) -> None:
    standard_lines(scene)
    scene.type(GOLD_PHONE)
    _redeem(scene, "500")


def _redeem(scene: Scene, points: str) -> None:
    scene.press(Command.REDEEM)
    scene.type(points)
    scene.press(Command.ENTER)


def _redeeming(scene: Scene) -> None:
    standard_lines(scene)
    scene.type(GOLD_PHONE)
    scene.press(Command.REDEEM)
    scene.type("500")


def _redeeming_too_much(scene: Scene) -> None:
    standard_lines(scene)
    scene.type(GOLD_PHONE)
    scene.press(Command.REDEEM)
    scene.type("9990")


def _tender(scene: Scene) -> None:
    _member(scene)
    scene.press(Command.TENDER)
    scene.type("500")


def _tender_parts(scene: Scene) -> None:
    _member(scene)
    scene.press(Command.TENDER)
    scene.type("100")
    scene.press(Command.ENTER)
    scene.type("50")


def _complete(scene: Scene) -> None:
    _tender(scene)
    scene.press(Command.ENTER)


def _complete_walk_in(scene: Scene) -> None:
    scene.tap("ruby")
    scene.press(Command.NO_MEMBER, Command.EXACT_CASH)


def _go_offline(scene: Scene) -> None:
    scene.shop.online, scene.shop.unsent = False, 37
    scene.till.strip.link_arrived(scene.shop.link())


def _offline(scene: Scene) -> None:
    _go_offline(scene)
    standard_lines(scene)
    scene.type(GOLD_PHONE)
    _redeem(scene, "300")


def _new_member(scene: Scene) -> None:
    scene.type(NEW_PHONE)
    scene.press(Command.NEW_MEMBER)


def _unknown(scene: Scene) -> None:
    standard_lines(scene)
    scene.type(NEW_PHONE)


def _unknown_offline(scene: Scene) -> None:
    _go_offline(scene)
    _unknown(scene)


def _by_phone(scene: Scene) -> None:
    _unknown_offline(scene)
    scene.press(Command.ENTER)


def _by_phone_complete(scene: Scene) -> None:
    _by_phone(scene)
    scene.press(Command.EXACT_CASH)


def _amount(scene: Scene) -> None:
    scene.tap("ruby")
    scene.type("185")


def _amount_with_member(scene: Scene) -> None:
    scene.tap("ruby")
    scene.type(GOLD_PHONE)
    scene.type("185")


def _no_menu(scene: Scene) -> None:
    """A brand whose till has nothing to tap: articles are scanned, or typed as amounts."""
    shop = scene.shop
    shop.brand = replace(shop.brand, menu=(), tenders=shop.brand.tenders[:4])
    shop.programme = replace(shop.programme, digest="no-menu", brands={shop.brand.code: shop.brand})
    scene.till.desk.refresh_shop()
    scene.type("185")


def _error(scene: Scene) -> None:
    _member(scene)
    scene.shop.broken = Refusal("disk_full")
    scene.press(Command.EXACT_CASH)


def _error_on_sheet(scene: Scene) -> None:
    _tender(scene)
    scene.shop.broken = Refusal("disk_full")
    scene.press(Command.ENTER)


def _printer_out(scene: Scene) -> None:
    _complete(scene)
    scene.till.device_changed(DeviceStatus("printer", DeviceState.ERROR, "paper_out"))


def _long_names(scene: Scene) -> None:
    scene.shop.cashier = "歐陽慕容小姐"
    scene.tap("saltedroll", "pineapple", "eggroll", "boba", "latte", "jade", "giftbox", "longname", "longname")
    scene.press(Command.UP)


def _large_amounts(scene: Scene) -> None:
    scene.type(GOLD_PHONE)
    scene.tap("hamper", "hamper", "hamper", "hamper")
    scene.press(Command.TENDER)


def _large_bill(scene: Scene) -> None:
    scene.type(GOLD_PHONE)
    scene.tap("hamper", "hamper", "hamper", "hamper")


def _negative(scene: Scene) -> None:
    scene.tap("ruby", "giftbox")
    scene.type(OVERDRAWN_PHONE)


def _parked(scene: Scene) -> None:
    _member(scene)
    scene.press(Command.PARK)
    scene.tap("ruby", "boba")
    scene.press(Command.PARK)
    scene.tap("longname")
    scene.press(Command.PARK, Command.PARK)


def _details(scene: Scene) -> None:
    _member(scene)
    scene.press(Command.DETAILS)


def _member_offers(scene: Scene) -> None:
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    scene.type(GOLD_PHONE)


def _bill_offers(scene: Scene) -> None:
    """Every kind of amount: the tier's discount, a public code, two vouchers, points, tax."""
    _member_offers(scene)
    standard_lines(scene)
    scene.type(PUBLIC_CODE)
    scene.press(Command.ENTER)
    for voucher in ("sale-birthday-cup.gift.1", "sale-extra-50.gift.1"):
        scene.till.tap_voucher(voucher)
    _redeem(scene, "500")


def _coupon_waits(scene: Scene) -> None:
    """A coupon that the bill no longer fulfils, and one that is refused."""
    _bill_offers(scene)
    scene.press(Command.UP, Command.UP, Command.UP, Command.UP, Command.UNDO)
    scene.till.tap_voucher("sale-box-100.gift.1")


def _coupon_typed(scene: Scene) -> None:
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    standard_lines(scene)
    scene.type(PUBLIC_CODE)


def _coupons(scene: Scene) -> None:
    _bill_offers(scene)
    scene.press(Command.COUPONS, Command.DOWN)
    scene.type("0722")


def _complete_offers(scene: Scene) -> None:
    _bill_offers(scene)
    scene.tap("pineapple")
    scene.press(Command.TENDER)
    scene.type("1000")
    scene.press(Command.ENTER)


STATES: dict[str, Callable[[Scene], None]] = {
    "idle": _idle,
    "empty": _empty,
    "member": _member,
    "redeem": _redeeming,
    "redeem-too-much": _redeeming_too_much,
    "tender": _tender,
    "tender-parts": _tender_parts,
    "complete": _complete,
    "complete-walk-in": _complete_walk_in,
    "offline": _offline,
    "new-member": _new_member,
    "member-unknown": _unknown,
    "member-unknown-offline": _unknown_offline,
    "by-phone": _by_phone,
    "by-phone-complete": _by_phone_complete,
    "amount": _amount,
    "amount-with-member": _amount_with_member,
    "no-menu": _no_menu,
    "error": _error,
    "error-on-sheet": _error_on_sheet,
    "printer-out": _printer_out,
    "long-names": _long_names,
    "large-bill": _large_bill,
    "large-amounts": _large_amounts,
    "negative-balance": _negative,
    "parked": _parked,
    "details": _details,
    "member-offers": _member_offers,
    "bill-offers": _bill_offers,
    "coupon-waits": _coupon_waits,
    "coupon-typed": _coupon_typed,
    "coupons": _coupons,
    "complete-offers": _complete_offers,
    **RINGING_STATES,
    **PAGE_STATES,
    **OFFICE_DAY_STATES,
    **RECORD_STATES,
    **SET_UP_STATES,
    **UPKEEP_STATES,
    **PAST_STATES,
    **EDGE_STATES,
    **OFFICE_EDGE_STATES,
    **OFFICE_STAFF_STATES,
}
