"""How many points may be spent: every limit, alone and together."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bills import Knowledge
from terminal.domain.errors import Refusal
from terminal.domain.ledger import MemberState
from terminal.domain.redemption import LimitReason, RedeemLimit, redeem_limit
from tests.unit.domain.samples import DAY, ONLINE, bill, lot, member, programme

PROGRAMME = programme()
RICH = member(lot("a", 100_000))


def limit(
    who: MemberState | None, subtotal: int | None, knowledge: Knowledge = ONLINE, brand: str = "tea"
) -> RedeemLimit:
    return redeem_limit(PROGRAMME, PROGRAMME.brand(brand), who, DAY, subtotal, knowledge)


@pytest.mark.parametrize(
    ("who", "subtotal", "points", "reason"),
    [
        (None, 385, 0, "no_member"),
        (member(), 385, 0, "balance"),
        (member(lot("a", 1284)), None, 1280, "balance"),
        (member(lot("a", 1284)), 385, 1280, "balance"),
        (member(lot("a", 99)), 385, 0, "balance"),
        (member(lot("a", 100)), 385, 100, "balance"),
        (member(lot("a", 500), deficit=120), 385, 380, "balance"),
        (member(deficit=120), 385, 0, "balance"),
        (member(lot("a", 500, expires=date(2026, 11, 20))), 385, 0, "balance"),
        (member(lot("a", 500, expires=date(2026, 11, 21))), 385, 500, "balance"),
        (member(lot("a", 500), lot("b", 400, brand="plain")), 385, 500, "brand_not_accepted"),
        (member(lot("a", 500), lot("b", 400, brand="noodles")), 385, 900, "balance"),
        (RICH, None, 5000, "maximum"),
        (RICH, 385, 1920, "share"),
        (RICH, 0, 0, "bill"),
        (RICH, 10**9, 5000, "maximum"),
    ],
)
def test_the_tightest_bound_sets_the_limit_and_is_named(
    who: MemberState | None, subtotal: int | None, points: int, reason: str
) -> None:
    found = limit(who, subtotal)
    assert (found.points, found.value_minor, found.reason.value) == (points, points // 10, reason)


@pytest.mark.parametrize(
    ("knowledge", "points", "reason"),
    [
        (Knowledge(online=False, age_hours=2), 300, "floor_member_day"),
        (Knowledge(online=False, age_hours=2, redeemed_today=250), 0, "floor_member_day"),
        (Knowledge(online=False, age_hours=2, redeemed_today=100), 200, "floor_member_day"),
        (Knowledge(online=False, age_hours=2, redeemed_today=400), 0, "floor_member_day"),
        (Knowledge(online=False, age_hours=2, redeemed_since_sync=850), 150, "floor_terminal"),
        (Knowledge(online=False, age_hours=72), 300, "floor_member_day"),
        (Knowledge(online=False, age_hours=73), 0, "balance_too_old"),
        (Knowledge(online=False, age_hours=None), 0, "balance_too_old"),
        (Knowledge(online=True, age_hours=0, redeemed_today=400, redeemed_since_sync=10**6), 1920, "share"),
    ],
)
def test_offline_the_floor_limits_hold(knowledge: Knowledge, points: int, reason: str) -> None:
    found = limit(RICH, 385, knowledge)
    assert (found.points, found.reason.value, found.online) == (points, reason, knowledge.online)


def test_without_an_offline_policy_there_are_no_floor_limits() -> None:
    rules = programme(offline=None)
    found = redeem_limit(rules, rules.brand("tea"), RICH, DAY, 385, Knowledge(online=False))
    assert (found.points, found.reason) == (1920, LimitReason.SHARE)


def test_a_brand_without_redemption_offers_none() -> None:
    assert limit(RICH, 385, brand="plain") == RedeemLimit(0, 0, LimitReason.NOT_OFFERED, online=True)


@pytest.mark.parametrize(
    ("who", "redeem", "store", "kind", "data"),
    [
        (RICH, -10, "tea", "redeem_invalid", {"points": -10}),
        (None, 100, "tea", "redeem_without_member", {}),
        (RICH, 100, "plain", "redeem_not_offered", {}),
        (RICH, 90, "tea", "redeem_below_minimum", {"minimum": 100}),
        (RICH, 105, "tea", "redeem_not_block", {"block": 10}),
        (RICH, 1930, "tea", "redeem_above_limit", {"limit": 1920, "reason": "share"}),
        (member(lot("a", 80)), 100, "tea", "redeem_above_limit", {"limit": 0, "reason": "balance"}),
    ],
)
def test_what_cannot_be_redeemed_is_refused_with_its_figures(
    who: MemberState | None, redeem: int, store: str, kind: str, data: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as refused:
        bill((385,), who, redeem=redeem, store=store)
    assert (refused.value.kind, dict(refused.value.data)) == (kind, data)


@pytest.mark.parametrize("store", ["tea", "plain"])
def test_max_of_nothing_is_nothing(store: str) -> None:
    assert bill((385,), member(), redeem="max", store=store).redeemed == 0
    assert bill((385,), None, redeem="max", store=store).redeemed == 0


def test_only_points_of_accepted_brands_are_spent() -> None:
    soonest = lot("plain", 400, brand="plain", expires=date(2026, 12, 1))
    quoted = bill((385,), member(soonest, lot("tea", 500)), redeem="max")
    assert [(part.lot_id, part.points) for part in quoted.entries[0].parts] == [("tea", 500)]


@given(
    st.integers(0, 10**6),
    st.integers(0, 2_000),
    st.integers(0, 10**6),
    st.booleans(),
    st.integers(0, 100) | st.none(),
    st.integers(0, 2_000),
    st.integers(0, 2_000),
)
def test_the_limit_keeps_every_bound(
    points: int, deficit: int, subtotal: int, online: bool, age: int | None, today: int, since: int
) -> None:
    who = member(lot("a", points), deficit=deficit)
    found = limit(who, subtotal, Knowledge(online, age, today, since))
    assert 0 <= found.points <= max(who.balance(DAY), 0)
    assert found.points % 10 == 0
    assert found.points == 0 or found.points >= 100
    assert found.value_minor * 2 <= subtotal
    assert online or found.points <= max(min(300 - today, 1000 - since), 0)
    assert bill((subtotal,), who, "max", rules=PROGRAMME, knowledge=Knowledge(online, age, today, since)).redeemed == (
        found.points
    )
