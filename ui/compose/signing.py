"""The terminal's own signature, from the keys in its keyring."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sync.client.keys import TerminalKeys
    from terminal.ports.secrets import SecretStore


class DeviceSigner:
    """Implements ``terminal.ports.signing.Signer``. Keys are read when the first signature is asked for."""

    def __init__(self, home: Path, secrets: SecretStore) -> None:
        self._home, self._secrets = home, secrets

    def sign(self, epoch: int, statement: bytes) -> bytes:
        """The signature of that epoch's key. Raises ``Refusal``: ``store_key_missing``, ``keyring_unavailable``."""
        return self._keys.of_epoch(epoch).sign(statement)

    @cached_property
    def _keys(self) -> TerminalKeys:
        from sync.client.keys import read_keys

        return read_keys(self._home, self._secrets)
