"""What every condition is: a key of ``when`` with a shape, and a question about an occasion that is yes or no."""

from collections.abc import Callable, Iterable
from dataclasses import field
from enum import StrEnum
from typing import Any, Protocol

from terminal.domain.bundle.shapes import Shape
from terminal.domain.occasion import Occasion
from terminal.domain.records import record


class Condition(Protocol):
    """A condition with the argument a bundle gave it."""

    def holds(self, occasion: Occasion) -> bool:
        """Whether it holds; what is about the member does not hold without one. Pure."""
        ...


class Reference(StrEnum):
    """Parts of a bundle whose codes a condition may name."""

    BRANDS = "brands"
    STORES = "stores"
    REGIONS = "regions"
    TIERS = "tiers"


@record
class ConditionKind:
    """A condition as the registry offers it: ``name`` in bundles, the shape of its argument, and how it is built.

    ``refers_to`` says what its codes are declared as, ``monetary`` that it compares amounts of one currency.
    """

    name: str
    doc: str
    shape: Shape[Any]
    build: Callable[[Any], Condition]
    refers_to: Reference | None = None
    monetary: bool = False


@record
class Named:
    """A condition of a ``when`` under its key, with the ``codes`` it names where those are declared elsewhere."""

    kind: ConditionKind = field(repr=False)
    condition: Condition
    codes: tuple[str, ...] = ()


@record
class When:
    """Conditions that all have to hold; none hold always."""

    named: tuple[Named, ...] = ()
    _conditions: tuple[Condition, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_conditions", tuple(named.condition for named in self.named))

    @classmethod
    def of(cls, kinds: Iterable[ConditionKind], arguments: dict[str, Any]) -> "When":
        """The conditions of ``kinds`` that have an argument in ``arguments``, by name."""
        return cls(
            tuple(
                Named(kind, kind.build(argument), argument if kind.refers_to else ())
                for kind in kinds
                if (argument := arguments.get(kind.name)) is not None
            )
        )

    @property
    def monetary(self) -> bool:
        """Whether it compares amounts, which belong to one currency."""
        return any(named.kind.monetary for named in self.named)

    def holds(self, occasion: Occasion) -> bool:
        """Whether all of them hold."""
        for condition in self._conditions:  # noqa: SIM110 - asked dozens of times a bill; a generator takes its time
            if not condition.holds(occasion):
                return False
        return True

    def unmet(self, occasion: Occasion) -> str | None:
        """The key of the first that does not hold, ``None`` when all do."""
        for named in self.named:
            if not named.condition.holds(occasion):
                return named.kind.name
        return None


ALWAYS = When()
