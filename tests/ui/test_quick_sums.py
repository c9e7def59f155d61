import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.viewmodels.pad import PadNumber
from ui.viewmodels.tendering import quick_sums


@pytest.mark.parametrize(
    ("due", "sums"),
    [
        (335, (335, 400, 500, 1000)),
        (45, (45, 100, 500, 1000)),
        (450, (450, 500, 1000, 2000)),
        (1000, (1000, 1100, 1500, 2000)),
        (0, (0, 100, 500, 1000)),
        (99_999_999, (99_999_999, 100_000_000, 100_001_000, 100_002_000)),
    ],
)
def test_the_exact_sum_and_the_round_ones_above_it(due: int, sums: tuple[int, ...]) -> None:
    assert quick_sums(due, 1) == sums


@given(st.integers(0, 10**9), st.sampled_from([1, 100]))
def test_four_different_sums_each_enough(due: int, unit: int) -> None:
    sums = quick_sums(due, unit)
    assert len(set(sums)) == 4
    assert min(sums) == sums[0] == due


def test_the_first_digit_takes_the_place_of_the_offer() -> None:
    number = PadNumber(1280)
    number.push("5")
    assert number.value == 5
    number.erase()
    assert number.value == 0
    number.push("7")
    assert number.value == 7
