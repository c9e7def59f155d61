"""A programme with one mission, and what stands on its card."""

from collections.abc import Sequence
from typing import Any

from terminal.domain.missions.awards import progress_on
from terminal.domain.programme import Programme
from tests.unit.domain.life import NAME, Life
from tests.unit.domain.samples import programme

COUPON = {"name": NAME, "benefit": {"kind": "amount", "amount": 50}, "valid": {"days": 30}}
NO_POINTS: dict[str, Any] = {f"brands__{brand}__earning": [] for brand in ("tea", "noodles")}


def rules(mission: str, goal: int, **more: Any) -> Programme:
    """A programme in which nothing but one mission gives points: 10 of them and a coupon."""
    gives = more.pop("gives", {"points": 10, "coupons": ["drink"]})
    made = {"mission": mission, "name": NAME, "goal": goal, "gives": gives, **more}
    missions = {"m1": {key: value for key, value in made.items() if value is not None}}
    return programme(coupons={"drink": COUPON}, missions=missions, **NO_POINTS)


def have(life: Life, after: int = 0) -> int | None:
    """What stands on the card; ``None`` when it can no longer be filled."""
    found = progress_on(life.rules.brand("tea").missions, life.facts(after).tallies, life.day(after))
    return found[0].have if found else None


def points(life: Life, bills: Sequence[tuple[Any, ...]]) -> list[int]:
    """The points of each bill: (days after, store, lines …)."""
    return [life.buys(*lines, after=after, store=store).earned for after, store, *lines in bills]
