"""Whose points a bill takes: what it costs in points, from which lots, and what is left of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from terminal.domain.ledger import LotPart, oldest_first, plan_spend, spending_order
from terminal.domain.lines import POINTS_DISCOUNT
from terminal.domain.programme_parts import Brand, LotOrder
from terminal.domain.rewards import SOURCE, Reward


@dataclass(frozen=True, slots=True)
class Spent:
    """The lot parts that were taken, the lots as they are then, and (source, points) that no lot had."""

    parts: tuple[LotPart, ...]
    left: tuple[LotPart, ...]
    missing: tuple[tuple[str, int], ...] = ()


def accepted_by(brand: Brand, source: str) -> tuple[str, ...]:
    """The brands whose points pay for ``source`` (``points`` or ``reward/…``) at ``brand``."""
    reward = brand.rewards.get(source.removeprefix(SOURCE)) if source != POINTS_DISCOUNT else None
    return accepted_for(brand, reward)


def accepted_for(brand: Brand, reward: Reward | None) -> tuple[str, ...]:
    """The brands whose points pay for ``reward``, or as money for ``None``."""
    if reward is not None and reward.accepts:
        return reward.accepts
    return brand.redemption.accepts if brand.redemption else (brand.code,)


def spend(brand: Brand, lots: Sequence[LotPart], costs: Iterable[tuple[str, int]], day: date) -> Spent:
    """What ``costs`` (source, points) take of ``lots``.

    Rewards go before points as money, and those that take fewer brands' points before the others, so that what can be
    paid is.
    """
    order = oldest_first if brand.redemption and brand.redemption.order is LotOrder.OLDEST else spending_order
    left = {lot.lot_id: lot for lot in lots}
    taken: dict[str, LotPart] = {}
    missing = []
    for source, points in sorted(costs, key=lambda cost: _turn(brand, cost[0])):
        accepts = accepted_by(brand, source)
        parts = plan_spend((lot for lot in left.values() if lot.brand in accepts), points, day, order)
        for part in parts:
            held, before = left[part.lot_id], taken.get(part.lot_id)
            left[part.lot_id] = replace(held, points=held.points - part.points)
            taken[part.lot_id] = replace(part, points=part.points + before.points) if before else part
        short = points - sum(part.points for part in parts)
        if short:
            missing.append((source, short))
    return Spent(tuple(taken.values()), tuple(lot for lot in left.values() if lot.points > 0), tuple(missing))


def _turn(brand: Brand, source: str) -> tuple[bool, int, str]:
    return (source == POINTS_DISCOUNT, len(accepted_by(brand, source)), source)
