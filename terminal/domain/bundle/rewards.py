"""The catalogue rewards of a bundle."""

from typing import Final

from terminal.domain.bundle.benefits import REWARD_BENEFIT
from terminal.domain.bundle.common import BRANDS, CODE, CURRENCY_CODE, NAMED, SOME_POINTS
from terminal.domain.bundle.conditions import WHEN
from terminal.domain.bundle.items import ITEMS
from terminal.domain.bundle.records import Coded, Field, Record
from terminal.domain.bundle.shapes import SetOf, Whole
from terminal.domain.rewards import Reward

_COUNT: Final = Whole(1, 10_000)

_REWARD: Final = Record(
    Reward,
    {
        "name": NAMED,
        "points": Field(SOME_POINTS, "What it costs."),
        "benefit": REWARD_BENEFIT,
        "brands": BRANDS,
        "currency": Field(CURRENCY_CODE, "What its amounts are in; needed in a group with several.", None),
        "items": ITEMS,
        "when": WHEN,
        "accepts": Field(SetOf(CODE, 200), "Brands whose points buy it; as for redemption when left out.", []),
        "per_bill": Field(_COUNT, "How many of it one bill takes; no limit when left out.", None),
        "per_day": Field(_COUNT, "How many of it a member may take on one day; no limit when left out.", None),
        "per_member": Field(_COUNT, "How many of it a member may ever take; no limit when left out.", None),
        "order": Field(Whole(0, 1000), "Rewards are given in this order, then in that of their codes.", 0),
    },
)

REWARDS: Final = Field(Coded(_REWARD, 1000, minimum=0), "What a fixed number of points buys, by code.", {})
