"""The server's three keys, and personal data sealed with one of them."""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.protocol.signing import SigningKey
from terminal.domain.errors import Broken
from terminal.domain.records import record

_FORMAT = b"\x01"
_NONCE_BYTES = 12


@lru_cache(8)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


@record
class ServerKeys:
    """``signing`` signs programmes, ``profiles`` (32 bytes) seals personal data, ``group`` hashes identifiers."""

    signing: SigningKey
    profiles: bytes
    group: bytes

    @classmethod
    def generate(cls) -> "ServerKeys":
        """New random keys, for a new group."""
        return cls(SigningKey.generate(), os.urandom(32), os.urandom(32))

    def seal(self, personal: bytes, context: str) -> bytes:
        """``personal`` under AES-GCM, bound to ``context`` (whose data it is), so that rows cannot be swapped."""
        nonce = os.urandom(_NONCE_BYTES)
        return _FORMAT + nonce + _cipher(self.profiles).encrypt(nonce, personal, context.encode())

    def unseal(self, sealed: bytes, context: str) -> bytes:
        """What ``seal`` sealed for that context. Raises ``Broken`` when key, context or bytes are others."""
        nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return _cipher(self.profiles).decrypt(nonce, rest, context.encode())
        except (InvalidTag, ValueError) as error:
            raise Broken(f"sealed data of {context} does not open") from error
