"""What several parts of a bundle share: codes, amounts, points, and names in every language."""

from typing import Final

from terminal.domain.bundle.records import Field, Record
from terminal.domain.bundle.shapes import CODE_PATTERN, Text, Whole
from terminal.domain.text import LocalText

AMOUNT_MAX: Final = 10**12
POINTS_MAX: Final = 10**9

CODE: Final = Text(maximum=40, pattern=CODE_PATTERN)
AMOUNT: Final = Whole(0, AMOUNT_MAX)
POINTS: Final = Whole(0, POINTS_MAX)
SOME_POINTS: Final = Whole(1, POINTS_MAX)


def _local_text(**texts: str) -> LocalText:
    return LocalText(zh_TW=texts["zh-TW"], en=texts["en"])


_NAME: Final = Record(
    _local_text,
    {
        "zh-TW": Field(Text(60), "In Chinese as written in Taiwan."),
        "en": Field(Text(60), "In English."),
    },
)
NAMED: Final = Field(_NAME, "What people read, in every language.")
