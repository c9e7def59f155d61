"""What members are known by: read from whatever was typed or scanned, masked for screens."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import Refusal
from terminal.domain.identifiers import Identifier, IdentifierKind, classify, mask_name, mask_phone, parse_phone

MEMBER_ID = "018f3c5e-7a1b-7c3d-9e4f-123456789abc"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0912345678", "phone", "+886912345678"),
        (" 0912-345-678 ", "phone", "+886912345678"),
        ("0912 345 678", "phone", "+886912345678"),
        ("０９１２３４５６７８", "phone", "+886912345678"),  # full-width
        ("+886912345678", "phone", "+886912345678"),
        ("886912345678", "phone", "+886912345678"),
        ("+886 (0)912 345 678", "phone", "+886912345678"),
        ("+1 (555) 010-9999", "phone", "+15550109999"),
        ("+81 90 1234 5678", "phone", "+819012345678"),
        ("4710088410207", "card", "4710088410207"),
        ("4710 0884 1020", "card", "471008841020"),
        ("0000000012", "card", "0000000012"),
        ("card-0001", "card", "CARD-0001"),
        ("/ABC+123", "carrier", "/ABC+123"),
        ("/abc+123", "carrier", "/ABC+123"),
        ("/AB.C-12", "carrier", "/AB.C-12"),
        (MEMBER_ID, "member", MEMBER_ID),
        (MEMBER_ID.upper(), "member", MEMBER_ID),
        (MEMBER_ID.replace("-", ""), "member", MEMBER_ID),
    ],
)
def test_what_was_typed_is_read_in_one_form(text: str, kind: str, value: str) -> None:
    assert classify(text) == Identifier(IdentifierKind(kind), value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "identifier_unknown_form"),
        ("   ", "identifier_unknown_form"),
        ("0", "phone_invalid"),
        ("0912345", "phone_invalid"),
        ("091234567", "phone_invalid"),
        ("09123456789", "phone_invalid"),
        ("+886212345678", "phone_invalid"),
        ("88691234567", "phone_invalid"),
        ("+", "phone_invalid"),
        ("+12", "phone_invalid"),
        ("王小明", "identifier_unknown_form"),
        ("/ABC+12", "identifier_unknown_form"),
        ("abcdefgh", "identifier_unknown_form"),
        ("a@b.example", "identifier_unknown_form"),
        ("1" * 21, "identifier_unknown_form"),
        ("9" * 100, "identifier_unknown_form"),
        ("\x00\x1b[31m", "identifier_unknown_form"),
    ],
)
def test_what_is_no_identifier_is_refused_without_repeating_it(text: str, kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        classify(text)
    assert (refused.value.kind, dict(refused.value.data)) == (kind, {})


def test_a_phone_is_asked_for_where_only_a_phone_will_do() -> None:
    assert parse_phone("0912 345 678") == "+886912345678"
    for text in ("4710088410207", "", "x" * 100):
        with pytest.raises(Refusal, match="phone_invalid"):
            parse_phone(text)


@given(st.text(max_size=80) | st.from_regex(r"[+0-9 ()/-]{0,20}", fullmatch=True))
def test_any_text_is_an_identifier_or_a_refusal(text: str) -> None:
    with contextlib.suppress(Refusal):  # one of the two answers
        found = classify(text)
        assert classify(found.value) == found


@given(st.from_regex(r"9[0-9]{8}", fullmatch=True), st.sampled_from(["0", "+886", "886", "+8860", " 0", "0-"]))
def test_every_way_to_write_a_mobile_number_is_the_same_number(digits: str, prefix: str) -> None:
    assert classify(prefix + digits).value == f"+886{digits}"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("林志華", "林○華"),
        ("林華", "林○"),
        ("歐陽志華", "歐○○華"),
        ("林", "○"),
        ("", ""),
        ("Anna Smith", "A*** S****"),
        ("Anna", "A***"),
        ("Jean  van der Berg", "J*** v** d** B***"),
        ("林 志華", "* 志*"),
        ("堃", "○"),
    ],
)
def test_a_name_hides_its_middle(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("+886912345678", "0912-***-678"), ("+15550109999", "+155-***-999"), ("+123456", "*******"), ("", "")],
)
def test_a_phone_hides_its_middle(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.text(min_size=1, max_size=40))
def test_a_mask_never_shows_a_whole_name(name: str) -> None:
    masked = mask_name(name)
    assert masked != name or not name.strip() or set(name.strip()) <= set("* ")
