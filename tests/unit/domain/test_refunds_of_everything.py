"""Refunds across campaigns, caps, missions, coupons, rewards, referral and tiers: what a bill changed goes with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bills import Bill, Line, quote
from terminal.domain.coupons import UsedCoupon
from terminal.domain.customers import customer_of
from terminal.domain.facts import Person
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState, apply
from terminal.domain.programme import Programme
from terminal.domain.progress import NO_PROGRESS, Progress, Tally, Voucher
from terminal.domain.refunds import RefundedLine, RefundResult, refund, void
from terminal.domain.sold import SoldBill
from tests.unit.domain.samples import DAY, ONLINE, document, lot, moment

NAME = {"zh-TW": "名", "en": "Name"}
LATER = DAY.replace(day=25)
PERSON = Person(enrolled_on=DAY, referrer="friend")
HELD = Voucher("held", "tenth", 2, DAY, LATER)
STAMPS_HELD = Tally("mission/card/steps", 4)

CAMPAIGNS = [
    {"effect": {"kind": "multiplier", "times": 2}, "when": {"minimum": 300}, "group": "one", "priority": 2},
    {
        "effect": {"kind": "bonus", "points": 40},
        "when": {"minimum": 150},
        "group": "one",
        "cap_per_day": 60,
        "qualifying": True,
    },
    {"effect": {"kind": "bonus", "points": 25}, "when": {"minimum": 200}, "expiry": {"clock": "days", "days": 30}},
    {"effect": {"kind": "item", "points": 7}, "items": {"categories": ["cake"]}, "cap_per_sale": 15},
]
COUPONS = {
    "ten": {"name": NAME, "present": "public", "benefit": {"kind": "amount", "amount": 10}, "per_member": 3},
    "tenth": {"name": NAME, "benefit": {"kind": "percent", "share": "10%"}, "uses": 2, "valid": {"days": 9}},
    "more": {"name": NAME, "present": "public", "benefit": {"kind": "points", "points": 12}, "per_day": 2},
    "thanks": {"name": NAME, "benefit": {"kind": "amount", "amount": 50}, "valid": {"days": 30}},
}
REWARDS = {
    "slice": {
        "name": NAME,
        "points": 80,
        "benefit": {"kind": "free_item"},
        "items": {"categories": ["cake"]},
        "per_day": 1,
    },
    "bag": {"name": NAME, "points": 30, "benefit": {"kind": "gift"}, "per_member": 1},
}
MISSIONS = {
    "card": {"mission": "stamps", "name": NAME, "goal": 6, "gives": {"points": 20, "coupons": ["thanks"]}},
    "spree": {"mission": "spend", "name": NAME, "goal": 250, "gives": {"points": 15, "qualifying": True}},
    "often": {"mission": "visits", "name": NAME, "goal": 3, "gives": {"points": 5}},
}
REFERRAL = {"member": {"points": 30}, "referrer": {"points": 20, "coupons": ["thanks"]}, "when": {"minimum": 120}}


def everything(**changes: Any) -> Programme:
    """The sample programme with a little of everything."""
    parts = {
        "campaigns": [
            {"code": f"c{place}", "name": NAME, "from": "2026-01-01", "until": "2026-12-31", **campaign}
            for place, campaign in enumerate(CAMPAIGNS)
        ],
        "stacking": [{"code": "one", "policy": "exclusive"}],
        "coupons": COUPONS,
        "rewards": REWARDS,
        "missions": MISSIONS,
        "referral": REFERRAL,
        **changes,
    }
    return Programme.from_document(document(**parts), "digest")


RULES = {
    (rounding, policy): everything(
        brands__tea__refund={"rounding": rounding}, stacking=[{"code": "one", "policy": policy}]
    )
    for rounding in ("recompute", "share")
    for policy in ("best", "exclusive", "sum")
}


def member(visits: int = 0) -> MemberState:
    progress = Progress(tallies={STAMPS_HELD.key: STAMPS_HELD}, vouchers={HELD.voucher_id: HELD})
    return MemberState("m", (lot("a", 60), lot("b", 400)), visits=visits, progress=progress)


def sell(rules: Programme, lines: Sequence[Line], wallet: MemberState | None = None, **asked: Any) -> SoldBill:
    customer = customer_of(rules, member(), PERSON, DAY, wallet)
    return quote(rules, Bill("sale", rules.store("tea"), moment(), tuple(lines), **asked), customer, ONLINE).sold


def accounts(*pools: MemberState) -> dict[str, MemberState]:
    return {state.member_id: state for state in (member(), MemberState("friend"), *pools)}


def after(states: Mapping[str, MemberState], entries: Sequence[Entry]) -> dict[str, MemberState]:
    """Every account after the ``entries`` that are its own."""
    folded = dict(states)
    for entry in entries:
        folded[entry.member_id], _ = apply(folded[entry.member_id], entry, DAY)
    return folded


def meaning(states: Mapping[str, MemberState]) -> dict[str, object]:
    """What the accounts come to: counts of nothing and vouchers without uses say nothing."""
    return {
        account: (state.lots, state.deficit, state.spend_minor, state.visits, counts(state))
        for account, state in states.items()
    }


def counts(state: MemberState) -> tuple[object, ...]:
    tallies = {key: tally.count for key, tally in state.progress.tallies.items() if tally.count}
    vouchers = {key: voucher.uses for key, voucher in state.progress.vouchers.items() if voucher.uses}
    return (tallies, vouchers, state.progress.activity)


def in_parts(
    rules: Programme,
    sale: SoldBill,
    groups: Sequence[Sequence[tuple[int, Fraction]]],
    states: Mapping[str, MemberState],
) -> tuple[list[RefundResult], dict[str, MemberState]]:
    already: list[tuple[RefundedLine, ...]] = []
    parts, folded = [], dict(states)
    for group in groups:
        parts.append(refund(rules, sale, already, group, DAY))
        already.append(parts[-1].lines)
        folded = after(folded, parts[-1].entries)
    return parts, folded


@st.composite
def refunds_of_everything(draw: st.DrawFn) -> tuple[Programme, SoldBill, list[list[tuple[int, Fraction]]], bool]:
    """A sale, its pieces in groups to be given back, and whether that is all of them."""
    rules = RULES[draw(st.sampled_from(sorted(RULES)))]
    kinds = st.tuples(st.integers(1, 3), st.integers(20, 400), st.sampled_from(["tea", "cake"]))
    bought = draw(st.lists(kinds, min_size=1, max_size=4))
    lines = [
        Line(f"sku{place}", "", kind, Fraction(count), amount) for place, (count, amount, kind) in enumerate(bought)
    ]
    coupons = draw(st.lists(st.sampled_from(["ten", "tenth", "more"]), unique=True, max_size=3))
    cake = any(kind == "cake" for *_, kind in bought)
    rewards = draw(st.lists(st.sampled_from(["slice", "bag"] if cake else ["bag"]), unique=True, max_size=2))
    redeem = draw(st.sampled_from([0, "max"]))
    sale = sell(rules, lines, coupons=tuple(coupons), rewards=tuple(rewards), redeem=redeem)
    pieces = draw(st.permutations([place for place, (count, *_) in enumerate(bought, start=1) for _ in range(count)]))
    kept = draw(st.integers(0, len(pieces) - 1))
    pieces, groups = pieces[kept:], []
    while pieces:
        size = draw(st.integers(1, len(pieces)))
        head, pieces = pieces[:size], pieces[size:]
        groups.append([(number, Fraction(head.count(number))) for number in sorted(set(head))])
    return rules, sale, groups, kept == 0


@given(refunds_of_everything())
def test_parts_equal_the_same_at_once(
    case: tuple[Programme, SoldBill, list[list[tuple[int, Fraction]]], bool],
) -> None:
    rules, sale, groups, whole = case
    sold = after(accounts(), sale.entries)
    parts, folded = in_parts(rules, sale, groups, sold)
    together: dict[int, Fraction] = {}
    for number, quantity in (piece for group in groups for piece in group):
        together[number] = together.get(number, Fraction(0)) + quantity
    once = refund(rules, sale, (), tuple(together.items()), DAY)
    at_once = after(sold, once.entries)
    assert sum(part.amount for part in parts) == once.amount
    assert sum(part.returned for part in parts) == once.returned
    assert min(min(part.amount, part.returned, part.clawed_back) for part in parts) >= 0
    # Where a lesser bill earns more, a step pays nothing out: an earlier one may have taken more than all at once do.
    assert sum(part.clawed_back for part in parts) >= once.clawed_back
    for account, state in folded.items():
        assert counts(state)[:2] == counts(at_once[account])[:2]
    if whole:
        assert meaning(folded) == meaning(at_once) == meaning(accounts())
        assert parts[-1].coupons == once.coupons == sale.coupons


@given(refunds_of_everything())
def test_points_move_as_the_results_say(
    case: tuple[Programme, SoldBill, list[list[tuple[int, Fraction]]], bool],
) -> None:
    rules, sale, groups, _ = case
    sold = after(accounts(), sale.entries)
    parts, folded = in_parts(rules, sale, groups, sold)
    moved = sum(part.returned - part.clawed_back for part in parts)
    assert folded["m"].total == sold["m"].total + moved
    for part in parts:
        steps = [step.points for step in part.explain if step.points is not None]
        assert sum(steps) == part.returned - part.clawed_back
    assert 0 <= folded["friend"].total <= sold["friend"].total


def cake_and_tea() -> list[Line]:
    return [Line("cake", "", "cake", Fraction(2), 240), Line("tea", "", "tea", Fraction(1), 100)]


def mine(result: RefundResult) -> Progress:
    """What the refund changes for the buyer besides points."""
    return next(
        entry.progress for entry in result.entries if entry.member_id == "m" and entry.kind is EntryKind.REVERSE
    )


def codes(result: RefundResult) -> list[str]:
    return [step.code for step in result.explain]


@pytest.fixture(scope="module")
def rules() -> Programme:
    return everything()


def test_a_bill_below_the_minimum_loses_what_needed_it_and_gains_what_it_has_now(rules: Programme) -> None:
    # 340: base 34, c0 (exclusive, twice) 34, c2 25, two cakes 14, card of 4 + 3 stamps filled 20, spree 15,
    # referral 30: 172. Without one cake 220: base 22, c1 (no longer excluded) 40, c2 25, one cake 7, card 20, referral
    # 30; no spree, for which 250 are missing: 144.
    sale = sell(rules, cake_and_tea())
    assert sum(entry.points for entry in sale.entries if entry.member_id == "m") == 172
    back = refund(rules, sale, (), ((1, Fraction(1)),), DAY)
    assert (back.amount, back.clawed_back) == (120, 28)
    assert codes(back) == ["points_clawed_back", "mission_taken_back", "mission_taken_back"]


def test_a_lesser_bill_that_earns_more_pays_nothing_out_and_the_last_part_takes_what_is_left(rules: Programme) -> None:
    # 310: base 31 and c0 31; without 20 of it, base 29 and c1 40, which c0 had excluded: 7 more.
    lines = [Line(sku, "", "tea", Fraction(1), amount) for sku, amount in (("a", 260), ("b", 20), ("c", 30))]
    sale = sell(rules, lines)
    earned = sum(entry.points for entry in sale.entries if entry.member_id == "m")
    first = refund(rules, sale, (), ((2, None),), DAY)
    assert (first.amount, first.clawed_back) == (20, 0)
    assert next(entry.qualifying for entry in first.entries if entry.member_id == "m") == 0
    second = refund(rules, sale, (first.lines,), ((1, None),), DAY)
    last = refund(rules, sale, (first.lines, second.lines), None, DAY)
    assert second.clawed_back + last.clawed_back == earned


def test_a_gift_for_reaching_a_tier_goes_when_the_rest_does_not_reach_it() -> None:
    gift = {"gift": "tier_reached", "name": NAME, "gives": {"points": 500}}
    rules = everything(gifts={"hello": gift}, campaigns=[], missions={})
    sale = sell(rules, [Line(sku, "", "tea", Fraction(1), 7000) for sku in ("a", "b")])
    assert sum(entry.points for entry in sale.entries if entry.member_id == "m") == 1400 + 500 + 30
    first = refund(rules, sale, (), ((1, None),), DAY)
    assert first.clawed_back == 700 + 500
    assert refund(rules, sale, (first.lines,), None, DAY).clawed_back == 700 + 30


def test_points_of_a_clock_of_their_own_are_taken_from_their_own_lot(rules: Programme) -> None:
    sale = sell(rules, [Line("tea", "", "tea", Fraction(1), 210), Line("more", "", "tea", Fraction(1), 30)])
    parts = {part.lot_id: part.points for part in refund(rules, sale, (), ((1, None),), DAY).entries[0].parts}
    assert parts["sale.campaign/c2"] == 25


def test_the_friend_who_brought_the_member_loses_it_again(rules: Programme) -> None:
    sale = sell(rules, cake_and_tea())
    first = refund(rules, sale, (), ((1, None),), DAY)
    theirs = [entry for entry in first.entries if entry.member_id == "friend"]
    assert [(entry.points, [voucher.uses for voucher in entry.progress.vouchers.values()]) for entry in theirs] == [
        (-20, [-1])
    ]
    assert [dict(step.data) for step in first.explain if step.code == "clawed_back_of_other"] == [{"taken": 20}]
    rest = refund(rules, sale, (first.lines,), None, DAY)
    assert [entry.member_id for entry in rest.entries] == ["m"]


def test_a_bill_is_not_refused_for_what_the_friend_has_spent() -> None:
    rules = everything(brands__tea__refund={"below_zero": "refuse"})
    sale = sell(rules, cake_and_tea())
    states = {**after(accounts(), sale.entries), "friend": MemberState("friend")}
    back = refund(rules, sale, (), None, DAY, states)
    assert [entry.points for entry in back.entries if entry.member_id == "friend"] == [0]


def test_a_voucher_of_the_bill_that_was_used_meanwhile_goes_below_nothing(rules: Programme) -> None:
    sale = sell(rules, cake_and_tea())
    states = after(accounts(), sale.entries)
    given = next(voucher for voucher in states["m"].progress.vouchers.values() if voucher.coupon == "thanks")
    used = Progress(vouchers={given.voucher_id: given._replace(uses=-1)})
    states["m"], _ = apply(
        states["m"],
        replace(sale.entries[0], points=0, parts=(), spend_minor=0, visits=0, qualifying=0, progress=used),
        DAY,
    )
    back = refund(rules, sale, (), None, DAY, states)
    assert "voucher_spent" in codes(back)
    assert "voucher_taken_back" not in codes(back)
    assert after(states, back.entries)["m"].progress.vouchers[given.voucher_id].uses == -1


def test_a_voucher_of_the_bill_that_was_not_used_is_taken_back(rules: Programme) -> None:
    sale = sell(rules, cake_and_tea())
    states = after(accounts(), sale.entries)
    assert "voucher_taken_back" in codes(refund(rules, sale, (), None, DAY, states))


def test_coupons_come_back_with_the_last_part(rules: Programme) -> None:
    sale = sell(rules, cake_and_tea(), coupons=("tenth", "ten"))
    first = refund(rules, sale, (), ((1, None),), DAY)
    assert first.coupons == ()
    last = refund(rules, sale, (first.lines,), None, DAY)
    assert {used.coupon for used in last.coupons} == {"ten", "tenth"}
    assert codes(last).count("coupon_returned") == 2
    assert mine(last).vouchers["held"].uses == 1
    assert mine(last).tallies["coupon/ten"].count == -1


def test_numbers_of_papers_are_freed_and_vouchers_of_members_are_not(rules: Programme) -> None:
    sale = sell(rules, cake_and_tea(), coupons=("tenth", "ten"))
    paper = UsedCoupon("tenth", "002250800000000000012345")
    back = refund(rules, replace(sale, coupons=(*sale.coupons, paper)), (), None, DAY)
    assert back.freed == (paper,)
    assert len(back.coupons) == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"brands__tea__refund": {"coupons": "keep"}},
        {"coupons": {**COUPONS, "ten": {**COUPONS["ten"], "refund": "keep"}}},
    ],
)
def test_coupons_stay_used_where_the_brand_or_the_coupon_says_so_but_not_in_a_void(changes: dict[str, Any]) -> None:
    rules = everything(**changes)
    sale = sell(rules, cake_and_tea(), coupons=("ten",))
    kept = refund(rules, sale, (), None, DAY)
    assert (kept.coupons, mine(kept).vouchers.get("held")) == ((), None)
    assert "coupon_kept" in codes(kept)
    assert [used.coupon for used in void(rules, sale, DAY).coupons] == ["ten"]


def test_the_points_of_a_reward_follow_what_it_made_cheaper_and_those_of_a_gift_the_whole_bill(
    rules: Programme,
) -> None:
    sale = sell(rules, cake_and_tea(), rewards=("slice", "bag"))
    free, paid = sale.lines[0], sale.lines[1]
    assert (free.due, paid.due) == (120, 100)
    first = refund(rules, sale, (), ((1, Fraction(1)),), DAY)
    assert (first.amount, first.returned) == (60, 40)
    second = refund(rules, sale, (first.lines,), ((1, None),), DAY)
    assert (second.amount, second.returned) == (60, 40)
    assert mine(second).tallies["reward/slice@2026-11-21"].count == -1
    assert "reward/bag" not in mine(second).tallies
    last = refund(rules, sale, (first.lines, second.lines), None, DAY)
    assert (last.amount, last.returned) == (100, 30)
    assert mine(last).tallies["reward/bag"].count == -1


def test_points_of_a_household_go_back_into_and_out_of_its_pool(rules: Programme) -> None:
    pool = MemberState("pool", (lot("shared", 500),))
    sale = sell(rules, cake_and_tea(), wallet=pool, redeem=100)
    before = accounts(pool)
    sold = after(before, sale.entries)
    assert sold["m"].lots == before["m"].lots
    back = refund(rules, sale, (), None, DAY, sold)
    assert meaning(after(sold, back.entries)) == meaning(before)
    assert back.clawed_back == sum(
        entry.points for entry in sale.entries if entry.member_id == "pool" and entry.points > 0
    )


def test_a_household_that_has_less_than_the_clawback_keeps_what_the_switch_says() -> None:
    rules = everything(brands__tea__refund={"below_zero": "zero"})
    pool = MemberState("pool")
    sale = sell(rules, cake_and_tea(), wallet=pool)
    left = MemberState("pool", (LotPart("sale", "tea", 7, None, DAY),))
    back = refund(rules, sale, (), None, DAY, {**after(accounts(pool), sale.entries), "pool": left})
    assert back.clawed_back == 7
    assert [dict(step.data) for step in back.explain if step.code == "clawback_waived"] == [{"waived": 172 - 7}]


def test_what_is_undone_counts_on_the_day_of_the_sale(rules: Programme) -> None:
    sale = sell(rules, cake_and_tea())
    sold = after(accounts(), sale.entries)
    state = sold["m"]
    for entry in refund(rules, sale, (), None, LATER).entries:
        if entry.member_id == "m":
            state, _ = apply(state, entry, LATER)
    assert state.progress.activity == NO_PROGRESS.activity
