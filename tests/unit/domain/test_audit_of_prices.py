"""What was taken off a sale's lines is calculated again, and what was changed of it is found and nothing else."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.audit import Difference, sale_differences
from terminal.domain.awards import earned
from terminal.domain.bill_entries import entries_of
from terminal.domain.bills import Quote
from terminal.domain.coupon_numbers import printed_number
from terminal.domain.customers import Customer
from terminal.domain.earning import awards_of
from terminal.domain.errors import Refusal
from terminal.domain.ledger import Entry
from terminal.domain.lines import ByHand, CashierDiscount, Line, PricedLine
from terminal.domain.presenting import Papers
from terminal.domain.pricing.tax import with_tax
from terminal.domain.programme import Programme
from terminal.domain.progress import Progress, Tally, Voucher, add, progress_of
from terminal.domain.tenders import TenderPaid, TenderRequest
from tests.unit.domain.samples import DAY, bill, lot, member, programme
from tests.unit.domain.test_audit import stored

NAME = {"zh-TW": "名", "en": "Name"}
UNTIL = {"until": "2027-12-31"}
CHANGES: dict[str, Any] = {
    "tiers__0__discount": "10%",
    "stores__tea__tax": {"rate": "5%", "included": False},
    "brands__tea__discounts": {"share": "10%", "approved_share": "50%", "reasons": ["scratched", "regular"]},
    "brands__tea__redemption__maximum_day": 600,
    "brands__tea__tenders": ["cash", "card"],
    "coupons": {
        "tenth": {"name": NAME, "benefit": {"kind": "percent", "share": "10%"}, "valid": {"days": 30}},
        "fifth": {"name": NAME, "benefit": {"kind": "percent", "share": "20%"}, "valid": {"days": 30}},
        "card": {
            "name": NAME,
            "present": "public",
            "benefit": {"kind": "amount", "amount": 7},
            "when": {"tenders": ["card"]},
            "per_member": 1,
            "valid": UNTIL,
        },
        "paper": {
            "name": NAME,
            "present": "bearer",
            "number": 7,
            "benefit": {"kind": "amount", "amount": 3},
            "valid": {"days": 5},
        },
        "more": {"name": NAME, "present": "public", "benefit": {"kind": "points", "points": 9}, "valid": UNTIL},
    },
    "rewards": {
        "cup": {"name": NAME, "points": 50, "benefit": {"kind": "amount", "amount": 12}, "per_day": 2},
        "bag": {"name": NAME, "points": 30, "benefit": {"kind": "gift"}},
    },
}
RULES = programme(**CHANGES)
PAPER = printed_number(7, DAY, "some sale", lambda said: "12345")
HELD = [Voucher("V-1", "tenth", 1, DAY, date(2026, 12, 21)), Voucher("V-2", "fifth", 1, DAY, date(2026, 12, 21))]
WHO = replace(member(lot("a", 900), lot("b", 300, "noodles")), progress=progress_of(vouchers=HELD))
SCRATCHED = CashierDiscount("scratched", share=Fraction(1, 2))
MUG = Line("mug", "Mug", "any", Fraction(1), 400, SCRATCHED)
TEA = Line("tea", "Tea", "any", Fraction(2), 600)


def rich(**more: Any) -> Quote:
    """400 and 600: the cashier's 200 off the first and 80 off the bill, 720 less the tier's 72, a coupon of 10 %, a
    reward, and points."""
    asked: dict[str, Any] = {
        "redeem": 200,
        "coupons": ("v-1",),
        "rewards": ("cup",),
        "discount": CashierDiscount("regular", amount=80),
        "approved_by": "Lin",
        **more,
    }
    return bill((MUG, TEA), WHO, rules=RULES, **asked)


def differences(
    quoted: Quote, approved_by: str = "Lin", rules: Programme = RULES, **changes: Any
) -> dict[str, Difference]:
    """What is found when ``changes`` of the sale were made, and nothing else was."""
    sold, body = stored(quoted)
    found = sale_differences(rules, replace(sold, **changes), {**body, "approved_by": approved_by})
    json.dumps([[one.said, one.computed] for one in found])
    return {one.what: one for one in found}


def forged(quoted: Quote, **changes: Any) -> dict[str, Difference]:
    """What is found of a sale in which ``changes`` were made, and then everything that follows from them as well."""
    sold, body = stored(quoted)
    sold = replace(sold, **changes)
    due = sum(line.due for line in sold.lines)
    sold = replace(sold, tenders=(TenderPaid("cash", due),))
    purchase = sold.purchase(RULES)
    awards = awards_of(RULES, purchase) if purchase else ()
    used = Progress()
    for entry in quoted.entries:
        used = add(used, Progress((), entry.progress.tallies, entry.progress.vouchers))
    assert sold.facts is not None
    again = entries_of(RULES, sold, Customer(sold.facts, WHO, {}), used, awards)
    spent = sum(points for _, points in sold.spent)
    figures = {**body, "approved_by": "Lin", "total": due, "earned": earned(awards), "redeemed": spent}
    return {one.what: one for one in sale_differences(RULES, again, figures)}


def test_the_rich_sale_is_what_it_is_meant_to_be() -> None:
    sold = rich().sold
    assert sold.by_hand == (ByHand(0, 200, "scratched"), ByHand(None, 80, "regular"))
    assert [line.discounts for line in sold.lines] == [
        (("cashier", 200), ("cashier", 20), ("tier", 18), ("coupon/tenth", 16), ("reward/cup", 3), ("points", 5)),
        (("cashier", 60), ("tier", 54), ("coupon/tenth", 48), ("reward/cup", 9), ("points", 15)),
    ]
    assert sold.spent == (("reward/cup", 50), ("points", 200))
    assert [line.tax for line in sold.lines] == [7, 21]


def test_nothing_is_found_in_what_a_quote_made() -> None:
    assert differences(rich()) == {}
    assert differences(rich(rewards=("cup", "bag", "cup"), coupons=("v-2", "more", PAPER), papers=genuine())) == {}
    assert forged(rich()) == {}


def genuine() -> Papers:
    return Papers(lambda said: "12345")


def with_discount(quoted: Quote, line: int, source: str, more: int) -> tuple[PricedLine, ...]:
    """The lines with the first discount of ``source`` on one of them changed, and the tax that follows."""
    lines = list(quoted.sold.lines)
    discounts = list(lines[line].discounts)
    place = [name for name, _ in discounts].index(source)
    discounts[place] = (source, discounts[place][1] + more)
    lines[line] = replace(lines[line], discounts=tuple(discounts))
    return tuple(lines)


@pytest.mark.parametrize("source", ["cashier", "tier", "coupon/tenth", "reward/cup", "points"])
@pytest.mark.parametrize("line", [0, 1])
def test_a_discount_that_was_changed_is_found_by_line_and_source(line: int, source: str) -> None:
    quoted = rich()
    before = dict(reversed(quoted.sold.lines[line].discounts))[source]
    # One more is one more of net and nothing of tax, at these amounts: what follows from it is made to fit.
    changed = with_discount(quoted, line, source, 1)
    found = forged(quoted, lines=retaxed(changed))
    assert found == {
        "discounts": Difference("discounts", [[line + 1, source, before + 1]], [[line + 1, source, before]])
    }


def retaxed(lines: tuple[PricedLine, ...]) -> tuple[PricedLine, ...]:
    return with_tax(RULES.store("tea"), tuple(replace(line, tax=0) for line in lines))


def test_a_discount_that_nobody_gave_is_found() -> None:
    quoted = bill((100, 50), WHO, rules=RULES)
    lines = retaxed((quoted.sold.lines[0], quoted.sold.lines[1].less("coupon/tenth", 5)))
    assert forged(quoted, lines=lines) == {"discounts": Difference("discounts", [[2, "coupon/tenth", 5]], [])}
    no_tier = retaxed(tuple(replace(line, discounts=()) for line in quoted.sold.lines))
    assert forged(quoted, lines=no_tier) == {
        "discounts": Difference("discounts", [], [[1, "tier", 10], [2, "tier", 5]])
    }
    nobody = bill((100, 50), rules=RULES)
    cheaper = tuple(line.less("tier", 5) for line in nobody.sold.lines)
    assert "discounts" in differences(nobody, lines=retaxed(cheaper))


@pytest.mark.parametrize("points", [49, 51, 99])
def test_what_a_reward_costs_is_found(points: int) -> None:
    found = forged(rich(), spent=(("reward/cup", points), ("points", 200)))
    if points == 49:  # that buys none
        assert found.keys() == {"spent", "discounts", "entries"}
    else:
        said = [["reward/cup", points], ["points", 200]]
        assert found == {"spent": Difference("spent", said, [["reward/cup", 50], ["points", 200]])}


def test_a_reward_that_is_not_in_the_catalogue_or_beyond_its_bounds_is_found() -> None:
    found = forged(rich(), spent=(("reward/moon", 50), ("points", 200)))
    assert found["spent"].computed == {"refused": "reward_unknown", "reward": "moon"}
    found = forged(rich(), spent=(("reward/cup", 150), ("points", 200)))
    assert found["spent"].computed == {"refused": "reward_used_today", "reward": "cup", "maximum": 2}
    found = forged(rich(), spent=(("reward/bag", 10**13), ("points", 200)))
    assert found["spent"].computed == {"refused": "rewards_too_many", "maximum": 50}


@pytest.mark.parametrize(
    ("points", "refused"),
    [
        (90, {"refused": "redeem_below_minimum", "minimum": 100}),
        (205, {"refused": "redeem_not_block", "block": 10}),
        (700, {"refused": "redeem_above_limit", "limit": 600, "reason": "maximum_day"}),
    ],
)
def test_points_beyond_what_a_bill_takes_are_found(points: int, refused: dict[str, object]) -> None:
    found = forged(rich(), spent=(("reward/cup", 50), ("points", points)))
    assert found.keys() == {"spent"}
    assert found["spent"].computed == refused


def test_points_without_a_member_are_found() -> None:
    quoted = bill((1000,), rules=RULES)
    found = differences(quoted, spent=(("points", 200),))
    assert found["spent"].computed == {"refused": "redeem_without_member"}


def test_tax_that_was_changed_is_found() -> None:
    quoted = rich()
    lines = tuple(replace(line, tax=line.tax + more) for line, more in zip(quoted.sold.lines, (1, -1), strict=True))
    assert forged(quoted, lines=lines) == {"line_tax": Difference("line_tax", [[1, 8], [2, 20]], [[1, 7], [2, 21]])}


def test_a_coupon_under_another_name_is_found() -> None:
    quoted = rich()
    (used,) = quoted.sold.coupons
    other = (replace(used, coupon="fifth"),)
    assert differences(quoted, coupons=other) == {
        "coupons": Difference("coupons", [["fifth", "V-1"]], [["tenth", "V-1"]])
    }


def test_a_coupon_that_was_left_out_or_put_in_is_found() -> None:
    quoted = rich()
    assert differences(quoted, coupons=()).keys() == {"discounts", "entries"}
    twice = (*quoted.sold.coupons, *quoted.sold.coupons)
    found = differences(quoted, coupons=twice)
    assert found["coupons"].computed == {"refused": "coupon_repeated", "coupon": "tenth", "maximum": 1}
    found = differences(bill((1000,), rules=RULES), coupons=quoted.sold.coupons)
    assert found["coupons"].computed == {"refused": "coupon_unknown", "coupon": "V-1"}


def test_a_voucher_that_no_entry_takes_is_found() -> None:
    quoted = rich()
    kept = tuple(
        replace(entry, progress=Progress((), entry.progress.tallies, {}, entry.progress.tiers))
        for entry in quoted.entries
    )
    assert differences(quoted, entries=kept).keys() == {"coupons"}


def test_a_voucher_is_used_on_its_days_only() -> None:
    quoted = rich()
    late = tuple(
        replace(
            entry,
            progress=replace(
                entry.progress,
                vouchers={
                    key: voucher._replace(valid_until=date(2026, 11, 20))
                    for key, voucher in entry.progress.vouchers.items()
                },
            ),
        )
        for entry in quoted.entries
    )
    assert differences(quoted, entries=late)["coupons"].computed == {
        "refused": "coupon_expired",
        "coupon": "tenth",
        "day": "2026-11-20",
    }


def test_a_paper_is_what_its_number_says_whoever_made_it() -> None:
    quoted = rich(coupons=(PAPER,), papers=genuine())
    assert differences(quoted) == {}
    (used,) = quoted.sold.coupons
    assert differences(quoted, coupons=(replace(used, coupon="tenth"),)).keys() == {"coupons"}
    old = printed_number(7, date(2026, 11, 1), "some sale", lambda said: "12345")
    found = differences(quoted, coupons=(replace(used, voucher_id=old),))
    assert found["coupons"].computed == {"refused": "coupon_expired", "coupon": "paper", "day": "2026-11-06"}


def test_conditions_are_asked_with_the_tenders_that_were_to_pay() -> None:
    card = rich(coupons=("card",), tenders=(TenderRequest("card"),))
    assert differences(card) == {}
    assert card.sold.paying == ()
    found = differences(card, tenders=(TenderPaid("cash", card.total),))
    assert found["coupons"].computed == {"refused": "coupon_not_here", "coupon": "card", "condition": "tenders"}
    nothing_left = rich(coupons=("card",), tenders=(TenderRequest("card"), TenderRequest("cash", 9_999)))
    assert nothing_left.sold.paying == ("card", "cash")
    assert [tender.type for tender in nothing_left.sold.tenders] == ["cash"]
    assert differences(nothing_left) == {}


def test_uses_that_were_counted_before_are_counted() -> None:
    quoted = rich(coupons=("card",), tenders=(TenderRequest("card"),))
    assert quoted.sold.facts is not None
    before = replace(quoted.sold.facts, tallies={"coupon/card": 1})
    assert differences(quoted, facts=before)["coupons"].computed == {"refused": "coupon_used_up", "coupon": "card"}
    entries = tuple(without_tally(entry, "coupon/card") for entry in quoted.entries)
    assert differences(quoted, entries=entries).keys() == {"entries"}


def without_tally(entry: Entry, key: str) -> Entry:
    tallies: dict[str, Tally] = {name: tally for name, tally in entry.progress.tallies.items() if name != key}
    return replace(entry, progress=replace(entry.progress, tallies=tallies))


def test_a_points_coupon_that_gives_nothing_is_found() -> None:
    quoted = rich(coupons=("more",))
    assert differences(quoted) == {}
    everything = tuple(line.less("points", line.net) for line in quoted.sold.lines)
    found = differences(quoted, lines=everything, facts=None)
    assert found["coupons"].computed == {"refused": "coupon_needs_member", "coupon": "more"}
    no_lines = programme(**{**CHANGES, "coupons__more__items": {"categories": ["cake"]}})
    found = differences(quoted, rules=no_lines)
    assert found["coupons"].computed == {"refused": "coupon_without_effect", "coupon": "more"}


@pytest.mark.parametrize(
    ("amount", "approved_by", "refused"),
    [
        (100, "", None),
        (101, "", "discount_needs_approval"),
        (101, " ", "discount_needs_approval"),
        (101, "Lin", None),
        (500, "Lin", None),
        (501, "Lin", "discount_above_limit"),
        (501, "", "discount_above_limit"),
    ],
)
def test_what_a_cashier_may_take_off_is_bounded(amount: int, approved_by: str, refused: str | None) -> None:
    rules = programme(brands__tea__discounts={"share": "10%", "approved_share": "50%"})
    quoted = bill((1000,), rules=rules)
    lines = tuple(line.less("cashier", amount) for line in quoted.sold.lines)
    sold, body = stored(quoted)
    due = 1000 - amount
    made = replace(sold, lines=lines, by_hand=(ByHand(0, amount, "scratched"),), tenders=(TenderPaid("cash", due),))
    found = sale_differences(rules, made, {**body, "total": due, "approved_by": approved_by})
    assert [one.what for one in found] == (["by_hand"] if refused else [])
    for one in found:
        assert one.said == [[1, amount, "scratched"]]
        assert isinstance(one.computed, dict) and one.computed["refused"] == refused


def test_without_the_approval_nothing_but_that_is_found() -> None:
    found = differences(rich(), approved_by="")
    assert found.keys() == {"by_hand"}
    assert found["by_hand"].said == [[1, 200, "scratched"], [None, 80, "regular"]]
    assert found["by_hand"].computed == {
        "refused": "discount_needs_approval",
        "percent": "50%",
        "allowed_percent": "10%",
    }


@pytest.mark.parametrize(
    ("by_hand", "what"),
    [
        ((), {"discounts"}),
        ((ByHand(0, 200, "scratched"),), {"discounts"}),
        ((ByHand(1, 200, "scratched"), ByHand(None, 80, "regular")), {"discounts"}),
        ((ByHand(0, 200, "cracked"), ByHand(None, 80, "regular")), {"by_hand"}),
        ((ByHand(0, 200, "scratched"), ByHand(7, 1, "scratched"), ByHand(None, 80, "regular")), {"by_hand"}),
    ],
)
def test_what_a_cashier_took_off_is_what_is_off_the_lines(by_hand: tuple[ByHand, ...], what: set[str]) -> None:
    assert differences(rich(), by_hand=by_hand).keys() == what


def asked(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "redeem": draw(st.sampled_from((0, 0, "max", 100, 210))),
        "coupons": tuple(draw(st.lists(st.sampled_from(("V-1", "fifth", "card", "more", PAPER)), max_size=3))),
        "papers": genuine(),
        "rewards": tuple(draw(st.lists(st.sampled_from(("cup", "bag")), max_size=3))),
        "discount": draw(st.none() | st.builds(CashierDiscount, st.just("regular"), st.just(Fraction(1, 30)))),
        "approved_by": draw(st.sampled_from(("", "Lin"))),
        "tenders": draw(st.sampled_from(((), (TenderRequest("card"), TenderRequest("cash", 700))))),
    }


LINES = st.builds(
    lambda quantity, amount, discount: Line("sku", "", "any", quantity, amount, discount),
    st.sampled_from((Fraction(1), Fraction(3), Fraction(5, 4))),
    st.integers(0, 3000),
    st.none() | st.builds(CashierDiscount, st.just("scratched"), st.sampled_from((Fraction(1, 10), Fraction(1, 3)))),
)


@given(st.lists(LINES, min_size=1, max_size=5), st.booleans(), st.data())
def test_nothing_is_found_in_any_bill_that_was_quoted(lines: list[Line], known: bool, data: st.DataObject) -> None:
    more = data.draw(st.composite(asked)())
    try:
        quoted = bill(tuple(lines), WHO if known else None, rules=RULES, **more)
    except Refusal:
        quoted = bill(tuple(replace(line, discount=None) for line in lines), WHO if known else None, rules=RULES)
    assert differences(quoted, approved_by=more["approved_by"]) == {}


def test_what_a_frame_tells_comes_back() -> None:
    sold, _ = stored(rich(coupons=("card",), tenders=(TenderRequest("card"), TenderRequest("cash", 9_999))))
    assert (sold.by_hand, sold.paying) == ((ByHand(0, 200, "scratched"), ByHand(None, 80, "regular")), ("card", "cash"))
