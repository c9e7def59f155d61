import pytest

from terminal.domain.money import Currency
from ui.viewmodels.entry import Entry, EntryKind

TWD, USD = Currency("TWD", 0, "NT$"), Currency("USD", 2, "$")


def typed(text: str) -> Entry:
    entry = Entry()
    for digit in text:
        entry = entry.push(digit)
    return entry


@pytest.mark.parametrize(
    ("keys", "kind", "shown"),
    [
        ("", EntryKind.EMPTY, ""),
        ("0", EntryKind.PHONE, "0"),
        ("09", EntryKind.PHONE, "09"),
        ("0912345", EntryKind.PHONE, "0912 345"),
        ("0912345678", EntryKind.PHONE, "0912 345 678"),
        ("185", EntryKind.AMOUNT, "185"),
        ("1284", EntryKind.AMOUNT, "1,284"),
        ("05", EntryKind.AMOUNT, "5"),
        ("12345678", EntryKind.AMOUNT, "12,345,678"),
        ("123456789", EntryKind.CODE, "123456789"),
        ("00", EntryKind.AMOUNT, "0"),
        ("autumn30", EntryKind.CODE, "autumn30"),
        ("30off", EntryKind.CODE, "30off"),
    ],
)
def test_what_is_typed_is_a_phone_an_amount_or_a_code(keys: str, kind: EntryKind, shown: str) -> None:
    entry = typed(keys)
    assert (entry.kind, entry.shown(TWD)) == (kind, shown)


def test_a_phone_is_whole_at_the_tenth_digit_and_the_next_starts_afresh() -> None:
    assert not typed("091234567").is_whole_phone
    assert typed("0912345678").is_whole_phone
    assert typed("09123456785") == Entry("5")


def test_erasing_goes_back_digit_by_digit() -> None:
    assert typed("0912").erase() == Entry("091")
    assert Entry().erase() == Entry()


def test_amounts_are_typed_in_minor_units() -> None:
    assert (typed("185").amount_minor, typed("185").shown(TWD)) == (185, "185")
    assert (typed("1250").amount_minor, typed("1250").shown(USD)) == (1250, "12.50")
    assert (typed("5").amount_minor, typed("5").shown(USD)) == (5, "0.05")
    assert (typed("").amount_minor, typed("").shown(USD)) == (0, "")


def test_a_printed_number_is_whole_at_its_last_digit() -> None:
    number = "072" + "2516" + "714309132901" + "00063"
    assert not typed(number[:-1]).is_whole_number
    assert typed(number).is_whole_number
    assert typed(number).amount_minor == 0
    assert not typed("x" * 24).is_whole_number
    assert typed("x" * 50).text == "x" * 40
