"""What is being typed into the omnibox: a phone, an amount, or a code."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from terminal.domain.coupon_numbers import NUMBER_LENGTH
from terminal.domain.records import record

if TYPE_CHECKING:
    from terminal.domain.money import Currency

PHONE_PREFIX = "09"
PHONE_DIGITS = 10
AMOUNT_DIGITS_MAX = 8
CODE_LENGTH_MAX = 40
POINT = "."
_DECIMAL = re.compile(r"[0-9]{1,3}\.[0-9]{0,3}")


class EntryKind(StrEnum):
    """What the digits so far are."""

    EMPTY = "empty"
    PHONE = "phone"
    AMOUNT = "amount"
    DECIMAL = "decimal"
    CODE = "code"


@record
class Entry:
    """Characters typed one by one.

    Digits that start with 09 are a phone, others an amount in minor units: where a currency has cents, 1250 is 12.50,
    as on every till. A point makes it a number of pieces or kilograms. Letters make it a code or a part of an item's
    name, and so do more digits than an amount has.
    """

    text: str = ""

    @property
    def kind(self) -> EntryKind:
        """What it is so far; a lone 0 is taken for the start of a phone."""
        if not self.text:
            return EntryKind.EMPTY
        if _DECIMAL.fullmatch(self.text):
            return EntryKind.DECIMAL
        if not self.text.isdigit():
            return EntryKind.CODE
        if PHONE_PREFIX.startswith(self.text[:2]):
            return EntryKind.PHONE
        return EntryKind.AMOUNT if len(self.text) <= AMOUNT_DIGITS_MAX else EntryKind.CODE

    @property
    def is_whole_phone(self) -> bool:
        """Whether the phone's last digit is in."""
        return self.kind is EntryKind.PHONE and len(self.text) == PHONE_DIGITS

    @property
    def is_whole_number(self) -> bool:
        """Whether the last digit of a printed coupon's number is in."""
        return self.kind is EntryKind.CODE and self.text.isdigit() and len(self.text) == NUMBER_LENGTH

    @property
    def is_loose(self) -> bool:
        """Whether something is typed that is neither an amount nor a whole phone: nothing has taken it yet."""
        return self.kind not in {EntryKind.EMPTY, EntryKind.AMOUNT} and not self.is_whole_phone

    def push(self, character: str) -> Entry:
        """With one more character. A whole phone is complete: what comes next starts afresh."""
        return Entry(character if self.is_whole_phone else (self.text + character)[:CODE_LENGTH_MAX])

    def erase(self) -> Entry:
        """Without the last character."""
        return Entry(self.text[:-1])

    def shown(self, currency: Currency) -> str:
        """As people read it: ``0912 345 678``, ``1,284``, ``12.50``."""
        if self.kind is EntryKind.PHONE:
            return " ".join(part for part in (self.text[:4], self.text[4:7], self.text[7:]) if part)
        return currency.format(self.amount_minor) if self.kind is EntryKind.AMOUNT else self.text

    @property
    def amount_minor(self) -> int:
        """The amount in minor units; 0 when none is typed."""
        return int(self.text) if self.kind is EntryKind.AMOUNT else 0

    @property
    def number(self) -> Fraction | None:
        """What is typed as a number of pieces or kilograms; ``None`` when it is none, or nothing."""
        is_number = self.kind in {EntryKind.AMOUNT, EntryKind.DECIMAL} or self.text == "0"
        return Fraction(self.text.rstrip(POINT)) if is_number else None
