"""How many of something: typed before it, or for a line that is chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ui.viewmodels.cart import QUANTITY_MAX, Cart, CartLine, line_of_item, weighed_line
from ui.viewmodels.tone import Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from terminal.domain.programme import MenuCategory, MenuItem
    from ui.viewmodels.desk import Desk
    from ui.viewmodels.finding import Catalogue


class Counting:
    """``times`` is what was typed for the next item: pieces, or kilograms of what is weighed."""

    def __init__(self, desk: Desk, put: Callable[[Cart], None]) -> None:
        self.desk, self._put = desk, put
        self.times: Fraction | None = None

    def wait_for_item(self, number: Fraction) -> None:
        """The next item comes so often; what the member's card hides of the omnibox, the notice says."""
        if self._is_sensible(number):
            self.times = number
            if self.desk.bill.content.member is not None:
                self.desk.say(Tone.CALM, "times_waiting", count=f"{float(number):g}")

    def add(self, item: MenuItem, category: MenuCategory) -> None:
        """One piece of ``item`` or as many as were typed; what is weighed asks for its weight."""
        from ui.viewmodels.weighing import Weighing

        number, self.times = self.times, None
        if item.weighed and number is None:
            self.desk.go(Weighing(self.desk, item, category, lambda weight: self._weighed(item, category, weight)))
        elif item.weighed and number is not None:
            self._weighed(item, category, number)
        elif number is not None and number.denominator != 1:
            self.desk.say(Tone.AMBER, "not_weighed", item=self.desk.words.name(item.name))
        else:
            self.add_line(line_of_item(item, category), number)

    def add_line(self, line: CartLine, number: Fraction | None = None) -> None:
        """A line that is there already, so often."""
        number, self.times = number or self.times, None
        if number is not None and number.denominator != 1:
            self.desk.say(Tone.AMBER, "not_weighed", item=self.desk.words.name(line.name))
            return
        self._put(self._cart.add(replace(line, quantity=int(number) if number else 1)))

    def _weighed(self, item: MenuItem, category: MenuCategory, weight: Fraction) -> None:
        self._put(self._cart.add(weighed_line(item, category, weight, self.desk.currency)))

    def set(self, place: int, number: Fraction, catalogue: Catalogue) -> None:
        """So many of the line, or so much of what was weighed here."""
        line = self._cart.lines[place]
        offered = catalogue.coded(line.sku)
        if not self._is_sensible(number):
            return
        if line.is_packed and offered is not None and offered[0].weighed:
            weighed = weighed_line(*offered, number, self.desk.currency)
            self._put(self._cart.put(place, replace(weighed, remark=line.remark, discount=line.discount)))
        elif number.denominator != 1:
            self.desk.say(Tone.AMBER, "not_weighed", item=self.desk.words.name(line.name))
        else:
            self._put(self._cart.put(place, replace(line, quantity=int(number))))

    def _is_sensible(self, number: Fraction) -> bool:
        if 0 < number <= QUANTITY_MAX:
            return True
        self.desk.say(Tone.AMBER, "quantity_between", maximum=QUANTITY_MAX)
        return False

    @property
    def _cart(self) -> Cart:
        return self.desk.bill.content.cart
