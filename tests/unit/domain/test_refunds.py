"""Refunds: parts that add up to the whole, points that find their lots again."""

from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bills import Line
from terminal.domain.errors import Broken, Refusal
from terminal.domain.ledger import EntryKind, MemberState, apply
from terminal.domain.programme import Programme
from terminal.domain.refunds import RefundedLine, RefundResult, refund
from terminal.domain.sold import SoldBill, sold_from_document
from tests.unit.domain.samples import DAY, bill, lot, member, programme, sold

PROGRAMME = programme()
REDEEM: tuple[Literal["max", 0], ...] = (0, "max")


def tea_bill(redeem: int = 500) -> SoldBill:
    who = member(lot("a", 300), lot("b", 984), spend=12_000)
    return sold(bill((130, 75, 180), who, redeem=redeem))


def earned_by(sale: SoldBill) -> int:
    return sum(entry.points for entry in sale.entries if entry.points > 0)


def test_a_whole_refund_undoes_the_sale() -> None:
    state = member(lot("a", 300), lot("b", 984), spend=12_000)
    quoted = bill((130, 75, 180), state, redeem=500)
    after = state
    for entry in quoted.entries:
        after, _ = apply(after, entry, DAY)
    back = refund(PROGRAMME, sold(quoted), (), None, DAY)
    for entry in back.entries:
        after, _ = apply(after, entry, DAY)
    assert (back.amount, back.returned, back.clawed_back, back.complete) == (335, 500, 66, True)
    assert replace(after, last_visit=None) == state
    assert after.progress.activity == ()


def test_a_part_takes_back_what_the_rest_no_longer_earns() -> None:
    quoted = bill((95, 9), member())
    assert quoted.earned == 10
    sale = sold(quoted)
    first = refund(PROGRAMME, sale, (), ((2, None),), DAY)
    assert (first.amount, first.clawed_back, first.complete) == (9, 1, False)
    rest = refund(PROGRAMME, sale, (first.lines,), None, DAY)
    assert (rest.amount, rest.clawed_back, rest.complete) == (95, 9, True)
    assert [step.code for step in rest.explain] == ["points_clawed_back"]


def test_the_clawback_names_the_lot_of_the_sale_and_the_return_the_lots_that_were_spent() -> None:
    back = refund(PROGRAMME, tea_bill(), (), ((1, None),), DAY)
    returned, reversed_ = back.entries
    assert (returned.kind, reversed_.kind) == (EntryKind.RETURN, EntryKind.REVERSE)
    assert [(part.lot_id, part.points) for part in returned.parts] == [("b", 170)]
    assert [(part.lot_id, part.points) for part in reversed_.parts] == [("sale", back.clawed_back)]
    assert (reversed_.spend_minor, reversed_.visits) == (-back.amount, 0)


def test_what_was_spent_last_comes_back_first() -> None:
    sale = tea_bill()
    assert [part.lot_id for part in sale.entries[0].parts] == ["a", "b"]
    back = refund(PROGRAMME, sale, (), None, DAY)
    assert [(part.lot_id, part.points) for part in back.entries[0].parts] == [("b", 200), ("a", 300)]


def test_points_that_return_to_a_lot_that_ran_out_are_pointed_out() -> None:
    who = member(lot("old", 300, expires=DAY))
    sale = sold(bill((385,), who, redeem=300))
    later = DAY.replace(day=22)
    assert [step.code for step in refund(PROGRAMME, sale, (), None, DAY).explain] == [
        "points_returned",
        "points_clawed_back",
    ]
    back = refund(PROGRAMME, sale, (), None, later)
    assert [dict(step.data) for step in back.explain if step.code == "points_returned_expired"] == [{"expired": 300}]


def test_a_sale_without_member_gives_back_money_only() -> None:
    back = refund(PROGRAMME, sold(bill((130, 75))), (), None, DAY)
    assert (back.amount, back.returned, back.clawed_back, back.entries) == (205, 0, 0, ())


def test_a_bill_that_points_paid_gives_back_points_only() -> None:
    quoted = bill((50,), member(lot("a", 600, brand="noodles")), redeem="max", store="noodles")
    back = refund(PROGRAMME, sold(quoted), (), None, DAY)
    assert (back.amount, back.returned, back.clawed_back) == (0, 500, 0)


def test_a_line_without_quantity_is_refunded_as_a_whole() -> None:
    lines = (Line("fee", "", "", Fraction(0), 60), Line("tea", "", "", Fraction(2), 100))
    sale = sold(bill(lines, member()))
    with pytest.raises(Refusal) as refused:
        refund(PROGRAMME, sale, (), ((1, Fraction(1)),), DAY)
    assert refused.value.kind == "refund_line_whole_only"
    first = refund(PROGRAMME, sale, (), ((1, None),), DAY)
    assert (first.amount, first.complete) == (60, False)
    with pytest.raises(Refusal) as refused:
        refund(PROGRAMME, sale, (first.lines,), ((1, None),), DAY)
    assert refused.value.kind == "refund_exceeds_sale"
    assert refund(PROGRAMME, sale, (first.lines,), None, DAY).amount == 100


def test_added_tax_goes_back_with_its_line() -> None:
    rules = programme(stores__tea__tax={"rate": "5%", "included": False})
    sale = sold(bill((99, 101), member(), rules=rules))
    assert [line.due for line in sale.lines] == [104, 106]
    first = refund(rules, sale, (), ((1, None),), DAY)
    last = refund(rules, sale, (first.lines,), None, DAY)
    assert (first.amount, last.amount) == (104, 106)
    assert sum(entry.spend_minor for part in (first, last) for entry in part.entries) == -210


def test_spend_in_the_groups_currency_adds_up_over_the_parts() -> None:
    currencies = {"TWD": {"exponent": 0, "symbol": "NT$"}, "USD": {"exponent": 2, "symbol": "US$", "rate": "31.4"}}
    rules = programme(currencies=currencies, currency="TWD", brands__tea__currency="USD")
    sale = sold(bill((199, 199, 199), member(), rules=rules))
    parts: list[RefundResult] = []
    for number in (1, 2, 3):
        parts.append(refund(rules, sale, [part.lines for part in parts], ((number, None),), DAY))
    assert sale.entries[-1].spend_minor == 187
    assert [part.entries[-1].spend_minor for part in parts] == [-62, -63, -62]


def test_a_sale_from_before_facts_were_kept_is_given_back_like_any_other() -> None:
    sale = tea_bill()
    written = {
        "member": "m",
        "tier": "gold",
        "lines": [
            {"sku": line.sku, "name": "", "category": "any", "quantity": "1", "amount": line.gross, "discount": less}
            for line, less in zip(sale.lines, (17, 10, 23), strict=True)
        ],
        "redeemed": 500,
        "tenders": [{"type": "cash", "amount": 500}],
        "change": 165,
    }
    read = sold_from_document("sale", "tea", DAY, written, sale.entries)
    assert [line.due for line in read.lines] == [113, 65, 157]
    first = refund(PROGRAMME, read, (), ((1, None),), DAY)
    last = refund(PROGRAMME, read, (first.lines,), None, DAY)
    assert (first.amount, first.returned, first.clawed_back) == (113, 170, 66 - 44)
    assert (last.amount, last.returned, last.clawed_back) == (222, 330, 44)


@pytest.mark.parametrize(
    ("wanted", "kind", "data"),
    [
        ((), "lines_empty", {}),
        (((0, None),), "line_unknown", {"line": 0, "lines": 3}),
        (((4, None),), "line_unknown", {"line": 4, "lines": 3}),
        (((1, None), (1, None)), "line_repeated", {}),
        (((1, Fraction(0)),), "quantity_invalid", {"line": 1, "quantity": "0"}),
        (((1, Fraction(-1)),), "quantity_invalid", {"line": 1, "quantity": "-1"}),
        (((1, Fraction(3, 2)),), "refund_exceeds_sale", {"line": 1, "left": "1"}),
    ],
)
def test_what_cannot_be_given_back_is_refused_with_its_figures(wanted: Any, kind: str, data: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        refund(PROGRAMME, tea_bill(), (), wanted, DAY)
    assert (refused.value.kind, dict(refused.value.data)) == (kind, data)


def test_what_is_left_counts_earlier_parts() -> None:
    sale = tea_bill()
    first = refund(PROGRAMME, sale, (), ((1, Fraction(1, 4)),), DAY)
    with pytest.raises(Refusal) as refused:
        refund(PROGRAMME, sale, (first.lines,), ((1, Fraction(1)),), DAY)
    assert dict(refused.value.data) == {"line": 1, "left": "0.75"}
    rest = refund(PROGRAMME, sale, (first.lines,), None, DAY)
    with pytest.raises(Refusal) as refused:
        refund(PROGRAMME, sale, (first.lines, rest.lines), None, DAY)
    assert refused.value.kind == "already_refunded"


def test_a_brand_may_keep_spent_points() -> None:
    rules = programme(brands__tea__refund={"spent_points": "keep"})
    back = refund(rules, tea_bill(), (), None, DAY)
    assert (back.amount, back.returned, back.clawed_back) == (335, 0, 66)


def test_a_brand_may_refund_whole_bills_only() -> None:
    rules = programme(brands__tea__refund={"rounding": "whole_only"})
    with pytest.raises(Refusal) as refused:
        refund(rules, tea_bill(), (), ((1, None),), DAY)
    assert refused.value.kind == "refund_whole_only"
    assert refund(rules, tea_bill(), (), None, DAY).amount == 335


def test_a_brand_may_take_back_the_floor_of_the_share() -> None:
    rules = programme(brands__tea__refund={"rounding": "share"})
    sale = sold(bill((95, 9), member()))
    assert refund(rules, sale, (), ((2, None),), DAY).clawed_back == 0
    assert refund(rules, sale, (), ((1, None),), DAY).clawed_back == 9


@pytest.mark.parametrize(
    ("below_zero", "balance", "clawed_back"),
    [("negative", 0, 66), ("zero", 0, 66), ("zero", -480, 20), ("zero", -600, 0), ("refuse", -434, 66)],
)
def test_a_clawback_larger_than_the_balance_follows_the_switch(below_zero: str, balance: int, clawed_back: int) -> None:
    rules = programme(brands__tea__refund={"below_zero": below_zero})
    who = member(deficit=-balance)
    assert refund(rules, tea_bill(), (), None, DAY, {"m": who}).clawed_back == clawed_back


def test_a_brand_may_refuse_a_clawback_larger_than_the_balance() -> None:
    rules = programme(brands__tea__refund={"below_zero": "refuse"})
    with pytest.raises(Refusal) as refused:
        refund(rules, tea_bill(), (), None, DAY, {"m": member(deficit=435)})
    assert (refused.value.kind, dict(refused.value.data)) == ("clawback_above_balance", {"points": 66, "balance": 65})


def test_points_that_return_expired_do_not_make_room_for_a_clawback() -> None:
    rules = programme(brands__tea__refund={"below_zero": "zero"})
    sale = sold(bill((1000,), member(lot("old", 300, expires=DAY)), redeem=300))
    assert (earned_by(sale), refund(rules, sale, (), None, DAY, {"m": member()}).clawed_back) == (97, 97)
    assert refund(rules, sale, (), None, DAY.replace(day=22), {"m": member()}).clawed_back == 0
    refusing = programme(brands__tea__refund={"below_zero": "refuse"})
    with pytest.raises(Refusal) as refused:
        refund(refusing, sale, (), None, DAY.replace(day=22), {"m": member()})
    assert dict(refused.value.data) == {"points": 97, "balance": 0}


@pytest.mark.parametrize("below_zero", ["zero", "refuse"])
def test_earned_points_that_have_run_out_are_taken_back_without_touching_the_balance(below_zero: str) -> None:
    rules = programme(brands__tea__refund={"below_zero": below_zero})
    who = member(lot("sale", 33, expires=DAY), lot("b", 5))
    back = refund(rules, sold(bill((335,), member())), (), None, DAY.replace(day=22), {"m": who})
    after = who
    for entry in back.entries:
        after, _ = apply(after, entry, DAY.replace(day=22))
    assert (back.clawed_back, after.lots) == (33, (lot("b", 5),))


def test_a_redemption_whose_entry_names_too_few_points_is_damage() -> None:
    with pytest.raises(Broken):
        refund(PROGRAMME, replace(tea_bill(), entries=()), (), None, DAY)


@st.composite
def refunds_in_parts(draw: st.DrawFn) -> tuple[Programme, MemberState, SoldBill, list[list[tuple[int, Fraction]]]]:
    """A sale and a way of giving it back, some pieces at a time, leaving some or nothing."""
    rules = programme(
        brands__tea__refund={"rounding": draw(st.sampled_from(["recompute", "share"]))},
        brands__tea__earn_on=draw(st.sampled_from(["paid", "before_points"])),
    )
    amounts = draw(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 900)), min_size=1, max_size=4))
    lines = tuple(Line("a", "", "", Fraction(pieces), amount) for pieces, amount in amounts)
    who = member(lot("a", 333), lot("b", 700), spend=draw(st.sampled_from([0, 12_000, 50_000])))
    redeem: Literal["max", 0] = draw(st.sampled_from(REDEEM))
    quoted = bill(lines, who, redeem=redeem, rules=rules)
    pieces = [number for number, (count, _) in enumerate(amounts, start=1) for _ in range(count)]
    pieces = draw(st.permutations(pieces))[: draw(st.integers(1, len(pieces)))]
    groups: list[list[tuple[int, Fraction]]] = []
    while pieces:
        size = draw(st.integers(1, len(pieces)))
        head, pieces = pieces[:size], pieces[size:]
        groups.append([(number, Fraction(head.count(number))) for number in sorted(set(head))])
    after = who
    for entry in quoted.entries:
        after, _ = apply(after, entry, DAY)
    return rules, after, sold(quoted), groups


@given(refunds_in_parts())
def test_refunds_in_parts_equal_the_same_at_once(
    case: tuple[Programme, MemberState, SoldBill, list[list[tuple[int, Fraction]]]],
) -> None:
    rules, state, sale, groups = case
    already: tuple[tuple[RefundedLine, ...], ...] = ()
    parts: list[RefundResult] = []
    in_parts = state
    for group in groups:
        parts.append(refund(rules, sale, already, group, DAY))
        already = (*already, parts[-1].lines)
        for entry in parts[-1].entries:
            in_parts, _ = apply(in_parts, entry, DAY)
    together: dict[int, Fraction] = {}
    for group in groups:
        for number, quantity in group:
            together[number] = together.get(number, Fraction(0)) + quantity
    once = refund(rules, sale, (), tuple(together.items()), DAY)
    assert sum(part.amount for part in parts) == once.amount
    assert sum(part.returned for part in parts) == once.returned <= sum(points for _, points in sale.spent)
    assert sum(part.clawed_back for part in parts) == once.clawed_back <= earned_by(sale)
    assert [part.complete for part in parts[:-1]] == [False] * (len(parts) - 1)
    assert parts[-1].complete is once.complete
    at_once = state
    for entry in once.entries:
        at_once, _ = apply(at_once, entry, DAY)
    assert in_parts == at_once
    for part in parts:
        assert min(part.amount, part.returned, part.clawed_back) >= 0
        for entry in part.entries:
            assert sum(lot.points for lot in entry.parts) == abs(entry.points)
