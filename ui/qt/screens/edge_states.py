"""The ends of what a counter meets, in pictures: everything at once, nothing at all, too much, too long."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from devices.states import DeviceState, DeviceStatus
from ui.qt.screens.past_states import scan_receipt, sell_some
from ui.qt.screens.sample_shop import GOLD_PHONE, NEW_PHONE
from ui.qt.screens.scene import Scene, standard_lines
from ui.viewmodels.commands import Command

E164 = "+886912345678"
TOP_SPEND = 48_300
MANY_PARKED = 11


def _strip_trouble(scene: Scene) -> None:
    """Nothing is well: no line for hours, no paper, no scanner, no display, and a long name at the till."""
    scene.shop.cashier = "歐陽慕容小姐" if scene.shop.language == "zh_TW" else "Ms Fitzgerald"
    scene.till.desk.refresh_shop()
    scene.shop.online, scene.shop.unsent = False, 12_345
    scene.till.strip.link_arrived(replace(scene.shop.link(), print_jobs={"queued": 128}))
    scene.till.device_changed(DeviceStatus("printer", DeviceState.ERROR, "cover_open"))
    scene.till.device_changed(DeviceStatus("scanner", DeviceState.ERROR, "unplugged"))
    scene.till.device_changed(DeviceStatus("line_display", DeviceState.ERROR, "unreachable"))
    standard_lines(scene)


def _walk_in(scene: Scene) -> None:
    standard_lines(scene)
    scene.press(Command.NO_MEMBER)


def _member_everything(scene: Scene) -> None:
    """Offers, coupons, missions, favourites, the last visit, points that run out, and points redeemed, offline."""
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    for skus in (("ruby", "pineapple"), ("ruby", "boba"), ("ruby", "pineapple", "latte")):
        scene.type(GOLD_PHONE)
        scene.tap(*skus)
        scene.press(Command.EXACT_CASH, Command.ENTER)
    scene.shop.online, scene.shop.unsent = False, 3
    scene.till.strip.link_arrived(scene.shop.link())
    standard_lines(scene)
    scene.type(GOLD_PHONE)


def _member_long_name(scene: Scene) -> None:
    """The highest tier, a name of two lines, and a balance of eight digits."""
    record = scene.shop.members[E164]
    lots = tuple(lot._replace(points=lot.points * 70_000) for lot in record.state.lots)
    rich = replace(record.state, lots=lots, spend_minor=TOP_SPEND, visits=1_234)
    scene.shop.members[E164] = replace(record, name="Maximiliana Fitzgerald", state=rich)
    standard_lines(scene)
    scene.type(GOLD_PHONE)


def _details_none(scene: Scene) -> None:
    """A member of today: nothing has moved yet."""
    scene.type(NEW_PHONE)
    scene.press(Command.NEW_MEMBER, Command.ENTER, Command.DETAILS)


def _coupons_none(scene: Scene) -> None:
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    standard_lines(scene)
    scene.press(Command.COUPONS)


def _coupon_refused(scene: Scene) -> None:
    _coupons_none(scene)
    scene.type("99999999")
    scene.press(Command.ENTER)


def _tender_over(scene: Scene) -> None:
    """More on the card than is due: only cash gives change."""
    standard_lines(scene)
    scene.press(Command.TENDER)
    scene.type("K500")


def _large_given(scene: Scene) -> None:
    """Points of eight digits are redeemed, money of eight digits is given."""
    _member_long_name(scene)
    scene.tap("hamper", "hamper", "hamper", "hamper")
    scene.press(Command.REDEEM)
    scene.type("5000")
    scene.press(Command.ENTER, Command.TENDER)
    scene.type("99999999")


def _large_complete(scene: Scene) -> None:
    _large_given(scene)
    scene.press(Command.ENTER)


def _large_back(scene: Scene) -> None:
    """A sale of eight digits comes back, every piece of it."""
    number = f"{scene.shop.number:04}"
    _large_complete(scene)
    scene.press(Command.ENTER)
    scan_receipt(scene, number)
    scene.type("A")


def _parked_many(scene: Scene) -> None:
    for _ in range(MANY_PARKED):
        scene.tap("ruby", "longname")
        scene.press(Command.PARK)
    scene.press(Command.PARK, *(Command.DOWN,) * (MANY_PARKED - 1))


def _bill_many(scene: Scene) -> None:
    """More lines than have room; the last one was just added."""
    standard_lines(scene)
    for sku in ("fourseasons", "lemon", "latte", "eggroll", "giftbox", "jade", "pineapple", "boba"):
        scene.tap(sku)


def _past_none(scene: Scene) -> None:
    scene.press(Command.PAST_SALES)


def _past_unknown(scene: Scene) -> None:
    sell_some(scene)
    scene.press(Command.PAST_SALES)
    scene.type("9999")


def _exchange_more(scene: Scene) -> None:
    """What is taken instead costs more than what comes back."""
    sell_some(scene)
    scan_receipt(scene, "0215")
    scene.type("3X")
    scene.tap("giftbox")


def _exchange_begun(scene: Scene) -> None:
    """Nothing is chosen yet of what is taken instead."""
    sell_some(scene)
    scan_receipt(scene, "0215")
    scene.type("3X")


def _exchange_parked(scene: Scene) -> None:
    """One is begun, one costs less than what comes back, one more; and a bill without."""
    sell_some(scene)
    for keys, skus in (("3X", ()), ("1X", ("jade",)), ("2X", ("giftbox", "longname"))):
        scan_receipt(scene, "0215")
        scene.type(keys)
        scene.tap(*skus)
        scene.press(Command.PARK)
    scene.tap("ruby")
    scene.press(Command.PARK, Command.PARK)


EDGE_STATES: Mapping[str, Callable[[Scene], None]] = {
    "strip-trouble": _strip_trouble,
    "walk-in": _walk_in,
    "member-everything": _member_everything,
    "member-long-name": _member_long_name,
    "details-none": _details_none,
    "coupons-none": _coupons_none,
    "coupon-refused": _coupon_refused,
    "tender-over": _tender_over,
    "large-given": _large_given,
    "large-complete": _large_complete,
    "large-back": _large_back,
    "parked-many": _parked_many,
    "bill-many": _bill_many,
    "past-sales-none": _past_none,
    "past-sales-unknown": _past_unknown,
    "exchange-more": _exchange_more,
    "exchange-begun": _exchange_begun,
    "exchange-parked": _exchange_parked,
}
