"""Numbers of printed coupons: what they say, that inventing one is hopeless, and that they last."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from terminal.domain.coupon_numbers import (
    NUMBER_LENGTH,
    CouponNumber,
    check_digits,
    printed_number,
    read_number,
    short_number,
)
from terminal.domain.frames import identifier_hash
from tests.unit.domain.samples import DAY


def check(said: str) -> str:
    return check_digits(identifier_hash(b"group key", "coupon", said))


def other_check(said: str) -> str:
    return check_digits(identifier_hash(b"another key", "coupon", said))


NUMBER = printed_number(7, DAY, "sale/tea", check)


def test_a_number_says_its_kind_and_its_day() -> None:
    assert (len(NUMBER), NUMBER.isdigit(), NUMBER[:7]) == (NUMBER_LENGTH, True, "0072516")
    read = read_number(NUMBER, DAY, check)
    assert read is not None
    assert (read.kind, read.issued) == (7, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        NUMBER[:-1],
        NUMBER + "0",
        NUMBER[:-1] + "x",
        NUMBER.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text, DAY, check) is None


def test_the_check_digits_need_the_key() -> None:
    assert read_number(NUMBER, DAY, other_check) is None
    assert read_number(NUMBER, DAY, lambda _: "") is None


@given(st.integers(0, NUMBER_LENGTH - 6), st.integers(1, 9))
def test_a_changed_digit_is_noticed(place: int, more: int) -> None:
    changed = NUMBER[:place] + str((int(NUMBER[place]) + more) % 10) + NUMBER[place + 1 :]
    assert check(changed[:-5]) != NUMBER[-5:]
    assert read_number(changed, DAY, check) is None


@given(
    st.integers(1, 999),
    st.dates(date(2020, 1, 1), date(2090, 12, 31)),
    st.integers(-1, 3000),
    st.text(max_size=60),
)
@example(7, DAY, -1, "a store a day ahead").via("the line of dates")
@example(7, date(2020, 1, 1), 9_997, "as old as a number can be").via("the count comes round")
def test_what_is_printed_is_read(kind: int, issued: date, later: int, seed: str) -> None:
    number = printed_number(kind, issued, seed, check)
    read = read_number(number, issued + timedelta(days=later), check)
    assert read == CouponNumber(kind, issued, int(number[7:19]))


def test_a_voucher_has_a_short_number_to_type() -> None:
    assert (short_number("sale.gift"), len(short_number("another"))) == (short_number("sale.gift"), 6)
    assert short_number("sale.gift").isdigit()
    assert short_number("sale.gift") != short_number("sale.gift.2")
