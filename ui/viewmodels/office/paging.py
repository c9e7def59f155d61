"""A list that grows as it is scrolled: pages are asked for one after the other, and late answers are left aside."""

from collections.abc import Callable
from typing import Generic, TypeVar

from ui.viewmodels.desk import Desk

Row = TypeVar("Row")
Page = TypeVar("Page")


class PagedList(Generic[Page, Row]):
    """``rows`` are those of all pages that have come. ``number`` is another one whenever the list begins anew.

    ``fetch`` gets a page behind the last one (``None``: the first), ``rows_of`` its rows, ``is_last`` whether it ends
    the list.
    """

    def __init__(
        self,
        desk: Desk,
        fetch: Callable[[Page | None], Page],
        rows_of: Callable[[Page], tuple[Row, ...]],
        is_last: Callable[[Page], bool],
    ) -> None:
        self._desk, self._fetch, self._rows_of, self._is_last = desk, fetch, rows_of, is_last
        self.rows: list[Row] = []
        self.number = 0
        self.has_all = False
        self.is_asking = False
        self._last: Page | None = None

    def begin(self) -> None:
        """Forgets what there was and asks for the first page."""
        self.rows, self.has_all, self._last = [], False, None
        self.number += 1
        self._ask()

    def more(self) -> None:
        """Asks for the next page, unless one is on its way or there is none."""
        if not self.is_asking and not self.has_all:
            self._ask()

    def _ask(self) -> None:
        number, last = self.number, self._last
        self.is_asking = True
        self._desk.ask(
            lambda: self._fetch(last), lambda page: self._came(number, page), lambda error: self._failed(number, error)
        )

    def _came(self, number: int, page: Page) -> None:
        if number == self.number:
            self.is_asking = False
            self.rows.extend(self._rows_of(page))
            self._last, self.has_all = page, self._is_last(page)

    def _failed(self, number: int, error: Exception) -> None:
        if number == self.number:
            self.is_asking, self.has_all = False, True
            self._desk.refuse(error)
