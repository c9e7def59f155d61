"""Which items something is about: one shape for rules, conditions, campaigns, coupons, missions and rewards."""

from functools import lru_cache
from typing import Any, Final

from terminal.domain.bundle.common import CATEGORY, SKU
from terminal.domain.bundle.records import Field, Record
from terminal.domain.bundle.shapes import Flag, SetOf
from terminal.domain.selection import ItemSelector


@lru_cache(maxsize=1024)  # items that are the same are one value, so that they are found at once wherever looked up
def _selector(*, discounted: bool, **named: tuple[str, ...]) -> ItemSelector:
    return ItemSelector(discounted=discounted, **{key: frozenset(codes) for key, codes in named.items()})


SELECTOR: Final = Record(
    _selector,
    {
        "skus": Field(
            SetOf(SKU, 500), "Item numbers; with `categories` either is enough, without both it is every item.", []
        ),
        "categories": Field(SetOf(CATEGORY, 200), "Categories as lines carry them.", []),
        "except_skus": Field(SetOf(SKU, 500), "Item numbers that are left out.", []),
        "except_categories": Field(SetOf(CATEGORY, 200), "Categories that are left out.", []),
        "discounted": Field(Flag(), "Whether lines count that something other than points made cheaper.", True),
    },
)

EVERY_ITEM: Final[dict[str, Any]] = {}
ITEMS: Final = Field(SELECTOR, "The items it is about; all of them when left out.", EVERY_ITEM)
