"""Catalogue rewards: what they cost and give, whose points pay for them, and every refusal."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bills import Knowledge, Line, Quote
from terminal.domain.errors import Refusal
from terminal.domain.ledger import EntryKind, MemberState, apply
from terminal.domain.programme import Programme
from terminal.domain.progress import Tally, progress_of
from tests.unit.domain.samples import DAY, bill, lot, member, programme

NAME = {"zh-TW": "贈品", "en": "Reward"}
FREE = {"kind": "free_item"}
OFFLINE = Knowledge(online=False, age_hours=1)


def reward(points: int, benefit: dict[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
    return {"name": NAME, "points": points, "benefit": benefit or FREE, **keys}


def rules(changes: dict[str, object] | None = None, **rewards: dict[str, Any]) -> Programme:
    return programme(rewards=rewards, **(changes or {}))


BASKET = (Line("tea", "", "drink", Fraction(2), 130), Line("toast", "", "food", Fraction(1), 75))
RICH = member(lot("a", 2000))


@pytest.mark.parametrize(
    ("benefit", "keys", "taken"),
    [
        (FREE, {}, 65),
        (FREE, {"items": {"categories": ["food"]}}, 75),
        ({"kind": "amount", "amount": 50}, {}, 50),
        ({"kind": "percent", "share": "20%"}, {}, 41),
        ({"kind": "percent", "share": "20%", "maximum": 30}, {}, 30),
        ({"kind": "item_price", "price": 19, "pick": "dearest"}, {}, 56),
        ({"kind": "gift"}, {}, 0),
    ],
)
def test_what_a_reward_gives_for_its_points(benefit: dict[str, Any], keys: dict[str, Any], taken: int) -> None:
    quoted = bill(BASKET, RICH, rules=rules(cup=reward(300, benefit, **keys)), rewards=("cup",))
    assert (quoted.total, quoted.redeemed, quoted.redeemed_amount) == (205 - taken, 300, 0)
    assert quoted.sold.spent == (("reward/cup", 300),)
    assert (quoted.entries[0].kind, quoted.entries[0].points) == (EntryKind.REDEEM, -300)
    assert (quoted.explain[0].points, quoted.explain[0].amount or 0) == (-300, -taken)


def test_several_rewards_and_points_as_money_share_one_balance() -> None:
    made = rules(cup=reward(300), toast=reward(200, items={"categories": ["food"]}))
    quoted = bill(BASKET, member(lot("a", 1000)), "max", rules=made, rewards=("cup", "toast", "cup"))
    assert [line.before_points for line in quoted.lines] == [0, 0]
    assert quoted.sold.spent == (("reward/cup", 600), ("reward/toast", 200))
    quoted = bill(BASKET, member(lot("a", 1000)), "max", rules=made, rewards=("cup", "toast"))
    assert quoted.sold.spent == (("reward/cup", 300), ("reward/toast", 200), ("points", 320))
    quoted = bill(BASKET, member(lot("a", 620)), "max", rules=made, rewards=("toast", "cup"))
    assert quoted.sold.spent == (("reward/cup", 300), ("reward/toast", 200), ("points", 120))
    assert (quoted.limit.points, quoted.limit.reason.value) == (120, "balance")


def test_a_brand_where_points_are_no_money_may_give_rewards() -> None:
    made = rules(cup=reward(300))
    quoted = bill(
        BASKET, member(lot("p", 400, brand="plain"), lot("t", 900)), rules=made, store="plain", rewards=("cup",)
    )
    assert quoted.total == 140
    assert [(part.lot_id, part.points) for part in quoted.entries[0].parts] == [("p", 300)]


def test_a_reward_takes_the_points_of_the_brands_it_names() -> None:
    made = rules(cup=reward(300, accepts=["plain"]))
    held = member(lot("t", 900), lot("p", 350, brand="plain"))
    quoted = bill(BASKET, held, "max", rules=made, rewards=("cup",))
    assert quoted.sold.spent == (("reward/cup", 300), ("points", 700))
    assert {part.lot_id: part.points for part in quoted.entries[0].parts} == {"p": 300, "t": 700}


def test_points_as_money_have_what_the_rewards_left() -> None:
    made = rules(cup=reward(300, {"kind": "gift"}))
    held = member(lot("t", 400), lot("p", 500, brand="plain"))
    quoted = bill(BASKET, held, "max", rules=made, rewards=("cup",))
    assert quoted.sold.spent == (("reward/cup", 300), ("points", 100))
    assert quoted.limit.reason.value == "brand_not_accepted"


def test_the_reward_that_takes_fewer_brands_has_its_points_first() -> None:
    made = rules(a=reward(300), b=reward(300, accepts=["noodles"]))
    held = member(lot("n", 300, brand="noodles", expires=DAY), lot("t", 300))
    quoted = bill(BASKET, held, rules=made, rewards=("a", "b"))
    assert {part.lot_id: part.points for part in quoted.entries[0].parts} == {"n": 300, "t": 300}


def counted(**counts: int) -> MemberState:
    return replace(RICH, progress=progress_of([Tally(key.replace("__", "/"), n) for key, n in counts.items()]))


TODAY = "reward/cup@2026-11-21"


@pytest.mark.parametrize(
    ("keys", "who", "codes", "kind", "data"),
    [
        ({}, RICH, ("mug",), "reward_unknown", {"reward": "mug"}),
        ({}, RICH, ("x" * 99,), "reward_unknown", {"reward": "x" * 40}),
        ({}, None, ("cup",), "reward_needs_member", {}),
        ({}, RICH, ("cup",) * 51, "rewards_too_many", {"maximum": 50}),
        ({"brands": ["noodles"]}, RICH, ("cup",), "reward_not_here", {"reward": "cup", "condition": "brands"}),
        ({"when": {"tiers": ["gold"]}}, RICH, ("cup",), "reward_not_here", {"reward": "cup", "condition": "tiers"}),
        ({"when": {"minimum": 206}}, RICH, ("cup",), "reward_not_here", {"reward": "cup", "condition": "minimum"}),
        ({"items": {"skus": ["cake"]}}, RICH, ("cup",), "reward_without_effect", {"reward": "cup"}),
        ({"per_bill": 1}, RICH, ("cup", "cup"), "reward_repeated", {"reward": "cup", "maximum": 1}),
        ({"per_day": 2}, RICH, ("cup",) * 3, "reward_used_today", {"reward": "cup", "maximum": 2}),
        ({"per_member": 2}, counted(reward__cup=1), ("cup", "cup"), "reward_used_up", {"reward": "cup", "maximum": 2}),
        (
            {},
            member(lot("a", 299)),
            ("cup",),
            "reward_points_missing",
            {"needed": 300, "available": 299, "reason": "balance"},
        ),
        (
            {},
            member(deficit=5),
            ("cup",),
            "reward_points_missing",
            {"needed": 300, "available": 0, "reason": "balance"},
        ),
        (
            {},
            member(lot("a", 600, expires=date(2026, 11, 20))),
            ("cup",),
            "reward_points_missing",
            {"needed": 300, "available": 0, "reason": "balance"},
        ),
        (
            {},
            member(lot("a", 599)),
            ("cup", "cup"),
            "reward_points_missing",
            {"needed": 600, "available": 599, "reason": "balance"},
        ),
        (
            {},
            member(lot("a", 250), lot("p", 900, brand="plain")),
            ("cup",),
            "reward_points_missing",
            {"reward": "cup", "needed": 300, "available": 250, "reason": "brand_not_accepted"},
        ),
    ],
)
def test_what_cannot_be_had_is_refused_with_its_reason(
    keys: dict[str, Any], who: MemberState | None, codes: tuple[str, ...], kind: str, data: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as refused:
        bill(BASKET, who, rules=rules(cup=reward(300, **keys)), rewards=codes)
    assert (refused.value.kind, dict(refused.value.data)) == (kind, data)


@pytest.mark.parametrize(
    ("knowledge", "available", "reason"),
    [
        (replace(OFFLINE, redeemed_today=1), 299, "floor_member_day"),
        (replace(OFFLINE, redeemed_since_sync=800), 200, "floor_terminal"),
        (replace(OFFLINE, age_hours=73), 0, "balance_too_old"),
    ],
)
def test_offline_the_floor_limits_bind_rewards_as_well(knowledge: Knowledge, available: int, reason: str) -> None:
    made = rules(cup=reward(300))
    with pytest.raises(Refusal) as refused:
        bill(BASKET, RICH, rules=made, rewards=("cup",), knowledge=knowledge)
    assert (refused.value.kind, refused.value.data["available"], refused.value.data["reason"]) == (
        "reward_points_missing",
        available,
        reason,
    )
    assert bill(BASKET, RICH, "max", rules=made, rewards=("cup",), knowledge=OFFLINE).sold.spent == (
        ("reward/cup", 300),
    )


def test_what_was_taken_counts_against_the_limits() -> None:
    made = rules(cup=reward(100, per_day=1, per_member=9))
    (_, entry) = bill(BASKET, RICH, rules=made, rewards=("cup",)).entries
    state, _ = apply(RICH, entry, DAY)
    assert (state.progress.count(TODAY), state.progress.count("reward/cup")) == (1, 1)
    with pytest.raises(Refusal) as refused:
        bill(BASKET, state, rules=made, rewards=("cup",))
    assert refused.value.kind == "reward_used_today"


@pytest.mark.parametrize(
    ("keys", "path", "reason"),
    [
        ({"brands": ["nowhere"]}, "brands[0]", "reference_unknown"),
        ({"accepts": ["nowhere"]}, "accepts[0]", "reference_unknown"),
        ({"when": {"stores": ["nowhere"]}}, "when.stores[0]", "reference_unknown"),
        ({"benefit": {"kind": "points", "points": 3}}, "benefit.kind", "choice_unknown"),
        ({"points": 0}, "points", "out_of_range"),
        ({"currency": "USD"}, "currency", "reference_unknown"),
    ],
)
def test_a_reward_no_till_could_rely_on_is_refused(keys: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules(cup={**reward(300), **keys})
    assert (refused.value.data["path"], refused.value.data["reason"]) == (f"rewards.cup.{path}", reason)


SEVERAL = rules(
    a=reward(150),
    b=reward(100, {"kind": "percent", "share": "30%"}, order=1),
    c=reward(70, {"kind": "amount", "amount": 40}, accepts=["noodles"]),
    d=reward(50, {"kind": "gift"}, per_bill=1),
)


def outcome(who: MemberState, codes: tuple[str, ...]) -> Quote | str:
    try:
        return bill(BASKET, who, "max", rules=SEVERAL, rewards=codes)
    except Refusal as refusal:
        return repr(refusal)


@given(st.lists(st.sampled_from("abcd"), max_size=4), st.integers(0, 700), st.integers(0, 200))
def test_the_cost_is_the_catalogues_and_the_order_of_choosing_changes_nothing(
    codes: list[str], own: int, noodles: int
) -> None:
    who = member(lot("t", own), lot("n", noodles, brand="noodles"))
    made = outcome(who, tuple(codes))
    assert all(outcome(who, order) == made for order in set(permutations(codes)))
    if isinstance(made, str):
        return
    cost = sum({"a": 150, "b": 100, "c": 70, "d": 50}[code] for code in codes)
    points = dict(made.sold.spent).get("points", 0)
    assert made.redeemed == cost + points <= own + noodles
    assert made.total == 205 - sum(amount for line in made.lines for _, amount in line.discounts) >= 0
    taken = [part for entry in made.entries if entry.kind is EntryKind.REDEEM for part in entry.parts]
    assert sum(part.points for part in taken) == made.redeemed
    assert all(part.points <= {"t": own, "n": noodles}[part.lot_id] for part in taken)
