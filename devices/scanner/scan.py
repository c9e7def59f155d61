"""What a scanned text is: somebody, an article, goods from the store's own scale, a coupon, or nothing we know."""

import re
from enum import StrEnum
from typing import Final

from terminal.domain import identifiers, member_tokens
from terminal.domain.errors import Refusal
from terminal.domain.identifiers import IdentifierKind
from terminal.domain.in_store_codes import InStoreRule, PackedGoods
from terminal.domain.records import record

_AIM: Final = re.compile(r"\]([A-Za-z])[0-9A-Za-z]")
_ARTICLE_LENGTH: Final = 13
_SHORT_ARTICLE_LENGTHS: Final = (8, 12)
_IN_STORE: Final = re.compile(r"2\d{12}")
_COUPON_ARTICLE: Final = re.compile(r"(98[1-4]\d|99\d\d)\d{9}")
"""GS1 keeps these for coupons, everywhere."""


class ScanKind(StrEnum):
    """What to do with a scan."""

    PHONE = "phone"
    """A mobile phone number: identify a member with it."""
    MEMBER_CARD = "member_card"
    """A member card's number."""
    MEMBER_TOKEN = "member_token"
    """A member's code that changes, as a phone shows it."""
    CARRIER = "carrier"
    """A mobile barcode of the e-invoice platform, slash and seven characters."""
    MEMBER_ID = "member_id"
    """A member's id."""
    ARTICLE = "article"
    """An EAN-13 (UPC-A and EAN-8 where the scanner says so) with a correct check digit: look it up in the menu."""
    PACKED = "packed"
    """An EAN-13 from 20 to 29 that one of the store's rules reads: an item with its weight or price."""
    IN_STORE = "in_store"
    """An EAN-13 from 20 to 29 that no rule reads: an article if the menu has it, otherwise nothing."""
    COUPON = "coupon"
    """A coupon, by its prefix."""
    UNKNOWN = "unknown"
    """Nothing we know: a neutral tone and one line, never a guess."""

    @property
    def names_member(self) -> bool:
        """Whether it may name somebody."""
        return self in _MEMBERS


_MEMBERS: Final = {
    ScanKind.PHONE,
    ScanKind.MEMBER_CARD,
    ScanKind.MEMBER_TOKEN,
    ScanKind.CARRIER,
    ScanKind.MEMBER_ID,
}
_BY_IDENTIFIER: Final = {
    IdentifierKind.PHONE: ScanKind.PHONE,
    IdentifierKind.CARD: ScanKind.MEMBER_CARD,
    IdentifierKind.CARRIER: ScanKind.CARRIER,
    IdentifierKind.MEMBER: ScanKind.MEMBER_ID,
}


class Symbology(StrEnum):
    """The barcode's own kind, where the scanner tells (AIM identifier)."""

    CODE_39 = "A"
    CODE_128 = "C"
    EAN_UPC = "E"
    QR = "Q"
    OTHER = "?"
    UNTOLD = ""


@record
class ScanRules:
    """What this shop's codes mean; see the terminal's options of the same names.

    With ``member_card_prefixes`` only what begins with one of them is a member card; without, whatever has the form of
    one is looked up.
    """

    member_card_prefixes: tuple[str, ...] = ()
    in_store_codes: tuple[InStoreRule, ...] = ()
    coupon_prefixes: tuple[str, ...] = ()


NO_RULES: Final = ScanRules()


@record
class Scan:
    """One scan: what it is for, its text without the AIM prefix, its symbology, and what a scale's label says."""

    kind: ScanKind
    value: str
    symbology: Symbology = Symbology.UNTOLD
    packed: PackedGoods | None = None


def classify(text: str, rules: ScanRules = NO_RULES) -> Scan:
    """The scan that ``text`` is; a leading AIM identifier ``]cm`` is read and taken off."""
    prefix = _AIM.match(text)
    symbology = _symbology(prefix[1]) if prefix else Symbology.UNTOLD
    value = (text[prefix.end() :] if prefix else text).strip()
    if _begins(value, rules.coupon_prefixes):
        return Scan(ScanKind.COUPON, value, symbology)
    if _begins(value, rules.member_card_prefixes) and _identifier(value) is IdentifierKind.CARD:
        return Scan(ScanKind.MEMBER_CARD, value, symbology)
    if _is_article(value, symbology):
        return _article(value, symbology, rules)
    return Scan(_member(value, symbology, rules), value, symbology)


def check_digit_holds(digits: str) -> bool:
    """Whether the last digit of an EAN or UPC number is the one its others ask for."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0


def _symbology(letter: str) -> Symbology:
    try:
        return Symbology(letter)
    except ValueError:
        return Symbology.OTHER


def _begins(value: str, prefixes: tuple[str, ...]) -> bool:
    return value.upper().startswith(tuple(prefix.upper() for prefix in prefixes))


def _is_article(value: str, symbology: Symbology) -> bool:
    """Whether it is an article's number. Short ones count only on the scanner's word: member cards look like them."""
    if symbology not in {Symbology.EAN_UPC, Symbology.UNTOLD} or not (value.isascii() and value.isdigit()):
        return False
    told_short = symbology is Symbology.EAN_UPC and len(value) in _SHORT_ARTICLE_LENGTHS
    return (len(value) == _ARTICLE_LENGTH or told_short) and check_digit_holds(value)


def _article(value: str, symbology: Symbology, rules: ScanRules) -> Scan:
    if _COUPON_ARTICLE.fullmatch(value):
        return Scan(ScanKind.COUPON, value, symbology)
    if not _IN_STORE.fullmatch(value):
        return Scan(ScanKind.ARTICLE, value, symbology)
    for rule in rules.in_store_codes:
        packed = rule.read(value)
        if packed is not None:
            return Scan(ScanKind.PACKED, value, symbology, packed)
    return Scan(ScanKind.IN_STORE, value, symbology)


def _member(value: str, symbology: Symbology, rules: ScanRules) -> ScanKind:
    """Whom ``value`` may name. An article's barcode that was misread names nobody; carriers are Code 39 only."""
    if symbology is Symbology.EAN_UPC:
        return ScanKind.UNKNOWN
    if member_tokens.is_token(value):
        return ScanKind.MEMBER_TOKEN
    named = _identifier(value)
    if named is None or (named is IdentifierKind.CARD and rules.member_card_prefixes):
        return ScanKind.UNKNOWN
    if named is IdentifierKind.CARRIER and symbology not in {Symbology.CODE_39, Symbology.UNTOLD}:
        return ScanKind.UNKNOWN
    return _BY_IDENTIFIER[named]


def _identifier(value: str) -> IdentifierKind | None:
    try:
        return identifiers.classify(value).kind
    except Refusal:
        return None
