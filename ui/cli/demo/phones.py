"""Members' phones: they show a code of the moment, signed by the group; a till needs no network to take it."""

from datetime import date
from typing import Any

from terminal.domain.member_tokens import Sign, mint
from ui.cli.demo.baskets import Basket


class Phones:
    """Who comes with a phone in hand: the first household of a day that this till has met before.

    ``sign`` is the group's signature, which its app asks for whenever it shows a code.
    """

    def __init__(self, sign: Sign) -> None:
        self.shown = 0
        self._sign = sign
        self._members: dict[str, str] = {}
        self._day: date | None = None

    def meet(self, basket: Basket, sold: dict[str, Any]) -> None:
        """Remembers who the answer to a sale says the household is."""
        if "member" in sold:
            self._members[basket.phone] = sold["member"]

    def show(self, basket: Basket) -> str | None:
        """The code on the household's phone; ``None`` when it comes without."""
        member = self._members.get(basket.phone)
        if member is None or basket.at.date() == self._day:
            return None
        self._day = basket.at.date()
        self.shown += 1
        return mint(member, basket.at, self._sign)
