"""Sales of before in pictures: finding one, giving back, exchanging, voiding."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from terminal.usecases.sales import sale_reference
from ui.qt.screens.sample_shop import GOLD_PHONE, NEW_PHONE, NOW, TILL
from ui.qt.screens.scene import Scene, standard_lines
from ui.viewmodels.commands import Command
from ui.viewmodels.enrolling import Enrolling
from ui.viewmodels.peripherals import ScanReading

TILL_NUMBER = 2


def sell_some(scene: Scene) -> None:
    """A morning: a walk-in, the member with points redeemed, another walk-in."""
    scene.tap("ruby", "boba")
    scene.press(Command.EXACT_CASH, Command.ENTER)
    standard_lines(scene)
    scene.type(GOLD_PHONE)
    scene.press(Command.REDEEM)
    scene.type("500")
    scene.press(Command.ENTER, Command.EXACT_CASH, Command.ENTER)
    scene.tap("giftbox")
    scene.press(Command.TENDER)
    scene.type("K")
    scene.press(Command.ENTER, Command.ENTER)
    for place, sale in enumerate(scene.shop.kept.sales.values()):
        scene.shop.kept.sales[sale.sale_id] = replace(sale, at=NOW - timedelta(minutes=50 - 20 * place))


def receipt_of(scene: Scene, number: str) -> str:
    """What the barcode of that sale's receipt says."""
    sale = next(sale for sale in scene.shop.kept.sales.values() if sale.number == number)
    assert sale.terminal == TILL
    return sale_reference(sale, TILL_NUMBER)


def scan_receipt(scene: Scene, number: str) -> None:
    """The receipt's barcode, in front of the scanner."""
    scene.till.scan(ScanReading(receipt_of(scene, number), may_be_member=True))


def _sales(scene: Scene) -> None:
    sell_some(scene)
    scene.press(Command.PAST_SALES, Command.DOWN)


def _sales_of_member(scene: Scene) -> None:
    sell_some(scene)
    scene.press(Command.PAST_SALES)
    scene.type(GOLD_PHONE)


def _giving_back(scene: Scene) -> None:
    sell_some(scene)
    scan_receipt(scene, "0215")
    scene.type("13")


def _giving_back_rest(scene: Scene) -> None:
    """A part was given back before; nothing is chosen yet."""
    _giving_back(scene)
    scene.press(Command.ENTER, Command.ENTER)
    scan_receipt(scene, "0215")
    scene.press(Command.DOWN, Command.ENTER)


def _void(scene: Scene) -> None:
    sell_some(scene)
    scan_receipt(scene, "0215")
    scene.type("Z")


def _void_too_late(scene: Scene) -> None:
    _giving_back_rest(scene)
    scene.type("Z")


def _refunded(scene: Scene) -> None:
    _giving_back(scene)
    scene.press(Command.ENTER)


def _exchanging(scene: Scene) -> None:
    sell_some(scene)
    scan_receipt(scene, "0215")
    scene.type("3X")
    scene.tap("jade")


def _exchange_tender(scene: Scene) -> None:
    _exchanging(scene)
    scene.press(Command.TENDER)


def _exchanged(scene: Scene) -> None:
    _exchange_tender(scene)
    scene.press(Command.ENTER)


def _favourites(scene: Scene) -> None:
    """What the member likes, from visits of before."""
    for skus in (("ruby", "eggroll"), ("ruby", "boba"), ("ruby", "eggroll", "latte")):
        scene.type(GOLD_PHONE)
        scene.tap(*skus)
        scene.press(Command.EXACT_CASH, Command.ENTER)
    scene.type(GOLD_PHONE)


def _rewards(scene: Scene) -> None:
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    standard_lines(scene)
    scene.type(GOLD_PHONE)
    scene.press(Command.REDEEM)
    scene.type("A")


def _rewards_taken(scene: Scene) -> None:
    _rewards(scene)
    scene.press(Command.ENTER)


def _consents(scene: Scene) -> None:
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    scene.type(NEW_PHONE)
    scene.press(Command.NEW_MEMBER, Command.DETAILS)


def _phone_taken(scene: Scene) -> None:
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    desk = scene.till.desk
    scene.till.do(lambda: desk.go(Enrolling(desk, GOLD_PHONE, scene.till.selling.welcome)))


def _claim_waits(scene: Scene) -> None:
    scene.till.scan(ScanReading("SC1" + "A" * 240, may_be_member=False))


PAST_STATES: Mapping[str, Callable[[Scene], None]] = {
    "past-sales": _sales,
    "past-sales-of-member": _sales_of_member,
    "giving-back": _giving_back,
    "giving-back-rest": _giving_back_rest,
    "void": _void,
    "void-refused": _void_too_late,
    "refunded": _refunded,
    "exchanging": _exchanging,
    "exchange-tender": _exchange_tender,
    "exchanged": _exchanged,
    "favourites": _favourites,
    "rewards": _rewards,
    "rewards-taken": _rewards_taken,
    "new-member-consents": _consents,
    "new-member-taken": _phone_taken,
    "claim-waits": _claim_waits,
}
