"""What every gift is: an occasion on which a member is due it, and what it gives."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple, Protocol

from terminal.domain.bundle.records import Field
from terminal.domain.conditions.base import ALWAYS, When
from terminal.domain.days import a_year_longer
from terminal.domain.facts import Facts
from terminal.domain.giving import NOTHING_GIVEN, Giving
from terminal.domain.occasion import Occasion
from terminal.domain.progress import Tally
from terminal.domain.records import record
from terminal.domain.text import LocalText

GIFT_TALLY: Final = "gift/"
NO_NAME: Final = LocalText("", "")


class Due(NamedTuple):
    """A count that a gift is within: at most ``times`` under the name ``period``, remembered until ``until``.

    Without ``until`` it is remembered for good, or with ``while_given`` as long as the gift might be given.
    """

    period: str
    until: date | None = None
    times: int = 1
    while_given: bool = False


class Occasions(Protocol):
    """When a kind of gift is due, with the arguments a bundle gave it."""

    def due(self, facts: Facts, day: date) -> tuple[Due, ...] | None:
        """The counts that a gift on ``day`` is within; ``None`` when the member is not due it then.

        What they got before is not asked here. Pure.
        """
        ...

    def helpings(self, occasion: Occasion) -> int:
        """How often the bill is worth the gift, before any limit. Pure."""
        ...


class OncePerBill:
    """For kinds whose gift does not grow with the bill."""

    __slots__ = ()

    def helpings(self, occasion: Occasion) -> int:
        """Once."""
        return 1


def _never(_: Any) -> bool:
    return False


@record
class GiftKind:
    """A kind of gift as the registry offers it.

    ``monetary`` is whether its arguments are amounts, ``offered`` whether a member can be told before the bill that
    they are due it, ``on_upgrade`` whether it is for bills that bring a higher tier, ``on_joining`` whether it is for
    no bill but for being enrolled, ``dated`` whether it needs a first and a last day.
    """

    name: str
    doc: str
    arguments: Mapping[str, Field[Any]]
    build: Callable[..., Occasions]
    monetary: Callable[[Any], bool] = _never
    offered: bool = True
    on_upgrade: bool = False
    on_joining: bool = False
    dated: bool = False


@record
class Gift:
    """A gift; ``brands`` is empty where all of them give it.

    ``since`` and ``until`` are its first and last day, ``when`` what must hold of the bill. ``currency`` is that of its
    amounts, ``None`` where the group has one.
    """

    code: str
    brands: tuple[str, ...]
    kind: GiftKind
    occasions: Occasions
    gives: Giving = NOTHING_GIVEN
    name: LocalText = NO_NAME
    since: date | None = None
    until: date | None = None
    when: When = ALWAYS
    currency: str | None = None

    def runs_on(self, day: date) -> bool:
        """Whether ``day`` is among its days."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def due(self, facts: Facts, day: date) -> tuple[tuple[Due, int], ...] | None:
        """The counts that the gift is within on ``day`` and what is left of each; ``None`` when it is not due."""
        if not self.runs_on(day):
            return None
        counts = self.occasions.due(facts, day)
        if counts is None:
            return None
        left = tuple((due, due.times - facts.count(self.tally_key(due))) for due in counts)
        return left if all(rest > 0 for _, rest in left) else None

    def tally_key(self, due: Due) -> str:
        """What the tally of a count is called."""
        return f"{GIFT_TALLY}{self.code}@{due.period}"

    def tallies(self, counts: Iterable[Due], times: int) -> tuple[Tally, ...]:
        """What giving it ``times`` adds to ``counts``."""
        return tuple(Tally(self.tally_key(due), times, self._remembered(due)) for due in counts)

    def _remembered(self, due: Due) -> date | None:
        """Longer than the gift is given, since its last day may be put off."""
        return a_year_longer(self.until) if due.while_given and self.until is not None else due.until
