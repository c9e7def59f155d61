"""What lanes send each other, sealed so that only terminals of the same group and store can read or write it."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from terminal.domain.errors import Refusal

FORMAT = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32
_CONTEXT = b"stillpoint-relay-1"


class Box:
    """Seals and opens with the key of one store. A message that is played again says nothing new, so it may be."""

    def __init__(self, group_key: bytes, store: str) -> None:
        derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=_CONTEXT + b"\n" + store.encode())
        self._cipher = AESGCM(derived.derive(group_key))

    def seal(self, message: bytes) -> bytes:
        """The message as it may travel."""
        nonce = os.urandom(NONCE_BYTES)
        return FORMAT + nonce + self._cipher.encrypt(nonce, message, _CONTEXT)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed. Raises ``Refusal("lane_message_wrong")`` for anything else."""
        nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if sealed[:1] != FORMAT:
            raise Refusal("lane_message_wrong", reason="format")
        try:
            return self._cipher.decrypt(nonce, rest, _CONTEXT)
        except (InvalidTag, ValueError) as error:
            raise Refusal("lane_message_wrong", reason="key") from error


def store_mark(group_key: bytes, store: str) -> str:
    """By what lanes of a store know each other on the network; it tells nobody else which store that is."""
    return hmac.new(group_key, _CONTEXT + b"-mark\n" + store.encode(), hashlib.sha256).hexdigest()[:32]
