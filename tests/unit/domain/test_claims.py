"""Claims: what is signed comes back whole, and nothing else does."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain import claims
from terminal.domain.claims import Claim
from terminal.domain.errors import Refusal
from terminal.usecases.claims import verify_claim

KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))
PUBLIC = KEY.public_key().public_bytes_raw()
CLAIM = Claim(
    terminal="0199f3c1-1f2e-7a51-b7c4-0f1e2d3c4b5a",
    epoch=3,
    brand="chawu",
    store="xinyi",
    sale="261121020214067482",
    currency="TWD",
    amount=335,
    day=date(2026, 11, 21),
    until=date(2026, 12, 21),
)
TEXT = claims.issue(CLAIM, KEY.sign)


def key_of(terminal: str, epoch: int) -> bytes | None:
    return PUBLIC if (terminal, epoch) == (CLAIM.terminal, CLAIM.epoch) else None


def test_a_claim_is_capitals_and_digits_and_short_enough_for_the_narrow_paper() -> None:
    assert re.fullmatch("[A-Z0-9]+", TEXT)
    assert len(TEXT) <= 311  # a QR code of version 10 with error correction M


@pytest.mark.parametrize("day", [CLAIM.day - timedelta(days=1), CLAIM.day, CLAIM.until])
def test_a_claim_holds_until_its_last_day(day: date) -> None:
    assert verify_claim(TEXT, day, key_of) == CLAIM


def test_a_scanner_with_caps_lock_reads_it_too() -> None:
    assert verify_claim(TEXT.lower(), CLAIM.day, key_of) == CLAIM


def other(**changes: object) -> str:
    """The claim with something changed, under the signature of the true one."""
    signature = KEY.sign(claims.read(TEXT).statement)
    return claims.issue(replace(CLAIM, **changes), lambda _: signature)  # type: ignore[arg-type]  # by name


REFUSED: list[tuple[str, Callable[[], str], date, str]] = [
    ("the day after the last", lambda: TEXT, CLAIM.until + timedelta(days=1), "claim_expired"),
    ("a larger amount", lambda: other(amount=33500), CLAIM.day, "claim_not_signed"),
    ("a later last day", lambda: other(until=date(2030, 1, 1)), CLAIM.day, "claim_not_signed"),
    ("another sale", lambda: other(sale="261121020215067482"), CLAIM.day, "claim_not_signed"),
    ("another brand", lambda: other(brand="other"), CLAIM.day, "claim_not_signed"),
    ("another key", lambda: claims.issue(CLAIM, OTHER_KEY.sign), CLAIM.day, "claim_not_signed"),
    ("a signature over something else", lambda: claims.issue(CLAIM, lambda s: KEY.sign(s[1:])), CLAIM.day,
     "claim_not_signed"),
    ("a till nobody knows", lambda: other(terminal="else"), CLAIM.day, "claim_till_unknown"),
    ("an epoch nobody knows", lambda: other(epoch=4), CLAIM.day, "claim_till_unknown"),
    ("half of it", lambda: TEXT[:150], CLAIM.day, "claim_unreadable"),
    ("nothing", lambda: "", CLAIM.day, "claim_unreadable"),
    ("another prefix", lambda: "SM1" + TEXT[3:], CLAIM.day, "claim_unreadable"),
    ("no base32", lambda: TEXT[:40] + "0" + TEXT[41:], CLAIM.day, "claim_unreadable"),
    ("far too long", lambda: TEXT + "A" * 1000, CLAIM.day, "claim_unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day", "kind"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_not_a_claim_is_refused_by_its_kind(text: Callable[[], str], day: date, kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        verify_claim(text(), day, key_of)
    assert refused.value.kind == kind


@given(st.integers(3, len(TEXT) - 3), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_no_changed_character_gets_through(place: int, character: str) -> None:
    changed = TEXT[:place] + character + TEXT[place + 1 :]
    if changed == TEXT:
        return
    with pytest.raises(Refusal):
        verify_claim(changed, CLAIM.day, key_of)


@given(st.text(max_size=700))
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(Refusal, match="claim_unreadable"):
        verify_claim("SC1" + text, CLAIM.day, key_of)
