"""What every earning rule is: a kind with declared arguments, and a pure evaluation of a bill."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, Protocol

from terminal.domain.awards import Award
from terminal.domain.bundle.records import Field
from terminal.domain.conditions.base import When
from terminal.domain.facts import Facts
from terminal.domain.lines import EarningLine, Explain
from terminal.domain.occasion import Occasion
from terminal.domain.records import record
from terminal.domain.selection import ItemSelector
from terminal.domain.text import LocalText

ONCE: Final = Fraction(1)


@record
class EarningBill:
    """A member's bill as everything that gives points sees it.

    ``occasion`` has the lines with the amounts that earn (as the brand's ``earn_on`` and the tenders leave them),
    ``facts`` the member before the bill. ``multiplier`` is what the member's tier multiplies by.
    """

    sale_id: str
    occasion: Occasion
    facts: Facts
    tier_name: LocalText
    multiplier: Fraction


class EarningRule(Protocol):
    """A rule with the arguments a bundle gave it."""

    @property
    def code(self) -> str:
        """What the bundle calls this rule."""
        ...

    @property
    def when(self) -> When:
        """What has to hold for it to give anything."""
        ...

    def award(self, bill: EarningBill) -> Award | None:
        """What ``bill`` earns by this rule, ``None`` for nothing; never less than nothing. Pure."""
        ...

    def base(self, bill: EarningBill, items: ItemSelector, times: Fraction = ONCE, *, with_tier: bool = False) -> int:
        """What the lines of ``items`` alone would earn by this rule if they earned ``times`` as much.

        The rule's conditions are asked about the whole bill and its caps hold; the tier multiplies only
        ``with_tier``. Never more than the whole bill gives.
        """
        ...


class Measure(Protocol):
    """What points are counted by: amounts, pieces, the bill itself. Rules and campaigns share them."""

    @property
    def monetary(self) -> bool:
        """Whether it counts amounts, which belong to one currency."""
        ...

    def points(self, lines: tuple[EarningLine, ...], times: Fraction = ONCE) -> int:
        """The points of ``lines`` (one at least), ``times`` as many before they are rounded."""
        ...

    def step(self, rule: str, points: int) -> Explain:
        """How ``points`` of the rule called ``rule`` are explained."""
        ...


@record
class RuleKind:
    """A rule as the registry offers it: ``name`` in bundles, what it does, its arguments, and how it is built."""

    name: str
    doc: str
    arguments: Mapping[str, Field[Any]]
    build: Callable[..., EarningRule]
