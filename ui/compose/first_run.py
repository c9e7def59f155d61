"""The first run of a home: what it does to the machine, and how far it came."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.store.home import Home
from ui.compose.first_run_record import FirstRunRecord
from ui.compose.terminals import open_store, put_settings
from ui.viewmodels.first_run import Begun, FirstStep, Joined

if TYPE_CHECKING:
    from pathlib import Path

    from terminal.ports.clock import Clock
    from terminal.ports.secrets import SecretStore
    from terminal.ports.sync import Watch


def first_step(home: Path) -> Begun | None:
    """Where the first run of ``home`` begins or goes on; ``None`` where the till itself can open."""
    record, is_terminal = FirstRunRecord(home), Home(home).marker.exists()
    begun = record.read() if record.is_open() or not is_terminal else None
    if begun is None or (is_terminal and begun.step is FirstStep.READY):
        return None
    if is_terminal:  # whatever was being done when it ended, the store was joined
        return Begun(begun.language, begun.server, FirstStep.MEMBERS)
    return begun if begun.step is not FirstStep.MEMBERS else Begun(begun.language, begun.server, FirstStep.SERVER)


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
