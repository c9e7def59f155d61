"""Opening a group server's home: its keys from the keyring, its database beside them or by URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sync.protocol.signing import SigningKey
from sync.server.accounts.desk import Desk
from sync.server.keys import ServerKeys
from sync.server.storage.database import Database, open_database, sqlite_url
from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.ports.clock import SystemClock
from terminal.ports.secrets import SecretStore
from ui.secrets import open_secrets

_PRIVATE_FOLDER = 0o700
_PURPOSES = ("signing", "profiles", "group")


@record
class OpenServer:
    """A group server's database and keys."""

    database: Database
    keys: ServerKeys


def make_keys(home: Path, secrets: SecretStore) -> bool:
    """Makes the keys of a new server; ``False`` when it has them already."""
    home.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    if _read_keys(home, secrets) is not None:
        return False
    keys = ServerKeys.generate()
    for purpose, secret in zip(_PURPOSES, (keys.signing.private, keys.profiles, keys.group), strict=True):
        secrets.write(_name(home, purpose), secret)
    return True


@contextmanager
def open_desk(home: Path, database_url: str | None, by: str, reason: str) -> Iterator[Desk]:
    """The office's desk at that server: ``by`` whom something is done there, and why. Raises as ``open_server``."""
    with open_server(home, database_url, open_secrets()) as server:
        yield Desk(server.database, server.keys, SystemClock().now, by, reason)


@contextmanager
def open_server(
    home: Path, database_url: str | None, secrets: SecretStore, partitions: int = 0
) -> Iterator[OpenServer]:
    """The server of ``home``. Raises ``Refusal``: ``server_not_initialised``, ``keyring_unavailable``.

    ``partitions`` is for a new database: see ``open_database``.
    """
    keys = server_keys(home, secrets)
    database = open_database(database_url or sqlite_url(home), partitions)
    try:
        yield OpenServer(database, keys)
    finally:
        database.close()


def server_keys(home: Path, secrets: SecretStore) -> ServerKeys:
    """The keys of the server of ``home``. Raises ``Refusal``: ``server_not_initialised``, ``keyring_unavailable``."""
    keys = _read_keys(home, secrets)
    if keys is None:
        raise Refusal("server_not_initialised", home=str(home))
    return keys


def _read_keys(home: Path, secrets: SecretStore) -> ServerKeys | None:
    signing, profiles, group = (secrets.read(_name(home, purpose)) for purpose in _PURPOSES)
    if signing is None or profiles is None or group is None:
        return None
    return ServerKeys(SigningKey(signing), profiles, group)


def _name(home: Path, purpose: str) -> str:
    return f"server/{sha256(str(home.resolve()).encode()).hexdigest()[:16]}/{purpose}"
