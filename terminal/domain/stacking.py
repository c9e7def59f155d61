"""How several campaigns stack on one bill."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from terminal.domain.records import record


class StackingPolicy(StrEnum):
    """Which of a group's campaigns count on one bill."""

    SUM = "sum"
    BEST = "best"
    EXCLUSIVE = "exclusive"
    NEWEST = "newest"


Cut = tuple[int, int]


class Gain(NamedTuple):
    """What the campaign called ``code`` would give for a bill: ``points``, which are above zero to begin with.

    ``cut`` are (limit, points) that caps took off already. ``place`` is the campaign's in the bundle.
    """

    place: int
    code: str
    priority: int
    starts: date
    points: int
    cut: tuple[Cut, ...] = ()

    def within(self, points: int, limit: int) -> "Gain":
        """The gain with no more than ``points``, because of ``limit``."""
        if points >= self.points:
            return self
        return self._replace(points=points, cut=(*self.cut, (limit, self.points - points)))


@record
class StackingGroup:
    """Campaigns of which ``policy`` chooses; ``cap_per_sale`` is the most points that they all give on one bill."""

    code: str
    policy: StackingPolicy = StackingPolicy.SUM
    cap_per_sale: int | None = None

    def choose(self, gains: Sequence[Gain]) -> Sequence[Gain]:
        """Those of ``gains`` (one at least, in the bundle's order) that count, within the group's cap.

        Equals are decided by the order in the bundle. That is left to decide only between equal gains of ``BEST``;
        publication refuses other equals.
        """
        chosen = _CHOICES[self.policy](gains)
        return chosen if self.cap_per_sale is None else _within(chosen, self.cap_per_sale)


def _within(gains: Sequence[Gain], limit: int) -> list[Gain]:
    """``gains`` that come to no more than ``limit``: high priorities are served first, then by code."""
    left, kept = limit, []
    for gain in sorted(gains, key=lambda gain: (-gain.priority, gain.code)):
        kept.append(gain.within(left, limit))
        left -= kept[-1].points
    return kept


_CHOICES: Final[Mapping[StackingPolicy, Callable[[Sequence[Gain]], Sequence[Gain]]]] = {
    StackingPolicy.SUM: lambda gains: gains,
    StackingPolicy.BEST: lambda gains: [max(gains, key=lambda gain: gain.points)],
    StackingPolicy.EXCLUSIVE: lambda gains: [max(gains, key=lambda gain: gain.priority)],
    StackingPolicy.NEWEST: lambda gains: [max(gains, key=lambda gain: (gain.starts, gain.priority))],
}
