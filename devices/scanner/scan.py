"""What a scanned text is: a member's identifier, an article, an in-store label, or nothing we know."""

import re
from dataclasses import dataclass
from enum import StrEnum

from terminal.domain import identifiers
from terminal.domain.errors import Refusal

_AIM = re.compile(r"\]([A-Za-z])[0-9A-Za-z]")
_ARTICLE_LENGTH = 13
_SHORT_ARTICLE_LENGTHS = (8, 12)
_IN_STORE = re.compile(r"2\d{12}")


class ScanKind(StrEnum):
    """What to do with a scan."""

    MEMBER = "member"
    """Identify a member with it: phone, card, carrier or member id."""
    ARTICLE = "article"
    """An EAN-13 (UPC-A and EAN-8 where the scanner says so) with a correct check digit: look it up in the menu."""
    IN_STORE = "in_store"
    """An EAN-13 from 20 to 29, which each store gives its own meaning: weighed goods or member cards."""
    UNKNOWN = "unknown"
    """Nothing we know: a neutral tone and one line, never a guess."""


class Symbology(StrEnum):
    """The barcode's own kind, where the scanner tells (AIM identifier)."""

    CODE_39 = "A"
    CODE_128 = "C"
    EAN_UPC = "E"
    QR = "Q"
    OTHER = "?"
    UNTOLD = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan: what it is for, its text without the AIM prefix, and its symbology."""

    kind: ScanKind
    value: str
    symbology: Symbology = Symbology.UNTOLD


def classify(text: str) -> Scan:
    """The scan that ``text`` is; a leading AIM identifier ``]cm`` is read and taken off."""
    prefix = _AIM.match(text)
    symbology = _symbology(prefix[1]) if prefix else Symbology.UNTOLD
    value = (text[prefix.end() :] if prefix else text).strip()
    return Scan(_kind(value, symbology), value, symbology)


def check_digit_holds(digits: str) -> bool:
    """Whether the last digit of an EAN or UPC number is the one its others ask for."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0


def _symbology(letter: str) -> Symbology:
    try:
        return Symbology(letter)
    except ValueError:
        return Symbology.OTHER


def _kind(value: str, symbology: Symbology) -> ScanKind:
    if _is_article(value, symbology):
        return ScanKind.IN_STORE if _IN_STORE.fullmatch(value) else ScanKind.ARTICLE
    try:
        identifiers.classify(value)
    except Refusal:
        return ScanKind.UNKNOWN
    return ScanKind.MEMBER


def _is_article(value: str, symbology: Symbology) -> bool:
    """Whether it is an article's number. Short ones count only on the scanner's word: member cards look like them."""
    if symbology not in {Symbology.EAN_UPC, Symbology.UNTOLD} or not (value.isascii() and value.isdigit()):
        return False
    told_short = symbology is Symbology.EAN_UPC and len(value) in _SHORT_ARTICLE_LENGTHS
    return (len(value) == _ARTICLE_LENGTH or told_short) and check_digit_holds(value)
