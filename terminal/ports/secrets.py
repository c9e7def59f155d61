"""Where keys are kept."""

from typing import Protocol


class SecretStore(Protocol):
    """A keyring: named secrets outside the disk's reach."""

    def read(self, name: str) -> bytes | None:
        """The secret called ``name``; ``None`` when there is none. Raises ``Refusal("keyring_unavailable")``."""
        ...

    def write(self, name: str, secret: bytes) -> None:
        """Keeps ``secret`` under ``name``, in place of what was there. Raises ``Refusal("keyring_unavailable")``."""
        ...


class MemorySecrets:
    """Secrets that end with the process: for the demo without a keyring daemon and for tests."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def read(self, name: str) -> bytes | None:
        """The secret called ``name``, if any."""
        return self.kept.get(name)

    def write(self, name: str, secret: bytes) -> None:
        """Keeps ``secret`` under ``name``."""
        self.kept[name] = secret
