"""What was taken off a sale's lines is calculated again, and what was changed of it is found and nothing else."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.audit import Difference
from terminal.domain.bills import Quote
from terminal.domain.coupon_numbers import printed_number
from terminal.domain.errors import Refusal
from terminal.domain.ledger import Entry
from terminal.domain.lines import ByHand, CashierDiscount, Line, PricedLine
from terminal.domain.pricing.tax import with_tax
from terminal.domain.progress import Progress, Tally
from terminal.domain.tenders import TenderPaid, TenderRequest
from tests.unit.domain.rich_sale import CHANGES, PAPER, RULES, WHO, differences, forged, genuine, rich
from tests.unit.domain.samples import bill, programme
from tests.unit.domain.test_audit import stored


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
