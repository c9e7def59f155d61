"""What a cashier does to lines, in pictures: how many, how much, what it is called, what comes off."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from ui.qt.screens.sample_ground import SampleGround
from ui.qt.screens.sample_shop import GOLD_PHONE
from ui.qt.screens.scene import Scene, standard_lines
from ui.viewmodels.commands import Command
from ui.viewmodels.discounting import Discounting


def _quantity(scene: Scene) -> None:
    standard_lines(scene)
    scene.press(Command.DOWN)
    scene.type("12")


def _times(scene: Scene) -> None:
    standard_lines(scene)
    scene.type("3")
    scene.press(Command.TIMES)


def _times_with_member(scene: Scene) -> None:
    scene.type(GOLD_PHONE)
    _times(scene)


def _weighing(scene: Scene) -> None:
    standard_lines(scene)
    scene.tap("mango")
    scene.type("350")


def _discount_line(scene: Scene) -> None:
    standard_lines(scene)
    scene.press(Command.DOWN, Command.DISCOUNT, Command.DOWN)
    scene.type("10")


def _discount_bill(scene: Scene) -> None:
    standard_lines(scene)
    scene.press(Command.DISCOUNT, Command.MORE)
    scene.type("20")


def _discounted(scene: Scene) -> None:
    """A weighed line, a remark, a line and the bill made cheaper."""
    _weighing(scene)
    scene.press(Command.ENTER, Command.DOWN, Command.DISCOUNT)
    stage = scene.till.stage
    if isinstance(stage, Discounting):
        stage.remark = "半糖少冰，不要吸管" if scene.shop.language == "zh_TW" else "half sugar, no straw"
    scene.type("10")
    scene.press(Command.ENTER, Command.BACK, Command.DISCOUNT)
    scene.type("5")
    scene.press(Command.ENTER, Command.DOWN)


def _discount_refused(scene: Scene) -> None:
    """More than even a manager may let go."""
    _discount_line(scene)
    scene.press(Command.CLEAR)
    scene.type("45")
    scene.press(Command.ENTER)


def _no_discounts(scene: Scene) -> None:
    shop = scene.shop
    shop.brand = replace(
        shop.brand, discounts=replace(shop.brand.discounts, share=Fraction(0), approved_share=Fraction(0))
    )
    shop.programme = replace(shop.programme, digest="full-price", brands={shop.brand.code: shop.brand})
    scene.till.desk.refresh_shop()
    standard_lines(scene)
    scene.press(Command.DOWN, Command.DISCOUNT)


def _training(scene: Scene) -> None:
    scene.till.training.ground = SampleGround(scene.shop)
    scene.press(Command.TRAINING)


def _training_bill(scene: Scene) -> None:
    _training(scene)
    standard_lines(scene)
    scene.type(GOLD_PHONE)


def _training_complete(scene: Scene) -> None:
    _training_bill(scene)
    scene.press(Command.EXACT_CASH)


def _found(scene: Scene) -> None:
    standard_lines(scene)
    scene.type("tea")
    scene.press(Command.DOWN)


def _find_field(scene: Scene) -> None:
    standard_lines(scene)
    scene.press(Command.FIND)
    scene.till.do(lambda: scene.till.selling.look_for("蛋"))


def _found_nothing(scene: Scene) -> None:
    scene.press(Command.FIND)
    scene.till.do(lambda: scene.till.selling.look_for("coffee"))


RINGING_STATES: Mapping[str, Callable[[Scene], None]] = {
    "quantity": _quantity,
    "times": _times,
    "times-with-member": _times_with_member,
    "weighing": _weighing,
    "discount-line": _discount_line,
    "discount-bill": _discount_bill,
    "discounted": _discounted,
    "discount-refused": _discount_refused,
    "no-discounts": _no_discounts,
    "training": _training,
    "training-bill": _training_bill,
    "training-complete": _training_complete,
    "found": _found,
    "find-field": _find_field,
    "found-nothing": _found_nothing,
}
