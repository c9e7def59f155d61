"""The first run of a home: what it does to the machine, and how far it came."""

import json
import os
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from locale import getlocale
from pathlib import Path

from resources.language import DEFAULT_LANGUAGE, LANGUAGES
from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.ports.clock import Clock
from terminal.ports.secrets import SecretStore
from terminal.ports.sync import Watch
from terminal.store.errors import explaining
from terminal.store.home import Home
from terminal.store.schema import sync_to_disk
from ui.compose.terminals import open_store, put_settings
from ui.viewmodels.first_run import Begun, FirstStep, Joined

RECORD = "first-run.json"


@record
class FirstRunRecord:
    """A small file in the home: it is there from the first start until the till was set up, and holds no secret."""

    home: Path

    @property
    def file(self) -> Path:
        """Where it is."""
        return self.home / RECORD

    def is_open(self) -> bool:
        """Whether a first run was begun here and not finished."""
        return self.file.exists()

    def read(self) -> Begun:
        """How far it came; what cannot be read is begun anew."""
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            begun = Begun(str(kept["language"]), str(kept["server"]), FirstStep(kept["step"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Begun(machine_language(os.environ))
        return begun if begun.language in LANGUAGES else Begun(DEFAULT_LANGUAGE, begun.server, begun.step)

    def write(self, begun: Begun) -> None:
        """Keeps it, durably. Raises ``Refusal``: ``store_unreachable``, ``disk_full``."""
        Home(self.home).make()
        work = self.file.with_name(RECORD + ".new")
        with explaining():
            work.write_text(json.dumps(asdict(begun)) + "\n", encoding="utf-8")
            sync_to_disk(work)
            os.replace(work, self.file)

    def close(self) -> None:
        """The till is set up."""
        with explaining():
            self.file.unlink(missing_ok=True)


def first_step(home: Path) -> Begun | None:
    """Where the first run of ``home`` begins or goes on; ``None`` where the till itself can open."""
    record, is_terminal = FirstRunRecord(home), Home(home).marker.exists()
    begun = record.read() if record.is_open() or not is_terminal else None
    if begun is None or (is_terminal and begun.step is FirstStep.READY):
        return None
    if is_terminal:  # whatever was being done when it ended, the store was joined
        return Begun(begun.language, begun.server, FirstStep.MEMBERS)
    return begun if begun.step is not FirstStep.MEMBERS else Begun(begun.language, begun.server, FirstStep.SERVER)


def machine_language(environment: Mapping[str, str]) -> str:
    """The language that the machine speaks, where we do too."""
    said = environment.get("STILLPOINT_LANGUAGE") or environment.get("LANG") or getlocale()[0] or ""
    return "en" if said.startswith(("en", "C.")) or said == "C" else DEFAULT_LANGUAGE


@record
class FirstRunHome:
    """Implements ``ui.viewmodels.first_run.FirstRunActions`` for a home."""

    home: Path
    secrets: SecretStore
    clock: Clock

    def keep(self, begun: Begun) -> None:
        """Remembers how far it came."""
        FirstRunRecord(self.home).write(begun)

    def join(self, server: str, code: str, language: str, watch: Watch) -> Joined:
        """Makes a terminal of this machine; the store appears whole, or not at all."""
        from sync.client.enrolment import Place, enrol_terminal
        from sync.client.http import HttpServer
        from sync.client.watched import WatchedServer

        if not Home(self.home).marker.exists():
            with closing(HttpServer(server, self.clock.now)) as line:
                place = Place(self.home, self.secrets, server)
                enrol_terminal(WatchedServer(line, watch), place, code, self.clock)
        with closing(open_store(self.home, self.secrets)) as store:
            put_settings(store, {"language": language})
        return self.joined()

    def joined(self) -> Joined:
        """Which till this is."""
        with closing(open_store(self.home, self.secrets)) as store, store.view() as unit:
            identity = unit.identity()
            return Joined(unit.programme().store(identity.store).name, identity.number)

    def fetch(self, watch: Watch) -> None:
        """One round of sync, unless a sync process has this home already: then it does that."""
        from sync.client.synchroniser import first_round

        try:
            first_round(self.home, self.secrets, self.clock, watch)
        except Refusal as refusal:
            if refusal.kind != "sync_running":
                raise
