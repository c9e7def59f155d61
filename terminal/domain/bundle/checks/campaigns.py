"""What must hold of campaigns: they end, they can be told apart, and their amounts have a currency."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations
from typing import Final

from terminal.domain.bundle.checks.caps import check_caps
from terminal.domain.bundle.checks.conditions import check_when
from terminal.domain.bundle.checks.currencies import check_currency
from terminal.domain.bundle.checks.references import check_all_known, check_distinct, check_known
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid
from terminal.domain.campaigns import Campaign
from terminal.domain.effects import MultiplierEffect
from terminal.domain.stacking import StackingPolicy

Placed = tuple[str, Campaign]
_ALWAYS: Final = date.max


def check_campaigns(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for the first promise that a campaign breaks."""
    check_distinct((f"stacking[{index}].code", group.code) for index, group in enumerate(sections.stacking))
    placed = [(f"campaigns[{index}]", campaign) for index, campaign in enumerate(sections.campaigns)]
    check_distinct((f"{path}.code", campaign.code) for path, campaign in placed)
    for path, campaign in placed:
        _check_time(campaign, path)
        _check_effect(campaign, path)
        _check_references(campaign, sections, path)
        check_caps(campaign.caps, path)
    for group in sections.stacking:
        rivals = [(path, campaign) for path, campaign in placed if campaign.group == group.code]
        if group.policy is StackingPolicy.EXCLUSIVE:
            _check_order(rivals, "priority", lambda campaign: campaign.priority)
        if group.policy is StackingPolicy.NEWEST:
            _check_order(rivals, "from", lambda campaign: (campaign.starts, campaign.priority))


def _check_time(campaign: Campaign, path: str) -> None:
    if campaign.endless and campaign.ends is not None:
        raise invalid(f"{path}.endless", "ends_and_endless")
    if campaign.ends is None:
        if not campaign.endless:
            raise invalid(f"{path}.until", "never_ends")
        return
    if campaign.ends < campaign.starts:
        raise invalid(f"{path}.until", "ends_before_start", start=campaign.starts.isoformat())
    last_day = campaign.expiry.last_day if campaign.expiry else None
    if last_day is not None and last_day < campaign.ends:
        raise invalid(f"{path}.expiry.day", "ends_before_start", start=campaign.ends.isoformat())


def _check_effect(campaign: Campaign, path: str) -> None:
    if isinstance(campaign.effect, MultiplierEffect) and campaign.effect.times <= 1:
        raise invalid(f"{path}.effect.times", "multiplier_useless")


def _check_references(campaign: Campaign, sections: Sections, path: str) -> None:
    check_all_known(campaign.brands, sections.brands, f"{path}.brands")
    check_when(campaign.when, sections, f"{path}.when")
    check_currency(sections, campaign.currency, campaign.monetary, path)
    if campaign.group is not None:
        check_known(campaign.group, [group.code for group in sections.stacking], f"{path}.group")


def _check_order(rivals: Sequence[Placed], key: str, rank: Callable[[Campaign], object]) -> None:
    """Refuses two campaigns of one rank that may hold on one bill: neither would go first."""
    for (_, one), (path, other) in combinations(rivals, 2):
        if rank(one) == rank(other) and _meet(one, other):
            raise invalid(f"{path}.{key}", "campaigns_tie", code=other.code, other=one.code)


def _meet(one: Campaign, other: Campaign) -> bool:
    """Whether both may run on one day at one brand in one currency."""
    if max(one.starts, other.starts) > min(one.ends or _ALWAYS, other.ends or _ALWAYS):
        return False
    if one.currency and other.currency and one.currency != other.currency:
        return False
    return not one.brands or not other.brands or not set(one.brands).isdisjoint(other.brands)
