from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.text import LocalText
from ui.viewmodels.cart import QUANTITY_MAX, Cart, CartLine, open_line

TEA = CartLine("tea", LocalText("茶", "Tea"), "drink", 65)
CAKE = CartLine("cake", LocalText("糕", "Cake"), "bakery", 180)


def shown(cart: Cart) -> list[str]:
    return [f"{line.sku} ×{line.quantity} {line.amount}" for line in cart.lines]


def test_the_same_item_counts_up_and_open_amounts_stand_alone() -> None:
    cart = Cart().add(TEA).add(CAKE).add(TEA).add(open_line(50)).add(open_line(50))
    assert shown(cart) == ["tea ×2 130", "cake ×1 180", "open ×1 50", "open ×1 50"]
    assert cart.subtotal == 410


def test_a_line_that_falls_to_nothing_goes() -> None:
    assert shown(Cart().add(TEA).change(0, -1)) == []


def test_quantities_stop_at_the_most_a_line_takes() -> None:
    assert Cart().add(TEA).change(0, QUANTITY_MAX * 2).lines[0].quantity == QUANTITY_MAX


def test_undo_takes_changes_back_one_by_one_and_stops_at_the_start() -> None:
    cart = Cart().add(TEA).add(CAKE).change(0, 2).remove(1)
    stages = [shown(cart)]
    for _ in range(5):
        cart = cart.undo()
        stages.append(shown(cart))
    assert stages == [
        ["tea ×3 195"],
        ["tea ×3 195", "cake ×1 180"],
        ["tea ×1 65", "cake ×1 180"],
        ["tea ×1 65"],
        [],
        [],
    ]


@given(st.lists(st.sampled_from(["tea", "cake", "more", "fewer", "remove"]), max_size=30))
def test_any_change_can_be_undone(steps: list[str]) -> None:
    cart = Cart()
    for step in steps:
        before = cart
        if step in {"tea", "cake"}:
            cart = cart.add(TEA if step == "tea" else CAKE)
        elif cart.lines:
            cart = cart.remove(0) if step == "remove" else cart.change(0, 1 if step == "more" else -1)
        if cart is not before:
            assert cart.undo() is before
