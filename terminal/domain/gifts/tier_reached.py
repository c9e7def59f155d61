"""A gift for reaching a tier."""

from datetime import date
from enum import StrEnum

from terminal.domain.bundle.common import CODE
from terminal.domain.bundle.records import Field
from terminal.domain.bundle.shapes import Choice, SetOf
from terminal.domain.facts import Facts
from terminal.domain.gifts.base import Due, GiftKind, OncePerBill
from terminal.domain.records import record


class OncePer(StrEnum):
    """How soon a member may get the gift of one tier again."""

    EVER = "ever"
    YEAR = "year"


@record
class TierReached(OncePerBill):
    """The bill brings the member into one of ``tiers`` (any, where none is named)."""

    tiers: tuple[str, ...]
    once_per: OncePer

    def due(self, facts: Facts, day: date) -> tuple[Due, ...] | None:
        """Once for each tier or for each tier and year; ``facts.tier`` is the one just reached."""
        if self.tiers and facts.tier not in self.tiers:
            return None
        if self.once_per is OncePer.EVER:
            return (Due(facts.tier),)
        return (Due(f"{facts.tier}-{day.year}", date(day.year, 12, 31)),)


KIND = GiftKind(
    name="tier_reached",
    doc="On the bill that brings a member into a higher tier.",
    arguments={
        "tiers": Field(SetOf(CODE, 20), "The tiers whose reaching it rewards; left out, all of them.", []),
        "once_per": Field(Choice(OncePer), "Whether one tier gives it once for `ever` or once a `year`.", "ever"),
    },
    build=TierReached,
    offered=False,
    on_upgrade=True,
)
