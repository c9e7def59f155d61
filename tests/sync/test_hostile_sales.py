"""Whatever a body holds, checking it ends in a case for a person and never in a crash that holds up a terminal."""

import json
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.server.posting.checking import sale_exceptions
from sync.server.programmes.sale_shape import lists_coupons, sold_bill
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, FrameKind, canonical_json
from terminal.domain.lines import CashierDiscount, Line
from terminal.domain.sold import sold_document
from terminal.domain.tenders import TenderRequest
from tests.unit.domain.samples import DAY, bill, lot, member, programme

RULES = programme(
    brands__tea__discounts={"share": "10%", "approved_share": "50%"},
    brands__tea__tenders=["cash", "card"],
    coupons={
        "paper": {
            "name": {"zh-TW": "券", "en": "Paper"},
            "present": "public",
            "benefit": {"kind": "gift"},
            "valid": {"until": "2027-01-01"},
        }
    },
)
SCRATCHED = CashierDiscount("scratched", amount=20)
QUOTED = bill(
    (Line("mug", "", "any", Fraction(1), 1000, SCRATCHED), Line("tea", "", "any", Fraction(1), 55)),
    member(lot("a", 800), spend=20_000),
    redeem=200,
    rules=RULES,
    coupons=("paper",),
    discount=CashierDiscount("regular", amount=200),
    approved_by="Lin",
    tenders=(TenderRequest("card"), TenderRequest("cash", 5000)),
)
BODY: dict[str, Any] = json.loads(
    canonical_json(
        {
            "sale": "sale",
            **sold_document(QUOTED.sold),
            "earned": QUOTED.earned,
            "total": QUOTED.total,
            "redeemed": QUOTED.redeemed,
            "approved_by": "Lin",
        }
    )
)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(max_size=8) | st.just("1e99999999"),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=6,
)


def frame(body: dict[str, Any]) -> Frame:
    return Frame("t", 1, 1, FrameKind.SALE, "2026-11-21T00:00:00", DAY, "tea", "digest", body, QUOTED.entries)


def paths(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(path for key, part in inside for path in paths(part, (*way, key)))]


PATHS = [path for path in paths(BODY) if path]


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    body = deepcopy(BODY)
    place: Any = body
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return body


def test_the_body_as_it_was_is_right() -> None:
    sold = sold_bill(frame(BODY))
    assert sold is not None and sale_exceptions(frame(BODY), sold, RULES) == ()
    assert lists_coupons(frame(BODY))


@given(st.sampled_from(PATHS), ANYTHING)
def test_no_body_makes_checking_fail(path: tuple[Any, ...], value: Any) -> None:
    made = frame(changed(path, value))
    lists_coupons(made)
    try:
        sold = sold_bill(made)
    except Broken:
        return
    if sold is not None:
        for case in sale_exceptions(made, sold, RULES):
            canonical_json(case.data)


@pytest.mark.parametrize("key", ["sale", "lines", "paid", "facts", "spent", "coupons", "by_hand", "earned", "total"])
def test_a_missing_key_is_no_crash_either(key: str) -> None:
    body = {name: value for name, value in BODY.items() if name != key}
    try:
        sold = sold_bill(frame(body))
    except Broken:
        return
    assert sold is not None
    codes = {case.code for case in sale_exceptions(frame(body), sold, RULES)}
    assert codes == (set() if key == "coupons" else {"rule_mismatch"})
