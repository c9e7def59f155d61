"""Looking after a terminal from its own window: settings, figures for support, sync, health, backup."""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.settings.options import OPTIONS, value_of
from terminal.store.doctor import Finding, examine
from terminal.store.errors import explaining
from terminal.store.store import TerminalStore, open_replica_store
from ui.compose.terminals import put_settings
from ui.viewmodels.care import Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import timedelta

    from terminal.ports.clock import Clock
    from terminal.ports.printing import ReceiptDocument
    from terminal.ports.secrets import SecretStore
    from terminal.ports.store import UnitOfWork
    from terminal.ports.sync import Watch

LOOK_SECONDS = 0.1
PATIENCE_SECONDS = 60.0
BACKUPS = "backups"
_FILES = "*.db*"


@record
class HomeCare:
    """Implements ``ui.viewmodels.care.Care`` for the open store of a home."""

    home: Path
    secrets: SecretStore
    store: TerminalStore
    clock: Clock

    def settings(self) -> Mapping[str, str]:
        """The options that somebody chose."""
        with self.store.view() as unit:
            chosen = {option.name: unit.setting(option.name) for option in OPTIONS}
        return {name: value for name, value in chosen.items() if value is not None}

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Sets options, all or none."""
        put_settings(self.store, settings)

    def facts(self) -> Facts:
        """How the terminal stands."""
        with closing(open_replica_store(self.home, self.secrets)) as replica:
            members, lanes, parked = replica.member_count(), replica.lanes.lanes(), replica.parked()
            frames = replica.head().position[1]
        with self.store.view() as unit:
            return self._facts(
                unit, frames, members, [lane.terminal_id for lane in lanes], [one.kind for one in parked]
            )

    def _facts(
        self, unit: UnitOfWork, frames: int, members: int, neighbours: Sequence[str], parked: Sequence[str]
    ) -> Facts:
        identity, programme, link = unit.identity(), unit.programme(), unit.link()
        with explaining():
            used = sum(file.stat().st_size for file in self.home.glob(_FILES))
            free = shutil.disk_usage(self.home).free
        return Facts(
            terminal=identity.terminal_id,
            number=identity.number,
            store=identity.store,
            epoch=identity.epoch,
            frames=frames,
            version=_version(),
            programme=programme.version,
            programme_digest=programme.digest,
            server=identity.server_url,
            last_success=link.last_success_at,
            unsent=link.unsent_frames,
            oldest_unsent=link.oldest_unsent_at,
            refusal=link.refusal or "",
            members=members,
            database_bytes=used,
            free_bytes=free,
            relay=value_of("relay", unit.setting) == "on",
            neighbours=tuple(dict.fromkeys(neighbours)),
            parked=tuple(dict.fromkeys(parked)),
            print_jobs=unit.job_counts(),
            home=str(self.home),
            now=self.clock.now(),
        )

    def clock_difference(self, watch: Watch) -> timedelta:
        """How far this machine's clock is ahead of the server's."""
        from sync.client.server_clock import clock_difference

        with self.store.view() as unit:
            url = unit.identity().server_url
        return clock_difference(url, self.clock.now)

    def sync_now(self, watch: Watch) -> None:
        """Asks the sync process for a round and waits for it; where none runs, makes one."""
        from sync.client.process import Wish, is_followed

        wish, deadline = Wish(self.home), time.monotonic() + PATIENCE_SECONDS
        if not is_followed(self.home):
            self._sync_here()
        else:
            wish.make()
        while wish.is_there():
            watch.check()
            if time.monotonic() > deadline:
                raise Refusal("sync_silent")
            time.sleep(LOOK_SECONDS)
        self._raise_what_ended_it()

    def _sync_here(self) -> None:
        from sync.client.synchroniser import open_synchroniser

        open_synchroniser(self.home, self.secrets, self.clock).run_once()

    def _raise_what_ended_it(self) -> None:
        with self.store.view() as unit:
            link = unit.link()
        if link.refusal:
            raise Refusal(link.refusal)
        if not link.reached:
            raise Refusal("server_unreachable")

    def examine(self, watch: Watch) -> Sequence[Finding]:
        """Every check of the terminal's health."""
        return examine(self.home, self.secrets, _telling(watch))

    def back_up(self, watch: Watch) -> str:
        """Copies the data into a new folder, by default beside them; what was stopped leaves nothing behind."""
        from terminal.store.backup import back_up

        with self.store.view() as unit:
            chosen = value_of("backup_folder", unit.setting)
        folder = Path(chosen) if chosen else self.home / BACKUPS
        destination = _new_folder(folder / self.clock.now().astimezone().strftime("%Y-%m-%d-%H%M%S"))
        try:
            return str(back_up(self.home, self.secrets, destination, _telling(watch)))
        except Refusal:
            shutil.rmtree(destination, ignore_errors=True)
            raise

    def print_note(self, document: ReceiptDocument) -> None:
        """Queues something to read for the printer."""
        with self.store.unit_of_work() as unit:
            unit.add_print_job(document, None)
            unit.commit()


def _new_folder(wanted: Path) -> Path:
    """A folder that is not there yet: whatever goes wrong, nobody else's is touched."""
    number, folder = 1, wanted
    while folder.exists():
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    return folder


def _telling(watch: Watch) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        watch.check()
        watch.done, watch.total = done, total

    return told


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("stillpoint")
    except PackageNotFoundError:  # run from a folder of sources
        return ""
