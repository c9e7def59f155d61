"""How far it is to a tier, and which tiers make no sense."""

from typing import Any

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.ledger import Entry, EntryKind, MemberState
from terminal.domain.tiers import tier_gap, tier_on
from tests.unit.domain.samples import DAY
from tests.unit.domain.tiers_over_time import YEAR, fold, rules, sale


def test_the_gap_says_what_is_enough_by_itself_and_what_is_needed_together() -> None:
    qualify = [{"spend": 3000, "visits": 4, "need": "all"}, {"visits": 6}, {"points": 500}]
    made = rules({"qualify": qualify})
    gap = tier_gap(made, fold(sale(DAY, 3000), sale(DAY, 10)), DAY)
    assert gap is not None
    assert (gap.tier.code, gap.spend, gap.visits, gap.points) == ("gold", None, 2, 500)
    # Two visits of four are half of the first way; the second is a third done.
    assert [way.missing for way in gap.ways] == [(0, 2, 0), (0, 4, 0), (0, 0, 500)]
    early = tier_gap(made, MemberState("m"), DAY)
    assert early is not None
    assert (early.spend, early.visits, early.points) == (None, 6, 500)


def test_points_that_qualify_are_apart_from_those_that_are_spent() -> None:
    made = rules({"qualify": {"points": 300, "window": "calendar_year"}})
    state = fold(sale(DAY, 0, 300), (Entry("m", EntryKind.REDEEM, -1000), DAY))
    assert (tier_on(made, state, DAY).code, state.balance(DAY)) == ("gold", -1000)


@pytest.mark.parametrize(
    ("gold", "path", "reason"),
    [
        ({"qualify": {}}, "tiers[1].qualify", "asks_nothing"),
        ({"qualify": {"window": "12 months"}}, "tiers[1].qualify", "asks_nothing"),
        ({"qualify": []}, "tiers[1].qualify", "item_count"),
        ({"qualify": {"spend": 1, "window": "37 months"}}, "tiers[1].qualify.window", "text_form"),
        ({"qualify": {"spend": 1, "window": "term"}}, "tiers[1].qualify.window", "term_before_it_began"),
        ({"qualify": {"spend": 1, "window": "whole_term"}}, "tiers[1].qualify.window", "term_before_it_began"),
        ({"qualify": {"spend": 1}, "renew": "when_met"}, "tiers[1].renew", "needs_term"),
        (
            {"qualify": {"spend": 1}, "term": {"clock": "months", "months": 37}, "renew": "when_met"},
            "tiers[1].term",
            "term_too_long",
        ),
        ({"qualify": {"spend": 1}, "keep": {"spend": 1}}, "tiers[1].keep", "needs_term"),
        ({"qualify": {"spend": 1}, "grace_days": 3}, "tiers[1].grace_days", "needs_term"),
        ({"qualify": {"spend": 1}, "term": {"clock": "months_idle"}}, "tiers[1].term.clock", "choice_unknown"),
        ({"qualify": {"spend": 1}, "term": {"clock": "days", "days": 3}}, "tiers[1].term.days", "out_of_range"),
        ({"qualify": {"spend": 1}, "term": YEAR, "keep": {}}, "tiers[1].keep", "asks_nothing"),
        (
            {
                "qualify": {"spend": 1},
                "term": {"clock": "months", "months": 48},
                "keep": {"spend": 1, "window": "term"},
            },
            "tiers[1].term",
            "term_too_long",
        ),
    ],
)  # fmt: skip
def test_a_tier_that_makes_no_sense_is_refused(gold: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules(gold)
    assert (refused.value.data["path"], refused.value.data["reason"]) == (path, reason)


@pytest.mark.parametrize(
    ("gold", "black", "minimum"),
    [
        ({"spend": 100}, {"spend": 100}, 101),
        ({"spend": 100, "visits": 5}, {"spend": 200, "visits": 5}, 6),
        ({"spend": 100, "visits": 5, "need": "all"}, {"spend": 100, "visits": 5, "need": "all"}, 101),
        ({"spend": 100, "visits": 5, "need": "all"}, {"spend": 50}, 101),
        ({"spend": 100, "visits": 5, "need": "all"}, {"spend": 101, "visits": 5, "need": "all"}, None),
        ({"spend": 100, "window": "12 months"}, {"spend": 100}, None),
        ({"spend": 100}, {"visits": 1}, None),
    ],
)
def test_a_higher_tier_is_not_reached_by_whatever_reaches_a_lower(
    gold: dict[str, Any], black: dict[str, Any], minimum: int | None
) -> None:
    if minimum is None:
        assert rules({"qualify": gold}, {"qualify": black}).tiers[2].code == "black"
        return
    with pytest.raises(Refusal) as refused:
        rules({"qualify": gold}, {"qualify": black})
    found = refused.value.data
    assert (found["path"], found["reason"], found["minimum"]) == ("tiers[2].qualify", "not_ascending", minimum)
