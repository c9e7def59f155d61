"""Finding an item by what is typed: a part of its name in either language, of its number or its barcode."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from terminal.domain.programme import MenuCategory, MenuItem

if TYPE_CHECKING:
    from collections.abc import Sequence

FOUND_MAX: Final = 50
"""More than that and one types another letter."""

Offered = tuple[MenuItem, MenuCategory]


class Catalogue:
    """The menu of a shop. It is read when something is first looked for, and once."""

    def __init__(self, menu: Sequence[MenuCategory]) -> None:
        self._menu = menu

    @cached_property
    def _entries(self) -> tuple[tuple[str, Offered], ...]:
        """Each item with all that it is found by, folded once: typing asks thousands of them at every key."""
        return tuple((_folded(item), (item, category)) for category in self._menu for item in category.items)

    @cached_property
    def _by_code(self) -> dict[str, Offered]:
        """By number and barcode; the first that has it."""
        found: dict[str, Offered] = {}
        for category in self._menu:
            for item in category.items:
                for code in (item.barcode, item.sku):
                    if code:
                        found.setdefault(code, (item, category))
        return found

    def coded(self, code: str) -> Offered | None:
        """The item with that number or barcode."""
        return self._by_code.get(code)

    def find(self, text: str) -> tuple[Offered, ...]:
        """What contains every word of ``text``: first what is called so, then what begins so, then the rest."""
        words = text.casefold().split()
        if not words:
            return ()
        first, others = words[0], words[1:]
        ranks: tuple[list[Offered], ...] = ([], [], [], [])
        for text_of, offered in self._entries:
            if first in text_of and all(word in text_of for word in others):
                ranks[_rank(text_of, first)].append(offered)
        return tuple(offered for rank in ranks for offered in rank)[:FOUND_MAX]


def _folded(item: MenuItem) -> str:
    """Names and codes, each on a line of its own."""
    names = (item.name.zh_TW, item.name.en, item.sku, item.barcode or "")
    return "\n".join(("", *names, "")).casefold()


def _rank(text: str, word: str) -> int:
    if f"\n{word}" not in text:
        return 2 if f" {word}" in text else 3
    return 0 if f"\n{word}\n" in text else 1
