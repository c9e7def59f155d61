"""The clocks of a bundle: when points run out, how long a tier is kept."""

from typing import Any, Final

from terminal.domain.bundle.common import DAY
from terminal.domain.bundle.records import Field, OneOf, Record
from terminal.domain.bundle.shapes import Whole
from terminal.domain.expiry import ExpiryClock, ExpiryRule


def _clock(clock: ExpiryClock, **fields: Field[Any]) -> Record[ExpiryRule]:
    return Record(lambda **values: ExpiryRule(clock, *values.values()), fields)


_ON: Final = Record(lambda day: ExpiryRule(ExpiryClock.ON, last_day=day), {"day": Field(DAY, "The last day.")})
_YEARLY: Final = Record(
    lambda month, years: ExpiryRule(ExpiryClock.YEARLY, years, month=month),
    {
        "month": Field(Whole(1, 12), "The month at whose end they run out …", 12),
        "years": Field(Whole(0, 100), "… in this many years; where that is over already, a year later."),
    },
)

EXPIRY: Final = OneOf(
    "clock",
    "Which clock.",
    {
        "days": _clock(ExpiryClock.DAYS, days=Field(Whole(1, 36500), "Days after the day of earning.")),
        "days_month_end": _clock(
            ExpiryClock.DAYS_MONTH_END,
            days=Field(Whole(0, 36500), "The end of the month of the day this many days after."),
        ),
        "months": _clock(ExpiryClock.MONTHS, months=Field(Whole(1, 1200), "The same day this many months after.")),
        "months_end": _clock(
            ExpiryClock.MONTHS_END, months=Field(Whole(0, 1200), "The end of the month this many months after.")
        ),
        "end_of_next_year": _clock(ExpiryClock.END_OF_NEXT_YEAR),
        "yearly": _YEARLY,
        "months_idle": _clock(
            ExpiryClock.MONTHS_IDLE, months=Field(Whole(1, 36), "Months without a visit after which they are gone.")
        ),
        "on": _ON,
        "never": _clock(ExpiryClock.NEVER),
    },
)

TERM: Final = OneOf(
    "clock",
    "Which clock.",
    {
        "days": _clock(ExpiryClock.DAYS, days=Field(Whole(28, 1095), "Days that a term lasts.")),
        "months": _clock(ExpiryClock.MONTHS, months=Field(Whole(1, 120), "Months that a term lasts.")),
        "months_end": _clock(
            ExpiryClock.MONTHS_END, months=Field(Whole(1, 120), "The end of the month this many months after.")
        ),
        "end_of_next_year": _clock(ExpiryClock.END_OF_NEXT_YEAR),
        "yearly": _YEARLY,
        "on": _ON,
        "never": _clock(ExpiryClock.NEVER),
    },
)
