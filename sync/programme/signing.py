"""Signing bundles, so that a terminal takes rules from its own group server and from nobody else."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from terminal.domain.errors import Refusal

# What else the server signs with this key must never pass for a programme.
_PURPOSE = b"stillpoint programme 1\n"


def sign(bundle: bytes, private_key: bytes) -> bytes:
    """The Ed25519 signature (64 bytes) over ``bundle`` with the group server's raw 32-byte private key."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(_PURPOSE + bundle)


def verify(bundle: bytes, signature: bytes, public_key: bytes) -> None:
    """Raises ``Refusal("programme_signature_wrong")`` unless the key's owner signed exactly ``bundle``."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _PURPOSE + bundle)
    except (InvalidSignature, ValueError) as error:
        raise Refusal("programme_signature_wrong") from error
