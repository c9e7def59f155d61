"""What is being typed into the omnibox: a phone, or an amount."""

from dataclasses import dataclass, replace
from enum import StrEnum

from terminal.domain.money import Currency

PHONE_PREFIX = "09"
PHONE_DIGITS = 10
AMOUNT_DIGITS_MAX = 8


class EntryKind(StrEnum):
    """What the digits so far are."""

    EMPTY = "empty"
    PHONE = "phone"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Entry:
    """Digits typed one by one. Those that start with 09 are a phone, all others an amount in minor units.

    Where a currency has cents, 1250 is 12.50, as on every till.
    """

    text: str = ""

    @property
    def kind(self) -> EntryKind:
        """What the digits are; a lone 0 is taken for the start of a phone."""
        if not self.text:
            return EntryKind.EMPTY
        return EntryKind.PHONE if PHONE_PREFIX.startswith(self.text[:2]) else EntryKind.AMOUNT

    @property
    def is_whole_phone(self) -> bool:
        """Whether the phone's last digit is in."""
        return self.kind is EntryKind.PHONE and len(self.text) == PHONE_DIGITS

    def push(self, digit: str) -> "Entry":
        """With one more digit. A whole phone is complete: the next digit starts afresh."""
        if self.is_whole_phone:
            return Entry(digit)
        text = self.text + digit
        if Entry(text).kind is EntryKind.AMOUNT:
            text = text.lstrip("0")[:AMOUNT_DIGITS_MAX]
        return replace(self, text=text)

    def erase(self) -> "Entry":
        """Without the last digit."""
        return replace(self, text=self.text[:-1])

    def shown(self, currency: Currency) -> str:
        """As people read it: ``0912 345 678``, ``1,284``, ``12.50``."""
        if self.kind is EntryKind.PHONE:
            return " ".join(part for part in (self.text[:4], self.text[4:7], self.text[7:]) if part)
        return currency.format(self.amount_minor) if self.text else ""

    @property
    def amount_minor(self) -> int:
        """The amount in minor units; 0 when nothing is typed."""
        return int(self.text or "0")
