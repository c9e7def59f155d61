"""Secrets in the operating system's keyring: a real one where there is one, and the ways it can fail."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, PasswordSetError

from terminal.domain.errors import Refusal
from terminal.store.keyring_secrets import KeyringSecrets, refuse_unsafe_backend

SECRET = bytes(range(32))
FAIL: Any = fail.Keyring  # keyring leaves its constructors untyped
NULL: Any = null.Keyring
DAEMON_MISSING = not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session"))


class MemoryBackend(KeyringBackend):
    """Keeps passwords as a real one does, without the desktop."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class PlaintextKeyring(MemoryBackend):
    """Named like the one that keeps passwords readable in a file."""


class LockedBackend(MemoryBackend):
    """Says that it is locked."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError("no")


class SilentBackend(MemoryBackend):
    """Prompts where nobody looks."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.answered.wait()
        return None


@pytest.fixture(autouse=True)
def own_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_what_was_written_is_read() -> None:
    keyring.set_keyring(backend := MemoryBackend())
    secrets = KeyringSecrets()
    assert secrets.read("terminal/t1/database") is None
    secrets.write("terminal/t1/database", SECRET)
    secrets.write("terminal/t1/database", SECRET[::-1])
    assert secrets.read("terminal/t1/database") == SECRET[::-1]
    assert backend.kept == {("stillpoint", "terminal/t1/database"): SECRET[::-1].hex()}


@pytest.mark.parametrize("backend", [FAIL(), NULL(), PlaintextKeyring()])
def test_backends_that_keep_nothing_or_in_clear_are_refused(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)
    with pytest.raises(Refusal, match="keyring_unavailable"):
        KeyringSecrets().read("name")
    with pytest.raises(Refusal, match="keyring_unavailable"):
        KeyringSecrets().write("name", SECRET)


def test_a_chain_is_as_safe_as_its_links() -> None:
    chain = Mock(ChainerBackend, backends=(MemoryBackend(), NULL()))
    with pytest.raises(Refusal, match="keyring_unavailable"):
        refuse_unsafe_backend(chain)
    refuse_unsafe_backend(Mock(ChainerBackend, backends=(MemoryBackend(),)))


def test_a_locked_keyring_says_so() -> None:
    keyring.set_keyring(LockedBackend())
    with pytest.raises(Refusal, match="keyring_locked"):
        KeyringSecrets().read("name")
    with pytest.raises(Refusal, match="keyring_unavailable"):
        KeyringSecrets().write("name", SECRET)


def test_a_prompt_that_nobody_answers_is_given_up() -> None:
    keyring.set_keyring(backend := SilentBackend())
    with pytest.raises(Refusal, match="keyring_locked"):
        KeyringSecrets(timeout_seconds=0.01).read("name")
    backend.answered.set()


def test_someone_elses_secret_under_our_name_is_refused() -> None:
    keyring.set_keyring(backend := MemoryBackend())
    backend.kept["stillpoint", "name"] = "not hex"
    with pytest.raises(Refusal, match="keyring_unavailable"):
        KeyringSecrets().read("name")


IN_A_SESSION = """
from keyring import get_keyring
from pathlib import Path
import sys
from terminal.store.keyring_secrets import KeyringSecrets
from terminal.store.store import create_terminal_store, open_terminal_store
from tests.store import facts

assert "SecretService" in type(get_keyring()).__module__, get_keyring()
home = Path(sys.argv[1])
create_terminal_store(home, facts.IDENTITY, KeyringSecrets(), facts.GROUP_KEY, facts.OPENING).close()
store = open_terminal_store(home, KeyringSecrets())
facts.append(store)
print("frames", store.verify_chain().frames)
"""


@pytest.mark.keyring
@pytest.mark.skipif(DAEMON_MISSING, reason="gnome-keyring and dbus are not installed")
def test_a_store_whose_keys_are_in_a_real_keyring(tmp_path: Path) -> None:
    inside = (
        f'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null && {sys.executable} -c "$0" "$1"'
    )
    finished = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", inside, IN_A_SESSION, str(tmp_path / "home")],
        env=_private_session(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.strip() == "frames 2"


def _private_session(tmp_path: Path) -> dict[str, str]:
    """An environment in which nothing of the desktop's own keyring is touched."""
    folders = {
        name: tmp_path / name.lower() for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")
    }
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL")}
    root = str(Path(__file__).parents[2])
    return kept | {name: str(folder) for name, folder in folders.items()} | {"PYTHONPATH": root}
