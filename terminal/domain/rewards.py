"""Catalogue rewards: what a fixed number of points buys."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from terminal.domain.benefits import Benefit
from terminal.domain.conditions.base import ALWAYS, When
from terminal.domain.errors import Refusal
from terminal.domain.facts import Facts
from terminal.domain.progress import Tally
from terminal.domain.records import record
from terminal.domain.selection import EVERYTHING, ItemSelector
from terminal.domain.text import LocalText

SOURCE: Final = "reward/"
SHOWN_LENGTH_MAX: Final = 40
REWARDS_MAX: Final = 50


@record
class Reward:
    """A reward; ``brands`` is empty where all of them give it.

    It costs ``points``, of any brand in ``accepts`` (empty: those that the brand's redemption accepts, or its own).
    ``per_bill``, ``per_day`` and ``per_member`` bound how often a member takes it; ``None`` is no bound.
    """

    code: str
    brands: tuple[str, ...]
    name: LocalText
    points: int
    benefit: Benefit
    items: ItemSelector = EVERYTHING
    when: When = ALWAYS
    currency: str | None = None
    accepts: tuple[str, ...] = ()
    per_bill: int | None = None
    per_day: int | None = None
    per_member: int | None = None
    order: int = 0

    @property
    def source(self) -> str:
        """What its discounts and its points are called on a sale."""
        return f"{SOURCE}{self.code}"


def chosen(
    rewards: Mapping[str, Reward],
    elsewhere: Iterable[Container[str]],
    codes: Sequence[str],
    facts: Facts | None,
    day: date,
) -> tuple[Reward, ...]:
    """The rewards called ``codes``, in the order in which they are given, whatever order they were chosen in.

    ``elsewhere`` are the codes that other brands know, brand by brand.

    Raises ``Refusal``: ``reward_unknown``, ``reward_not_here``, ``reward_needs_member``, ``reward_repeated``,
    ``reward_used_up``, ``rewards_too_many``.
    """
    if len(codes) > REWARDS_MAX:
        raise Refusal("rewards_too_many", maximum=REWARDS_MAX)
    wanted = [code.strip().lower() for code in codes]
    for code in sorted(wanted):
        if code in rewards:
            continue
        if any(code in known for known in elsewhere):
            raise Refusal("reward_not_here", reward=code, condition="brands")
        raise Refusal("reward_unknown", reward=code[:SHOWN_LENGTH_MAX])
    if wanted and facts is None:
        raise Refusal("reward_needs_member")
    for code, count in sorted(Counter(wanted).items()):
        if facts is not None:
            _check_limits(rewards[code], count, facts, day)
    return tuple(sorted((rewards[code] for code in wanted), key=lambda reward: (reward.order, reward.code)))


def taken_of(reward: Reward, day: date) -> tuple[Tally, ...]:
    """What taking ``reward`` once on ``day`` counts for the member."""
    ever = (Tally(reward.source, 1),) if reward.per_member is not None else ()
    today = (Tally(_day_tally(reward, day), 1, day),) if reward.per_day is not None else ()
    return (*ever, *today)


def _check_limits(reward: Reward, count: int, facts: Facts, day: date) -> None:
    if reward.per_bill is not None and count > reward.per_bill:
        raise Refusal("reward_repeated", reward=reward.code, maximum=reward.per_bill)
    if reward.per_day is not None and facts.count(_day_tally(reward, day)) + count > reward.per_day:
        raise Refusal("reward_used_today", reward=reward.code, maximum=reward.per_day)
    if reward.per_member is not None and facts.count(reward.source) + count > reward.per_member:
        raise Refusal("reward_used_up", reward=reward.code, maximum=reward.per_member)


def _day_tally(reward: Reward, day: date) -> str:
    return f"{reward.source}@{day.isoformat()}"
