"""On these dates."""

from datetime import date

from terminal.domain.bundle.common import DAY
from terminal.domain.bundle.records import Field, Record
from terminal.domain.bundle.shapes import SetOf, Shape, invalid
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record

Span = tuple[date, date]


@record
class OnDates:
    """The business day is within one of ``spans``, first and last day included."""

    spans: tuple[Span, ...]

    def holds(self, occasion: Occasion) -> bool:
        """Whether it is."""
        day = occasion.moment.day
        return any(start <= day <= end for start, end in self.spans)


class _DateSpan(Record[Span]):
    def read(self, value: object, path: str) -> Span:
        start, end = super().read(value, path)
        if end < start:
            raise invalid(f"{path}.until", "ends_before_start", start=start.isoformat())
        return start, end


_SPAN: Shape[Span] = _DateSpan(
    lambda **days: (days["from"], days["until"]),
    {"from": Field(DAY, "The first day."), "until": Field(DAY, "The last day.")},
)

KIND = ConditionKind(
    name="dates",
    doc="On a business day of one of these periods, first and last day included.",
    shape=SetOf(_SPAN, 100, 1),
    build=OnDates,
)
