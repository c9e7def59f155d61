"""The tiers of a bundle."""

from enum import StrEnum
from typing import Final

from terminal.domain.bundle.common import AMOUNT_MAX, CODE, LOCAL_TEXT, NAMED, POINTS_MAX
from terminal.domain.bundle.expiry import TERM
from terminal.domain.bundle.items import SELECTOR
from terminal.domain.bundle.records import Field, OneOrMore, Record
from terminal.domain.bundle.shapes import Choice, Converted, Exact, ListOf, Text, Whole
from terminal.domain.programme_parts import TierUse
from terminal.domain.tier_rules import Qualification, Requirement, Tier, TierAfterRefund, TierFall, TierRenewal, Window


class Need(StrEnum):
    """How much of what is asked it takes."""

    ANY = "any"
    ALL = "all"


def _requirements(
    *, spend: int | None, visits: int | None, points: int | None, window: Window, need: Need
) -> tuple[Requirement, ...]:
    asked = {"spend": spend, "visits": visits, "points": points}
    wanted = {measure: figure for measure, figure in asked.items() if figure is not None}
    if need is Need.ALL and wanted:
        return (Requirement(**wanted, window=window),)
    return tuple(Requirement(**{measure: figure}, window=window) for measure, figure in wanted.items())


def _qualification(ways: tuple[tuple[Requirement, ...], ...]) -> Qualification:
    return Qualification(tuple(requirement for way in ways for requirement in way))


_DAYS: Final = "([1-9][0-9]{0,2}|10[0-8][0-9])"
_MONTHS: Final = "([1-9]|[12][0-9]|3[0-6])"
_WINDOW: Final = Converted(
    Text(30, pattern=f"ever|calendar_year|(whole_)?term|{_MONTHS} (calendar_)?months|{_DAYS} days"),
    Window.of,
    "window_unknown",
)

_WAY: Final = Record(
    _requirements,
    {
        "spend": Field(Whole(1, AMOUNT_MAX), "Minor units of the group's currency.", None),
        "visits": Field(Whole(1, 100_000), "Bills.", None),
        "points": Field(Whole(1, POINTS_MAX), "Qualifying points, which are apart from those to spend.", None),
        "window": Field(
            _WINDOW,
            "The time that counts, up to the day: `ever`, `12 months`, `365 days`, `6 calendar_months` (this one and "
            "the five before it), `calendar_year`, and in `keep` also `term` and `whole_term`.",
            "ever",
        ),
        "need": Field(Choice(Need), "Whether `any` of it is enough or `all` of it is needed.", "any"),
    },
)
_WAYS: Final = OneOrMore(_WAY, 10, _qualification)

_TIER: Final = Record(
    Tier,
    {
        "code": Field(CODE, "The tier's code."),
        "name": NAMED,
        "multiplier": Field(Exact(1000), "What earning rules with `tier_multiplier` multiply by.", 1),
        "qualify": Field(
            _WAYS,
            "What reaches this tier; a list gives several ways. The first tier has none; a later one without it is "
            "granted by head office.",
            None,
        ),
        "term": Field(TERM, "How long it is kept once reached; left out, only while `qualify` is met.", None),
        "keep": Field(_WAYS, "What keeps it at the end of a term; left out, `qualify` does.", None),
        "grace_days": Field(Whole(0, 366), "Days after the term in which a tier that was not kept still holds.", 0),
        "down": Field(
            Choice(TierFall),
            "Where those go who did not keep it: `qualified` to the highest lower tier that they would have kept, "
            "`one_step` to the next lower, `first` to the first.",
            "qualified",
        ),
        "renew": Field(
            Choice(TierRenewal),
            "When the next term of a tier that is kept begins: `at_end` of the present one, or on the day on which it "
            "is met anew (`when_met`).",
            "at_end",
        ),
        "discount": Field(Exact(1), "The share of a bill that it takes off.", 0),
        "discount_items": Field(SELECTOR, "The items that it is taken off; all of them when left out.", {}),
        "benefits": Field(ListOf(LOCAL_TEXT, 20), "What else it gives, for people to read.", []),
    },
)

TIERS: Final = Field(ListOf(_TIER, 20, 1), "Membership levels, lowest first.")
TIER_USE: Final = Field(Choice(TierUse), "From when a tier reached by a sale counts.", "next_sale")
TIER_AFTER_REFUND: Final = Field(
    Choice(TierAfterRefund),
    "Whether a tier falls when refunds take back what reached it (`recheck`) or lasts to the end of its term (`keep`).",
    "recheck",
)
