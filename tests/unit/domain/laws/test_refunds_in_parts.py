"""Giving back in parts comes to what giving back at once does, from wherever a member stands, by every switch."""

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from terminal.domain.ledger import MemberState
from terminal.domain.refunds import RefundResult
from terminal.domain.tiers import standing
from tests.unit.domain.laws.happenings import STORES, WHO, bills, happens, histories, sells, switches
from tests.unit.domain.laws.rich_group import MEMBERS
from tests.unit.domain.laws.world import World, attempt

Groups = list[list[tuple[int, Fraction]]]


class Case(NamedTuple):
    """A world whose last sale is to be given back in these groups of pieces, all of it or not; and it before that."""

    before: World
    world: World
    groups: Groups
    whole: bool


def meaning(state: MemberState) -> dict[str, Any]:
    """What an account comes to besides its lots: counts of nothing and vouchers without uses say nothing."""
    return {
        "spend": (state.spend_minor, state.visits),
        "activity": state.progress.activity,
        "tallies": {key: tally.count for key, tally in state.progress.tallies.items() if tally.count},
        "vouchers": {key: voucher.uses for key, voucher in state.progress.vouchers.items() if voucher.uses},
    }


@st.composite
def sales_in_pieces(draw: st.DrawFn, below_zero: Sequence[str] = ("negative",)) -> Case:
    world = draw(histories(switches(("recompute", "share"), below_zero), most=5))
    before = world.fork()
    sale = sells(world, draw(st.sampled_from(STORES)), draw(WHO), draw(bills()))
    assume(sale is not None)
    assert sale is not None
    pieces: list[tuple[int, Fraction]] = []
    for number, line in enumerate(sale.sold.lines, start=1):
        whole = line.quantity.denominator == 1
        pieces += [(number, Fraction(1))] * int(line.quantity) if whole else [(number, line.quantity)]
    pieces = list(draw(st.permutations(pieces)))
    kept = draw(st.sampled_from((0, 0, 1, 2)))
    whole, pieces = kept == 0 or kept >= len(pieces), pieces[0 if kept >= len(pieces) else kept :]
    groups: Groups = []
    while pieces:
        size = draw(st.integers(1, len(pieces)))
        groups.append(_together(pieces[:size]))
        pieces = pieces[size:]
    return Case(before, world, groups, whole)


def _together(pieces: Sequence[tuple[int, Fraction]]) -> list[tuple[int, Fraction]]:
    added: dict[int, Fraction] = {}
    for number, quantity in pieces:
        added[number] = added.get(number, Fraction(0)) + quantity
    return list(added.items())


def both_ways(world: World, groups: Groups) -> tuple[World, list[RefundResult], World, RefundResult]:
    """The world after each group was given back, and after all of them at once; with what was told."""
    slowly, fast = world.fork(), world.fork()
    parts = [slowly.give_back(slowly.sales[-1], group) for group in groups]
    once = fast.give_back(fast.sales[-1], _together([piece for group in groups for piece in group]))
    return slowly, parts, fast, once


@settings(max_examples=220)
@given(sales_in_pieces())
def test_parts_come_to_what_they_do_at_once(case: Case) -> None:
    _, world, groups, whole = case
    slowly, parts, fast, once = both_ways(world, groups)
    assert sum(part.amount for part in parts) == once.amount
    assert sum(part.returned for part in parts) == once.returned
    assert min(min(part.amount, part.returned, part.clawed_back) for part in parts) >= 0
    assert [use for part in parts for use in part.coupons] == list(once.coupons)
    taken = sum(part.clawed_back for part in parts)
    # Where a lesser bill earns more a step pays nothing out, so one before it may have taken more than all at once do.
    assert taken == once.clawed_back if whole else taken >= once.clawed_back
    for name, state in slowly.states().items():
        at_once = fast.states()[name]
        here, there = meaning(state), meaning(at_once)
        if whole:
            assert here == there
            assert state.total == at_once.total
            assert standing(world.rules, state, world.day) == standing(world.rules, at_once, world.day)
        else:
            assert {**here, "activity": ()} == {**there, "activity": ()}


@settings(max_examples=300)
@given(sales_in_pieces())
def test_all_of_it_given_back_leaves_what_was_there_before(case: Case) -> None:
    """Except for what the switches keep: points spent, and coupons used."""
    before, world, groups, whole = case
    sale = world.sales[-1]
    if not whole:
        groups = [[(number, line.quantity)] for number, line in enumerate(sale.sold.lines, start=1)]
    slowly, parts, _, _ = both_ways(world, groups)
    keeps = world.rules.brand_at(world.rules.store(sale.sold.store)).refund
    assert sum(part.amount for part in parts) == sale.sold.due
    assert sum(part.clawed_back for part in parts) == sale.quoted.earned
    returned = 0 if keeps.spent_points.value == "keep" else sale.quoted.redeemed
    assert sum(part.returned for part in parts) == returned
    for name, was in before.states().items():
        now = slowly.states()[name]
        assert (now.spend_minor, now.visits, now.progress.activity) == (
            was.spend_minor,
            was.visits,
            was.progress.activity,
        )
        spent = sum(entry.points for entry in sale.quoted.entries if entry.member_id == name and entry.points < 0)
        assert now.total == was.total + (spent if keeps.spent_points.value == "keep" else 0)
        if keeps.coupons.value == "return":
            kept = {use.voucher_id for use in sale.sold.coupons if use.coupon == "second"}
            assert without(meaning(now)["vouchers"], kept) == without(meaning(was)["vouchers"], kept)
            if keeps.spent_points.value == "return":
                assert meaning(now)["tallies"] == meaning(was)["tallies"]


def without(counts: dict[str, int], keys: Collection[str | None]) -> dict[str, int]:
    return {key: count for key, count in counts.items() if key not in keys}


@settings(max_examples=80)
@given(sales_in_pieces(), st.data())
def test_what_happens_in_between_changes_nothing_of_what_refunds_come_to(case: Case, data: st.DataObject) -> None:
    _, world, groups, _ = case
    expected = both_ways(world, groups)[1]
    sale = world.sales[-1]
    # A later bill of the same member may stand in for a part of this one: a mission done again stays done.
    names = [name for name in MEMBERS if world.account(name).member_id not in sale.mine]
    others: st.SearchStrategy[str | None] = st.sampled_from((None, *names))
    for group, told in zip(groups, expected, strict=True):
        result = world.give_back(sale, group)
        assert (result.amount, result.returned, result.clawed_back) == (told.amount, told.returned, told.clawed_back)
        assert (result.coupons, result.complete) == (told.coupons, told.complete)
        assert [entry.progress for entry in result.entries] == [entry.progress for entry in told.entries]
        happens(data.draw, world, ("sale", "wait", "adjust"), who=others)  # type: ignore[arg-type]  # draws as a DrawFn does


@settings(max_examples=150)
@given(sales_in_pieces(below_zero=("zero", "refuse")))
def test_a_bounded_clawback_takes_as_much_in_parts_where_the_balance_has_it(case: Case) -> None:
    """And never brings a balance below zero that was not: what it waives it says."""
    _, world, groups, whole = case
    slowly, fast = world.fork(), world.fork()
    parts: list[RefundResult] = []

    def give_all_back() -> None:
        parts.extend(slowly.give_back(slowly.sales[-1], group) for group in groups)

    refused = not attempt(give_all_back)
    for name, state in slowly.states().items():
        assert state.balance(world.day) >= min(world.states()[name].balance(world.day), 0)
    if not refused and not waived(parts):
        once = fast.give_back(fast.sales[-1], _together([piece for group in groups for piece in group]))
        taken = sum(part.clawed_back for part in parts)
        assert not waived([once])
        assert taken == once.clawed_back if whole else taken >= once.clawed_back


def waived(results: Sequence[RefundResult]) -> bool:
    return any(step.code == "clawback_waived" for result in results for step in result.explain)
