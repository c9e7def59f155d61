"""Bills: what points take off, what is due, what is earned, and why."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bills import LINES_MAX, Bill, Line, Quote, quote
from terminal.domain.errors import Refusal
from terminal.domain.ledger import EntryKind, apply
from terminal.domain.money import AMOUNT_MINOR_MAX, apportion
from tests.unit.domain.samples import DAY, ONLINE, bill, lines, lot, member, moment, programme

PROGRAMME = programme()


def discounts(quoted: Quote) -> tuple[int, ...]:
    """What points took off each line."""
    return tuple(line.gross - line.net for line in quoted.lines)


AMOUNTS = st.lists(st.integers(0, 100_000), min_size=1, max_size=8).map(tuple)


@pytest.mark.parametrize(
    ("spend", "amounts", "earned"),
    [
        (0, (335,), 33),
        (0, (9,), 0),
        (0, (5, 5), 1),
        (12_000, (335,), 66),
        (50_000, (335,), 82),
        (50_000, (0,), 0),
    ],
)
def test_a_tier_multiplies_the_whole_points(spend: int, amounts: tuple[int, ...], earned: int) -> None:
    assert bill(amounts, member(spend=spend)).earned == earned


def test_a_bundle_may_multiply_the_exact_amount_instead() -> None:
    rule = {"code": "base", "rule": "amount", "per": 10, "points": 1, "multiply": "exact"}
    assert bill((335,), member(spend=12_000), rules=programme(brands__tea__earning=[rule])).earned == 67


@pytest.mark.parametrize(("rounding", "earned"), [("down", 12), ("half_up", 13), ("half_even", 12), ("up", 13)])
def test_the_rounding_is_the_one_the_bundle_names(rounding: str, earned: int) -> None:
    rule = {"code": "base", "rule": "amount", "per": 10, "points": 1, "rounding": rounding}
    assert bill((125,), member(), rules=programme(brands__tea__earning=[rule])).earned == earned


def test_several_rules_add_up() -> None:
    rules = [{"code": code, "rule": "amount", "per": 10, "points": 1} for code in ("one", "two")]
    assert bill((100,), member(), rules=programme(brands__tea__earning=rules)).earned == 20


def test_points_reduce_what_is_due_and_what_earns() -> None:
    quoted = bill((130, 75, 180), member(lot("a", 1284), spend=12_000), redeem=500)
    assert (quoted.subtotal, quoted.redeemed, quoted.redeemed_amount, quoted.total) == (385, 500, 50, 335)
    assert discounts(quoted) == apportion(50, (130, 75, 180))
    assert quoted.earned == 66
    assert [(step.code, step.points, step.amount) for step in quoted.explain] == [
        ("points_redeemed", -500, -50),
        ("earn_amount", 33, None),
        ("tier_multiplier", 33, None),
    ]


def test_a_brand_may_earn_on_the_bill_before_points() -> None:
    rules = programme(brands__tea__earn_on="before_points")
    assert bill((385,), member(lot("a", 500)), redeem=500, rules=rules).earned == 38


def test_the_entries_spend_the_lots_that_run_out_first_and_open_a_new_one() -> None:
    early, late = lot("early", 150, expires=date(2026, 12, 31)), lot("late", 900, expires=date(2027, 12, 31))
    quoted = bill((400,), member(late, early), redeem=200)
    redeem, accrue = quoted.entries
    assert (redeem.kind, redeem.points) == (EntryKind.REDEEM, -200)
    assert [(part.lot_id, part.points) for part in redeem.parts] == [("early", 150), ("late", 50)]
    assert (accrue.kind, accrue.points, accrue.spend_minor, accrue.visits) == (EntryKind.ACCRUE, 38, 380, 1)
    assert [(part.lot_id, part.brand, part.expires_on) for part in accrue.parts] == [
        ("sale", "tea", date(2027, 11, 30))
    ]


def test_a_sale_that_earns_nothing_still_counts_as_a_visit() -> None:
    (entry,) = bill((5,), member()).entries
    assert (entry.points, entry.parts, entry.spend_minor, entry.visits) == (0, (), 5, 1)


def test_nobody_earns_nothing() -> None:
    quoted = bill((385,))
    assert (quoted.earned, quoted.entries, quoted.explain, quoted.tier, quoted.total) == (0, (), (), None, 385)


def test_points_may_pay_the_whole_bill_where_the_brand_allows_it() -> None:
    quoted = bill((50,), member(lot("a", 600, brand="noodles")), redeem="max", store="noodles")
    assert (quoted.redeemed, quoted.total, quoted.earned) == (500, 0, 0)


def test_a_bill_of_nothing_is_a_bill() -> None:
    quoted = bill((0, 0), member(lot("a", 600)), redeem="max")
    assert (quoted.subtotal, quoted.redeemed, quoted.total, discounts(quoted)) == (0, 0, 0, (0, 0))


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        ((), "lines_empty"),
        (lines(1) * (LINES_MAX + 1), "lines_too_many"),
        (lines(-1), "amount_invalid"),
        (lines(AMOUNT_MINOR_MAX, 1), "amount_invalid"),
        ((Line("a", "", "", Fraction(-1), 5),), "quantity_invalid"),
        ((Line("a", "", "", Fraction(10**8), 5),), "quantity_invalid"),
    ],
)
def test_a_bill_that_makes_no_sense_is_refused(bad: tuple[Line, ...], kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        quote(PROGRAMME, Bill("sale", PROGRAMME.store("tea"), moment(), bad), None, ONLINE)
    assert refused.value.kind == kind


def test_points_beyond_what_a_ledger_holds_are_refused() -> None:
    rule = {"code": "base", "rule": "amount", "per": 1, "points": 10**6}
    with pytest.raises(Refusal) as refused:
        bill((10**12,), member(), rules=programme(brands__tea__earning=[rule]))
    assert refused.value.kind == "points_too_many"


@given(AMOUNTS, st.integers(0, 20_000), st.integers(0, 60_000), st.sampled_from(["tea", "noodles", "plain"]))
def test_a_quote_is_never_negative_and_always_adds_up(
    amounts: tuple[int, ...], points: int, spend: int, store: str
) -> None:
    who = member(lot("a", points), lot("b", 70, brand="noodles"), spend=spend)
    quoted = bill(amounts, who, redeem="max", store=store, rules=PROGRAMME)
    assert quoted.total == quoted.subtotal - quoted.redeemed_amount >= 0
    assert sum(discounts(quoted)) == quoted.redeemed_amount
    assert all(0 <= less <= amount for less, amount in zip(discounts(quoted), amounts, strict=True))
    assert sum(entry.points for entry in quoted.entries) == quoted.earned - quoted.redeemed
    assert all(sum(part.points for part in entry.parts) == abs(entry.points) for entry in quoted.entries)
    assert sum(step.points or 0 for step in quoted.explain) == quoted.earned - quoted.redeemed


@given(AMOUNTS, st.integers(0, 20_000))
def test_calculating_changes_nothing_and_gives_the_same_again(amounts: tuple[int, ...], points: int) -> None:
    who = member(lot("a", points))
    before = replace(who)
    assert bill(amounts, who, redeem="max", rules=PROGRAMME) == bill(amounts, who, redeem="max", rules=PROGRAMME)
    assert who == before


@given(AMOUNTS, st.integers(0, 20_000))
def test_what_a_sale_books_is_what_the_quote_said(amounts: tuple[int, ...], points: int) -> None:
    state = member(lot("a", points))
    quoted = bill(amounts, state, redeem="max", rules=PROGRAMME)
    for entry in quoted.entries:
        state, _ = apply(state, entry, DAY)
    assert state.balance(DAY) == points - quoted.redeemed + quoted.earned
    assert (state.deficit, state.spend_minor, state.visits) == (0, quoted.total, 1)
