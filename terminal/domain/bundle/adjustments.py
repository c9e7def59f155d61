"""What a bundle lets people put right by hand."""

from typing import Final

from terminal.domain.adjustments import AdjustmentPolicy
from terminal.domain.bundle.common import CODE, POINTS, SOME_POINTS
from terminal.domain.bundle.records import Field, Record
from terminal.domain.bundle.shapes import ListOf

_ADJUSTMENTS: Final = Record(
    AdjustmentPolicy,
    {
        "approval_above": Field(POINTS, "More points than this need an approval; left out, none do.", None),
        "maximum": Field(SOME_POINTS, "The most points of one adjustment; left out, there is no limit.", None),
        "reasons": Field(ListOf(CODE, 50), "The reasons to choose from; left out, any text will do.", []),
    },
)

ADJUSTMENTS: Final = Field(_ADJUSTMENTS, "Points put right by hand.", {})
