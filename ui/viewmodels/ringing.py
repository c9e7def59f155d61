"""The lines of the bill stage: what is chosen, how many, what is found, and what comes off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.viewmodels.cart import Cart, packed_line
from ui.viewmodels.choosing import around
from ui.viewmodels.counting import Counting
from ui.viewmodels.desk import Desk, Stage
from ui.viewmodels.searching import Searching

if TYPE_CHECKING:
    from fractions import Fraction

    from terminal.domain.in_store_codes import PackedGoods
    from terminal.domain.programme import MenuCategory, MenuItem


class Ringing(Stage):
    """``chosen`` is the line that up, down and the quantity keys work on.

    ``search`` is what of the menu is called as what is typed, ``counting`` how many come next.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.chosen: int | None = None
        self.search = Searching(desk)
        self.counting = Counting(desk, self._put_cart)

    @property
    def chosen_line(self) -> int | None:
        """The chosen row, where it is a line and not a coupon."""
        is_line = self.chosen is not None and self.chosen < len(self.desk.bill.content.cart.lines)
        return self.chosen if is_line else None

    @property
    def times_text(self) -> str:
        """How many of the next item, as people read it; empty where nobody said."""
        return "" if self.counting.times is None else f"{float(self.counting.times):g}"

    def look_for(self, text: str) -> None:
        """What stands in the field for words."""
        self.search.look(text)

    def add_item(self, item: MenuItem, category: MenuCategory) -> None:
        """One piece of a menu item onto the bill, or as many as were typed before."""
        self.desk.notice = None
        self.counting.add(item, category)

    def add_packed(self, item: MenuItem, category: MenuCategory, packed: PackedGoods) -> bool:
        """A piece with a label of the store's scale onto the bill; false where the label says nothing that can be."""
        line = packed_line(item, category, packed, self.desk.shop.brand.currency)
        if line is None:
            return False
        self.desk.notice = None
        self.counting.add_line(line)
        return True

    def add_favourite(self, sku: str) -> None:
        """One piece of what the member likes onto the bill."""
        for category in self.desk.shop.brand.menu:
            for item in category.items:
                if item.sku == sku:
                    self.add_item(item, category)
                    return

    def choose(self, index: int) -> None:
        """Chooses a line, or a coupon below the lines; choosing it again lets it go."""
        self.chosen = None if self.chosen == index else index

    def undo(self) -> None:
        """Takes the chosen line off, or takes the last change back."""
        cart = self.desk.bill.content.cart
        chosen, self.chosen = self.chosen, None
        self._put_cart(cart.undo() if chosen is None else cart.remove(chosen))

    def change(self, index: int, pieces: int) -> None:
        """More or fewer of a line."""
        self._put_cart(self.desk.bill.content.cart.change(index, pieces))

    def _set_chosen(self, place: int, number: Fraction) -> None:
        """Another quantity; the line has had what it was chosen for."""
        self.chosen = None
        self.counting.set(place, number, self.search.catalogue)

    def _put_cart(self, cart: Cart) -> None:
        if self.chosen is not None and self.chosen >= cart.rows:
            self.chosen = None
        self.desk.bill.put_cart(cart)

    def _choose_next(self, step: int) -> None:
        if self.search.hits:
            self.search.move(step)
            return
        count = self.desk.bill.content.cart.rows
        if count:
            self.chosen = around(self.chosen, step, count)

    def _change_chosen(self, pieces: int) -> None:
        if self.chosen_line is not None:
            self.change(self.chosen_line, pieces)
