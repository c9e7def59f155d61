"""Campaigns: more points for a while, on top of what the rules give."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter

from terminal.domain.awards import Award
from terminal.domain.caps import NO_CAPS, Caps
from terminal.domain.conditions.base import ALWAYS, When
from terminal.domain.effects import BasePoints, Effect
from terminal.domain.expiry import ExpiryRule
from terminal.domain.lines import Explain
from terminal.domain.occasion import Occasion
from terminal.domain.records import record
from terminal.domain.rules.base import EarningBill, EarningRule
from terminal.domain.selection import EVERYTHING, ItemSelector
from terminal.domain.stacking import Cut, Gain, StackingGroup
from terminal.domain.text import LocalText


@record
class Campaign:
    """More points from ``starts`` to ``ends`` (inclusive; ``None`` where it is ``endless``) while ``when`` holds.

    ``brands`` is empty where it runs at all of them; ``currency`` is what its amounts are in, ``None`` where any will
    do. ``group`` names the stacking group; campaigns without one add up with everything. ``expiry`` is ``None`` where
    the brand's clock applies to the points.
    """

    code: str
    name: LocalText
    brands: tuple[str, ...]
    starts: date
    ends: date | None
    effect: Effect
    items: ItemSelector = EVERYTHING
    when: When = ALWAYS
    currency: str | None = None
    group: str | None = None
    priority: int = 0
    caps: Caps = NO_CAPS
    expiry: ExpiryRule | None = None
    qualifying: bool = False
    endless: bool = False

    @property
    def monetary(self) -> bool:
        """Whether it knows amounts, which belong to one currency."""
        return self.effect.monetary or self.when.monetary

    def holds(self, occasion: Occasion, day: date) -> bool:
        """Whether it runs on ``day``, which is that of ``occasion``, and its conditions hold."""
        if day < self.starts or (self.ends is not None and day > self.ends):
            return False
        if self.currency is not None and occasion.currency != self.currency:
            return False
        return self.when.holds(occasion)


def campaign_awards(
    campaigns: Sequence[Campaign],
    stacking: Mapping[str, StackingGroup],
    rules: Sequence[EarningRule],
    bill: EarningBill,
) -> list[Award]:
    """What ``campaigns`` give on top of what ``rules`` give, in the bundle's order, as ``stacking`` allows."""
    base = BasePoints(bill, rules)
    gains = list(_gains(campaigns, base))
    if not gains:
        return []
    counted = _stacked(campaigns, stacking, gains)
    return [_award(campaigns[gain.place], gain, bill) for gain in counted if gain.points]


def _gains(campaigns: Sequence[Campaign], base: BasePoints) -> Iterator[Gain]:
    """What each campaign that holds would give within its own caps; one that gives nothing is in nobody's way."""
    bill = base.bill
    facts, occasion = bill.facts, bill.occasion
    day = occasion.moment.day
    for place, campaign in enumerate(campaigns):
        if not campaign.holds(occasion, day):
            continue
        points = campaign.effect.points(base, campaign.items)
        if points <= 0:
            continue
        cut: tuple[Cut, ...] = ()
        room = campaign.caps.room(campaign.code, facts, day)
        if room and room.points < points:
            points, cut = room.points, ((room.limit, points - room.points),)
        if points:
            yield Gain(place, campaign.code, campaign.priority, campaign.starts, points, cut)


def _stacked(
    campaigns: Sequence[Campaign], stacking: Mapping[str, StackingGroup], gains: Sequence[Gain]
) -> Sequence[Gain]:
    """Those of ``gains`` that count, in the bundle's order."""
    counted: list[Gain] = []
    grouped: dict[str, list[Gain]] = {}
    for gain in gains:
        group = campaigns[gain.place].group
        if group is None:
            counted.append(gain)
        else:
            grouped.setdefault(group, []).append(gain)
    if not grouped:
        return counted
    for code, rivals in grouped.items():
        counted.extend(stacking[code].choose(rivals))
    return sorted(counted, key=attrgetter("place"))


def _award(campaign: Campaign, gain: Gain, bill: EarningBill) -> Award:
    full, cuts = gain.points, []
    for limit, points in gain.cut:
        full += points
        cuts.append(Explain("capped", -points, data={"rule": campaign.code, "limit": limit}))
    return Award(
        f"campaign/{campaign.code}",
        gain.points,
        qualifying=gain.points if campaign.qualifying else 0,
        expiry=campaign.expiry,
        tallies=campaign.caps.used(campaign.code, gain.points, bill.occasion.moment.day),
        steps=(Explain("campaign", full, data={"campaign": campaign.name}), *cuts),
    )
