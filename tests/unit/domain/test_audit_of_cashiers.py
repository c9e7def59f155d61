"""What cashiers took off by hand: within their bounds, approved beyond them, and just what is off the lines."""

from dataclasses import replace

import pytest

from terminal.domain.audit import sale_differences
from terminal.domain.lines import ByHand
from terminal.domain.tenders import TenderPaid
from tests.unit.domain.rich_sale import differences, rich
from tests.unit.domain.samples import bill, programme
from tests.unit.domain.test_audit import stored


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
