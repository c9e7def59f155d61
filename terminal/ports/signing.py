"""What signs for this terminal, and whether somebody signed."""

from typing import Protocol


class Signer(Protocol):
    """The terminal's device keys, one for each epoch."""

    def sign(self, epoch: int, statement: bytes) -> bytes:
        """The Ed25519 signature (64 bytes) of that epoch's key over ``statement``.

        Raises ``Refusal``: ``store_key_missing``, ``keyring_unavailable``.
        """
        ...


def is_signed(public_key: bytes | None, statement: bytes, signature: bytes) -> bool:
    """Whether the owner of ``public_key`` (Ed25519, 32 bytes) signed ``statement``; never without a key."""
    if public_key is None:
        return False
    # Imported here: a sale does without it, and so does its start.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True
