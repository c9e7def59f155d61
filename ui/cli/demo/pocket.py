"""The coupons that the demo's customers carry about."""

from collections import deque
from collections.abc import Mapping
from datetime import date
from typing import Any

from ui.cli.demo.baskets import Basket


class CouponPocket:
    """What was given to households as vouchers, and what was printed for whoever brings it."""

    def __init__(self) -> None:
        self._vouchers: dict[str, list[str]] = {}
        self._papers: deque[tuple[str, date, date]] = deque()

    def keep(self, basket: Basket, sold: Mapping[str, Any]) -> None:
        """Puts away what the answer to a sale says was given."""
        vouchers = [given["voucher"] for given in sold.get("given", ())]
        self._vouchers.setdefault(basket.phone, []).extend(vouchers)
        for paper in sold.get("papers", ()):
            self._papers.append((paper["number"], basket.at.date(), date.fromisoformat(paper["until"])))

    def take(self, basket: Basket) -> list[str]:
        """What is used on ``basket``: the household's vouchers, and the oldest paper from a day before."""
        if not basket.takes_coupon:
            return []
        taken, day = self._vouchers.pop(basket.phone, []), basket.at.date()
        while self._papers and self._papers[0][2] < day:
            self._papers.popleft()
        if self._papers and self._papers[0][1] < day:
            taken.append(self._papers.popleft()[0])
        return taken
