"""Members' codes: what they say, how they read, and what refuses them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.scanner.wedge import LENGTH_MAX
from terminal.domain.errors import Refusal
from terminal.domain.member_tokens import PREFIX, SKEW, VALID, check_time, is_token, mint, read

NOW = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
MEMBER = "019c0b5e-6f0a-7c44-8d3e-1a2b3c4d5e6f"
SECOND = timedelta(seconds=1)


def sign(statement: bytes) -> bytes:
    return statement[-1:] * 64


def refusal_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.kind


@given(st.uuids(), st.integers(0, 2**30))
def test_what_is_minted_is_read_again(member: object, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    text = mint(str(member), now, sign)
    token = read(text)
    assert (token.member_id, token.signature) == (str(member), sign(token.statement))
    assert timedelta() <= now + VALID - token.expires_at < SECOND
    assert text.isascii() and text.isalnum() and text.isupper()
    assert is_token(text) and len(text) <= LENGTH_MAX


def test_caps_lock_does_not_matter_and_no_spelling_makes_another_code_of_it() -> None:
    text = mint(MEMBER, NOW, sign)
    assert is_token(text.lower()) and read(text.lower()) == read(text)
    spelled = {read(text[:-1] + last).name for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"}
    assert len(spelled) == 1


@pytest.mark.parametrize(
    ("passed", "kind"),
    [
        (timedelta(), ""),
        (VALID + SKEW, ""),
        (VALID + SKEW + SECOND, "member_token_expired"),
        (-SKEW, ""),
        (-SKEW - SECOND, "member_token_not_yet_valid"),
    ],
)
def test_a_code_has_its_time(passed: timedelta, kind: str) -> None:
    token = read(mint(MEMBER, NOW, sign))
    if kind:
        assert refusal_of(lambda: check_time(token, NOW + passed)) == kind
    else:
        check_time(token, NOW + passed)


@pytest.mark.parametrize("text", ["", PREFIX, PREFIX + "A" * 70, PREFIX + "1" * 135, "A" * 138, PREFIX + "會" * 135])
def test_what_is_cut_or_garbled_is_no_code_of_the_group(text: str) -> None:
    assert refusal_of(lambda: read(text)) == "member_token_not_signed"


@given(st.text(max_size=200))
def test_any_text_is_refused_and_nothing_worse(text: str) -> None:
    assert refusal_of(lambda: read(text)) == "member_token_not_signed"
    assert refusal_of(lambda: read(PREFIX + text)) == "member_token_not_signed"


@pytest.mark.parametrize("text", ["SM1-0042", "0912345678", "SM1" + "A" * 61])
def test_what_may_be_a_card_is_no_code(text: str) -> None:
    assert not is_token(text)
