"""The referral rules of a bundle."""

from typing import Any, Final

from terminal.domain.bundle.common import BRANDS, CURRENCY_CODE, DAY
from terminal.domain.bundle.conditions import WHEN
from terminal.domain.bundle.giving import GIVING
from terminal.domain.bundle.records import Field, Record
from terminal.domain.bundle.shapes import Choice, Flag, Whole
from terminal.domain.referral import JoinedBetween, Referral, ReferrerMaximum, ReferrerPeriod

_MAXIMUM: Final = Record(
    ReferrerMaximum,
    {
        "count": Field(Whole(1, 10**6), "This many new members are rewarded to one referrer …"),
        "per": Field(Choice(ReferrerPeriod), "… in a `month`, a `year`, or for `ever`.", "ever"),
    },
)


_JOINED: Final = Record(
    lambda **days: JoinedBetween(days["from"], days["until"]),
    {
        "from": Field(DAY, "The first day of joining; left out, there is none.", None),
        "until": Field(DAY, "The last day of joining; left out, there is none.", None),
    },
)


def _referral(**values: Any) -> Referral:
    return Referral(since=values.pop("from"), **values)


_REFERRAL: Final = Record(
    _referral,
    {
        "brands": BRANDS,
        "member": Field(GIVING, "What the new member gets.", {}),
        "referrer": Field(GIVING, "What the member gets who brought them.", {}),
        "days": Field(Whole(0, 3650), "The most days from joining to the bill; 0 is the day itself.", 30),
        "first_bill": Field(Flag(), "Whether it has to be the very first bill; otherwise the first that fits.", True),
        "when": WHEN,
        "currency": Field(
            CURRENCY_CODE,
            "What its amounts are in, in a group with several; it holds at stores selling in it.",
            None,
        ),
        "from": Field(DAY, "The first day of that bill; left out, it holds at once.", None),
        "until": Field(DAY, "The last day of that bill; left out, there is none.", None),
        "joined": Field(_JOINED, "The days of joining that it is for; all of them when left out.", {}),
        "referrer_maximum": Field(
            _MAXIMUM, "The most that one referrer is rewarded; the server sees to it, a till cannot know.", None
        ),
    },
)

REFERRAL: Final = Field(_REFERRAL, "What a member gets for bringing another; left out, nothing.", None)
