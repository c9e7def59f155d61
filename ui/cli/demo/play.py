"""Three months of real baskets, rung up at both terminals at once; the second month without a network."""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Protocol

from ui.cli.demo.baskets import Basket
from ui.cli.demo.terminal import DemoTerminal

OFFLINE_MONTH = 2


class Watcher(Protocol):
    """Who follows the demo: the progress bars, or nobody."""

    def month(self, first_day: date, online: bool, baskets: int) -> None:
        """A month begins."""
        ...

    def sold(self, terminal: DemoTerminal) -> None:
        """A sale is in the terminal's journal."""
        ...


@dataclass
class Played:
    """What was rung up."""

    sales: int = 0
    offline_sales: int = 0


def play(terminals: Sequence[DemoTerminal], baskets: Iterable[Basket], watcher: Watcher) -> Played:
    """Rings up ``baskets`` month by month; each goes to the terminal of the brand whose store it was bought in."""
    played = Played()
    for month, group in groupby(baskets, key=lambda basket: basket.at.date().replace(day=1)):
        monthly = list(group)
        online = month.month != OFFLINE_MONTH
        watcher.month(month, online, len(monthly))
        for terminal in terminals:
            terminal.connect() if online else terminal.disconnect()
        sold = _play_month(terminals, monthly, watcher)
        played.sales += sold
        played.offline_sales += 0 if online else sold
    for terminal in terminals:
        terminal.connect()
    return played


def _play_month(terminals: Sequence[DemoTerminal], baskets: list[Basket], watcher: Watcher) -> int:
    lock = threading.Lock()
    sold = 0

    def told(terminal: DemoTerminal) -> None:
        nonlocal sold
        with lock:
            sold += 1
            watcher.sold(terminal)

    with ThreadPoolExecutor(len(terminals)) as lanes:
        shares = [[b for b in baskets if terminal_of(b, terminals) is terminal] for terminal in terminals]
        done = [lanes.submit(_ring_up, *lane, told) for lane in zip(terminals, shares, strict=True)]
        for lane in done:
            lane.result()
    return sold


def terminal_of(basket: Basket, terminals: Sequence[DemoTerminal]) -> DemoTerminal:
    """The real data's 117 stores are dealt to the terminals by store number."""
    return terminals[basket.store_id % len(terminals)]


def _ring_up(terminal: DemoTerminal, baskets: Sequence[Basket], told: Callable[[DemoTerminal], None]) -> None:
    for basket in baskets:
        terminal.sell(basket)
        told(terminal)
