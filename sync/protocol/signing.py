"""Ed25519 signatures over batches and requests, always over bytes as they are sent."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.protocol.steps import LaneKey
from terminal.domain.records import record

TERMINAL_HEADER = "Stillpoint-Terminal"
NONCE_HEADER = "Stillpoint-Nonce"
TIME_HEADER = "Stillpoint-Time"
SIGNATURE_HEADER = "Stillpoint-Signature"
DIGEST_HEADER = "Stillpoint-Digest"
_KEYS_KEPT = 16_384


@record
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
        _public_key(public).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(_KEYS_KEPT)
def _public_key(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)


def batch_statement(terminal: str, epoch: int, last: int, head: bytes) -> bytes:
    """What a batch's signature covers: whose chain it is, and the chain hash after its last frame."""
    return f"stillpoint-batch-1\n{terminal}\n{epoch}\n{last}\n{head.hex()}".encode()


def answer_digest(body: bytes) -> str:
    """What an answer says of its own body, unpacked: a line may garble what no checksum of its own catches."""
    return hashlib.sha256(body).hexdigest()


def request_statement(method: str, target: str, body: bytes, nonce: str, time: str) -> bytes:
    """What a request's signature covers. ``target`` is the path with its query; ``time`` the sender's wall clock."""
    digest = hashlib.sha256(body).hexdigest()
    return f"stillpoint-request-1\n{method}\n{target}\n{digest}\n{nonce}\n{time}".encode()


def lanes_statement(store: str, lanes: Iterable[LaneKey]) -> bytes:
    """What the signature of a store's lanes covers: every figure of each of them."""
    lines = (f"{lane.terminal} {lane.epoch} {lane.public_key} {lane.durable} {lane.posted}" for lane in lanes)
    return "\n".join(("stillpoint-lanes-1", store, *lines)).encode()


def relay_statement(terminal: str, epoch: int, message: str) -> bytes:
    """What a lane's signature under a message to another lane covers."""
    digest = hashlib.sha256(message.encode()).hexdigest()
    return f"stillpoint-relay-1\n{terminal}\n{epoch}\n{digest}".encode()


def profiles_statement(terminal: str, epoch: int, profiles: bytes) -> bytes:
    """What the author's signature under the personal data that go with a batch covers."""
    return f"stillpoint-profiles-1\n{terminal}\n{epoch}\n{hashlib.sha256(profiles).hexdigest()}".encode()
