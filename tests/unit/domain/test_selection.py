"""Which lines a selector takes."""

from fractions import Fraction
from typing import Any

import pytest

from terminal.domain.bundle.items import SELECTOR
from terminal.domain.errors import Refusal
from terminal.domain.selection import EVERYTHING, pieces
from tests.unit.domain.occasions import line

BASKET = (
    line(10, "drink", "ruby"),
    line(20, "drink", "jade", discounted=True),
    line(30, "cake", "roll"),
    line(40, "", "bag"),
)


@pytest.mark.parametrize(
    ("keys", "amounts"),
    [
        ({}, [10, 20, 30, 40]),
        ({"skus": ["ruby"]}, [10]),
        ({"categories": ["drink"]}, [10, 20]),
        ({"skus": ["roll"], "categories": ["drink"]}, [10, 20, 30]),
        ({"except_skus": ["ruby", "bag"]}, [20, 30]),
        ({"except_categories": ["drink"]}, [30, 40]),
        ({"categories": ["drink"], "except_skus": ["ruby"]}, [20]),
        ({"discounted": False}, [10, 30, 40]),
        ({"categories": ["drink"], "discounted": False}, [10]),
        ({"categories": ["tobacco"]}, []),
    ],
)
def test_a_selector_takes_what_it_names(keys: dict[str, Any], amounts: list[int]) -> None:
    assert [taken.amount for taken in SELECTOR.read(keys, "items").of(BASKET)] == amounts


def test_everything_is_said_by_nothing() -> None:
    assert SELECTOR.read({}, "items") == EVERYTHING
    assert EVERYTHING.everything
    assert not SELECTOR.read({"discounted": False}, "items").everything


def test_naming_an_item_twice_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        SELECTOR.read({"skus": ["ruby", "jade", "ruby"]}, "items")
    assert (refused.value.data["path"], refused.value.data["first"]) == ("items.skus[2]", "items.skus[0]")


@pytest.mark.parametrize(
    ("quantities", "together"), [((), 0), ((1, 2), 3), (("0.5", "1.25"), Fraction(7, 4)), ((1, "0.5"), Fraction(3, 2))]
)
def test_pieces_add_up_exactly(quantities: tuple[str | int, ...], together: Fraction) -> None:
    assert pieces([line(1, quantity=quantity) for quantity in quantities]) == together
