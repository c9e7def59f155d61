"""What is on a bill, and how a calculation accounts for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill: ``amount`` is the whole line in minor units, ``quantity`` pieces or volume.

    A line with quantity zero is an amount without pieces (a delivery fee); it can be refunded only as a whole.
    """

    sku: str
    name: str
    category: str
    quantity: Fraction
    amount: int


@dataclass(frozen=True, slots=True)
class Explain:
    """One step of a calculation: ``points`` and ``amount`` are signed, as they change the balance and the bill.

    ``code`` names the sentence under ``[explain]``; ``data`` holds its figures and names (``LocalText`` for names).
    The points of a bill's earning steps add up to what it earned.
    """

    code: str
    points: int | None = None
    amount: int | None = None
    data: Mapping[str, object] = field(default_factory=dict)
