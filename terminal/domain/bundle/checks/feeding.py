"""Missions without any end whose reward is enough to do them once more."""

from fractions import Fraction

from terminal.domain.bundle.brand import BrandSection
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid
from terminal.domain.missions.base import Counting, Mission
from terminal.domain.missions.buy import Buy
from terminal.domain.missions.collect import Collect
from terminal.domain.missions.stamps import StampPerAmount, Stamps
from terminal.domain.programme_parts import EarnOn

_POINTS_EARN = (EarnOn.GROSS, EarnOn.BEFORE_POINTS)


def check_feeding(mission: Mission, sections: Sections, path: str) -> None:
    """Raises ``Refusal("programme_invalid")`` for a mission that could be done for ever on nothing but its reward.

    Either every bill there is brings a coupon for the next, or its points pay for as much as it asks for at a brand
    where what points pay for counts too.
    """
    if not mission.repeats or mission.maximum is not None or mission.until is not None:
        return
    if mission.gives.coupons and not mission.when.named and _every_bill_does_it(mission):
        raise invalid(path, "feeds_itself")
    asked = _amount_asked(mission)
    if asked is None or not mission.gives.points:
        return
    for code in mission.brands or sections.brands:
        if _worth(mission.gives.points, sections.brands[code]) >= asked:
            raise invalid(path, "pays_for_itself", brand=code)


def _every_bill_does_it(mission: Mission) -> bool:
    if mission.kind.spending or not _any_item_counts(mission.counting):
        return False
    each = 1
    if isinstance(mission.counting, Stamps):
        if isinstance(mission.counting.stamp_for, StampPerAmount):
            return False
        each = mission.counting.stamps
    return each >= mission.steps_to_do


def _any_item_counts(counting: Counting) -> bool:
    return not isinstance(counting, Buy | Collect | Stamps) or counting.items.everything


def _amount_asked(mission: Mission) -> int | None:
    """What has to be spent to do it once, in minor units; ``None`` where nothing says so."""
    if mission.kind.spending:
        return mission.steps_to_do
    if isinstance(mission.counting, Stamps) and isinstance(mission.counting.stamp_for, StampPerAmount):
        helpings = -(-mission.steps_to_do // mission.counting.stamps)
        return helpings * mission.counting.stamp_for.amount
    return None


def _worth(points: int, brand: BrandSection) -> Fraction:
    """What ``points`` pay at ``brand`` on bills that earn as if they were paid; nothing where they do not."""
    rule = brand.redemption
    if rule is None or brand.rest["earn_on"] not in _POINTS_EARN or rule.share_of_bill < 1:
        return Fraction(0)
    return Fraction(points * rule.amount, rule.points)
