"""Cashiers who sell real baskets at every terminal for as long as a block lasts."""

import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from tests.chaos.processes import wait_until
from tests.chaos.site import ChaosSite, ChaosTerminal
from ui.cli.demo.baskets import Basket, read_baskets
from ui.cli.demo.play import terminal_of

_SALES_SECONDS = 180
_PAUSE_SECONDS = 0.02
_YEAR = timedelta(days=365)
_ANOTHER = 1_000_000_000


class Selling:
    """A cashier a terminal; ``chance`` chooses the first basket."""

    def __init__(self, site: ChaosSite, chance: random.Random) -> None:
        baskets = read_baskets()
        first = chance.randrange(len(baskets) // 2)
        self.sold: dict[ChaosTerminal, list[Basket]] = {terminal: [] for terminal in site.terminals}
        self._baskets = baskets[first:]
        self._site = site
        self._over = threading.Event()
        self._failed: list[BaseException] = []
        self._cashiers = [threading.Thread(target=self._sell, args=(each,), daemon=True) for each in site.terminals]

    def __enter__(self) -> "Selling":
        for cashier in self._cashiers:
            cashier.start()
        return self

    def __exit__(self, kind: object, *_raised: object) -> None:
        self._over.set()
        if kind is not None:
            return
        for cashier in self._cashiers:
            cashier.join()
        self.raise_failure()

    @property
    def sales(self) -> int:
        """How many were answered so far."""
        return sum(map(len, self.sold.values()))

    def wait_for_sales(self, more: int) -> None:
        """Until so many more were answered at every terminal. Raises ``TimeoutError``, and what a cashier died of."""
        due = {terminal: len(baskets) + more for terminal, baskets in self.sold.items()}
        wait_until(
            lambda: bool(self._failed) or all(len(self.sold[terminal]) >= count for terminal, count in due.items()),
            _SALES_SECONDS,
            "sales",
        )
        self.raise_failure()

    def raise_failure(self) -> None:
        """Raises what a cashier died of, if one did."""
        if self._failed:
            raise self._failed[0]

    def _visits(self) -> Iterator[Basket]:
        """All baskets, and the same visits again a year later, and another year."""
        visits = self._baskets
        while True:
            yield from visits
            visits = [_later(basket) for basket in visits]

    def _sell(self, terminal: ChaosTerminal) -> None:
        try:
            for basket in self._visits():
                if self._over.wait(_PAUSE_SECONDS):
                    return
                if terminal_of(basket, self._site.terminals) is terminal:
                    terminal.sell(basket)
                    self.sold[terminal].append(basket)
        except BaseException as failure:  # told to whoever waits for the sales
            self._failed.append(failure)


def _later(basket: Basket) -> Basket:
    return replace(basket, basket_id=basket.basket_id + _ANOTHER, at=basket.at + _YEAR)
