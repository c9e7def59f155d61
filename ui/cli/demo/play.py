"""Three months of real baskets, rung up at both terminals at once; the second month without a network.

In that month the paper runs out at both tills too, and the power of one printer goes in the middle of a receipt.
"""

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
PAPER_OUT_AT, PAPER_IN_AT, POWER_GOES_AT = 40, 80, 120
"""Before which basket of that month, at each till."""


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
        sold = _play_month(terminals, monthly, watcher, mishaps=not online)
        played.sales += sold
        played.offline_sales += 0 if online else sold
    for terminal in terminals:
        terminal.connect()
    return played


def _play_month(terminals: Sequence[DemoTerminal], baskets: list[Basket], watcher: Watcher, *, mishaps: bool) -> int:
    lock = threading.Lock()
    sold = 0

    def told(terminal: DemoTerminal) -> None:
        nonlocal sold
        with lock:
            sold += 1
            watcher.sold(terminal)

    with ThreadPoolExecutor(len(terminals)) as lanes:
        shares = [[b for b in baskets if terminal_of(b, terminals) is terminal] for terminal in terminals]
        happen = _mishap if mishaps else _nothing
        done = [lanes.submit(_ring_up, *lane, told, happen) for lane in zip(terminals, shares, strict=True)]
        for lane in done:
            lane.result()
    return sold


def terminal_of(basket: Basket, terminals: Sequence[DemoTerminal]) -> DemoTerminal:
    """The real data's 117 stores are dealt to the terminals by store number."""
    return terminals[basket.store_id % len(terminals)]


def _ring_up(
    terminal: DemoTerminal,
    baskets: Sequence[Basket],
    told: Callable[[DemoTerminal], None],
    happen: Callable[[DemoTerminal, int], None],
) -> None:
    for place, basket in enumerate(baskets):
        happen(terminal, place)
        terminal.sell(basket)
        told(terminal)


def _mishap(terminal: DemoTerminal, place: int) -> None:
    if place == PAPER_OUT_AT:
        terminal.run_out_of_paper()
    elif place == PAPER_IN_AT:
        terminal.put_paper_in()
    elif place == POWER_GOES_AT:
        terminal.lose_printer_power()


def _nothing(_: DemoTerminal, place: int) -> None:
    """An ordinary month."""
