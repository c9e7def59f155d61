"""Which lines of a bill something is about."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Final, Protocol, TypeVar

from terminal.domain.records import record


class Selectable(Protocol):
    """A line as selectors see it, priced or earning."""

    @property
    def sku(self) -> str:
        """The item's number."""
        ...

    @property
    def category(self) -> str:
        """The category's code, empty where there is none."""
        ...

    @property
    def quantity(self) -> Fraction:
        """Pieces or volume."""
        ...

    @property
    def discounted(self) -> bool:
        """Whether anything but points made it cheaper."""
        ...


L = TypeVar("L", bound=Selectable)


@record
class ItemSelector:
    """Lines whose SKU or category is named, or all where none is, less those excepted.

    With ``discounted`` false, lines that anything but points made cheaper are left out too. ``everything`` says whether
    no line is left out.
    """

    skus: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    except_skus: frozenset[str] = frozenset()
    except_categories: frozenset[str] = frozenset()
    discounted: bool = True
    everything: bool = field(init=False, repr=False, compare=False)
    _named: bool = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named = bool(self.skus or self.categories)
        object.__setattr__(self, "_named", named)
        excepting = self.except_skus or self.except_categories
        object.__setattr__(self, "everything", self.discounted and not (named or excepting))
        parts = (self.skus, self.categories, self.except_skus, self.except_categories, self.discounted)
        object.__setattr__(self, "_hash", hash(parts))

    def __hash__(self) -> int:
        return self._hash  # asked dozens of times a bill

    def takes(self, line: Selectable) -> bool:
        """Whether ``line`` is one of its lines."""
        return bool(self.of((line,)))

    def places(self, lines: Sequence[Selectable]) -> Sequence[int]:
        """Where the lines are that it takes."""
        if self.everything:
            return range(len(lines))
        return [place for place, line in enumerate(lines) if self.takes(line)]

    def of(self, lines: tuple[L, ...]) -> tuple[L, ...]:
        """Those of ``lines`` that it takes, in their order; ``lines`` itself when it takes everything."""
        if self.everything:
            return lines
        any_item, skus, categories = not self._named, self.skus, self.categories
        taken = [line for line in lines if any_item or line.category in categories or line.sku in skus]
        if self.except_skus or self.except_categories:
            without, without_categories = self.except_skus, self.except_categories
            taken = [line for line in taken if line.sku not in without and line.category not in without_categories]
        return tuple(taken) if self.discounted else tuple([line for line in taken if not line.discounted])


EVERYTHING: Final = ItemSelector()


def pieces(lines: Iterable[Selectable]) -> Fraction | int:
    """The quantities of ``lines`` together."""
    whole, parts = 0, []
    for line in lines:
        numerator, denominator = line.quantity.as_integer_ratio()
        if denominator == 1:  # adding fractions takes its time, and hardly anything is weighed
            whole += numerator
        else:
            parts.append(line.quantity)
    return sum(parts, Fraction(whole)) if parts else whole
