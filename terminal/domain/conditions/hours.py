"""Within these hours of the wall clock."""

import re
from typing import Final

from terminal.domain.bundle.shapes import Converted, SetOf, Text
from terminal.domain.conditions.base import ConditionKind
from terminal.domain.occasion import Occasion
from terminal.domain.records import record

Span = tuple[int, int]

_SPAN: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)"


@record
class WithinHours:
    """The time is within one of ``spans``, in minutes of the day; a span that ends before it begins crosses midnight.

    The first minute counts, the last does not.
    """

    spans: tuple[Span, ...]

    def holds(self, occasion: Occasion) -> bool:
        """Whether it is."""
        now = occasion.moment.time
        minute = now.hour * 60 + now.minute
        return any(
            start <= minute < end if start < end else minute >= start or minute < end for start, end in self.spans
        )


def _span(text: str) -> Span:
    hours = [int(part) for part in re.split("[:-]", text)]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if start == end:
        raise ValueError(text)
    return start, end


KIND = ConditionKind(
    name="hours",
    doc='Within one of these times by the clock on the wall, as "14:00-17:00" or "22:00-02:00"; the end is outside.',
    shape=SetOf(Converted(Text(11, 11, _SPAN), _span, "hours_empty"), 10, 1),
    build=WithinHours,
)
