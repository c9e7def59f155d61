"""Points as money: what they take off the lines."""

from datetime import date
from typing import Final

from terminal.domain.benefits import shared_off, taken_off
from terminal.domain.lines import POINTS_DISCOUNT, Explain, PricedLine
from terminal.domain.programme_parts import Brand
from terminal.domain.progress import NO_PROGRESS, Progress, Tally, progress_of
from terminal.domain.records import record

POINTS_TALLY: Final = "points/"


@record
class PointsPaid:
    """Lines after points paid a part of them: ``amount`` minor units in all. ``spent`` is (source, points).

    ``progress`` counts the points of the member's day where the brand bounds them.
    """

    lines: tuple[PricedLine, ...]
    amount: int = 0
    spent: tuple[tuple[str, int], ...] = ()
    steps: tuple[Explain, ...] = ()
    progress: Progress = NO_PROGRESS


def pay_with_points(brand: Brand, lines: tuple[PricedLine, ...], points: int, day: date) -> PointsPaid:
    """``points`` taken off those of ``lines`` that they may pay for, in proportion by largest remainder."""
    rule = brand.redemption
    if rule is None or points == 0:
        return PointsPaid(lines)
    amount = rule.value_of(points)
    less = taken_off(lines, shared_off(lines, rule.items.places(lines), amount), POINTS_DISCOUNT)
    step = Explain("points_redeemed", points=-points, amount=-amount)
    counted = NO_PROGRESS
    if rule.maximum_day is not None:
        counted = progress_of([Tally(points_tally(brand.code, day), points, day)])
    return PointsPaid(less, amount, ((POINTS_DISCOUNT, points),), (step,), counted)


def points_tally(brand: str, day: date) -> str:
    """The key that counts the points a member paid with at ``brand`` on ``day``."""
    return f"{POINTS_TALLY}{brand}@{day.isoformat()}"
