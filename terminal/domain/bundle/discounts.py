"""What cashiers of a brand may take off."""

from typing import Final

from terminal.domain.bundle.common import CODE
from terminal.domain.bundle.items import EVERY_ITEM, SELECTOR
from terminal.domain.bundle.records import Field, Record
from terminal.domain.bundle.shapes import Choice, Exact, ListOf
from terminal.domain.discounts import DiscountPolicy
from terminal.domain.money import Rounding

_DISCOUNTS: Final = Record(
    DiscountPolicy,
    {
        "share": Field(Exact(1), "The share of a line or a bill that a cashier may take off.", 0),
        "approved_share": Field(Exact(1), "The share that a manager may approve.", 0),
        "reasons": Field(ListOf(CODE, 50), "The reasons to choose from; left out, any text will do.", []),
        "items": Field(SELECTOR, "What discounts of any kind may make cheaper; everything when left out.", EVERY_ITEM),
        "rounding": Field(
            Choice(Rounding), "How a cashier's or a tier's share of a price becomes a whole amount off.", "down"
        ),
    },
)

DISCOUNTS: Final = Field(_DISCOUNTS, "What cashiers may take off; left out, nothing.", {})
