"""Points to be claimed later: what the receipt of a sale without a member says, signed by the till that sold.

A member brings the paper, and whoever has that till's public key can tell it from an invented one without asking. Only
capitals and digits occur: the QR code stays small, and a scanner that types gets them right on every layout.
"""

import binascii
from base64 import b32decode, b32encode
from collections.abc import Callable
from datetime import date
from typing import Final

from terminal.domain.errors import Refusal
from terminal.domain.records import record

PREFIX: Final = "SC1"
KIND: Final = "claim"
"""What a used claim is listed as among the coupons of a frame."""

TEXT_MAX: Final = 600
_SIGNATURE_BYTES: Final = 64
_PADDING: Final = "="
_SEPARATOR: Final = "\n"
_FIELDS: Final = 9
_PURPOSE: Final = b"stillpoint-claim-1\n"  # what else the key signs must never pass for a claim

Sign = Callable[[bytes], bytes]
"""Makes the till's Ed25519 signature (64 bytes) over a statement."""

PublicKeyOf = Callable[[str, int], bytes | None]
"""The public key (32 bytes) of a terminal's epoch; ``None`` where it is not known."""

IsSigned = Callable[[bytes, bytes, bytes], bool]
"""Whether the owner of a public key signed a statement: (key, statement, signature)."""


@record
class Claim:
    """What may be claimed: the points that ``amount`` (minor units of ``currency``) earns at ``brand``, once.

    ``sale`` is the reference in the receipt's barcode, ``day`` the sale's business day, ``until`` the last day on which
    it may be claimed.
    """

    terminal: str
    epoch: int
    brand: str
    store: str
    sale: str
    currency: str
    amount: int
    day: date
    until: date

    @property
    def number(self) -> str:
        """What its use is counted under, by every till and by the server; it says nothing of anybody."""
        return claim_number(self.terminal, self.epoch, self.sale)


def claim_number(terminal: str, epoch: int, sale: str) -> str:
    """The number of the claim that this epoch of a till signed for the sale with that reference."""
    from hashlib import sha256

    return sha256(_SEPARATOR.join((terminal, str(epoch), sale)).encode()).hexdigest()[:40]


@record
class SignedClaim:
    """A claim as it was read, with what its signature covers."""

    claim: Claim
    statement: bytes
    signature: bytes


def is_claim(text: str) -> bool:
    """Whether ``text`` can only be meant as a claim. Capitals may have come as small letters, by Caps Lock."""
    return len(text) > _SIGNATURE_BYTES and text[: len(PREFIX)].upper() == PREFIX


def issue(claim: Claim, sign: Sign) -> str:
    """The claim as text, signed."""
    said = _SEPARATOR.join(
        (
            claim.terminal,
            str(claim.epoch),
            claim.brand,
            claim.store,
            claim.sale,
            claim.currency,
            str(claim.amount),
            f"{claim.day:%Y%m%d}",
            f"{claim.until:%Y%m%d}",
        )
    ).encode()
    return PREFIX + b32encode(said + sign(_PURPOSE + said)).decode().rstrip(_PADDING)


def read(text: str) -> SignedClaim:
    """What ``text`` says, its signature not checked yet. Raises ``Refusal("claim_unreadable")``."""
    if not is_claim(text) or len(text) > TEXT_MAX:
        raise Refusal("claim_unreadable")
    written = text[len(PREFIX) :].upper()
    try:
        whole = b32decode(written + _PADDING * (-len(written) % 8))
        said, signature = whole[:-_SIGNATURE_BYTES], whole[-_SIGNATURE_BYTES:]
        return SignedClaim(_claim(said.decode()), _PURPOSE + said, signature)
    except (binascii.Error, ValueError) as error:
        raise Refusal("claim_unreadable") from error


def verify(text: str, today: date, key_of: PublicKeyOf, is_signed: IsSigned) -> Claim:
    """The claim in ``text``, if the till that it names signed it and it has not run out.

    Raises ``Refusal``: ``claim_unreadable``, ``claim_till_unknown``, ``claim_not_signed``, ``claim_expired``.
    """
    signed = read(text)
    claim = signed.claim
    key = key_of(claim.terminal, claim.epoch)
    if key is None:
        raise Refusal("claim_till_unknown", store=claim.store)
    if not is_signed(key, signed.statement, signed.signature):
        raise Refusal("claim_not_signed")
    if today > claim.until:
        raise Refusal("claim_expired", day=claim.until.isoformat())
    return claim


def _claim(said: str) -> Claim:
    parts = said.split(_SEPARATOR)
    if len(parts) != _FIELDS:
        raise ValueError("a claim has nine fields")
    terminal, epoch, brand, store, sale, currency, amount, day, until = parts
    return Claim(terminal, _whole(epoch), brand, store, sale, currency, _whole(amount), _day(day), _day(until))


def _whole(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(digits)
    return int(digits)


def _day(digits: str) -> date:
    _whole(digits)
    return date.fromisoformat(digits)
