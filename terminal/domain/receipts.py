"""What a brand's receipts look like: which sections in which order, the brand's own words and its logo."""

from enum import StrEnum
from typing import Final

from terminal.domain.records import record
from terminal.domain.text import LocalText


class ReceiptSection(StrEnum):
    """A part of a receipt. What has nothing to say on a sale takes no room."""

    HEADING = "heading"
    MOMENT = "moment"
    LINES = "lines"
    TOTALS = "totals"
    TAX = "tax"
    MEMBER = "member"
    POINTS = "points"
    EXPIRING = "expiring"
    MISSIONS = "missions"
    TIER = "tier"
    COUPONS = "coupons"
    NOTES = "notes"
    CLAIM_POINTS = "claim_points"
    BARCODE = "barcode"
    FOOTER = "footer"


REQUIRED_SECTIONS: Final = (ReceiptSection.MOMENT, ReceiptSection.LINES, ReceiptSection.TOTALS)
"""Without these a paper is no receipt: when it was, what was sold, what was paid."""

USUAL_SECTIONS: Final = tuple(section for section in ReceiptSection if section is not ReceiptSection.CLAIM_POINTS)


@record
class ReceiptTemplate:
    """A brand's receipts. ``logo`` is a one-bit PNG as base64, empty without one.

    ``claim_days`` is how many days after a sale without a member its points may be claimed, where it says so.
    """

    sections: tuple[ReceiptSection, ...] = USUAL_SECTIONS
    logo: str = ""
    header: tuple[LocalText, ...] = ()
    footer: tuple[LocalText, ...] = ()
    claim_days: int = 30


USUAL_RECEIPT: Final = ReceiptTemplate()
