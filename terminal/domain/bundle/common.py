"""What several parts of a bundle share: codes, amounts, points, and names in every language."""

from datetime import date
from typing import Final

from terminal.domain.bundle.records import Field, Record
from terminal.domain.bundle.shapes import CODE_PATTERN, Converted, ListOf, Text, Whole
from terminal.domain.text import LocalText

AMOUNT_MAX: Final = 10**12
POINTS_MAX: Final = 10**9

CODE: Final = Text(maximum=40, pattern=CODE_PATTERN)
AMOUNT: Final = Whole(0, AMOUNT_MAX)
SKU: Final = Text(maximum=40, pattern="[A-Za-z0-9][A-Za-z0-9._-]*")
CATEGORY: Final = Text(maximum=80)
CURRENCY_CODE: Final = Text(3, 3, "[A-Z]{3}")
DAY: Final = Converted(Text(10, 10, "[0-9]{4}-[0-9]{2}-[0-9]{2}"), date.fromisoformat, "day_invalid")
POINTS: Final = Whole(0, POINTS_MAX)
SOME_POINTS: Final = Whole(1, POINTS_MAX)


def _local_text(**texts: str) -> LocalText:
    return LocalText(zh_TW=texts["zh-TW"], en=texts["en"])


LOCAL_TEXT: Final = Record(
    _local_text,
    {
        "zh-TW": Field(Text(60), "In Chinese as written in Taiwan."),
        "en": Field(Text(60), "In English."),
    },
)
NAMED: Final = Field(LOCAL_TEXT, "What people read, in every language.")
BRANDS: Final = Field(ListOf(CODE, 200), "The brands it holds at; all of them when left out.", [])
