"""The member's code that changes: an id and when it ends, signed by the group, as text that every keyboard types alike.

A phone shows it as a QR code. Stores without a line check it by the group's key, which a photograph of it cannot
outlive for long: it is valid for five minutes, and a till takes it once. Only capitals and digits occur: the QR code
stays small, and a scanner that types gets them right on every layout.
"""

import binascii
import struct
from base64 import b32decode, b32encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from terminal.domain.errors import Refusal
from terminal.domain.identifiers import TEXT_MAX
from terminal.domain.records import record

PREFIX: Final = "SM1"
VALID: Final = timedelta(minutes=5)
SKEW: Final = timedelta(seconds=90)
"""How far the till's clock and that of whoever signed may be apart."""
_SAID: Final = struct.Struct(">16sI")  # the id, and the last second in Unix time
_SIGNATURE_BYTES: Final = 64
_PADDING: Final = "="
_PURPOSE: Final = b"stillpoint-member-token-1\n"  # what else the key signs must never pass for a token

Sign = Callable[[bytes], bytes]
"""Makes the group's Ed25519 signature (64 bytes) over a statement."""


@record
class MemberToken:
    """What a code says: whose it is, and until when. ``said`` is the same as bytes, ``signature`` the group's."""

    member_id: str
    expires_at: datetime
    said: bytes
    signature: bytes

    @property
    def statement(self) -> bytes:
        """What the signature covers."""
        return _PURPOSE + self.said

    @property
    def name(self) -> str:
        """What a till remembers a used one by; not its text, which can be written in more than one way."""
        return self.said.hex()


def is_token(text: str) -> bool:
    """Whether ``text`` can only be meant as a member's code. Capitals may have come as small letters, by Caps Lock."""
    return len(text) > TEXT_MAX and text[: len(PREFIX)].upper() == PREFIX


def mint(member_id: str, now: datetime, sign: Sign) -> str:
    """A code for the member with that id (a UUID), valid from ``now`` for ``VALID``."""
    from uuid import UUID

    said = _SAID.pack(UUID(member_id).bytes, int((now + VALID).timestamp()))
    return PREFIX + b32encode(said + sign(_PURPOSE + said)).decode().rstrip(_PADDING)


def read(text: str) -> MemberToken:
    """What ``text`` says, its signature not checked yet. Raises ``Refusal("member_token_not_signed")``."""
    from uuid import UUID

    written = text[len(PREFIX) :].upper()
    try:
        whole = b32decode(written + _PADDING * (-len(written) % 8))
    except (binascii.Error, ValueError) as error:
        raise Refusal("member_token_not_signed") from error
    if not is_token(text) or len(whole) != _SAID.size + _SIGNATURE_BYTES:
        raise Refusal("member_token_not_signed")
    said, signature = whole[: _SAID.size], whole[_SAID.size :]
    member, expires = _SAID.unpack(said)
    return MemberToken(str(UUID(bytes=member)), datetime.fromtimestamp(expires, UTC), said, signature)


def check_time(token: MemberToken, now: datetime) -> None:
    """Raises ``Refusal``: ``member_token_expired``, ``member_token_not_yet_valid``."""
    if now > token.expires_at + SKEW:
        raise Refusal("member_token_expired")
    if now < token.expires_at - VALID - SKEW:
        raise Refusal("member_token_not_yet_valid")
