"""Which keyring a process uses.

The operating system's, unless the environment says otherwise: ``STILLPOINT_SECRETS_FD`` is the number of an inherited
pipe from which secrets are read into memory (JSON, names to hex), ``STILLPOINT_SECRETS_FILE`` a file that only its
owner may read, for a group server on a machine without a keyring.
"""

import json
import os
import stat
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from terminal.domain.errors import Refusal
from terminal.ports.secrets import MemorySecrets, SecretStore

PIPE_VARIABLE = "STILLPOINT_SECRETS_FD"
FILE_VARIABLE = "STILLPOINT_SECRETS_FILE"
_NOT_OWNER = stat.S_IRWXG | stat.S_IRWXO


@cache
def open_secrets() -> SecretStore:
    """This process's secrets; the same ones at every call, since a pipe can be read only once.

    Raises ``Refusal("secrets_invalid")``.
    """
    if PIPE_VARIABLE in os.environ:
        return _from_pipe(os.environ[PIPE_VARIABLE])
    if FILE_VARIABLE in os.environ:
        return FileSecrets(Path(os.environ[FILE_VARIABLE]))
    from terminal.store.keyring_secrets import KeyringSecrets  # a server in a container needs none of it

    return KeyringSecrets()


class FileSecrets:
    """A ``SecretStore`` in a file of mode 0600, on a machine whose disk is trusted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._all()

    def read(self, name: str) -> bytes | None:
        """The secret called ``name``, if any."""
        return self._all().get(name)

    def write(self, name: str, secret: bytes) -> None:
        """Keeps ``secret`` under ``name``: the file is replaced whole."""
        secrets = {**self._all(), name: secret}
        document = json.dumps({name: secret.hex() for name, secret in sorted(secrets.items())}, indent=1)
        from tempfile import mkstemp

        descriptor, work = mkstemp(dir=self._path.parent, prefix=self._path.name)  # 0600 from the start
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(document + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(work, self._path)

    def _all(self) -> dict[str, bytes]:
        try:
            if os.name == "posix" and self._path.stat().st_mode & _NOT_OWNER:
                raise Refusal("secrets_invalid", source=f"{self._path.name} (0600)")
            return _decoded(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError, TypeError) as error:
            raise Refusal("secrets_invalid", source=self._path.name) from error


def _from_pipe(descriptor: str) -> MemorySecrets:
    secrets = MemorySecrets()
    try:
        with os.fdopen(int(descriptor), "rb") as pipe:
            secrets.kept.update(_decoded(json.loads(pipe.read())))
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise Refusal("secrets_invalid", source=PIPE_VARIABLE) from error
    return secrets


def _decoded(document: Mapping[str, str]) -> dict[str, bytes]:
    return {name: bytes.fromhex(text) for name, text in document.items()}
