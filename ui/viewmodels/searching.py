"""Items found by what is typed, and which of them Enter takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.viewmodels.finding import Catalogue, Offered

if TYPE_CHECKING:
    from ui.viewmodels.desk import Desk


class Searching:
    """``is_open`` says that the field for words is there, in which any script can be written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._menu = desk.shop.brand.menu
        self._catalogue = Catalogue(self._menu)
        self.text, self.place = "", 0
        self.hits: tuple[Offered, ...] = ()
        self.is_open = self.is_picked = False

    @property
    def catalogue(self) -> Catalogue:
        """The menu that holds now."""
        menu = self._desk.shop.brand.menu
        if menu is not self._menu:
            self._catalogue, self._menu = Catalogue(menu), menu
        return self._catalogue

    @property
    def picked(self) -> Offered | None:
        """What Enter takes."""
        return self.hits[self.place] if self.hits else None

    @property
    def is_shown(self) -> bool:
        """Whether there is something to show in the menu's place."""
        return self.is_open or bool(self.hits)

    def look(self, text: str) -> None:
        """Finds by ``text``."""
        self.text, self.place, self.is_picked = text, 0, False
        self.hits = self.catalogue.find(text)

    def open(self) -> None:
        """Shows the field."""
        self.look("")
        self.is_open = True

    def close(self) -> None:
        """Nothing is looked for."""
        self.text, self.hits, self.place = "", (), 0
        self.is_open = self.is_picked = False

    def move(self, step: int) -> None:
        """The next of what was found."""
        self.place, self.is_picked = (self.place + step) % len(self.hits), True
