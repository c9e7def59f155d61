"""A sale calculated again from its frame gives the same, and what was changed in it is found."""

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.audit import Difference, sale_differences
from terminal.domain.bills import Quote
from terminal.domain.documents import entry_document, entry_from_document
from terminal.domain.frames import canonical_json
from terminal.domain.ledger import Entry, EntryKind
from terminal.domain.lines import Line
from terminal.domain.programme import Programme
from terminal.domain.progress import Tally, progress_of
from terminal.domain.sold import SoldBill, sold_document, sold_from_document
from tests.unit.domain.samples import bill, lot, member, programme

RULES = programme()


def stored(quoted: Quote) -> tuple[SoldBill, dict[str, Any]]:
    """The sale as whoever has only its frame reads it."""
    figures = {"earned": quoted.earned, "total": quoted.total, "redeemed": quoted.redeemed}
    body = json.loads(canonical_json({**sold_document(quoted.sold), **figures}))
    entries = tuple(entry_from_document(json.loads(canonical_json(entry_document(entry)))) for entry in quoted.entries)
    sold = quoted.sold
    return sold_from_document(sold.sale_id, sold.store, sold.day, body, entries), body


def differences(quoted: Quote, rules: Programme = RULES, **changes: Any) -> Mapping[str, Difference]:
    sold, body = stored(quoted)
    found = sale_differences(rules, replace(sold, **changes), body)
    return {difference.what: difference for difference in found}


WHO = member(lot("a", 800), lot("b", 500, "noodles"), spend=20_000)


@given(
    st.lists(st.integers(0, 3000), min_size=1, max_size=5),
    st.sampled_from([0, "max"]),
    st.sampled_from(["tea", "noodles", "plain"]),
    st.booleans(),
)
def test_what_a_till_calculates_is_what_comes_out_again(
    amounts: list[int], redeem: Any, store: str, known: bool
) -> None:
    assert differences(bill(tuple(amounts), WHO if known else None, redeem if known else 0, store)) == {}


def test_tax_on_top_is_calculated_again() -> None:
    rules = programme(stores__tea__tax={"rate": "5%", "included": False})
    quoted = bill((101, 55), WHO, rules=rules)
    assert differences(quoted, rules) == {}
    without = tuple(replace(line, tax=0) for line in quoted.sold.lines)
    assert differences(quoted, rules, lines=without).keys() == {"due", "paid", "line_tax", "entries"}
    assert differences(quoted, rules, lines=without)["line_tax"] == Difference(
        "line_tax", [[1, 0], [2, 0]], [[1, 5], [2, 3]]
    )


def sold_with(quoted: Quote, place: int, **changes: Any) -> tuple[Entry, ...]:
    entries = list(quoted.entries)
    entries[place] = replace(entries[place], **changes)
    return tuple(entries)


def test_more_points_than_the_rules_give_are_found_with_both_figures() -> None:
    quoted = bill((1000,), WHO)
    sold, body = stored(quoted)
    found = sale_differences(RULES, sold, {**body, "earned": 500})
    assert found == (Difference("earned", 500, 200),)
    inflated = sold_with(quoted, 0, points=500, parts=(quoted.entries[0].parts[0]._replace(points=500),))
    found = sale_differences(RULES, replace(sold, entries=inflated), body)
    assert [difference.what for difference in found] == ["entries"]
    said, computed = found[0].said, found[0].computed
    assert isinstance(said, list) and isinstance(computed, list)
    assert (said[0]["points"], computed[0]["points"]) == (500, 200)
    json.dumps([said, computed])


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"spend_minor": 99_999}, {"entries"}),
        ({"visits": 2}, {"entries"}),
        ({"qualifying": 10**6}, {"entries"}),
        ({"progress": progress_of([Tally("mission/tour/steps", 5)])}, {"entries"}),
        ({"progress": progress_of([Tally("coupon/ten", 1)])}, {"entries"}),
        ({"kind": EntryKind.ADJUST}, {"entries"}),
    ],
)
def test_an_entry_that_was_changed_is_found(changes: dict[str, Any], what: set[str]) -> None:
    quoted = bill((1000,), WHO)
    assert differences(quoted, entries=sold_with(quoted, 0, **changes)).keys() == what


def test_an_entry_too_many_or_missing_is_found() -> None:
    quoted = bill((1000,), WHO, redeem=200)
    extra = Entry("m", EntryKind.BONUS, 50, (lot("x", 50),))
    assert differences(quoted, entries=(*quoted.entries, extra)).keys() == {"entries"}
    assert differences(quoted, entries=quoted.entries[1:]).keys() == {"entries"}
    assert differences(quoted, entries=(*quoted.entries, quoted.entries[-1])).keys() == {"entries"}


def test_points_that_took_off_more_than_they_are_worth_are_found() -> None:
    quoted = bill((1000,), WHO, redeem=200)
    (line,) = quoted.sold.lines
    cheaper = (replace(line, discounts=(("points", 500),)),)
    assert {"discounts", "due", "paid"} <= differences(quoted, lines=cheaper).keys()
    assert differences(quoted, lines=cheaper)["discounts"] == Difference(
        "discounts", [[1, "points", 500]], [[1, "points", 20]]
    )


def test_a_line_below_zero_is_found() -> None:
    quoted = bill((1000,))
    (line,) = quoted.sold.lines
    found = differences(quoted, lines=(replace(line, discounts=(("cashier", 1001),)),))
    assert found["discounts"] == Difference("discounts", [[1, "cashier", 1001]], [])


def test_a_household_that_only_the_till_knew_is_taken_as_it_says() -> None:
    quoted = bill((1000,), WHO, redeem=200)
    entries = tuple(
        share
        for entry in quoted.entries
        for share in (
            (replace(entry, member_id="pool"),)
            if entry.kind is EntryKind.REDEEM
            else (
                Entry("pool", entry.kind, entry.points, entry.parts),
                replace(entry, points=0, parts=()),
            )
        )
    )
    assert differences(quoted, entries=entries) == {}


def test_quantities_come_back_exactly() -> None:
    quoted = bill((Line("tea", "Tea", "drink", Fraction("1.375"), 999),), WHO)
    assert differences(quoted) == {}
