"""Money: exact, whole, and shared out without losing anything."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import Refusal
from terminal.domain.money import (
    Currency,
    Rounding,
    apportion,
    format_exact,
    format_quantity,
    line_amount,
    parse_quantity,
    round_fraction,
)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_shares_add_up_and_stay_next_to_their_exact_value(total: int, weights: list[int]) -> None:
    parts = apportion(total, tuple(weights))
    assert sum(parts) == total
    if sum(weights):
        exact = [Fraction(total * weight, sum(weights)) for weight in weights]
        assert all(part >= 0 and abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))
        assert total > sum(weights) or all(part <= weight for part, weight in zip(parts, weights, strict=True))


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [(0, (1, 2), (0, 0)), (5, (0, 0), (5, 0)), (2, (1, 1, 1), (1, 1, 0)), (100, (1, 1, 1), (34, 33, 33))],
)
def test_what_does_not_divide_goes_to_the_largest_rest(
    total: int, weights: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    assert apportion(total, weights) == parts


@pytest.mark.parametrize(
    ("value", "down", "half_up", "half_even", "up"),
    [
        (Fraction(5, 2), 2, 3, 2, 3),
        (Fraction(7, 2), 3, 4, 4, 4),
        (Fraction(7, 3), 2, 2, 2, 3),
        (Fraction(8, 3), 2, 3, 3, 3),
        (Fraction(4), 4, 4, 4, 4),
        (Fraction(-1, 2), -1, 0, 0, 0),
    ],
)
def test_every_rounding_does_what_its_name_says(
    value: Fraction, down: int, half_up: int, half_even: int, up: int
) -> None:
    assert [round_fraction(value, rounding) for rounding in Rounding] == [down, half_up, half_even, up]


@pytest.mark.parametrize(
    ("exponent", "amount", "text"),
    [(0, 1284, "1,284"), (2, 1250, "12.50"), (2, 5, "0.05"), (2, -123456, "-1,234.56"), (3, 1, "0.001"), (0, 0, "0")],
)
def test_amounts_have_the_decimals_of_their_currency(exponent: int, amount: int, text: str) -> None:
    assert Currency("XXX", exponent, "$").format(amount) == text


@given(st.integers(0, 10**7), st.integers(0, 999_999))
def test_a_quantity_reads_back_as_written(whole: int, millionths: int) -> None:
    quantity = min(Fraction(whole) + Fraction(millionths, 10**6), Fraction(10**7))
    assert parse_quantity(format_quantity(quantity)) == quantity


@pytest.mark.parametrize("bad", [1.5, True, -1, "-1", "1e3", "", "1.", ".5", "1.1234567", "10000001", None, "１", "٣"])
def test_what_is_no_quantity_is_refused(bad: object) -> None:
    with pytest.raises(Refusal) as refused:
        parse_quantity(bad)
    assert refused.value.kind == "quantity_invalid"


def test_a_weighed_line_rounds_halves_up() -> None:
    assert line_amount(333, Fraction("1.5")) == 500
    assert line_amount(65, Fraction(2)) == 130


@pytest.mark.parametrize(
    ("number", "text"), [(Fraction(2), "2"), (Fraction(3, 2), "1.5"), (Fraction(4, 3), "4/3"), (Fraction(0), "0")]
)
def test_a_rate_is_written_as_people_do(number: Fraction, text: str) -> None:
    assert format_exact(number) == text
