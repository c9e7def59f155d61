"""What the customer's screen shows in the states of the till that matter to them."""

from collections.abc import Callable, Mapping

from terminal.domain.text import LocalText
from ui.qt.screens.states import STATES, Scene
from ui.viewmodels.cart import CartLine
from ui.viewmodels.commands import Command

VERY_LONG = LocalText(
    "古早味手工現烤龍眼蜂蜜蛋糕禮盒典藏版（附提袋與手寫賀卡，限門市當日取貨）" * 2,
    "Old-fashioned hand-baked longan honey cake, collector's box with bag and handwritten card " * 2,
)


def _walk_in(scene: Scene) -> None:
    scene.tap("ruby", "boba")


def _many_lines(scene: Scene) -> None:
    menu = [item for category in scene.shop.brand.menu for item in category.items]
    items = [item.sku for item in menu if item.price < 1_000_000 and not item.weighed]
    scene.tap(*items, *items[:4])
    scene.type("0912345678")


def _large(scene: Scene) -> None:
    STATES["large-bill"](scene)
    cart = scene.till.desk.bill.content.cart
    for place in range(3):
        cart = cart.add(CartLine(f"long{place}", VERY_LONG, "tea", 87_654_321 - place, 1))
    scene.till.do(lambda: scene.till.desk.bill.put_cart(cart))


def _large_done(scene: Scene) -> None:
    STATES["large-bill"](scene)
    scene.press(Command.TENDER)
    scene.type("99999999")
    scene.press(Command.ENTER)


CUSTOMER_STATES: Mapping[str, Callable[[Scene], None]] = {
    "customer-idle": STATES["empty"],
    "customer-walk-in": _walk_in,
    "customer-member": STATES["member"],
    "customer-offers": STATES["bill-offers"],
    "customer-parts": STATES["tender-parts"],
    "customer-many": _many_lines,
    "customer-large": _large,
    "customer-by-phone": STATES["by-phone"],
    "customer-exchange": STATES["exchanging"],
    "customer-exchanged": STATES["exchanged"],
    "customer-training": STATES["training-bill"],
    "customer-done": STATES["complete"],
    "customer-done-walk-in": STATES["complete-walk-in"],
    "customer-done-large": _large_done,
}
