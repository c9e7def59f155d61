"""The lines of the bill being made, and the coupons presented for it. Every change can be taken back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from terminal.domain.lines import Line
from terminal.domain.records import record
from terminal.domain.text import LocalText

if TYPE_CHECKING:
    from collections.abc import Collection

    from terminal.domain.in_store_codes import PackedGoods
    from terminal.domain.lines import CashierDiscount
    from terminal.domain.money import Currency
    from terminal.domain.programme import MenuCategory, MenuItem

QUANTITY_MAX = 999
OPEN_SKU = "open"
OPEN_NAME = LocalText(zh_TW="自訂金額", en="Open amount")


@record
class CartLine:
    """``quantity`` pieces at ``price`` minor units each. ``note`` is the small print below the name.

    ``content`` is what a piece counts for on the bill: its weight, where it was weighed. ``is_packed`` says that the
    piece bears a label with its own weight or price, or was weighed here, so that no other is like it. ``remark`` is
    what the cashier wrote, for the receipt; ``discount`` what they take off the whole line.
    """

    sku: str
    name: LocalText
    category: str
    price: int
    quantity: int = 1
    note: LocalText = LocalText("", "")
    content: Fraction = Fraction(1)
    is_packed: bool = False
    remark: str = ""
    discount: CashierDiscount | None = None

    @property
    def stands_alone(self) -> bool:
        """Whether another piece of the same does not count up here."""
        return self.sku == OPEN_SKU or self.is_packed or bool(self.remark) or self.discount is not None

    @property
    def amount(self) -> int:
        """The whole line in minor units."""
        return self.price * self.quantity


@record
class Cart:
    """Lines in the order they came; ``before`` is the cart as it was before the last change.

    ``coupons`` are what was presented: codes of kinds, ids of vouchers, numbers of papers. ``discount`` is what the
    cashier takes off the whole bill.
    """

    lines: tuple[CartLine, ...] = ()
    before: Cart | None = None
    coupons: tuple[str, ...] = ()
    discount: CashierDiscount | None = None

    @property
    def subtotal(self) -> int:
        """What all lines cost, in minor units."""
        return sum(line.amount for line in self.lines)

    @property
    def rows(self) -> int:
        """How many lines and coupons there are."""
        return len(self.lines) + len(self.coupons)

    def add(self, line: CartLine) -> Cart:
        """With ``line``; a piece of something already here counts up there.

        Open amounts always stand alone, as does what bears a label of its own, a remark or a discount.
        """
        for index, held in enumerate(self.lines):
            if (held.sku, held.price) == (line.sku, line.price) and not (line.stands_alone or held.stands_alone):
                return self.change(index, line.quantity)
        return self._with_lines((*self.lines, line))

    def change(self, index: int, pieces: int) -> Cart:
        """With ``pieces`` more (or fewer) of a line; a line that falls to nothing goes."""
        line = self.lines[index]
        quantity = min(line.quantity + pieces, QUANTITY_MAX)
        if quantity <= 0:
            return self.remove(index)
        return self.put(index, replace(line, quantity=quantity))

    def put(self, index: int, line: CartLine) -> Cart:
        """With ``line`` in that place."""
        return self._with_lines((*self.lines[:index], line, *self.lines[index + 1 :]))

    def put_discount(self, discount: CashierDiscount | None) -> Cart:
        """With that taken off the whole bill."""
        return replace(self, discount=discount, before=self)

    def remove(self, index: int) -> Cart:
        """Without that row: a line, or one of the coupons, which come after the lines."""
        if index >= len(self.lines):
            return self.remove_coupon(index - len(self.lines))
        return self._with_lines(self.lines[:index] + self.lines[index + 1 :])

    def add_coupon(self, text: str) -> Cart:
        """With one more coupon."""
        return replace(self, coupons=(*self.coupons, text), before=self)

    def remove_coupon(self, index: int) -> Cart:
        """Without that coupon."""
        return replace(self, coupons=self.coupons[:index] + self.coupons[index + 1 :], before=self)

    def without_coupons(self, texts: Collection[str]) -> Cart:
        """Without any of those coupons; nothing to take back."""
        return replace(self, coupons=tuple(text for text in self.coupons if text not in texts))

    def _with_lines(self, lines: tuple[CartLine, ...]) -> Cart:
        return replace(self, lines=lines, before=self)

    def undo(self) -> Cart:
        """As before the last change."""
        return self.before or self

    def bill_lines(self, language: str) -> tuple[Line, ...]:
        """The lines as the sale books them, with names in the receipt's ``language``."""
        return tuple(
            Line(
                line.sku,
                line.name.in_language(language),
                line.category,
                line.content * line.quantity,
                line.amount,
                line.discount,
                line.remark,
            )
            for line in self.lines
        )


def line_of_item(item: MenuItem, category: MenuCategory) -> CartLine:
    """One piece of a menu item."""
    note = LocalText(item.barcode, item.barcode) if item.barcode else category.name
    return CartLine(item.sku, item.name, category.code, item.price, note=note)


def open_line(amount_minor: int) -> CartLine:
    """An amount typed by hand."""
    return CartLine(OPEN_SKU, OPEN_NAME, OPEN_SKU, amount_minor)


def packed_line(item: MenuItem, category: MenuCategory, packed: PackedGoods, currency: Currency) -> CartLine | None:
    """A piece with a label of the store's scale: ``item`` by its weight, rounded half up, or at the label's price.

    ``None`` where the label's price is finer than the currency, or there is nothing in it.
    """
    if packed.price is not None:
        price = packed.price * 10**currency.exponent
        if not price or price.denominator != 1:
            return None
        return replace(line_of_item(item, category), price=int(price), is_packed=True)
    return weighed_line(item, category, packed.weight, currency) if packed.weight else None


def weighed_line(item: MenuItem, category: MenuCategory, weight: Fraction, currency: Currency) -> CartLine:
    """So much of an item that is sold by weight, rounded half up."""
    shown = f"{float(weight):.3f} × {currency.format(item.price)}"
    return replace(
        line_of_item(item, category),
        price=floor(weight * item.price + Fraction(1, 2)),
        note=LocalText(shown, shown),
        content=weight,
        is_packed=True,
    )
