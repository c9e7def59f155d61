"""Homes and a server as they are before anything happens, made once and copied for every run."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sync.client.enrolment import Place, enrol_terminal
from sync.programme.compiler import compile_yaml
from sync.protocol.signing import SigningKey
from sync.server.keys import ServerKeys
from sync.server.programmes.programmes import publish
from sync.server.service import Service
from sync.server.storage.database import open_database, sqlite_url
from terminal.ports.clock import SetClock
from terminal.ports.secrets import MemorySecrets
from tests.simulation.chance import Draws, drawing

START = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
STORES = ("xinyi", "daan", "gongguan", "xinyi", "gongguan", "xinyi")
"""Where each terminal stands, by its name."""

_PROGRAMME = (Path(__file__).parent / "programme.yaml").read_text(encoding="utf-8")
_IN_MEMORY = Path("/dev/shm")


def bundle(version: int) -> bytes:
    """The programme as that version: every second one earns and trusts otherwise."""
    text = _PROGRAMME.replace("version: 1", f"version: {version}", 1)
    if version % 2 == 0:
        text = text.replace("points: 10}", "points: 15}").replace("terminal_points: 400", "terminal_points: 250")
    return compile_yaml(text, "programme.yaml").bundle


def room() -> Path:
    """A new folder whose files need no disk, where the system has such a place."""
    return Path(tempfile.mkdtemp(prefix="simulation-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None))


@dataclass(frozen=True, slots=True)
class Site:
    """The template: a server's folder and homes, with all keys."""

    folder: Path
    keys: ServerKeys
    secrets: tuple[dict[str, bytes], ...]

    def copy_server(self, folder: Path) -> None:
        """A server of its own."""
        folder.mkdir(parents=True)
        shutil.copyfile(self.folder / "server.db", folder / "server.db")

    def copy_home(self, name: int, home: Path) -> MemorySecrets:
        """A terminal of its own; gives its keyring."""
        shutil.copytree(self.folder / str(name), home)
        secrets = MemorySecrets()
        secrets.kept.update(self.secrets[name])
        return secrets


def build_site() -> Site:
    """Enrols every terminal with a new server."""
    folder, clock = room(), SetClock(START)
    keys = ServerKeys(SigningKey(_key("signing")), _key("profiles"), _key("group"))
    draws = Draws(0)
    secrets = tuple(MemorySecrets() for _ in STORES)
    with drawing(draws):
        database = open_database(sqlite_url(folder))
        publish(database, keys, bundle(1), clock.now)
        service = Service(database, keys, clock.now)
        for name, store in enumerate(STORES):
            draws.begin(name, START)
            code = service.enrolment.new_code(store).code
            enrol_terminal(service, Place(folder / str(name), secrets[name], "http://server.invalid"), code, clock)
        database.close()
    return Site(folder, keys, tuple(kept.kept for kept in secrets))


def _key(purpose: str) -> bytes:
    return hashlib.sha256(f"simulation {purpose}".encode()).digest()
