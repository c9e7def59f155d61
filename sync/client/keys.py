"""What a terminal signs with: a device key for each epoch it has opened, newest first."""

from pathlib import Path

from sync.protocol.signing import SigningKey
from terminal.domain.errors import Refusal
from terminal.ports.secrets import SecretStore
from terminal.store.home import Home, secret_name

FIRST_EPOCH = 1


class TerminalKeys:
    """The device keys, and the server's public key (32 bytes) that programmes are checked by.

    Keys live in the keyring by epoch; an epoch that was opened while this process runs is read when it is needed.
    """

    def __init__(self, terminal: str, secrets: SecretStore, server: bytes) -> None:
        self.server = server
        self._terminal = terminal
        self._secrets = secrets
        self._keys = _read(secrets, terminal)
        if not self._keys:
            raise Refusal("store_key_missing", name=secret_name(terminal, "device"))

    @property
    def device(self) -> SigningKey:
        """The newest key."""
        return self._keys[max(self._keys)]

    def newest_first(self) -> tuple[SigningKey, ...]:
        """All of them; a server that has not heard of the newest epoch yet knows an older one."""
        return tuple(self._keys[epoch] for epoch in sorted(self._keys, reverse=True))

    def of_epoch(self, epoch: int) -> SigningKey:
        """The key that signs this epoch's batches.

        An epoch that was opened without a key of its own has the one before it. Where all of those are lost with the
        machine they were on, the newest signs, and the server shows the frames to a person.
        """
        if epoch not in self._keys:
            self._keys = _read(self._secrets, self._terminal)
        opened = [known for known in self._keys if known <= epoch]
        return self._keys[max(opened, default=max(self._keys))]


def read_keys(home: Path, secrets: SecretStore) -> TerminalKeys:
    """The keys of the terminal in ``home``. Raises ``Refusal``: ``not_enrolled``, ``store_key_missing``."""
    terminal = Home(home).terminal_id()
    server = secrets.read(secret_name(terminal, "server"))
    if server is None:
        raise Refusal("store_key_missing", name=secret_name(terminal, "server"))
    return TerminalKeys(terminal, secrets, server)


def keep_device_key(secrets: SecretStore, terminal: str, epoch: int, key: SigningKey) -> None:
    """Keeps the key of an epoch that is about to be opened; those of older epochs stay.

    Only then is its number put down: a key that no number speaks of is written again by the next attempt.
    """
    secrets.write(secret_name(terminal, _purpose(epoch)), key.private)
    numbers = sorted({*_numbers(secrets, terminal), epoch})
    secrets.write(secret_name(terminal, "device-epochs"), ",".join(map(str, numbers)).encode())


def newest_epoch_with_key(secrets: SecretStore, terminal: str) -> int:
    """The highest epoch for which this keyring has ever kept a key; 0 where it has none."""
    return max(_numbers(secrets, terminal), default=0)


def _read(secrets: SecretStore, terminal: str) -> dict[int, SigningKey]:
    found = {epoch: secrets.read(secret_name(terminal, _purpose(epoch))) for epoch in _numbers(secrets, terminal)}
    return {epoch: SigningKey(private) for epoch, private in found.items() if private is not None}


def _numbers(secrets: SecretStore, terminal: str) -> tuple[int, ...]:
    kept = secrets.read(secret_name(terminal, "device-epochs"))
    if kept is not None:
        return tuple(int(number) for number in kept.decode().split(","))
    return (FIRST_EPOCH,) if secrets.read(secret_name(terminal, _purpose(FIRST_EPOCH))) is not None else ()


def _purpose(epoch: int) -> str:
    return "device" if epoch == FIRST_EPOCH else f"device-{epoch}"
