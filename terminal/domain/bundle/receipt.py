"""The receipts of a brand in a bundle."""

from typing import Any, Final

from terminal.domain.bundle.common import LOCAL_TEXT
from terminal.domain.bundle.records import Field, Record
from terminal.domain.bundle.shapes import Choice, ListOf, SetOf, Shape, Text, Whole, invalid
from terminal.domain.logos import HEIGHT_MAX, PNG_BYTES_MAX, SIDE_MIN, WIDTH_MAX, LogoWrong, check_logo
from terminal.domain.receipts import USUAL_RECEIPT, USUAL_SECTIONS, ReceiptSection, ReceiptTemplate
from terminal.domain.records import record

_WORDS_MAX: Final = 6
_BASE64: Final = Text(4 * ((PNG_BYTES_MAX + 2) // 3), 1, "[0-9A-Za-z+/]+={0,2}")


@record
class _Picture(Shape[str]):
    """A one-bit PNG as base64."""

    def read(self, value: object, path: str) -> str:
        """The text, once it is known to be a picture that every printer can draw."""
        text = _BASE64.read(value, path)
        try:
            check_logo(text)
        except LogoWrong as wrong:
            raise invalid(path, wrong.fault.value, side=SIDE_MIN, width=WIDTH_MAX, height=HEIGHT_MAX) from wrong
        return text

    def schema(self) -> dict[str, Any]:
        """The text's schema; what is in it is checked by reading."""
        return _BASE64.schema()


def _template(*, logo: str | None, **rest: Any) -> ReceiptTemplate:
    return ReceiptTemplate(logo=logo or "", **rest)


_SECTIONS: Final = SetOf(Choice(ReceiptSection), len(ReceiptSection), 1)

_RECEIPT: Final = Record(
    _template,
    {
        "sections": Field(
            _SECTIONS, "What stands on them, from top to bottom.", [section.value for section in USUAL_SECTIONS]
        ),
        "logo": Field(_Picture(), "A PNG in black and white as base64, above the brand's name.", None),
        "header": Field(ListOf(LOCAL_TEXT, _WORDS_MAX), "Lines below the shop's address.", []),
        "footer": Field(ListOf(LOCAL_TEXT, _WORDS_MAX), "Lines at the foot, above the till's own.", []),
        "claim_days": Field(
            Whole(1, 366),
            "How many days after a sale without a member its points may be claimed with `claim_points`.",
            USUAL_RECEIPT.claim_days,
        ),
    },
)

RECEIPT: Final = Field(_RECEIPT, "What receipts look like.", {})
