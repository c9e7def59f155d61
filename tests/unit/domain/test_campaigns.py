"""Campaigns by table: what each gives, and how several stack."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from resources.language import sentence
from terminal.domain.awards import Award
from terminal.domain.lines import EarningLine
from terminal.domain.text import LocalText
from tests.unit.domain.occasions import bill, campaign_document, facts, given, line, rule

DOUBLE: dict[str, Any] = {"kind": "multiplier", "times": 2}
TRIPLE = {"kind": "multiplier", "times": 3}
HALF_MORE = {"kind": "multiplier", "times": "1.5"}
EXACT = {"kind": "multiplier", "times": "1.5", "multiply": "exact"}
WITH_TIER = {"kind": "multiplier", "times": 2, "multiplies": "with_tier"}
BONUS = {"kind": "bonus", "points": 50}
DRINKS = {"categories": ["drink"]}


def points(awards: Sequence[Award]) -> int:
    return sum(award.points for award in awards)


@pytest.mark.parametrize(
    ("effect", "keys", "lines", "multiplier", "extra"),
    [
        (TRIPLE, {}, (line(335),), 1, 66),
        (TRIPLE, {}, (line(335),), 2, 66),
        (WITH_TIER, {}, (line(335),), 2, 66),
        (WITH_TIER, {}, (line(335),), "1.5", 49),
        (HALF_MORE, {}, (line(335),), 1, 16),
        ({**HALF_MORE, "rounding": "half_up"}, {}, (line(335),), 1, 17),
        (EXACT, {}, (line(335),), 1, 17),
        ({**EXACT, "multiplies": "with_tier"}, {}, (line(335),), 2, 34),
        (DOUBLE, {"items": DRINKS}, (line(95, "drink"), line(95)), 1, 9),
        (DOUBLE, {"items": DRINKS}, (line(95),), 1, 0),
        (DOUBLE, {}, (line(9),), 1, 0),
        (BONUS, {}, (line(9),), 2, 50),
        (BONUS, {"items": DRINKS}, (line(9),), 1, 0),
        ({"kind": "item", "points": 5}, {"items": DRINKS}, (line(9, "drink", quantity="2.9"), line(9)), 1, 10),
        ({"kind": "item", "points": 5, "per": 2}, {}, (line(9, quantity=2), line(9)), 1, 5),
        ({"kind": "amount", "per": 100, "points": 5}, {}, (line(199), line(199)), 1, 19),
        ({"kind": "amount", "per": 100, "points": 5, "full_steps": True}, {}, (line(199), line(199)), 1, 15),
        ({"kind": "amount", "per": 100, "points": 5, "each": "line"}, {}, (line(199), line(199)), 1, 18),
        ({"kind": "amount", "per": 100, "points": 5, "rounding": "up"}, {}, (line(199), line(199)), 1, 20),
        (TRIPLE, {"cap_per_sale": 50}, (line(335),), 1, 50),
        (TRIPLE, {"cap_per_member": 500}, (line(335),), 1, 66),
        (TRIPLE, {"when": {"weekdays": ["mon"]}}, (line(335),), 1, 0),
        (TRIPLE, {"when": {"weekdays": ["sat"]}}, (line(335),), 1, 66),
        (TRIPLE, {"currency": "JPY"}, (line(335),), 1, 0),
        (TRIPLE, {"currency": "TWD"}, (line(335),), 1, 66),
    ],
)
def test_what_a_campaign_adds(
    effect: dict[str, Any], keys: dict[str, Any], lines: tuple[EarningLine, ...], multiplier: str | int, extra: int
) -> None:
    assert points(given(bill(*lines, multiplier=multiplier), [campaign_document("c", effect, **keys)])) == extra


@pytest.mark.parametrize(
    ("keys", "day", "runs"),
    [
        ({}, date(2026, 10, 31), False),
        ({}, date(2026, 11, 1), True),
        ({}, date(2026, 11, 30), True),
        ({}, date(2026, 12, 1), False),
        ({"until": None, "endless": True}, date(2036, 12, 1), True),
    ],
)
def test_a_campaign_runs_from_its_first_day_to_its_last(keys: dict[str, Any], day: date, runs: bool) -> None:
    document = {key: value for key, value in campaign_document("c", BONUS, **keys).items() if value is not None}
    assert bool(given(bill(line(10), day=day), [document])) is runs


@pytest.mark.parametrize(
    ("group", "extras"),
    [
        ({"policy": "sum"}, {"double": 33, "triple": 66, "bonus": 50}),
        ({"policy": "best"}, {"triple": 66}),
        ({"policy": "exclusive"}, {"double": 33}),
        ({"policy": "newest"}, {"bonus": 50}),
        ({"policy": "sum", "cap_per_sale": 90}, {"double": 33, "bonus": 50, "triple": 7}),
        ({"policy": "sum", "cap_per_sale": 20}, {"double": 20}),
        ({"policy": "best", "cap_per_sale": 60}, {"triple": 60}),
    ],
)
def test_how_campaigns_of_a_group_stack(group: dict[str, Any], extras: dict[str, int]) -> None:
    rivals = [
        campaign_document("double", DOUBLE, group="g", priority=9),
        campaign_document("triple", TRIPLE, group="g", priority=1),
        campaign_document("bonus", BONUS, group="g", priority=5, **{"from": "2026-11-11"}),
    ]
    for documents in (rivals, rivals[::-1]):
        awards = given(bill(line(335)), documents, [{"code": "g", **group}])
        assert {award.source.removeprefix("campaign/"): award.points for award in awards} == extras


def test_campaigns_without_a_group_and_of_several_groups_add_up() -> None:
    documents = [
        campaign_document("alone", DOUBLE),
        campaign_document("a1", TRIPLE, group="a"),
        campaign_document("a2", DOUBLE, group="a"),
        campaign_document("b1", BONUS, group="b"),
    ]
    awards = given(bill(line(335)), documents, [{"code": "a", "policy": "best"}, {"code": "b", "policy": "best"}])
    assert [(award.source, award.points) for award in awards] == [
        ("campaign/alone", 33),
        ("campaign/a1", 66),
        ("campaign/b1", 50),
    ]


def test_equals_of_which_the_best_counts_go_by_their_order() -> None:
    documents = [campaign_document(code, DOUBLE, group="g") for code in ("z", "a")]
    (award,) = given(bill(line(335)), documents, [{"code": "g", "policy": "best"}])
    assert award.source == "campaign/z"


def test_the_newest_of_one_day_is_the_one_of_higher_priority() -> None:
    documents = [campaign_document(code, DOUBLE, group="g", priority=rank) for rank, code in enumerate("ab")]
    (award,) = given(bill(line(335)), documents, [{"code": "g", "policy": "newest"}])
    assert award.source == "campaign/b"


@pytest.mark.parametrize("top", [{"when": {"weekdays": ["mon"]}}, {"items": {"categories": ["tobacco"]}}])
def test_a_campaign_that_gives_nothing_is_in_nobodys_way(top: dict[str, Any]) -> None:
    documents = [
        campaign_document("top", TRIPLE, group="g", priority=9, **top),
        campaign_document("low", DOUBLE, group="g"),
    ]
    (award,) = given(bill(line(335)), documents, [{"code": "g", "policy": "exclusive"}])
    assert award.source == "campaign/low"


def test_a_multiplier_multiplies_what_all_rules_give_within_their_caps() -> None:
    rules = (rule("amount", per=10, points=1, cap_per_day=20), rule("item", "items", points=5, items=DRINKS))
    document = [campaign_document("c", TRIPLE)]
    basket = (line(335, "drink", quantity=2),)
    assert points(given(bill(*basket), document, rules=rules)) == 60
    used = facts(tallies={"cap/tea.base@2026-11-21": 15})
    assert points(given(bill(*basket, who=used), document, rules=rules)) == 30
    exact = [campaign_document("c", EXACT)]
    assert points(given(bill(*basket, who=used), exact, rules=rules)) == 7


@pytest.mark.parametrize(
    ("keys", "tallies", "extra", "counted"),
    [
        ({"cap_per_day": 80}, {}, 66, {"cap/c@2026-11-21": 66}),
        ({"cap_per_day": 80}, {"cap/c@2026-11-21": 66}, 14, {"cap/c@2026-11-21": 14}),
        ({"cap_per_day": 80}, {"cap/c@2026-11-21": 80}, 0, {}),
        ({"cap_per_member": 100}, {"cap/c": 66}, 34, {"cap/c": 34}),
        (
            {"cap_per_sale": 50, "cap_per_day": 80, "cap_per_member": 100},
            {"cap/c": 66, "cap/c@2026-11-21": 40},
            34,
            {"cap/c@2026-11-21": 34, "cap/c": 34},
        ),
    ],
)
def test_caps_of_a_campaign_hold_across_bills(
    keys: dict[str, Any], tallies: dict[str, int], extra: int, counted: dict[str, int]
) -> None:
    awards = given(bill(line(335), who=facts(tallies=tallies)), [campaign_document("c", TRIPLE, **keys)])
    assert points(awards) == extra
    assert {tally.key: tally.count for award in awards for tally in award.tallies} == counted


def test_a_cap_of_the_group_takes_from_the_tallies_too() -> None:
    documents = [campaign_document("c", TRIPLE, group="g", cap_per_day=80)]
    (award,) = given(bill(line(335)), documents, [{"code": "g", "policy": "sum", "cap_per_sale": 40}])
    assert [(step.code, step.points) for step in award.steps] == [("campaign", 66), ("capped", -26)]
    assert [tally.count for tally in award.tallies] == [40]


def test_the_count_of_a_campaign_outlives_it_by_a_year() -> None:
    (award,) = given(bill(line(335)), [campaign_document("c", TRIPLE, cap_per_member=500)])
    assert [(tally.key, tally.until) for tally in award.tallies] == [("cap/c", date(2027, 11, 30))]


def test_a_campaign_explains_itself_in_the_cashiers_language() -> None:
    named = campaign_document("c", TRIPLE, name={"zh-TW": "雙 11 三倍", "en": "Double 11 triple"})
    (award,) = given(bill(line(335)), [named])
    (step,) = award.steps
    assert (step.code, step.points, dict(step.data)) == (
        "campaign",
        66,
        {"campaign": LocalText("雙 11 三倍", "Double 11 triple")},
    )
    assert sentence(step.code, {**step.data, "points": "+66"}, "zh_TW", "explain") == "雙 11 三倍 +66"
    assert sentence(step.code, {**step.data, "points": "+66"}, "en", "explain") == "Double 11 triple +66"


@pytest.mark.parametrize(("qualifying", "counts"), [(False, 0), (True, 66)])
def test_its_points_count_towards_tiers_only_if_it_says_so(qualifying: bool, counts: int) -> None:
    (award,) = given(bill(line(335)), [campaign_document("c", TRIPLE, qualifying=qualifying)])
    assert (award.points, award.qualifying, award.kind.value) == (66, counts, "bonus")


def test_its_points_may_run_out_by_a_clock_of_their_own() -> None:
    plain, short = (
        given(bill(line(335)), [campaign_document("c", TRIPLE, **keys)])[0]
        for keys in ({}, {"expiry": {"clock": "days", "days": 30}})
    )
    assert plain.expiry is None
    assert short.expiry is not None
    assert short.expiry.count == 30


PER_ITEM = {"kind": "item", "points": 7}
EFFECTS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [DOUBLE, TRIPLE, HALF_MORE, EXACT, WITH_TIER, BONUS, PER_ITEM]
)
GROUPS: list[dict[str, Any]] = [
    {"code": "sum", "policy": "sum", "cap_per_sale": 60},
    {"code": "best", "policy": "best"},
    {"code": "exclusive", "policy": "exclusive"},
    {"code": "newest", "policy": "newest", "cap_per_sale": 40},
]


@st.composite
def several(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Campaigns of which no two have one priority."""
    made = []
    for place in range(draw(st.integers(1, 6))):
        keys: dict[str, Any] = {"priority": place, "from": f"2026-11-{draw(st.integers(1, 21)):02}"}
        group = draw(st.sampled_from([None, "sum", "best", "exclusive", "newest"]))
        if group:
            keys["group"] = group
        if draw(st.booleans()):
            keys["items"] = DRINKS
        if draw(st.booleans()):
            keys["cap_per_sale"], keys["cap_per_day"] = 30, 45
        made.append(campaign_document(f"c{place}", draw(EFFECTS), **keys))
    return made


LINES = st.lists(
    st.builds(line, st.integers(0, 5_000), st.sampled_from(["drink", "cake"]), quantity=st.integers(0, 5)),
    min_size=1,
    max_size=4,
)


@tried(documents=several(), lines=LINES, used=st.integers(0, 60), multiplier=st.sampled_from([1, "1.5", 2]))
def test_campaigns_never_take_keep_their_caps_and_are_the_same_twice(
    documents: list[dict[str, Any]], lines: list[EarningLine], used: int, multiplier: str | int
) -> None:
    about = bill(*lines, multiplier=multiplier, who=facts(tallies={"cap/c0@2026-11-21": used}))
    awards = given(about, documents, GROUPS)
    assert awards == given(about, documents, GROUPS)
    capped = {f"campaign/{document['code']}" for document in documents if "cap_per_sale" in document}
    for award in awards:
        assert 0 < award.points <= (30 if award.source in capped else award.points)
        assert award.points == sum(step.points or 0 for step in award.steps)
        if award.source == "campaign/c0" and award.source in capped:
            assert used + award.points <= 45
    for group, limit in (("sum", 60), ("newest", 40)):
        members = {f"campaign/{document['code']}" for document in documents if document.get("group") == group}
        assert points([award for award in awards if award.source in members]) <= limit


@tried(documents=several(), lines=LINES, data=st.data())
def test_the_order_of_campaigns_does_not_matter(
    documents: list[dict[str, Any]], lines: list[EarningLine], data: st.DataObject
) -> None:
    about = bill(*lines)
    shuffled = data.draw(st.permutations(documents))
    here, there = given(about, documents, GROUPS), given(about, shuffled, GROUPS)
    best = {f"campaign/{document['code']}" for document in documents if document.get("group") == "best"}
    assert points(here) == points(there)
    assert sorted((award.source, award.points) for award in here if award.source not in best) == sorted(
        (award.source, award.points) for award in there if award.source not in best
    )
