"""The campaigns of a bundle."""

from datetime import date
from typing import Any, Final

from terminal.domain.bundle.caps import CAPS, take_caps
from terminal.domain.bundle.common import BRANDS, CODE, CURRENCY_CODE, DAY, NAMED, SOME_POINTS
from terminal.domain.bundle.conditions import WHEN
from terminal.domain.bundle.expiry import EXPIRY
from terminal.domain.bundle.items import ITEMS
from terminal.domain.bundle.records import Field, OneOf, Record
from terminal.domain.bundle.shapes import Choice, Exact, Flag, ListOf, Whole
from terminal.domain.campaigns import Campaign
from terminal.domain.effects import Effect, MeasuredEffect, MultiplierEffect, Multiplies
from terminal.domain.money import Rounding
from terminal.domain.rules import amount, item, visit
from terminal.domain.rules.terms import MultiplierBase
from terminal.domain.stacking import StackingGroup, StackingPolicy

_ROUNDING: Final = Field(Choice(Rounding), "How a part of a point becomes whole.", "down")

EFFECT: Final = OneOf[Effect](
    "kind",
    "What it gives.",
    {
        "multiplier": Record(
            MultiplierEffect,
            {
                "times": Field(Exact(1000), "How many times the base points there are in all."),
                "multiply": Field(
                    Choice(MultiplierBase),
                    "`rounded` multiplies the whole base points, `exact` multiplies before the earning rules round.",
                    "rounded",
                ),
                "multiplies": Field(
                    Choice(Multiplies),
                    "`base` multiplies what the earning rules give, `with_tier` what the tier adds to it too.",
                    "base",
                ),
                "rounding": _ROUNDING,
            },
        ),
        "bonus": Record(
            lambda **values: MeasuredEffect(visit.visit_measure(**values)),
            {"points": Field(Whole(1, 10**6), "Points for a bill with any of its items.")},
        ),
        "item": Record(lambda **values: MeasuredEffect(item.item_measure(**values)), item.ARGUMENTS),
        "amount": Record(
            lambda **values: MeasuredEffect(amount.amount_measure(**values)),
            {**amount.ARGUMENTS, "rounding": _ROUNDING},
        ),
    },
)


def _campaign(*, until: date | None, **values: Any) -> Campaign:
    caps = take_caps(values, last_day=until)
    return Campaign(starts=values.pop("from"), ends=until, caps=caps, **values)


_CAMPAIGN: Final = Record(
    _campaign,
    {
        "code": Field(CODE, "The campaign's code."),
        "name": NAMED,
        "brands": BRANDS,
        "from": Field(DAY, "The first day."),
        "until": Field(DAY, "The last day.", None),
        "endless": Field(Flag(), "Says that there is no last day.", False),
        "when": WHEN,
        "items": ITEMS,
        "effect": Field(EFFECT, "What it gives."),
        "currency": Field(
            CURRENCY_CODE,
            "What its amounts are in, where the group has several; it runs at stores selling in it.",
            None,
        ),
        "group": Field(CODE, "One of `stacking`; a campaign without a group adds up with everything.", None),
        "priority": Field(Whole(0, 1000), "What goes first in its group; higher is earlier.", 0),
        **CAPS,
        "cap_per_member": Field(SOME_POINTS, "The most points of one member in the whole campaign.", None),
        "expiry": Field(EXPIRY, "When its points run out; as the brand's do when left out.", None),
        "qualifying": Field(Flag(), "Whether its points count towards tiers.", False),
    },
)

_GROUP: Final = Record(
    StackingGroup,
    {
        "code": Field(CODE, "The group's code."),
        "policy": Field(
            Choice(StackingPolicy),
            "`sum` adds them up, `best` takes the one that gives most, `exclusive` the one of highest `priority`, "
            "`newest` the one that began last (of several, the one of highest `priority`).",
        ),
        "cap_per_sale": Field(SOME_POINTS, "The most points that the group gives on one bill.", None),
    },
)

CAMPAIGNS: Final = Field(ListOf(_CAMPAIGN, 1000), "More points for a while.", [])
STACKING: Final = Field(ListOf(_GROUP, 100), "How campaigns of one group stack.", [])
