"""What every earning rule is: a kind with declared arguments, and a pure evaluation of a bill."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from terminal.domain.bundle.records import Field
from terminal.domain.lines import Explain, Line
from terminal.domain.money import Currency
from terminal.domain.text import LocalText


@dataclass(frozen=True, slots=True)
class EarningBill:
    """A bill as earning rules see it.

    ``lines`` carry the amounts that earn (after or before points, as the brand says), ``amount`` is their sum, and
    ``multiplier`` is what the member's tier multiplies by.
    """

    brand: str
    store: str
    day: date
    currency: Currency
    tier_code: str
    tier_name: LocalText
    multiplier: Fraction
    lines: tuple[Line, ...]
    amount: int


class EarningRule(Protocol):
    """A rule with the arguments a bundle gave it."""

    @property
    def code(self) -> str:
        """What the bundle calls this rule."""
        ...

    def evaluate(self, bill: EarningBill) -> list[Explain]:
        """The points that ``bill`` earns, step by step.

        Pure; never negative in sum; less of a bill never earns more, so that refunds in parts add up to the whole.
        """
        ...


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A rule as the registry offers it: ``name`` in bundles, what it does, its arguments, and how it is built."""

    name: str
    doc: str
    arguments: Mapping[str, Field[Any]]
    build: Callable[..., EarningRule]
