"""What every mission is: a way of counting, a goal, a window, and what reaching the goal gives."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, Protocol

from terminal.domain.bundle.records import Field
from terminal.domain.conditions.base import ALWAYS, When
from terminal.domain.coupons import holds_in
from terminal.domain.giving import NOTHING_GIVEN, Giving
from terminal.domain.missions.windows import MissionWindow
from terminal.domain.occasion import Occasion
from terminal.domain.records import record
from terminal.domain.text import LocalText

STEPS: Final = "steps"
DIFFERENT: Final = "at/"
NO_NAME: Final = LocalText("", "")
FOR_EVER: Final = MissionWindow()


class Counting(Protocol):
    """How a kind of mission counts, with the arguments a bundle gave it."""

    def steps(self, occasion: Occasion) -> Mapping[str, int]:
        """The steps that a bill is, by what they are counted as: more than zero each, or none at all. Pure.

        A kind that counts everything alike counts it as ``STEPS``; one that asks for different things names them.
        """
        ...


def _never(_: Any) -> bool:
    return False


@record
class MissionKind:
    """A kind of mission as the registry offers it.

    ``distinct`` is whether its goal is a number of different things, ``spending`` whether it is an amount, ``monetary``
    whether there is an amount in what it counts by. ``repeats`` is what a bundle need not say.
    """

    name: str
    doc: str
    goal: str
    arguments: Mapping[str, Field[Any]]
    build: Callable[..., Counting]
    distinct: bool = False
    spending: bool = False
    monetary: Callable[[Any], bool] = _never
    repeats: bool = False


@record
class HeadStart:
    """Steps that a card begins with: the ``first`` one only, or every one."""

    steps: int = 0
    first: bool = False


@record
class Limits:
    """At most so many steps count; ``None`` is no limit."""

    per_bill: int | None = None
    per_day: int | None = None


NO_HEAD_START: Final = HeadStart()
NO_LIMITS: Final = Limits()


@record
class Mission:
    """A mission; ``brands`` is empty where it counts at all of them.

    ``since`` and ``until`` are its first and last day. Done, it begins anew when it ``repeats``, at most ``maximum``
    times in all. ``currency`` is that of its amounts, ``None`` where the group has one.
    """

    code: str
    brands: tuple[str, ...]
    kind: MissionKind
    counting: Counting
    goal: int
    gives: Giving = NOTHING_GIVEN
    name: LocalText = NO_NAME
    window: MissionWindow = FOR_EVER
    since: date | None = None
    until: date | None = None
    repeats: bool = False
    maximum: int | None = None
    when: When = ALWAYS
    currency: str | None = None
    head_start: HeadStart = NO_HEAD_START
    limits: Limits = NO_LIMITS

    @property
    def steps_to_do(self) -> int:
        """The steps that reach the goal after what every card begins with."""
        return self.goal if self.head_start.first else self.goal - self.head_start.steps

    def runs_on(self, day: date) -> bool:
        """Whether ``day`` is among its days."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def counts(self, occasion: Occasion) -> bool:
        """Whether the bill may count at all, whatever is on it."""
        return self.runs_on(occasion.moment.day) and holds_in(self.currency, occasion) and self.when.holds(occasion)
