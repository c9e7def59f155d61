"""What signs for this terminal."""

from typing import Protocol


class Signer(Protocol):
    """The terminal's device keys, one for each epoch."""

    def sign(self, epoch: int, statement: bytes) -> bytes:
        """The Ed25519 signature (64 bytes) of that epoch's key over ``statement``.

        Raises ``Refusal``: ``store_key_missing``, ``keyring_unavailable``.
        """
        ...
