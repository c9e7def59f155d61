"""A shop with a store manager and two cashiers, more in its programme than the demo has, and ways to use its till."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from sync.programme.yaml_reader import read_yaml
from terminal.domain.lines import Line
from terminal.domain.staff import Role
from terminal.ports.clock import Clock
from terminal.ports.store import StoredSale
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.sell import Sell, sell
from terminal.usecases.staff import AddStaff, add_staff
from tests.journeys.display import Display, until
from tests.journeys.programme_sessions import merged
from tests.journeys.screen import Screen, told
from tests.journeys.shop import PROGRAMME
from tests.journeys.window_shop import WindowShop, open_shop


@dataclass(frozen=True)
class Person:
    """Somebody of the staff, and the digit that picks their name."""

    name: str
    pin: str
    digit: str


STORE_MANAGER = Person("林店長", "2468", "1")
CASHIER = Person("小美", "1357", "2")
OTHER_CASHIER = Person("阿宏", "9753", "3")

MEMBER_NAME, MEMBER_PHONE = "王大明", "0912345678"
LOOSE_TEA = {"sku": "loose-tea", "name": {"zh-TW": "散茶", "en": "Loose tea"}, "price": 1200, "weighed": True}
TWENTY_OFF = {
    "name": {"zh-TW": "折二十", "en": "20 off"},
    "present": "public",
    "benefit": {"kind": "amount", "amount": 20},
    "valid": {"until": "2199-12-31"},
}
COUPON = "tea-20"
CHANGES = {
    "brands": {"chawu": {"discounts": {"share": "10%", "approved_share": "50%"}}},
    "coupons": {COUPON: TWENTY_OFF},
}


def write_programme(folder: Path) -> Path:
    """The demo's programme, with discounts by hand, something that is weighed, and a coupon."""
    document: Any = merged(read_yaml(PROGRAMME.read_text(encoding="utf-8"))[0], CHANGES)  # type: ignore[arg-type]  # it is a mapping
    document["brands"]["chawu"]["menu"][0]["items"].append(LOOSE_TEA)
    file = folder / "programme.yaml"
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return file


@contextmanager
def open_staffed_shop(folder: Path, display: Display) -> Iterator[WindowShop]:
    """It is open, and nobody has signed in."""
    with open_shop(folder, display, write_programme(folder)) as shop:
        with shop.till() as till:
            for who, role in ((STORE_MANAGER, Role.MANAGER), (CASHIER, Role.CASHIER), (OTHER_CASHIER, Role.CASHIER)):
                add_staff(till, AddStaff(who.name, role, who.pin))
        yield shop


def enrol(shop: WindowShop, clock: Clock | None = None) -> str:
    """The member's id."""
    with shop.till(clock) as till:
        return enrol_member(till, EnrolMember(MEMBER_PHONE, MEMBER_NAME)).member_id


def sold(shop: WindowShop, amount: int, *, member: str | None = MEMBER_PHONE, clock: Clock | None = None) -> None:
    """Something for ``amount`` was sold before the window opened, without a receipt."""
    with shop.till(clock) as till:
        line = Line("gift-box", "禮盒", "tea", Fraction(1), amount)
        sell(till, Sell(member, (line,), cashier=CASHIER.name, print_receipt=False))


@dataclass
class Hands:
    """What people do at the till, each with what they wait for before they go on."""

    shop: WindowShop
    screen: Screen

    def __post_init__(self) -> None:
        self.display = self.shop.display

    def press(self, *keys: str) -> None:
        """Keys, one after the other."""
        self.display.key(*keys)

    def type(self, text: str) -> None:
        """Text, faster than people do: no scanner is listened for among the keys."""
        self.display.type(text, pace_ms=5)

    def sign_in(self, who: Person) -> None:
        """A name by its digit, then the PIN."""
        until(lambda: self.screen.has("pin"))
        self.press("Escape")  # whoever was here is chosen already
        self.type(f"{who.digit}{who.pin}")
        self.press("Return")
        until(lambda: not self.screen.has("pin"))

    def sign_in_by_mouse(self, who: Person) -> None:
        """The same without a key."""
        self.screen.click(f"name_{who.digit}")
        for digit in who.pin:
            self.screen.click(f"pad_{digit}")
        self.screen.click("accept")
        until(lambda: not self.screen.has("pin"))

    def approve(self) -> None:
        """The store manager's PIN, in place."""
        until(lambda: self.screen.has("pin"))
        self.type(STORE_MANAGER.pin)
        self.press("Return")
        until(lambda: not self.screen.has("pin"))

    def choose(self, entry: str) -> None:
        """An entry of the menu, by its digit or letter."""
        self.press("F1")
        until(lambda: self.screen.has("menu_office"))
        self.press(entry)

    def ring(self, item: str) -> None:
        """A tile, by the mouse."""
        self.screen.click(f"item_{item}")

    def until_says(self, *texts: str) -> None:
        """Waits until all of it can be read."""
        until(lambda: self.screen.says(*texts))

    def until_told(self, kind: str, **data: object) -> None:
        """Waits until the till says that sentence."""
        self.until_says(told(kind, **data))

    def until_line(self, place: int, *texts: str) -> None:
        """Waits until that line of the bill says so."""
        until(lambda: all(text in self.screen.text(f"line_{place}") for text in texts))

    def until_due(self, amount: str) -> None:
        """Waits until the bill comes to that."""
        until(lambda: self.screen.reads(amount, "due"))

    def until_empty_bill(self) -> None:
        """Waits for the bill with nothing on it and nothing over it."""
        until(lambda: self.screen.text("due") == "0" and self.screen.has("tender") and not self.screen.has("line_0"))

    def sell_for_cash(self) -> StoredSale:
        """The exact sum in cash, by one key; and on to the next customer."""
        self.press("plus")
        until(lambda: self.screen.has("next"))
        self.press("Return")
        self.until_empty_bill()
        return self.last_sale()

    def last_sale(self) -> StoredSale:
        """The newest sale of the store."""
        with self.shop.store() as store, store.view() as unit:
            sale = unit.last_sale()
        assert sale
        return sale
