"""How many points may be spent: every limit, alone and together."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bills import Knowledge, Line
from terminal.domain.errors import Refusal
from terminal.domain.ledger import EntryKind, MemberState, apply
from terminal.domain.programme import Programme
from terminal.domain.redeeming import limit_before_bill
from terminal.domain.redemption import LimitReason, RedeemLimit, redeem_limit
from tests.unit.domain.samples import DAY, ONLINE, at, bill, lines, lot, member, moment, programme

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


def redeeming(**keys: Any) -> Programme:
    """The sample programme with other terms of redemption."""
    return programme(brands__tea__redemption={"points": 10, "amount": 1, **keys})


TOBACCO = Line("cigarettes", "", "tobacco", Fraction(1), 120)
NO_TOBACCO = {"except_categories": ["tobacco"]}


@pytest.mark.parametrize(
    ("terms", "amounts", "points", "reason"),
    [
        ({}, (385,), 3850, "bill"),
        ({"share_of_bill": "1/3"}, (385,), 1280, "share"),
        ({"leave": 1}, (385,), 3840, "leave"),
        ({"leave": 400}, (385,), 0, "leave"),
        ({"minimum_bill": 385}, (385,), 3850, "bill"),
        ({"minimum_bill": 386}, (385,), 0, "minimum_bill"),
        ({"minimum": 500}, (49,), 0, "bill"),
        ({"maximum_day": 700}, (385,), 700, "maximum_day"),
    ],
)
def test_every_term_of_redemption_bounds_it(
    terms: dict[str, Any], amounts: tuple[int, ...], points: int, reason: str
) -> None:
    quoted = bill(amounts, RICH, "max", rules=redeeming(**terms))
    assert (quoted.redeemed, quoted.limit.reason.value) == (points, reason)
    assert quoted.total == sum(amounts) - points // 10


def test_points_pay_nothing_of_what_is_excluded() -> None:
    made = redeeming(items=NO_TOBACCO, share_of_bill="50%")
    quoted = bill((TOBACCO, *lines(200)), RICH, "max", rules=made)
    assert (quoted.redeemed, [line.net for line in quoted.lines], quoted.limit.reason) == (
        1000,
        [120, 100],
        LimitReason.SHARE,
    )
    quoted = bill((TOBACCO, *lines(200)), RICH, "max", rules=redeeming(items=NO_TOBACCO))
    assert (quoted.redeemed, quoted.total, quoted.limit.reason) == (2000, 120, LimitReason.ITEMS)
    assert bill((TOBACCO,), RICH, "max", rules=redeeming(items=NO_TOBACCO)).redeemed == 0


def test_the_points_of_a_day_are_counted_at_the_brand() -> None:
    made, state = redeeming(maximum_day=700), RICH
    for entry in bill((385,), RICH, 400, rules=made).entries:
        state, _ = apply(state, entry, DAY)
    assert bill((385,), state, "max", rules=made).redeemed == 300
    tomorrow = moment(DAY + timedelta(days=1))
    assert bill((385,), state, "max", rules=made, moment=tomorrow).redeemed == 700


def test_which_lot_goes_first_is_the_brands_choice() -> None:
    old = lot("old", 300, expires=date(2027, 12, 31), earned=date(2026, 1, 1))
    soon = lot("soon", 300, expires=date(2026, 12, 31), earned=date(2026, 6, 1))
    for order, parts in (("earliest_expiry", ["soon", "old"]), ("oldest", ["old", "soon"])):
        quoted = bill((385,), member(old, soon), 400, rules=redeeming(order=order))
        assert [(part.lot_id, part.points) for part in quoted.entries[0].parts] == [(parts[0], 300), (parts[1], 100)]


@pytest.mark.parametrize(
    ("held", "wanted", "redeemed", "earned"),
    [
        (0, "max", 30, 33),
        (280, "max", 310, 30),
        (280, 310, 310, 30),
        (100_000, "max", 3350, 0),
        (0, 0, 0, 33),
    ],
)
def test_a_bills_own_points_may_pay_a_part_of_it(held: int, wanted: Any, redeemed: int, earned: int) -> None:
    """NT$335 earn 33; with 310 points 304 is left and earns 30, and 280 + 30 is just enough."""
    who = member(lot("a", held)) if held else member()
    quoted = bill((335,), who, wanted, rules=redeeming(this_bill=True, block=10))
    assert (quoted.redeemed, quoted.earned) == (redeemed, earned)
    state = who
    for entry in quoted.entries:
        state, _ = apply(state, entry, DAY)
    assert (state.balance(DAY), state.deficit) == (held + quoted.earned - redeemed, 0)
    assert state.balance(DAY) >= 0
    kinds = [entry.kind for entry in quoted.entries]
    assert kinds == ([EntryKind.ACCRUE, EntryKind.REDEEM] if redeemed else [EntryKind.ACCRUE])


def test_a_bills_own_points_count_beside_those_that_are_taken_here() -> None:
    """285 points of the brand and the 31 or so of the bill, whatever another brand gave."""
    who = member(lot("a", 285), lot("p", 500, brand="plain"))
    quoted = bill((335,), who, "max", rules=redeeming(this_bill=True))
    assert (quoted.redeemed, quoted.earned, quoted.limit.reason) == (310, 30, LimitReason.BRAND_NOT_ACCEPTED)


def test_more_than_a_bill_can_earn_and_pay_is_refused() -> None:
    made = redeeming(this_bill=True)
    with pytest.raises(Refusal) as refused:
        bill((335,), member(), 40, rules=made)
    assert (refused.value.kind, dict(refused.value.data)) == ("redeem_above_limit", {"limit": 30, "reason": "balance"})


@given(st.integers(0, 300), st.integers(0, 400), st.integers(1, 40), st.sampled_from([10, 50]), st.booleans())
def test_the_most_of_a_bills_own_points_is_found(amount: int, held: int, points: int, block: int, once: bool) -> None:
    """By halving as by trying every number of blocks; and one more block would be one too many."""
    earning = [{"code": "base", "rule": "amount", "per": 10, "points": points}]
    terms = {"points": 10, "amount": 1, "block": block, "minimum": 100, "this_bill": True}
    made = programme(brands__tea__redemption=terms, brands__tea__earning=earning)
    who = member(lot("a", held)) if once else member(lot("a", held), lot("p", 500, brand="plain"))
    quoted = bill((amount,), who, "max", rules=made)
    tried = [0]
    for wanted in range(max(block, 100), quoted.redeemed + 3 * block, block):
        try:
            tried.append(bill((amount,), who, wanted, rules=made).redeemed)
        except Refusal:
            break
    assert quoted.redeemed == max(tried)
    spent = [part for entry in quoted.entries if entry.kind is EntryKind.REDEEM for part in entry.parts]
    assert sum(part.points for part in spent) == quoted.redeemed <= held + quoted.earned
    assert all(part.brand == "tea" for part in spent)


@pytest.mark.parametrize(
    ("terms", "path", "reason"),
    [
        ({"maximum_day": 90, "minimum": 100}, "maximum_day", "below_minimum"),
        ({"maximum": 90, "minimum": 100}, "maximum", "below_minimum"),
        ({"minimum": 15}, "minimum", "not_multiple_of_block"),
        ({"block": 15}, "block", "block_not_whole"),
        ({"share_of_bill": 0}, "share_of_bill", "share_zero"),
        ({"accepts": ["nowhere"]}, "accepts[0]", "reference_unknown"),
        ({"items": {"categories": ["a", "a"]}}, "items.categories[1]", "duplicate"),
        ({"leave": -1}, "leave", "out_of_range"),
    ],
)
def test_terms_no_till_could_rely_on_are_refused(terms: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        redeeming(**terms)
    assert (refused.value.data["path"], refused.value.data["reason"]) == (f"brands.tea.redemption.{path}", reason)


def test_before_a_bill_the_points_of_the_day_count_already() -> None:
    made, state = redeeming(maximum_day=700), RICH
    for entry in bill((385,), RICH, 400, rules=made).entries:
        state, _ = apply(state, entry, DAY)
    found = limit_before_bill(made, made.brand("tea"), at(made, state), DAY, ONLINE)
    assert (found.points, found.reason) == (300, LimitReason.MAXIMUM_DAY)
