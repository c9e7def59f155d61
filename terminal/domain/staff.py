"""Who works at a terminal, what proves it, and which deeds need a manager."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from terminal.domain.errors import Refusal
from terminal.domain.records import record

PIN_DIGITS: Final = (4, 6)
NAME_LENGTH_MAX: Final = 24
WRONG_PINS_MAX: Final = 5
LOCKED_FOR: Final = timedelta(minutes=5)
SALT_BYTES: Final = 16
_SCRYPT_COST, _SCRYPT_BLOCK, _SCRYPT_LANES = 2**14, 8, 1


class Role(StrEnum):
    """What somebody is at the terminal."""

    CASHIER = "cashier"
    MANAGER = "manager"


class Deed(StrEnum):
    """What may need a manager."""

    DISCOUNT = "discount"
    VOID = "void"
    REFUND_WITHOUT_RECEIPT = "refund_without_receipt"
    DRAWER = "drawer"
    CASH_MOVED = "cash_moved"
    ADJUSTMENT = "adjustment"
    MERGE = "merge"
    CLOSE_DAY = "close_day"
    OFFICE = "office"
    TRAINING = "training"
    SETTINGS = "settings"
    STAFF = "staff"


ALWAYS_APPROVED: Final = frozenset({Deed.DISCOUNT, Deed.MERGE, Deed.SETTINGS, Deed.STAFF})
"""Decided already: by the programme, which says what a cashier may take off; by each option, which says who sets it.

Who may sign in is never left to cashiers, nor who is one person: only head office can take that back.
"""

APPROVED_BY_CHOICE: Final = tuple(deed for deed in Deed if deed not in ALWAYS_APPROVED)
"""What the terminal's setting ``manager_approves`` chooses from; all of it where nobody chose."""


@record
class Colleague:
    """Somebody who may sign in, without what proves it."""

    staff_id: str
    name: str
    role: Role

    @property
    def is_manager(self) -> bool:
        """Whether nobody need be asked."""
        return self.role is Role.MANAGER


@record
class Credential:
    """A colleague's PIN as it is kept, and how often in a row another one was typed."""

    salt: bytes
    digest: bytes
    wrong: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Whether no PIN is looked at just now."""
        return self.locked_until is not None and now < self.locked_until

    def matches(self, pin: str) -> bool:
        """Whether that is the PIN."""
        from hmac import compare_digest

        return compare_digest(_digest(pin, self.salt), self.digest)

    def after_wrong(self, now: datetime) -> "Credential":
        """What is kept when another PIN was typed: too many in a row lock it. A lock that has run out begins anew."""
        before = 0 if self.locked_until is not None else self.wrong
        wrong = before + 1
        return replace(self, wrong=wrong, locked_until=now + LOCKED_FOR if wrong >= WRONG_PINS_MAX else None)

    def forgiven(self) -> "Credential":
        """What is kept when the right one was typed, or a manager signed in."""
        return replace(self, wrong=0, locked_until=None)


def credential(pin: str, salt: bytes) -> Credential:
    """What is kept of ``pin``. Raises ``Refusal("pin_invalid")``."""
    if not is_pin(pin):
        raise Refusal("pin_invalid", shortest=PIN_DIGITS[0], longest=PIN_DIGITS[1])
    return Credential(salt, _digest(pin, salt))


def is_pin(text: str) -> bool:
    """Whether a PIN may look like that."""
    return re.fullmatch(rf"[0-9]{{{PIN_DIGITS[0]},{PIN_DIGITS[1]}}}", text) is not None


def staff_name(text: str) -> str:
    """The name to keep. Raises ``Refusal("staff_name_invalid")``."""
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH_MAX or not name.isprintable():
        raise Refusal("staff_name_invalid", length_max=NAME_LENGTH_MAX)
    return name


def _digest(pin: str, salt: bytes) -> bytes:
    from hashlib import scrypt

    return scrypt(pin.encode(), salt=salt, n=_SCRYPT_COST, r=_SCRYPT_BLOCK, p=_SCRYPT_LANES)
