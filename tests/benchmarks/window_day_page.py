"""The office's day page on a journal of a million ledger rows: from opening it until it is painted."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from terminal.ports.clock import SetClock
from terminal.store.store import open_replica_store
from terminal.usecases.till import Till
from tests.benchmarks.day_page import LAST_DAY, NOW, fill
from tests.benchmarks.large_home import LargeHome
from tests.benchmarks.painted import Later, Step
from ui.compose.terminals import open_store
from ui.qt.window import TillWindow
from ui.viewmodels.commands import Command
from ui.viewmodels.office.day import LAST_WEEKDAY_KEY, Day
from ui.viewmodels.office.office import Office

FIRST, AGAIN, OTHER_DAY, LEFT = "opened for the first time", "opened again", "another day", "back to the bill"
CHARTS = {FIRST: "its chart, the first time", AGAIN: "its chart, opened again"}
"""Since the same key. The page is there with its figures before: the library of charts is only loaded then."""


def fill_journal(site: LargeHome, rows: int) -> None:
    """Sells for so many ledger rows, all of which the server has."""
    with closing(open_store(site.home, site.secrets)) as store:
        fill(Till(store, SetClock(NOW)), rows)
    with closing(open_replica_store(site.home, site.secrets)) as replica:
        replica.record_push(replica.head().position, replica.head().position)


class Manager:
    """Opens the office, looks at two days, and goes back to selling."""

    def __init__(self, window: TillWindow) -> None:
        self._window, self._till = window, window.till

    def visits(self, count: int) -> Iterator[Step]:
        """So many times."""
        for place in range(count):
            opened, enter = AGAIN if place else FIRST, partial(self._till.press, Command.OFFICE)
            yield Step(opened, enter, partial(self._shows, LAST_DAY), Later(CHARTS[opened], self._has_chart))
            look = partial(self._till.letter, LAST_WEEKDAY_KEY)
            yield Step(OTHER_DAY, look, partial(self._shows, LAST_DAY - timedelta(days=7)))
            leave = partial(self._till.press, Command.BACK)
            yield Step(LEFT, leave, lambda: self._till.stage is self._till.desk.home)

    def _has_chart(self) -> bool:
        page = self._window.page  # the one before is only freed in a moment
        return page is not None and page.findChild(QWidget, "chart") is not None

    def _shows(self, day: date) -> bool:
        stage = self._till.stage
        section = stage.section if isinstance(stage, Office) else None
        return isinstance(section, Day) and section.page is not None and section.page.period.first == day
