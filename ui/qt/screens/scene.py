"""A till in a shop in memory, and hands for it: what pictures of screens and tests begin with."""

from dataclasses import dataclass, replace

from devices.states import DeviceState, DeviceStatus
from terminal.domain.text import LocalText
from ui.qt.screens.sample_care import SampleCare
from ui.qt.screens.sample_devices import SampleBench
from ui.qt.screens.sample_shop import SampleShop
from ui.viewmodels.cart import CartLine
from ui.viewmodels.commands import Command
from ui.viewmodels.runner import InlineRunner
from ui.viewmodels.till import Till


@dataclass(frozen=True)
class Scene:
    """A till in a shop in memory, and keys for it."""

    till: Till
    shop: SampleShop

    def type(self, text: str) -> None:
        """Presses digit and letter keys."""
        for character in text:
            press = self.till.digit if character.isdigit() else self.till.letter
            press(character)

    def press(self, *commands: Command) -> None:
        """Presses function keys."""
        for command in commands:
            self.till.press(command)

    def tap(self, *skus: str) -> None:
        """Taps tiles."""
        items = {item.sku: (item, category) for category in self.shop.brand.menu for item in category.items}
        for sku in skus:
            self.till.tap_item(*items[sku])


def new_scene(language: str = "zh_TW", theme: str = "light") -> Scene:
    """A till at the start of the day, all devices well."""
    shop = SampleShop(language=language, theme=theme, cashier="林小姐" if language == "zh_TW" else "Ms Lin")
    till = Till(shop, InlineRunner(), shop.shop())
    till.desk.open_drawer = _no_drawer_moves
    till.desk.bench = SampleBench()
    till.desk.care = SampleCare()
    for device in ("printer", "scanner"):
        till.strip.device_changed(DeviceStatus(device, DeviceState.ONLINE))
    till.strip.link_arrived(shop.link())
    return Scene(till, shop)


def sync_comes_through(scene: Scene) -> None:
    """A round with the server has just ended, and the strip's figures say so."""
    figures = scene.shop.link()
    scene.till.strip.link_arrived(replace(figures, link=replace(figures.link, last_success_at=figures.now)))


def _no_drawer_moves() -> None:
    """In a picture."""


def standard_lines(scene: Scene) -> None:
    """A bill with three lines."""
    sweet = LocalText("少糖 ・ 去冰", "less sugar · no ice")
    plain = LocalText("正常糖 ・ 少冰", "full sugar · less ice")
    cart = scene.till.desk.bill.content.cart
    cart = cart.add(CartLine("ruby", LocalText("紅玉紅茶 大杯", "Ruby black tea, large"), "tea", 65, 2, sweet))
    cart = cart.add(CartLine("boba", LocalText("黑糖珍珠鮮奶", "Brown sugar boba milk"), "tea", 75, 1, plain))
    scene.till.do(lambda: scene.till.desk.bill.put_cart(cart))
    scene.tap("saltedroll")
