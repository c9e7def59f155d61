"""What a member is known by: reading what was typed or scanned, and masking it for a screen others can see."""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from terminal.domain.errors import Refusal
from terminal.domain.records import record

TEXT_MAX: Final = 64
_UUID: Final = re.compile("-?".join(f"([0-9a-f]{{{length}}})" for length in (8, 4, 4, 4, 12)))
_SEPARATORS: Final = re.compile(r"[\s().-]+")
_E164: Final = re.compile(r"\+[1-9][0-9]{7,14}")
_TAIWAN_MOBILE: Final = re.compile(r"(?:\+?8860?|0)(9[0-9]{8})")
_CARRIER: Final = re.compile(r"/[0-9A-Z.+-]{7}")
_CARD_DIGITS: Final = re.compile(r"[0-9]{8,20}")
_CARD_MIXED: Final = re.compile(r"(?=.*[0-9])(?=.*[A-Z])[A-Z0-9][A-Z0-9-]{5,31}")
_PHONE_LIKE: Final = re.compile(r"\+[0-9]*|[0-9]{1,7}|09[0-9]{0,10}|886[0-9]{0,9}")
_HEAD_SHOWN, _TAIL_SHOWN = 4, 3


class IdentifierKind(StrEnum):
    """What sort of identifier a text is."""

    PHONE = "phone"
    CARD = "card"
    CARRIER = "carrier"
    MEMBER = "member"


@record
class Identifier:
    """An identifier in its one canonical form: phones in E.164, cards and carriers in upper case, ids as kept."""

    kind: IdentifierKind
    value: str


def classify(text: str) -> Identifier:
    """What ``text`` identifies a member by.

    Separators and full-width characters do not matter. Raises ``Refusal("phone_invalid")`` for what looks like a
    phone number but is none, ``Refusal("identifier_unknown_form")`` for the rest. The text itself is personal
    and stays out of them.
    """
    if len(text) > TEXT_MAX:
        raise Refusal("identifier_unknown_form")
    clean = unicodedata.normalize("NFKC", text).strip()
    member_id = _member_id(clean)
    if member_id is not None:
        return Identifier(IdentifierKind.MEMBER, member_id)
    if _CARRIER.fullmatch(clean.upper()):
        return Identifier(IdentifierKind.CARRIER, clean.upper())
    joined = _SEPARATORS.sub("", clean)
    phone = _phone(joined)
    if phone is not None:
        return Identifier(IdentifierKind.PHONE, phone)
    if _PHONE_LIKE.fullmatch(joined):
        raise Refusal("phone_invalid")
    return Identifier(IdentifierKind.CARD, _card(clean, joined))


def parse_phone(text: str) -> str:
    """The E.164 form of a phone number. Raises ``Refusal("phone_invalid")``."""
    phone = _phone(_SEPARATORS.sub("", unicodedata.normalize("NFKC", text))) if len(text) <= TEXT_MAX else None
    if phone is None:
        raise Refusal("phone_invalid")
    return phone


def local_phone(phone: str) -> str:
    """An E.164 number as people here say it: ``0912345678``; foreign ones keep their ``+``."""
    match = _TAIWAN_MOBILE.fullmatch(phone)
    return f"0{match.group(1)}" if match else phone


def mask_phone(phone: str) -> str:
    """A phone number with its middle hidden: ``0912-***-678``."""
    shown = local_phone(phone)
    if len(shown) <= _HEAD_SHOWN + _TAIL_SHOWN:
        return "*" * len(shown)
    return f"{shown[:_HEAD_SHOWN]}-***-{shown[-_TAIL_SHOWN:]}"


def mask_name(name: str) -> str:
    """A name with its middle hidden: 林志華 → 林○華, 林華 → 林○, Anna Smith → A*** S****."""
    words = name.split()
    if len(words) > 1 or name.isascii():
        return " ".join(word[0] + "*" * (len(word) - 1) if len(word) > 1 else "*" for word in words)
    whole = "".join(words)
    if len(whole) <= 2:
        return whole[:-1] + "○" * bool(whole)
    return whole[0] + "○" * (len(whole) - 2) + whole[-1]


def _member_id(text: str) -> str | None:
    match = _UUID.fullmatch(text.lower())
    return "-".join(match.groups()) if match else None


def _phone(joined: str) -> str | None:
    match = _TAIWAN_MOBILE.fullmatch(joined)
    if match:
        return f"+886{match.group(1)}"
    if joined.startswith("+886") or not _E164.fullmatch(joined):
        return None
    return joined


def _card(clean: str, joined: str) -> str:
    if _CARD_DIGITS.fullmatch(joined):
        return joined
    mixed = clean.upper()
    if not _CARD_MIXED.fullmatch(mixed):
        raise Refusal("identifier_unknown_form")
    return mixed
