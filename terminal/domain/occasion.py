"""Where, when and for whom a bill is made: what every condition of a programme is asked about."""

from dataclasses import field
from datetime import date, time

from terminal.domain.facts import Facts
from terminal.domain.lines import EarningLine
from terminal.domain.records import record


@record
class Moment:
    """A business day and the time on the store's wall, which after midnight may belong to the day before."""

    day: date
    time: time


@record
class Occasion:
    """A bill's circumstances.

    ``lines`` carry the amounts the question is about: what is left after the discounts so far where a coupon is asked
    about, what earns where an earning rule is; ``amount`` is theirs together, in minor units. ``facts`` is ``None``
    for a sale without a member. ``tenders`` are the types paid with, empty as long as nobody has paid.
    """

    brand: str
    store: str
    region: str
    currency: str
    moment: Moment
    facts: Facts | None
    lines: tuple[EarningLine, ...]
    tenders: tuple[str, ...] = ()
    amount: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", sum([line.amount for line in self.lines]))
