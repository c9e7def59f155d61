"""The settlement rules of a bundle."""

from typing import Final

from terminal.domain.bundle.common import CODE
from terminal.domain.bundle.records import Field, Record
from terminal.domain.bundle.shapes import Choice, Exact, ListOf
from terminal.domain.money import Rounding
from terminal.domain.settlement import PairRate, SettlementRule

PAIRS_MAX: Final = 2000

_RATE: Final = Exact(1)

_PAIR: Final = Record(
    PairRate,
    {
        "earned": Field(CODE, "The brand that gave the points."),
        "spent": Field(CODE, "The brand that took them."),
        "rate": Field(_RATE, "The share of what the points bought that the first pays the second."),
    },
)

_SETTLEMENT: Final = Record(
    SettlementRule,
    {
        "rate": Field(_RATE, "The share of what points bought that the brand which gave them pays.", "100%"),
        "rounding": Field(Choice(Rounding), "How the sum of a pair and period becomes whole.", "half_up"),
        "pairs": Field(ListOf(_PAIR, PAIRS_MAX), "Pairs of brands that agreed on another rate.", []),
    },
)

SETTLEMENT: Final = Field(_SETTLEMENT, "What brands owe each other for points of one spent at another.", {})
