"""Ed25519 signatures over batches and requests, always over bytes as they are sent."""

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

TERMINAL_HEADER = "Stillpoint-Terminal"
NONCE_HEADER = "Stillpoint-Nonce"
TIME_HEADER = "Stillpoint-Time"
SIGNATURE_HEADER = "Stillpoint-Signature"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private Ed25519 key as its 32 raw bytes, the form in which keyrings keep it."""

    private: bytes

    @classmethod
    def generate(cls) -> "SigningKey":
        """A new random key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> bytes:
        """The public half, 32 raw bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw()

    def sign(self, statement: bytes) -> bytes:
        """The signature over ``statement``, 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.private).sign(statement)


def verified(public: bytes, signature: bytes, statement: bytes) -> bool:
    """Whether ``signature`` is that of ``public`` over ``statement``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def batch_statement(terminal: str, epoch: int, last: int, head: bytes) -> bytes:
    """What a batch's signature covers: whose chain it is, and the chain hash after its last frame."""
    return f"stillpoint-batch-1\n{terminal}\n{epoch}\n{last}\n{head.hex()}".encode()


def request_statement(method: str, target: str, body: bytes, nonce: str, time: str) -> bytes:
    """What a request's signature covers. ``target`` is the path with its query; ``time`` the sender's wall clock."""
    digest = hashlib.sha256(body).hexdigest()
    return f"stillpoint-request-1\n{method}\n{target}\n{digest}\n{nonce}\n{time}".encode()
