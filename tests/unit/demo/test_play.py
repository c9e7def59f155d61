"""What happens beside selling: the cable in the second month, and the printers' troubles with it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import cast

from ui.cli.demo.baskets import Basket
from ui.cli.demo.play import PAPER_IN_AT, PAPER_OUT_AT, POWER_GOES_AT, play
from ui.cli.demo.terminal import DemoTerminal

FIRST = Basket(0, 1, 0, datetime(2017, 1, 1, tzinfo=UTC), ())
OF_EACH_MONTH = 2 * (POWER_GOES_AT + 1)


@dataclass
class Till:
    """Writes down what it is told."""

    told: list[str] = field(default_factory=list)

    def connect(self) -> None:
        self.told.append("connect")

    def disconnect(self) -> None:
        self.told.append("disconnect")

    def sell(self, _: Basket) -> None:
        self.told.append("sell")

    def run_out_of_paper(self) -> None:
        self.told.append("paper out")

    def put_paper_in(self) -> None:
        self.told.append("paper in")

    def lose_printer_power(self) -> None:
        self.told.append("power")


class Nobody:
    """Watches."""

    def month(self, first_day: date, online: bool, baskets: int) -> None:
        """Nobody cares."""

    def sold(self, terminal: DemoTerminal) -> None:
        """Nobody cares."""


def test_paper_and_power_go_while_the_line_is_down_and_at_no_other_time() -> None:
    tills = Till(), Till()
    starts = [datetime(2017, month, 1, tzinfo=UTC) for month in (1, 2, 3)]
    baskets = [
        replace(FIRST, basket_id=place, store_id=place, at=start + timedelta(minutes=place))
        for start in starts
        for place in range(OF_EACH_MONTH)
    ]
    played = play(cast(tuple[DemoTerminal, ...], tills), baskets, Nobody())
    assert (played.sales, played.offline_sales) == (3 * OF_EACH_MONTH, OF_EACH_MONTH)
    selling = ["sell"] * (OF_EACH_MONTH // 2)
    apart = selling[:PAPER_OUT_AT], selling[PAPER_OUT_AT:PAPER_IN_AT], selling[PAPER_IN_AT:POWER_GOES_AT]
    second = ["disconnect", *apart[0], "paper out", *apart[1], "paper in", *apart[2], "power", "sell"]
    for till in tills:
        assert till.told == ["connect", *selling, *second, "connect", *selling, "connect"]
